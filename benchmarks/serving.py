"""Starts a real server for a measurement, and asks it for pages as one browser does."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Timing:
    p50: float  # milliseconds
    p95: float
    octets: int  # of the largest answer


@contextmanager
def served(
    target: str, environment: dict[str, str], *, workers: int = 1
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the WSGI factory `target` with granian on a free port; yield the port and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--no-ws", "--log-level", "warning"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(workers), "--blocking-threads", "5", target),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True)
    try:
        wait_until_answering(port)
        yield port, process
    finally:
        process.terminate()  # it ends its workers
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_answering(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"Nothing answered on port {port} in {seconds} s.")


class Browser:
    """One keep-alive connection that keeps its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Accept": "text/html",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body=body, headers=headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read()

    def time(self, path: Callable[[], str], *, times: int = 200, warm_up: int = 20) -> Timing:
        """Ask for `times` pages, each chosen afresh."""
        took, largest = [], 0
        for turn in range(warm_up + times):
            chosen = path()
            begun = time.perf_counter()
            status, answer = self.ask("GET", chosen)
            if turn >= warm_up:
                took.append(1000 * (time.perf_counter() - begun))
            if status != 200:
                raise RuntimeError(f"{chosen} answered {status}.")
            largest = max(largest, len(answer))
        return Timing(median(took), quantiles(took, n=20)[18], largest)


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """Resident bytes of a server and its workers, pages shared between them counted once."""
    pids = [str(process.pid), *_children(process.pid)]
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def _children(pid: int) -> list[str]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return found + [grandchild for child in found for grandchild in _children(int(child))]
