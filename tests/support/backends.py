"""The two databases Touchstone runs on, as the tests see them: new ones, and copies of prepared ones."""

import shutil
from pathlib import Path
from typing import Protocol

from tests.support.postgres import PrivateCluster

NAMES = ("sqlite", "postgresql")


class Backend(Protocol):
    name: str

    def create(self) -> str:
        """Return the address of a new, empty database."""

    def copy(self, address: str) -> str:
        """Return the address of a copy. Nobody may be connected to the original meanwhile."""

    def drop(self, address: str) -> None: ...

    def stop(self) -> None: ...


class Sqlite:
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0

    def create(self) -> str:
        self._count += 1
        return self.address_of(self.folder / f"test_{self._count}.sqlite3")

    def copy(self, address: str) -> str:
        target = self.create()
        self.copy_to(address, target)
        return target

    def copy_to(self, address: str, target: str) -> None:
        shutil.copyfile(self._path(address), self._path(target))

    def drop(self, address: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path(address + suffix).unlink(missing_ok=True)

    def stop(self) -> None:
        """Nothing runs: the folder belongs to pytest."""

    @staticmethod
    def address_of(path: Path) -> str:
        return f"sqlite:///{path}"

    @staticmethod
    def _path(address: str) -> Path:
        return Path(address.removeprefix("sqlite:///"))


class Postgresql:
    name = "postgresql"

    def __init__(self) -> None:
        self.cluster = PrivateCluster()

    def create(self) -> str:
        return self.cluster.address(self.cluster.create_database())

    def copy(self, address: str) -> str:
        return self.cluster.address(self.cluster.create_database(template=self._database(address)))

    def drop(self, address: str) -> None:
        self.cluster.drop_database(self._database(address))

    def stop(self) -> None:
        self.cluster.stop()

    @staticmethod
    def _database(address: str) -> str:
        return address.partition("@/")[2].partition("?")[0]
