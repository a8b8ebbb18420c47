"""The monthly service report."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class ServiceReport(Artefact):
    """One month in figures. They are frozen when it is issued; the comments are the author's own."""

    __tablename__ = "service_report"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "report"
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
