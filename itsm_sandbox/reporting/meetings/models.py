"""Service review meetings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Meeting(Artefact):
    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        Index(None, "report_id"),
        Index(None, "definition_id"),
    )
    kind = "meeting"
    prefix = "MTG"

    title: Mapped[str]
    begins_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    agenda: Mapped[list[str]] = mapped_column(JSON)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("service_report.id"))
    definition_id: Mapped[int | None] = mapped_column(ForeignKey("report_definition.id"))
    presenter_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    invited: Mapped[list[Any]] = mapped_column(JSON)  # {"id", "name"}
    attended: Mapped[list[Any]] = mapped_column(JSON)
    minutes: Mapped[str] = mapped_column(Text, default="")
    decisions: Mapped[list[str]] = mapped_column(JSON)
    confirmations: Mapped[list[Any]] = mapped_column(JSON)  # {"id", "name", "is_simulated", "at", "seen"}
    actions: Mapped[list[Any]] = mapped_column(JSON)  # {"what", "owner_id", "owner", "due_on", "done_on", "outcome"}
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
