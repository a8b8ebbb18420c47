"""The workplace's log: the only way in which anything in it changes."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import db, transaction
from core.ledger.canonical import canonical_bytes, time_text
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.step import differences, logged

HASHED = (
    "seq",
    "subject_kind",
    "subject_id",
    "verb",
    "from_state",
    "to_state",
    "at",
    "recorded_at",
    "actor_id",
    "acting_role",
    "data",
    "prev_hash",
)
"""The columns of an event that its hash vouches for."""

WORKPLACE = "workplace"
"""The kind of what is no artefact: the workplace itself."""


def lock_workplace(workplace_id: int) -> Workplace:
    """Hold the end of its log until the transaction ends, so that events follow one another."""
    with transaction() as session:
        session.flush()
        return session.execute(select(Workplace).where(Workplace.id == workplace_id).with_for_update()).scalar_one()


def record(
    workplace: Workplace,
    subject: Artefact | Workplace,
    verb: str,
    *,
    actor: Colleague | None,
    role: str,
    at: datetime,
    to: str = "",
    changes: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
    shown: Mapping[str, Any] | None = None,
) -> WorkEvent:
    """Append an event and set the subject's columns to what it says.

    The workplace must be locked and the subject flushed. `changes` are columns with their new values; only real
    differences are kept. `shown` are the words for ids.
    """
    before = getattr(subject, "state", "")
    stored = {name: getattr(subject, name) for name in changes or {}}
    different = differences(stored, changes or {})
    for name, value in different.items():
        setattr(subject, name, value)
    workplace.last_seq += 1
    event = WorkEvent(
        workplace_id=workplace.id,
        seq=workplace.last_seq,
        subject_kind=subject.kind if isinstance(subject, Artefact) else WORKPLACE,
        subject_id=subject.id,
        verb=verb,
        from_state=before,
        to_state=to or before,
        at=at,
        recorded_at=clock.now(),
        actor_id=actor.id if actor else None,
        acting_role=role,
        data=logged(stored, different, given or {}, shown or {}),
        prev_hash=workplace.last_hash,
    )
    event.hash = hash_of(event)
    workplace.last_hash = event.hash
    subject.revision = event.seq
    if isinstance(subject, Artefact):
        subject.state = event.to_state
        subject.changed_at = at
    db.session.add(event)
    return event


def hash_of(event: WorkEvent) -> str:
    """Hex SHA-256 over the event and the hash of the one before it."""
    return hash_of_row({name: getattr(event, name) for name in HASHED})


def hash_of_row(row: Mapping[str, Any]) -> str:
    """The same from an event's columns by name."""
    body = {
        "seq": row["seq"],
        "subject": f"{row['subject_kind']}:{row['subject_id']}",
        "verb": row["verb"],
        "from": row["from_state"],
        "to": row["to_state"],
        "at": time_text(row["at"]),
        "recorded_at": time_text(row["recorded_at"]),
        "actor": row["actor_id"],
        "role": row["acting_role"],
        "data": row["data"],
        "prev": row["prev_hash"],
    }
    return hashlib.sha256(canonical_bytes(body)).hexdigest()


def next_number(model: type[Artefact], workplace_id: int) -> int:
    """The number of a new artefact; the workplace must be locked."""
    newest = select(model.number).where(model.workplace_id == workplace_id).order_by(model.number.desc()).limit(1)
    return (db.session.scalar(newest) or 0) + 1
