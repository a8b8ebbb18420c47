"""What pages ask of the request that is being answered: the page of a list, the form's key, the kind of answer."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request, url_for

from core.addresses import note_asked_at
from core.idempotency import fingerprint_of, once

_NOT_CONTENT = {"csrf_token", "request_key"}


def init_app(app: Flask) -> None:
    app.before_request(lambda: note_asked_at(request.host_url))
    app.teardown_request(lambda _error: note_asked_at(""))
    app.jinja_env.globals.update(page_url=page_url)


def wants_json() -> bool:
    """Say whether the answer goes to a script rather than onto a page."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def requested_page() -> int:
    """The page number in the address; anything that is not one counts as the first."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def page_url(number: int) -> str:
    """The address of another page of the list that is shown, with the same filters."""
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {}), "page": number}
    return url_for(request.endpoint or "", **arguments)


def once_per_form(act: Callable[[], str], *, actor_id: int | None) -> str:
    """Run `act` once for the form that was sent, by its hidden `request_key`; without one, simply run it."""
    key = request.form.get("request_key", "")
    if not key:
        return act()
    return once(key, fingerprint=_fingerprint_of_form(), actor_id=actor_id, act=act)


def _fingerprint_of_form() -> str:
    fields: list[Any] = sorted((n, v) for n, v in request.form.items(multi=True) if n not in _NOT_CONTENT)
    files = sorted((n, f.filename or "") for n, f in request.files.items(multi=True))
    return fingerprint_of(request.path, fields, files)
