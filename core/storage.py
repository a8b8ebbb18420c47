"""Files by their content: each lies under its SHA-256, and is on disk with its folders before we call it kept."""

import errno
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

from core import formatting
from core.errors import DomainError, NotFound
from core.settings import settings

DEFAULT_MIN_FREE_BYTES = 512 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class FileTooLarge(DomainError):
    """More bytes arrived than are allowed."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"This file is larger than {formatting.size(limit)}, the most that can be kept.")
        self.limit = limit


class StorageFull(DomainError):
    """Nothing was kept, because the disk needs its last room for the database."""

    status = 507

    def __init__(self) -> None:
        super().__init__("There is not enough room to keep this file now. Nothing was saved. Please tell your centre.")


class NoSuchFile(NotFound):
    """No file with this digest is kept, or it is no digest at all."""

    def __init__(self) -> None:
        super().__init__("This file is not kept here.")


class Readable(Protocol):
    """All that `receive` needs from an upload."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Incoming:
    """A file that is safely kept."""

    sha256: str
    size: int
    path: Path


class FileStore:
    """A local folder in which the file with SHA-256 `abcd…` is `ab/cd/abcd…`. No other name ever becomes a path."""

    def __init__(self, root: Path, *, min_free_bytes: int = DEFAULT_MIN_FREE_BYTES) -> None:
        self.root = root
        self.min_free_bytes = min_free_bytes

    def receive(self, stream: Readable, limit: int, *, check: Callable[[Path], None] | None = None) -> Incoming:
        """Keep what the stream holds, at most `limit` bytes, and return when it would survive a power cut.

        `check` may look at the complete file before it is kept, and refuses it by raising. Any other error of the
        disk is raised as it is: then nothing counts as saved, and no call is tried again on the same file.
        """
        try:
            arrivals = self.make_arrivals()
            self._refuse_when_nearly_full()
            descriptor, name = tempfile.mkstemp(dir=arrivals)
            arrived = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    sha256, size = _copy(stream, file, limit)
                    file.flush()
                    os.fchmod(file.fileno(), 0o440)
                    os.fsync(file.fileno())
                if check is not None:
                    check(arrived)
                return Incoming(sha256, size, self._keep(arrived, sha256))
            finally:
                arrived.unlink(missing_ok=True)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull from error
            raise

    def make_arrivals(self) -> Path:
        """Return the folder in which files arrive before they are kept, made if need be."""
        arrivals = self.root / "incoming"
        _make_folder(arrivals)
        return arrivals

    def has_room(self) -> bool:
        return not self.min_free_bytes or shutil.disk_usage(self.root).free >= self.min_free_bytes

    def path(self, sha256: str) -> Path:
        """Where a file with this digest lies if it is kept. Raises NoSuchFile for anything but a digest."""
        if not _DIGEST.fullmatch(sha256):
            raise NoSuchFile
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def exists(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BufferedReader:
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NoSuchFile from error

    def size(self, sha256: str) -> int:
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError as error:
            raise NoSuchFile from error

    def verify(self, sha256: str) -> bool:
        """Read the whole file again and tell whether it still has the digest it is kept under."""
        with self.open(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def remove(self, sha256: str) -> None:
        """Take the file away for good, if it is kept. Whether anything still needs it is asked before."""
        kept = self.path(sha256)
        if kept.is_file():
            kept.unlink()
            sync_folder(kept.parent)

    def _keep(self, arrived: Path, sha256: str) -> Path:
        """Rename the file to its place. A copy already there has the same content, so replacing it is harmless.

        All three folders are synced even when they were there before: another upload may have made them a moment
        ago and not have come to its own sync yet.
        """
        kept = self.path(sha256)
        _make_folder(kept.parent)
        arrived.replace(kept)
        for folder in (kept.parent, kept.parent.parent, self.root):
            sync_folder(folder)
        return kept

    def _refuse_when_nearly_full(self) -> None:
        if not self.has_room():
            raise StorageFull


Holder = Callable[[str], bool]
_holders: list[Holder] = []


def holder(function: Holder) -> Holder:
    """Decorate a function that says whether its package still needs the file with this digest."""
    if function not in _holders:
        _holders.append(function)
    return function


def is_held(sha256: str) -> bool:
    return any(needs(sha256) for needs in _holders)


def current() -> FileStore:
    """The store of the running application."""
    chosen = settings()
    return FileStore(Path(chosen["FILES_FOLDER"]), min_free_bytes=chosen.get("MIN_FREE_BYTES", DEFAULT_MIN_FREE_BYTES))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make the folder and those above it, each one synced into its parent."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o750, exist_ok=True)
    sync_folder(folder.parent)


def _copy(stream: Readable, file: BinaryIO, limit: int) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > limit:
            raise FileTooLarge(limit)
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size
