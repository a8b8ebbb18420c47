"""Serves Touchstone: `python serve.py` here, `granian --interface wsgi --factory serve:application` anywhere else."""

import gc
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from flask.cli import load_dotenv
from flask.helpers import get_load_dotenv
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from werkzeug.middleware.proxy_fix import ProxyFix

from core import config

THREADS_PER_WORKER = 2 * (os.cpu_count() or 1) + 1


@dataclass(frozen=True)
class ServerSettings:
    """Where to listen, with how many processes, and behind how many proxies."""

    host: str
    port: int
    workers: int
    trusted_proxies: int


def read_settings(environ: Mapping[str, str] = os.environ) -> ServerSettings:
    """Read the settings of the server; one that cannot be used ends the program with a sentence."""
    return ServerSettings(
        host=environ.get("HOST") or "127.0.0.1",
        port=config.whole_number(environ, "PORT", 5000),
        workers=config.whole_number(environ, "WORKERS", 2),
        trusted_proxies=config.whole_number(environ, "TRUSTED_PROXIES", 0),
    )


def read_env_file() -> None:
    """Take settings from `.env`, as the `flask` command does; what is in the environment already wins."""
    if get_load_dotenv():
        load_dotenv()


def application() -> Flask:
    """Build the application in a worker, then keep what will live for ever out of the garbage collector's way."""
    from app import create_app  # noqa: PLC0415 -- the process that watches over the workers does without it

    read_env_file()
    app = create_app()
    proxies = read_settings().trusted_proxies
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
            sys.exit(f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with PORT=5001.")


def main() -> None:
    read_env_file()
    settings = read_settings()
    refuse_taken(settings.host, settings.port)
    Granian(
        "serve:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=THREADS_PER_WORKER,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
