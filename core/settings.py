"""The settings of the running application, for modules that know nothing of the web.

It is the only module below the pages that asks Flask, because Flask is who knows which application runs.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app


def settings() -> Mapping[str, Any]:
    return current_app.config


def in_this_application(act: Callable[[], None]) -> Callable[[], None]:
    """Return `act` for another thread, which there runs in the application that runs here."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- for the thread

    def run() -> None:
        with app.app_context():
            act()

    return run
