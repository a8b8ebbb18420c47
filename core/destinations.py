"""Where a notification leads: services name the kind of page and its numbers, web modules say what its address is."""

from collections.abc import Callable

_makers: dict[str, Callable[..., str]] = {}


def register(kind: str, make: Callable[..., str]) -> None:
    """Let `make` say the path of a page of this kind; it gets the page's numbers by name."""
    _makers[kind] = make


def path_to(kind: str, **numbers: int) -> str:
    """Return the path of the page of this kind with these numbers."""
    if kind not in _makers:
        raise LookupError(f"Nobody has said where {kind!r} leads.")
    return _makers[kind](**numbers)
