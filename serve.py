"""Serves Touchstone: `python serve.py` here, `granian --interface wsgi --factory serve:application` anywhere else."""

import gc
import os
import socket
import sys

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from werkzeug.middleware.proxy_fix import ProxyFix

HOST = "127.0.0.1"
PORT = "5000"
WORKERS = "2"
THREADS_PER_WORKER = 2 * (os.cpu_count() or 1) + 1


def application() -> Flask:
    """Build the application in a worker, then keep what will live for ever out of the garbage collector's way."""
    from app import create_app  # noqa: PLC0415 -- the process that watches over the workers does without it

    app = create_app()
    proxies = _whole_number("TRUSTED_PROXIES", "0")
    if proxies:
        # Flask's documented way to put a layer around an application.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return app


def refuse_taken(host: str, port: int) -> None:
    """End with a sentence when another program has the address: the server itself would only print a trace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: make run PORT=5001")


def main() -> None:
    host = os.environ.get("HOST") or HOST
    port = _whole_number("PORT", PORT)
    refuse_taken(host, port)
    Granian(
        "serve:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=_whole_number("WORKERS", WORKERS),
        blocking_threads=THREADS_PER_WORKER,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _whole_number(name: str, default: str) -> int:
    text = os.environ.get(name) or default
    if not text.isdecimal():
        sys.exit(f"{name} must be a whole number, not {text!r}.")
    return int(text)


if __name__ == "__main__":
    main()
