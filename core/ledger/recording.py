"""Adding an entry to a log, in the transaction of the deed that it records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core import clock
from core.db import after_commit, transaction
from core.ledger.checkpoint_store import checkpoint_if_due
from core.ledger.entries import NO_PREVIOUS, Place, entry_bytes
from core.ledger.merkle import Frontier, leaf_hash
from core.ledger.models import LedgerEntry, LedgerHead
from core.ledger.registry import describer_of


def append(kind: str, *, log_id: int, subject_id: int, body: Mapping[str, Any]) -> LedgerEntry:
    """Add the entry that follows the last one. It is kept when the surrounding transaction is, and not otherwise.

    `subject_id` is the row that the entry is about; it can have one entry of each kind. Writers to one log wait for
    each other from here to the end of their transactions, so that the sequence has no gap: call this late.
    """
    with transaction() as session:
        head = _locked_head(session, log_id)
        at = _to_the_millisecond(clock.now())
        place = Place(log_id, head.size, head.last_leaf_hash, at, kind, subject_id)
        canonical = entry_bytes(place, body)
        entry = LedgerEntry(
            log_id=log_id,
            seq=place.seq,
            kind=kind,
            subject_id=subject_id,
            at=at,
            prev_hash=place.prev,
            leaf_hash=leaf_hash(canonical),
            canonical=canonical,
        )
        frontier = Frontier.from_bytes(head.size, head.frontier).append(entry.leaf_hash)
        head.size, head.last_leaf_hash, head.frontier = frontier.size, entry.leaf_hash, frontier.to_bytes()
        session.add(entry)
        session.flush()
        after_commit(lambda: checkpoint_if_due(log_id))
    return entry


def append_described(kind: str, *, log_id: int, subject_id: int) -> LedgerEntry:
    """Add an entry whose body is made by the function registered with `describe`, as verification will make it."""
    with transaction() as session:
        session.flush()
        body = describer_of(kind)([subject_id])[subject_id]
        return append(kind, log_id=log_id, subject_id=subject_id, body=body)


def _locked_head(session: Session, log_id: int) -> LedgerHead:
    """The head, locked until the transaction ends (SQLite has locked the whole database already)."""
    find = select(LedgerHead).where(LedgerHead.log_id == log_id).with_for_update()
    head = session.scalar(find)
    if head is None:
        insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(LedgerHead)
        first = {"log_id": log_id, "size": 0, "last_leaf_hash": NO_PREVIOUS, "frontier": b""}
        session.execute(insert.values(first).on_conflict_do_nothing(index_elements=["log_id"]))
        head = session.scalars(find).one()
    return head


def _to_the_millisecond(moment: datetime) -> datetime:
    """The entry says milliseconds; the column must say no more, or it could be changed unseen."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
