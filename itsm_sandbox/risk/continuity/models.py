"""Plans for a prolonged loss of services: how work goes on without them, and how they come back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models.artefact import Artefact


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


class ContingencyPlan(PlanColumns, Artefact):
    """How work goes on while important services are lost for long."""

    __tablename__ = "contingency_plan"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "recovery_plan_id"))
    kind = ArtefactKind.CONTINGENCY_PLAN
    prefix = "CON"

    title: Mapped[str]
    service_ids: Mapped[list[int]] = mapped_column(JSON)  # only the most important need a manual substitute
    trigger: Mapped[str] = mapped_column(Text, default="")  # what makes it come into force
    trigger_hours: Mapped[int] = mapped_column(default=4)  # of a loss that is expected to last at least so long
    contacts: Mapped[list[str]] = mapped_column(JSON)
    procedures: Mapped[list[Any]] = mapped_column(JSON)  # {"service_id", "service", "steps"}
    communications: Mapped[list[Any]] = mapped_column(JSON)  # {"who", "how", "how_often", "by"}
    recovery_plan_id: Mapped[int | None] = mapped_column(ForeignKey("recovery_plan.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))


class RecoveryPlan(PlanColumns, Artefact):
    """How one service is brought back after a prolonged loss."""

    __tablename__ = "recovery_plan"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "service_id"))
    kind = ArtefactKind.RECOVERY_PLAN
    prefix = "REC"

    title: Mapped[str]
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    rto_hours: Mapped[int] = mapped_column(default=0)  # until it must be back
    rpo_hours: Mapped[int] = mapped_column(default=0)  # of work that may be lost
    dependencies: Mapped[str] = mapped_column(Text, default="")
    steps: Mapped[list[str]] = mapped_column(JSON)  # in order
    backup_source: Mapped[str] = mapped_column(Text, default="")
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    verification: Mapped[str] = mapped_column(Text, default="")  # how one knows that it is back
    last_tested_on: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))


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
