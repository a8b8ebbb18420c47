"""Requests for change in the three steps of FITS."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Change(Artefact):
    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "workplace_id", "planned_at"))
    kind = "change"
    prefix = "RFC"

    # step 1
    title: Mapped[str]
    asset_ids: Mapped[list[int]] = mapped_column(JSON)
    items: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    cost_pence: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")  # problem, new_requirement, maintenance
    type: Mapped[str] = mapped_column(default="normal")  # normal, standard, emergency
    template_id: Mapped[int | None] = mapped_column(
        ForeignKey("change.id")
    )  # of a standard change: the one that earned it
    is_template: Mapped[bool] = mapped_column(default=False)
    is_pilot: Mapped[bool] = mapped_column(default=False)
    service_ids: Mapped[list[int]] = mapped_column(JSON)
    originator_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    # step 2
    plan: Mapped[list[str]] = mapped_column(JSON)  # ordered tasks
    impact: Mapped[str] = mapped_column(Text, default="")
    failure_impact: Mapped[str] = mapped_column(Text, default="")
    failure_likelihood: Mapped[int | None]  # 1 to 5
    failure_severity: Mapped[int | None]  # 1 to 5
    fallback: Mapped[str] = mapped_column(Text, default="")
    fallback_trigger: Mapped[str] = mapped_column(Text, default="")
    fallback_minutes: Mapped[int | None]  # after this long without success the fall-back starts
    planned_at: Mapped[datetime | None]
    duration_minutes: Mapped[int | None]
    test_plan: Mapped[str] = mapped_column(Text, default="")
    communication_plan: Mapped[str] = mapped_column(Text, default="")
    implementer_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    # who decided, and on which text
    proceed_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    proceed_hash: Mapped[str] = mapped_column(default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    reviewed_hash: Mapped[str] = mapped_column(default="")
    implement_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    implement_hash: Mapped[str] = mapped_column(default="")
    # step 3
    outcome: Mapped[str] = mapped_column(default="")  # successful, partially_successful, unsuccessful, fallen_back
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    differences: Mapped[str] = mapped_column(Text, default="")
    records_updated_at: Mapped[datetime | None]
    review: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
