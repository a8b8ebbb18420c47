"""The signing key and the signed checkpoints: files in LEDGER_FOLDER, outside the database and its backup."""

import base64
import fcntl
import logging
import os
import secrets
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import DomainError
from core.ledger.checkpoints import SIGNATURE_MARK, Checkpoint, key_id, sign, verifier_key, verify
from core.ledger.entries import in_words
from core.ledger.merkle import Frontier
from core.ledger.models import LedgerHead
from core.settings import settings
from core.storage import sync_folder

SIGN_AT_MOST_EVERY = timedelta(seconds=60)
_KEY_FILE = "signing_key"
_SUFFIX = ".checkpoints"
_TAIL_BYTES = 16 * 1024
_MARK = SIGNATURE_MARK.encode()

log = logging.getLogger(__name__)


class LedgerRefusal(DomainError):
    """The ledger cannot be signed as it is. The sentence says why and what to do."""

    status = 500


@dataclass(frozen=True)
class SigningKey:
    """The key, and the name of this installation, which is part of the name of each of its logs."""

    name: str
    private: Ed25519PrivateKey

    def origin(self, log_id: int) -> str:
        return f"{self.name}/log/{log_id}"

    def verifier(self, log_id: int) -> str:
        """The public key in the form that is given to witnesses and put into exports."""
        return verifier_key(self.origin(log_id), self.private.public_key())

    def to_text(self) -> str:
        """The private key in the form that signed notes use for it."""
        key = base64.b64encode(b"\x01" + self.private.private_bytes_raw()).decode("ascii")
        return f"PRIVATE+KEY+{self.name}+{key_id(self.name, self.private.public_key()).hex()}+{key}\n"

    @classmethod
    def from_text(cls, text: str) -> "SigningKey":
        try:
            private_word, key_word, name, identifier, encoded = text.strip().split("+", 4)
            raw = base64.b64decode(encoded, validate=True)
            key = cls(name, Ed25519PrivateKey.from_private_bytes(raw[1:]))
        except ValueError:
            raise LedgerRefusal("The ledger's signing key file is damaged. Put it back from its own backup.") from None
        whole = (private_word, key_word, raw[:1]) == ("PRIVATE", "KEY", b"\x01")
        if not whole or key_id(name, key.private.public_key()).hex() != identifier:
            raise LedgerRefusal("The ledger's signing key file is damaged. Put it back from its own backup.")
        return key


class CheckpointStore:
    """The folder that holds the key and, for each log, every checkpoint ever signed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def signing_key(self) -> SigningKey:
        """The key, made on first use; two workers that start together agree on one."""
        path = self.folder / _KEY_FILE
        if not path.exists():
            if self.log_ids():
                raise LedgerRefusal("The ledger's signing key is missing. Put it back from its own backup.")
            self._make_key(path)
        return SigningKey.from_text(path.read_text(encoding="ascii"))

    def log_ids(self) -> set[int]:
        """The logs that were ever signed, even when the database no longer knows them."""
        names = (path.name.removesuffix(_SUFFIX) for path in self.folder.glob(f"*{_SUFFIX}"))
        return {int(name) for name in names if name.isdecimal()}

    def path(self, log_id: int) -> Path:
        return self.folder / f"{int(log_id)}{_SUFFIX}"

    def notes(self, log_id: int) -> Generator[str, None, None]:
        """Every checkpoint kept when this is called, oldest first, one at a time.

        What was being written when the power went has no end, and counts as not written.
        """
        path = self.path(log_id)
        return _read_notes(path, path.stat().st_size if path.exists() else 0)

    def newest(self, log_id: int) -> str | None:
        try:
            with self.path(log_id).open("rb") as file:
                return _last_note(file)[0]
        except FileNotFoundError:
            return None

    def add(self, log_id: int, checkpoint: Checkpoint) -> str | None:
        """Sign and keep a checkpoint, safe on disk; None when it is the newest one already.

        Raises LedgerRefusal when the log is not what was signed before, so that a log that was set back or rewritten
        is never signed.
        """
        key = self.signing_key()
        with os.fdopen(os.open(self.path(log_id), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            newest, end = _last_note(file)
            if newest is not None:
                signed = verify(newest, key.private.public_key(), key.origin(log_id))
                if signed == checkpoint:
                    return None
                if signed.size >= checkpoint.size:
                    raise LedgerRefusal(
                        f"Log {log_id} has {in_words(checkpoint.size)}, but {signed.size} were signed. It was set back "
                        "or changed; run flask ledger verify."
                    )
            note = sign(checkpoint, key.private)
            file.truncate(end)
            file.seek(end)
            file.write(note.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
            sync_folder(self.folder)
        return note

    def _make_key(self, path: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = SigningKey(f"touchstone-{secrets.token_hex(8)}", Ed25519PrivateKey.generate())
        draft = self.folder / f".{_KEY_FILE}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key.to_text())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other worker made it a moment ago, and that one counts
        finally:
            draft.unlink()
        sync_folder(self.folder)
        sync_folder(self.folder.parent)


def checkpoint_store() -> CheckpointStore:
    """The store of the running application."""
    return CheckpointStore(Path(settings()["LEDGER_FOLDER"]))


def sign_checkpoint(log_id: int) -> str | None:
    """Sign the log as it is; None when it has no entry, or none since the newest checkpoint."""
    columns = (LedgerHead.size, LedgerHead.frontier)
    head = db.session.execute(select(*columns).where(LedgerHead.log_id == log_id)).one_or_none()
    if head is None or not head.size:
        return None
    store = checkpoint_store()
    origin = store.signing_key().origin(log_id)
    return store.add(log_id, Checkpoint(origin, head.size, Frontier.from_bytes(head.size, head.frontier).root()))


def checkpoint_if_due(log_id: int) -> None:
    """Sign a log that has just grown, unless it was signed less than a minute ago.

    Runs after the commit: what was done is done, so a failure here goes to the operator, not to the person.
    """
    try:
        signed_at = checkpoint_store().path(log_id).stat().st_mtime
    except FileNotFoundError:
        signed_at = 0.0
    if clock.now().timestamp() - signed_at < SIGN_AT_MOST_EVERY.total_seconds():
        return
    try:
        sign_checkpoint(log_id)
    except (OSError, ValueError, LedgerRefusal):
        log.exception("No checkpoint could be signed for log %s.", log_id)


def _read_notes(path: Path, length: int) -> Generator[str, None, None]:
    if length:
        with path.open("rb") as file:
            for note, _ in _notes(file, length):
                yield note


def _notes(file: BinaryIO, length: int, start: int = 0) -> Iterator[tuple[str, int]]:
    """Each complete note with the position after it. Notes are separated by an empty line."""
    lines: list[bytes] = []
    position = start
    for line in file:
        position += len(line)
        if position > length:
            return
        if line == b"\n" and lines and lines[-1].startswith(_MARK):
            yield b"".join(lines).decode("utf-8", "replace"), position
            lines = []
        else:
            lines.append(line)


def _last_note(file: BinaryIO) -> tuple[str | None, int]:
    """The last complete note and where it ends, reading only the end of a long file."""
    length = os.fstat(file.fileno()).st_size
    for start in (max(0, length - _TAIL_BYTES), 0):
        file.seek(start)
        found = list(_notes(file, length, start))
        # The first note after a jump into the middle of the file may have lost its beginning.
        if start == 0 or len(found) > 1:
            return found[-1] if found else (None, 0)
    return None, 0
