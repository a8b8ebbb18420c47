"""Browsers in which an account was signed in to before, known by a signed cookie.

Guesses from elsewhere do not keep the owner of a known browser out; guesses from a known browser are counted too.
"""

import secrets
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

_COOKIE = "device"
_SECONDS_KEPT = 180 * 24 * 60 * 60
_MOST_ACCOUNTS = 8


def find_known_device(account: str) -> str | None:
    """Return the name of this browser, when the account was signed in to in it before."""
    device, accounts = _read()
    return device if account in accounts else None


def remember_device(response: Response, account: str) -> None:
    """Let this browser be known to the account from now on."""
    device, accounts = _read()
    kept = [account, *(other for other in accounts if other != account)][:_MOST_ACCOUNTS]
    response.set_cookie(
        _COOKIE,
        _signer().dumps([device or secrets.token_urlsafe(16), kept]),
        max_age=_SECONDS_KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _read() -> tuple[str | None, list[str]]:
    try:
        content: Any = _signer().loads(request.cookies.get(_COOKIE, ""), max_age=_SECONDS_KEPT)
    except BadData:
        return None, []  # none yet, too old, or not ours
    device, accounts = content
    return device, accounts


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known device")
