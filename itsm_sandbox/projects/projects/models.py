"""Projects: their case, people, plan and logs, and the status reports that were sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.models import Artefact


class Project(Artefact):
    """From a business case to what was learnt. Each list holds numbered rows that only events change."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "workplace_id", "state"))
    kind = "project"
    prefix = "PRJ"

    title: Mapped[str]
    need: Mapped[str] = mapped_column(Text, default="")
    goal: Mapped[str] = mapped_column(Text, default="")
    success: Mapped[str] = mapped_column(Text, default="")  # how anybody could tell that the goal is reached
    options: Mapped[list[Any]] = mapped_column(JSON)  # {"number", "name", "cost_pence", "benefit", "risk"}
    recommended: Mapped[int | None]  # the number of an option
    reasons: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))  # who leads it; at first who wrote the case
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    decision: Mapped[str] = mapped_column(Text, default="")
    roles: Mapped[list[Any]] = mapped_column(JSON)  # rules/projects/people.py
    tasks: Mapped[list[Any]] = mapped_column(JSON)  # rules/projects/plan.py
    baselined_on: Mapped[date | None]
    calendar_note: Mapped[str] = mapped_column(Text, default="")
    report_every: Mapped[int | None]  # days
    report_due_on: Mapped[date | None]
    recipient_ids: Mapped[list[Any]] = mapped_column(JSON)  # colleagues to whom status reports go
    rag: Mapped[str] = mapped_column(default="")  # of the last status report
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # of the last status report
    risks: Mapped[list[Any]] = mapped_column(JSON)
    changes: Mapped[list[Any]] = mapped_column(JSON)  # {"number", "change_id", "change", "why", "on"}
    escalations: Mapped[list[Any]] = mapped_column(JSON)
    contingencies: Mapped[list[Any]] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(Text, default="")
    benefits: Mapped[str] = mapped_column(Text, default="")


class StatusReport(Base):
    """What was said of a project on a day, to whom, with the figures of that day."""

    __tablename__ = "project_report"
    __table_args__ = (UniqueConstraint("project_id", "number"),)
    append_only = "always"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    due_on: Mapped[date]
    is_late: Mapped[bool]
    rag: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    done: Mapped[str] = mapped_column(Text)
    coming: Mapped[str] = mapped_column(Text)
    troubles: Mapped[str] = mapped_column(Text)
    asks: Mapped[str] = mapped_column(Text)
    for_management: Mapped[str] = mapped_column(Text)
    for_users: Mapped[str] = mapped_column(Text)
    recipients: Mapped[list[Any]] = mapped_column(JSON)  # names, as they were
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
