"""What people do in a practice workplace, one module for each noun."""

from importlib import import_module
from pkgutil import iter_modules

for _found in iter_modules(__path__):  # each registers its room, its errands and what it answers
    import_module(f"{__name__}.{_found.name}")
import_module("itsm_sandbox.knowledge.support_processes.services")  # the first noun with a folder of its own
