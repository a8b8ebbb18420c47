"""Proving a log: every entry again from its rows and files, every root that was ever signed, and nothing missing."""

import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import chain
from typing import Any

from sqlalchemy import Engine, Row, select
from sqlalchemy.orm import Session

from core import storage
from core.db import db
from core.errors import DomainError
from core.ledger.checkpoint_store import SigningKey, checkpoint_store
from core.ledger.checkpoints import BadCheckpoint, Checkpoint, verify
from core.ledger.entries import NO_PREVIOUS, Place, UnfitBody, entry_bytes, first_difference, in_words
from core.ledger.merkle import Frontier, leaf_hash
from core.ledger.models import LedgerEntry, LedgerHead
from core.ledger.registry import (
    Body,
    describer_of,
    erasing_kinds,
    expected_kinds,
    expected_subjects,
    is_described,
    listed_logs,
)

BATCH = 1000
EntryRow = Row[int, str, int, datetime, bytes, bytes, bytes]  # of _COLUMNS
_COLUMNS = (
    LedgerEntry.seq,
    LedgerEntry.kind,
    LedgerEntry.subject_id,
    LedgerEntry.at,
    LedgerEntry.prev_hash,
    LedgerEntry.leaf_hash,
    LedgerEntry.canonical,
)


class Mismatch(DomainError):
    """The log is not what it was. The message is one sentence about the first thing that differs."""

    def __init__(self, log_id: int, what: str, *, seq: int | None = None, kind: str | None = None) -> None:
        where = f"Log {log_id}" if seq is None else f"Log {log_id}, entry {seq} ({kind})"
        super().__init__(f"{where}: {what}.")
        self.log_id, self.seq, self.kind, self.what = log_id, seq, kind, what


@dataclass(frozen=True)
class Verified:
    """What was proven. History up to `signed_size` was also compared with checkpoints kept outside the database."""

    log_id: int
    size: int
    root: bytes
    signed_size: int


def list_logs() -> list[int]:
    """Every log that has entries, a head or a checkpoint, or that a package says may have."""
    found = checkpoint_store().log_ids() | listed_logs()
    for column in (LedgerHead.log_id, LedgerEntry.log_id):
        found.update(db.session.scalars(select(column).distinct()))
    return sorted(found)


def verify_log(log_id: int, *, files: bool = True, witnessed: Sequence[str] = ()) -> Verified:
    """Prove one log, or raise Mismatch for the first thing that differs.

    `witnessed` are signed checkpoints that somebody else kept; only they show that the end of a log was cut off
    together with its own checkpoints. With `files=False` the bytes of files are not read again.
    """
    # Checkpoints that exist before the database is read can only speak of entries that it must show.
    with closing(checkpoint_store().notes(log_id)) as notes, _snapshot() as session:
        walk = _Walk(
            log_id,
            _in_order(log_id, notes, witnessed),
            storage.current() if files else None,
            _list_erased(session, log_id),
        )
        rows = select(*_COLUMNS).where(LedgerEntry.log_id == log_id).order_by(LedgerEntry.seq, LedgerEntry.id)
        with session.execute(rows.execution_options(yield_per=BATCH)) as entries:
            for batch in entries.partitions():
                walk.check(batch)
        walk.check_end()
        _check_head(session, log_id, walk)
        for kind in expected_kinds():
            _check_completeness(session, log_id, kind)
    return Verified(log_id, walk.frontier.size, walk.frontier.root(), walk.signed_size)


@dataclass
class _Walk:
    """Goes along the entries of one log once, remembering only where it is."""

    log_id: int
    checkpoints: Iterator[Checkpoint]
    store: storage.FileStore | None
    erased: frozenset[tuple[str, int]]  # entries whose files may be gone
    frontier: Frontier = field(default_factory=Frontier)
    last: bytes = NO_PREVIOUS
    signed_size: int = 0
    next_signed: Checkpoint | None = None
    files_read: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.next_signed = next(self.checkpoints, None)

    def check(self, batch: Sequence[EntryRow]) -> None:
        bodies = _describe(batch)
        for entry in batch:
            self._check_place(entry)
            self._check_body(entry, bodies.get((entry.kind, entry.subject_id)))
            self.frontier, self.last = self.frontier.append(entry.leaf_hash), entry.leaf_hash
            self._check_checkpoint()

    def check_end(self) -> None:
        """Whatever was signed beyond the last entry is missing."""
        if self.next_signed is not None:
            signed = max(checkpoint.size for checkpoint in chain([self.next_signed], self.checkpoints))
            left = in_words(self.frontier.size)
            raise Mismatch(self.log_id, f"a checkpoint is signed for {in_words(signed)}, but the log has {left}")

    def _check_place(self, entry: EntryRow) -> None:
        due = self.frontier.size
        if entry.seq > due:
            raise Mismatch(self.log_id, f"entry {due} is missing, the next one is entry {entry.seq}")
        if entry.seq < due:
            raise self._mismatch(entry, "it stands where it cannot be, before the first entry or twice")
        if leaf_hash(entry.canonical) != entry.leaf_hash:
            raise self._mismatch(entry, "its bytes do not have its hash")
        if entry.prev_hash != self.last:
            raise self._mismatch(entry, "it does not follow the entry before it")

    def _check_body(self, entry: EntryRow, described: "Body | str | None") -> None:
        if isinstance(described, str):
            raise self._mismatch(entry, described)
        body = self._kept(entry)["body"] if described is None else described
        place = Place(self.log_id, entry.seq, self.last, entry.at, entry.kind, entry.subject_id)
        try:
            again = entry_bytes(place, body)
        except (UnfitBody, ValueError) as error:
            raise self._mismatch(entry, f"its rows cannot be written down again ({error})") from error
        if again != entry.canonical:
            raise self._mismatch(entry, _difference(self._kept(entry), again))
        if self.store is not None:
            self._check_files(entry, self.store, body.get("files", ()))

    def _kept(self, entry: EntryRow) -> dict[str, Any]:
        try:
            kept = json.loads(entry.canonical)
        except ValueError:
            kept = None
        if not isinstance(kept, dict) or not isinstance(kept.get("body"), dict):
            raise self._mismatch(entry, "its bytes are not an entry")
        return kept

    def _check_files(self, entry: EntryRow, store: storage.FileStore, files: Iterable[Any]) -> None:
        for file in files:
            named = (str(file["sha256"]), int(file["size"]))
            if (entry.kind, entry.subject_id) in self.erased and not store.exists(named[0]):
                continue
            if named not in self.files_read:
                if problem := _problem_with(store, *named):
                    raise self._mismatch(entry, problem)
                self.files_read.add(named)

    def _check_checkpoint(self) -> None:
        while self.next_signed is not None and self.next_signed.size <= self.frontier.size:
            if self.next_signed.size < self.frontier.size:
                raise Mismatch(self.log_id, "its checkpoints are not in the order in which they were signed")
            if self.next_signed.root != self.frontier.root():
                raise Mismatch(
                    self.log_id,
                    f"the history of its first {in_words(self.frontier.size)} is not the one that was signed",
                )
            self.signed_size = self.next_signed.size
            self.next_signed = next(self.checkpoints, None)

    def _mismatch(self, entry: EntryRow, what: str) -> Mismatch:
        return Mismatch(self.log_id, what, seq=entry.seq, kind=entry.kind)


def _list_erased(session: Session, log_id: int) -> frozenset[tuple[str, int]]:
    """The entries that others of this log say were erased; whether those speak the truth is proven with the rest."""
    rows = session.scalars(
        select(LedgerEntry.canonical).where(LedgerEntry.log_id == log_id, LedgerEntry.kind.in_(erasing_kinds()))
    )
    found: set[tuple[str, int]] = set()
    for canonical in rows:
        try:
            named = json.loads(canonical)["body"]["erased"]
            found.update((str(entry["kind"]), int(entry["subject"])) for entry in named)
        except (ValueError, LookupError, TypeError):
            continue  # the walk refuses these bytes and says why
    return frozenset(found)


def _problem_with(store: storage.FileStore, sha256: str, size: int) -> str:
    """Say what is wrong with a file, or nothing."""
    if not store.exists(sha256):
        return f"its file {sha256} is gone"
    if store.size(sha256) != size or not store.verify(sha256):
        return f"its file {sha256} has other content"
    return ""


@contextmanager
def _snapshot() -> Iterator[Session]:
    """Hold a session that sees one state of the database from beginning to end, however much is written meanwhile."""
    session = db.session()
    session.commit()
    session.expire_all()
    bind = session.get_bind()
    if isinstance(bind, Engine) and bind.dialect.name == "postgresql":  # a Connection has begun already
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield session
    finally:
        session.rollback()


def _in_order(
    log_id: int, notes: Generator[str, None, None], witnessed: Sequence[str]
) -> Generator[Checkpoint, None, None]:
    """Every checkpoint, its signature checked, smallest first."""
    key = checkpoint_store().signing_key() if witnessed or log_id in checkpoint_store().log_ids() else None
    if key is None:
        return
    from_outside = sorted((_checked(log_id, key, note) for note in witnessed), key=_size)
    yield from merge((_checked(log_id, key, note) for note in notes), from_outside, key=_size)


def _size(checkpoint: Checkpoint) -> int:
    return checkpoint.size


def _checked(log_id: int, key: SigningKey, note: str) -> Checkpoint:
    try:
        return verify(note, key.private.public_key(), key.origin(log_id))
    except BadCheckpoint as error:
        raise Mismatch(log_id, f"a checkpoint cannot be trusted, as {error}") from error


def _describe(batch: Sequence[EntryRow]) -> dict[tuple[str, int], "Body | str"]:
    """What the rows say now about each entry: a body, or a sentence when they say nothing that can be read."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for entry in batch:
        if is_described(entry.kind):
            wanted[entry.kind].append(entry.subject_id)
    found: dict[tuple[str, int], Body | str] = {}
    for kind, subjects in wanted.items():
        bodies, unreadable = _bodies(kind, subjects)
        for subject_id in subjects:
            found[kind, subject_id] = bodies.get(subject_id, unreadable.get(subject_id, "its row is gone"))
    return found


def _bodies(kind: str, subjects: list[int]) -> tuple[dict[int, Body], dict[int, str]]:
    """Describe all at once; when a changed row makes that fail, one by one, to find out which."""
    describer = describer_of(kind)
    broken = (LookupError, ValueError, TypeError, AttributeError)
    try:
        return dict(describer(subjects)), {}
    except broken as error:
        if len(subjects) == 1:
            return {}, {subjects[0]: f"its row cannot be read ({type(error).__name__})"}
    bodies: dict[int, Body] = {}
    unreadable: dict[int, str] = {}
    for subject_id in subjects:
        one, failed = _bodies(kind, [subject_id])
        bodies.update(one)
        unreadable.update(failed)
    return bodies, unreadable


def _difference(kept: dict[str, Any], again: bytes) -> str:
    where = first_difference(kept, json.loads(again))
    if not where:
        return "its bytes are not in canonical form"
    return f"{where} is not what its row says now" if where.startswith("body") else f"{where} is not what is beside it"


def _check_head(session: Session, log_id: int, walk: _Walk) -> None:
    """The head must lead on from the last entry, or the next one would be added somewhere else."""
    columns = (LedgerHead.size, LedgerHead.last_leaf_hash, LedgerHead.frontier)
    head = session.execute(select(*columns).where(LedgerHead.log_id == log_id)).one_or_none()
    size, last, frontier = head or (0, NO_PREVIOUS, b"")
    if size != walk.frontier.size:
        raise Mismatch(log_id, f"its head counts {in_words(size)}, but the log has {in_words(walk.frontier.size)}")
    if last != walk.last or frontier != walk.frontier.to_bytes():
        raise Mismatch(log_id, "its head does not lead on from its last entry")


def _check_completeness(session: Session, log_id: int, kind: str) -> None:
    """Each row that must have an entry has one, and each entry still has such a row. Both lists ascend."""
    query = (
        select(LedgerEntry.subject_id, LedgerEntry.seq)
        .where(LedgerEntry.log_id == log_id, LedgerEntry.kind == kind)
        .order_by(LedgerEntry.subject_id, LedgerEntry.seq)
        .execution_options(yield_per=BATCH)
    )
    with session.execute(query) as recorded, closing(expected_subjects(kind, log_id)) as must_have:
        due = next(must_have, None)
        for subject_id, seq in recorded:
            if due is None or subject_id < due:
                raise Mismatch(log_id, f"row {subject_id}, which it is about, should have no entry", seq=seq, kind=kind)
            if subject_id > due:
                break
            due = next(must_have, None)
    if due is not None:
        raise Mismatch(log_id, f"row {due} must have an entry of kind {kind} and has none")
