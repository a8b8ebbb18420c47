"""Recovery plans: how a service comes back."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact
from itsm_sandbox.risk.continuity.models import PlanColumns


class RecoveryPlan(PlanColumns, Artefact):
    """How one service is brought back after a prolonged loss."""

    __tablename__ = "recovery_plan"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "service_id"))
    kind = "recovery_plan"
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
