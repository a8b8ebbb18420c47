"""Contingency plans: how work goes on while a service is lost."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact
from itsm_sandbox.risk.continuity.models import PlanColumns


class ContingencyPlan(PlanColumns, Artefact):
    """How work goes on while important services are lost for long."""

    __tablename__ = "contingency_plan"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "recovery_plan_id"))
    kind = "contingency_plan"
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
