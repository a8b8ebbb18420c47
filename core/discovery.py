"""Imports every module of a package, so that what each registers is there without a list that must be told of it."""

from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType


def import_package(name: str) -> list[ModuleType]:
    """Import all modules below the package, in the order of their names; return them. What one raises is raised."""
    package = import_module(name)
    found = sorted(module.name for module in walk_packages(package.__path__, f"{name}.", onerror=_raise))
    return [import_module(module) for module in found]


def _raise(_name: str) -> None:
    """Raise what stopped a package's import: `walk_packages` would pass over it."""
    raise  # noqa: PLE0704 -- it is called while the error is being handled
