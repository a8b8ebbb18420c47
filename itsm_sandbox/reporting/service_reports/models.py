"""The monthly service report, and what was frozen for a portfolio."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models.artefact import Artefact


class ServiceReport(Artefact):
    """One month in figures. They are frozen when it is issued; the comments are the author's own."""

    __tablename__ = "service_report"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = ArtefactKind.REPORT
    prefix = "REP"

    month_on: Mapped[date]  # its first day
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_at: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(Text, default="")
    comment_logged: Mapped[str] = mapped_column(Text, default="")
    comment_resolution: Mapped[str] = mapped_column(Text, default="")
    comment_outstanding: Mapped[str] = mapped_column(Text, default="")
    comment_installations: Mapped[str] = mapped_column(Text, default="")
    comment_changes: Mapped[str] = mapped_column(Text, default="")
    comment_disk: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    signed_at: Mapped[datetime | None]
    sent_to: Mapped[list[Any]] = mapped_column(JSON)  # {"id", "name", "at"}
    meeting: Mapped[dict[str, Any]] = mapped_column(JSON)  # {"on", "attendees", "notes", "actions"}


class Snapshot(Base):
    """An artefact as it was when somebody took it into their portfolio; the files are the portfolio's from then on."""

    __tablename__ = "workplace_snapshot"
    __table_args__ = (
        Index(None, "subject_kind", "subject_id"),
        Index(None, "colleague_id"),
        Index(None, "evidence_id"),
    )
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    subject_kind: Mapped[ArtefactKind]
    subject_id: Mapped[int]
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    last_hash: Mapped[str]  # of the workplace's log then
    sha256: Mapped[str]  # of the JSON
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    taken_at: Mapped[datetime]  # in our time
