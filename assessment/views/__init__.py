"""Pages of assessment, on one blueprint."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

bp = Blueprint("assessment", __name__)

for _found in iter_modules(__path__):  # each adds its pages to the blueprint above
    import_module(f"{__name__}.{_found.name}")
