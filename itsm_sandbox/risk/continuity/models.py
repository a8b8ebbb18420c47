"""What contingency and recovery plans have in common, and the versions that were issued of each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class PlanColumns:
    """What both kinds of plan keep of how they were approved, issued, practised and used."""

    version: Mapped[int] = mapped_column(default=0)  # last issued; 0 before the first
    issued_to: Mapped[list[int]] = mapped_column(JSON, default=list)  # ids of colleagues
    offsite_place: Mapped[str] = mapped_column(default="")  # where a copy is when the building is not
    offsite_on: Mapped[date | None]
    review_due_on: Mapped[date | None]
    exercises: Mapped[list[Any]] = mapped_column(JSON, default=list)  # {"kind", "on", "people", "result", "gaps"}
    actions: Mapped[list[Any]] = mapped_column(JSON, default=list)  # {"what", "from", "done_on", "outcome"}
    uses: Mapped[list[Any]] = mapped_column(JSON, default=list)  # {"at", "why", "ended_at", "how", "log": []}


class PlanVersion(Base):
    """A plan as it was issued."""

    __tablename__ = "continuity_plan_version"
    __table_args__ = (
        UniqueConstraint("contingency_plan_id", "number"),
        UniqueConstraint("recovery_plan_id", "number"),
        CheckConstraint("(contingency_plan_id IS NULL) <> (recovery_plan_id IS NULL)", name="of_one_plan"),
    )
    append_only = "always"

    contingency_plan_id: Mapped[int | None] = mapped_column(ForeignKey("contingency_plan.id"))
    recovery_plan_id: Mapped[int | None] = mapped_column(ForeignKey("recovery_plan.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # what a reader finds under each heading
    sha256: Mapped[str]  # of the content
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
