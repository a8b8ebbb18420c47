"""Serves Touchstone: `python serve.py` here, `granian --interface wsgi --factory serve:application` anywhere else."""

import gc
import os
import sys

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

HOST = "127.0.0.1"
PORT = "5000"
WORKERS = "2"
THREADS_PER_WORKER = 2 * (os.cpu_count() or 1) + 1


def application() -> Flask:
    """Build the application in a worker, then keep what will live for ever out of the garbage collector's way."""
    from app import create_app  # noqa: PLC0415 -- the process that watches over the workers does without it

    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return app


def main() -> None:
    port = os.environ.get("PORT") or PORT
    workers = os.environ.get("WORKERS") or WORKERS
    if not port.isdecimal() or not workers.isdecimal():
        sys.exit("PORT and WORKERS must be whole numbers.")
    Granian(
        "serve:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=os.environ.get("HOST") or HOST,
        port=int(port),
        workers=int(workers),
        blocking_threads=THREADS_PER_WORKER,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
