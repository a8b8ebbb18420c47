"""A real server on a database and files of its own, as `make run` would serve it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60


@contextmanager
def serving(address: str, instance: Path) -> Iterator[str]:
    """Serve the database at `address` and the files under `instance`; yield the address to open."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "INSTANCE_FOLDER": str(instance),
        "SHOW_MAILBOX": "1",
        "SHOW_DEMO_SIGN_INS": "1",
        "PORT": str(port),
        "WORKERS": "1",
        "FLASK_SKIP_DOTENV": "1",  # a developer's own settings are not the test's
    }
    with started(
        [sys.executable, "serve.py"], port, cwd=ROOT, environment=environment, log=instance / "server.log"
    ) as url:
        yield url


@contextmanager
def started(
    command: Sequence[str], port: int, *, cwd: Path, environment: Mapping[str, str], log: Path
) -> Iterator[str]:
    """Run the command until the block ends; yield the address at which its server answers."""
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/sign-in", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)  # not listening yet
    raise RuntimeError(f"The server did not start.\n{log.read_text()}")
