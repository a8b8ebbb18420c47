"""Custom reports: what is asked, how it is counted and drawn, and every issue as it was."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.models import Artefact


class ReportDefinition(Artefact):
    """A question with the counting that answers it. `figures` are those of the last issue."""

    __tablename__ = "report_definition"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "report_definition"
    prefix = "RPD"

    title: Mapped[str]
    question: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="tickets")
    weeks: Mapped[str] = mapped_column(default="12")  # how far it looks back from the day of the issue
    grouping: Mapped[str] = mapped_column(default="category")
    measure: Mapped[str] = mapped_column(default="count")
    ticket_type: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    red_limit: Mapped[int | None]
    chart: Mapped[str] = mapped_column(default="bar")
    chart_reason: Mapped[str] = mapped_column(Text, default="")
    rhythm: Mapped[str] = mapped_column(default="")  # weekly or monthly when it is issued by itself
    first_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]  # when that is next
    issues: Mapped[int] = mapped_column(default=0)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    narrative: Mapped[str] = mapped_column(Text, default="")  # of the last issue
    notes: Mapped[list[Any]] = mapped_column(JSON)  # comments on issues: {"issue", "figure", "text", "at"}
    sent: Mapped[list[Any]] = mapped_column(JSON)  # {"issue", "audience", "to", "text", "at"}; "to" holds people
    questions: Mapped[list[Any]] = mapped_column(JSON)  # {"issue", "by", "is_simulated", "question", "answer", "at"}
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))


class ReportIssue(Base):
    """A custom report as it was issued: its figures, its chart and what was said of them."""

    __tablename__ = "report_issue"
    __table_args__ = (UniqueConstraint("definition_id", "number"),)
    append_only = "always"

    definition_id: Mapped[int] = mapped_column(ForeignKey("report_definition.id"))
    number: Mapped[int]
    issued_at: Mapped[datetime]  # in the workplace's time
    is_unattended: Mapped[bool]
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)  # question, source, filters, grouping, measure as they were
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    narrative: Mapped[str] = mapped_column(Text)
    seq: Mapped[int]  # the number in the workplace's log of the event that issued it
