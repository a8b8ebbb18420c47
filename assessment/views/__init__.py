"""Pages of assessment, on one blueprint."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)

from assessment.views import progress  # noqa: E402, F401 -- a module adds its pages to `bp` when it is imported
