"""The workplace's one log, and what is to happen when a time has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models.workplace import Colleague


class WorkEvent(Base):
    """Something that happened to an artefact. States, clocks, metrics and evidence are computed from these.

    `data` holds `changes` (column: [before, after]), `given` (what was told with it) and `shown` (for values that are
    ids, the words they stood for then). Each event carries the hash of the one before it in the same workplace.
    """

    __tablename__ = "workplace_event"
    __table_args__ = (
        UniqueConstraint("workplace_id", "seq"),
        Index(None, "subject_kind", "subject_id", "seq"),
        Index(None, "workplace_id", "subject_kind", "at"),
        Index(None, "actor_id", "subject_kind", "verb"),
    )
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    seq: Mapped[int]
    subject_kind: Mapped[ArtefactKind]
    subject_id: Mapped[int]
    verb: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    at: Mapped[datetime]  # in the workplace's time
    recorded_at: Mapped[datetime]  # in ours
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))  # None: the workplace's timer
    acting_role: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev_hash: Mapped[str]
    hash: Mapped[str]

    actor: Mapped[Colleague | None] = relationship(lazy="raise_on_sql")


class Errand(Base):
    """Something the workplace will do by itself: a colleague's answer, a reminder, a warning, a closing."""

    __tablename__ = "errand"
    __table_args__ = (
        Index(None, "workplace_id", "at"),
        UniqueConstraint("subject_kind", "subject_id", "name"),
    )

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    at: Mapped[datetime]  # in the workplace's time
    name: Mapped[str]  # which handler, such as "ticket.auto_close"
    subject_kind: Mapped[ArtefactKind]
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
