"""Keeps tests on this machine: any socket to elsewhere is refused."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


class LeftThisMachine(RuntimeError):
    """A test tried to reach another machine."""


@contextmanager
def loopback_only() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
            raise LeftThisMachine(f"Tests may only use this machine, not {address[0]}.")
        connect(self, address)

    with patch.object(socket.socket, "connect", guarded):
        yield


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
