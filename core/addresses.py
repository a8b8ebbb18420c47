"""Addresses of our own pages as they stand in mail."""

from contextvars import ContextVar
from urllib.parse import urlsplit

from core.settings import settings

_ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
_asked_at: ContextVar[str] = ContextVar("asked_at", default="")


def note_asked_at(site: str) -> None:
    """Note the site that the present request names, or "" when there is none; `core.web` does this."""
    _asked_at.set(site)


def address_of(path: str) -> str:
    """Return the whole address of a path. `PUBLIC_URL` names the site; only on this machine the request's host does.

    The host that a request names is not to be trusted: a stranger who asks for a reset link could choose it.
    """
    public = str(settings()["PUBLIC_URL"]).rstrip("/")
    if public:
        return public + path
    asked_at = _asked_at.get()
    if urlsplit(asked_at).hostname in _ON_THIS_MACHINE:
        return asked_at.rstrip("/") + path
    return f"http://127.0.0.1:5000{path}"
