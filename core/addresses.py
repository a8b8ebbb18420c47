"""Addresses of our own pages as they stand in mail."""

from urllib.parse import urlsplit

from flask import current_app, has_request_context, request

_ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def address_of(path: str) -> str:
    """Return the whole address of a path. `PUBLIC_URL` names the site; only on this machine the request's host does.

    The host that a request names is not to be trusted: a stranger who asks for a reset link could choose it.
    """
    public = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    if public:
        return public + path
    if has_request_context() and urlsplit(request.host_url).hostname in _ON_THIS_MACHINE:
        return request.host_url.rstrip("/") + path
    return f"http://127.0.0.1:5000{path}"
