"""Problems: the causes behind incidents."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Problem(Artefact):
    """The cause behind incidents. Its hypotheses and findings are its events."""

    __tablename__ = "problem"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        Index(None, "workplace_id", "state"),
        Index(None, "trend_id"),
    )
    kind = "problem"
    prefix = "PRB"

    title: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str]  # trend, major_incident, monitoring, supplier
    trend_id: Mapped[int | None] = mapped_column(ForeignKey("trend.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    category: Mapped[str] = mapped_column(default="")
    subcategory: Mapped[str] = mapped_column(default="")
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    investigator_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    method: Mapped[str] = mapped_column(default="")  # five_whys, cause_effect, timeline, change_review
    symptoms: Mapped[str] = mapped_column(Text, default="")  # how the next person recognises it
    root_cause: Mapped[str] = mapped_column(Text, default="")
    workaround: Mapped[str] = mapped_column(Text, default="")
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    no_change_reason: Mapped[str] = mapped_column(Text, default="")
    fixed_at: Mapped[datetime | None]  # recurrences are counted from here
    verification: Mapped[str] = mapped_column(Text, default="")
    recurrences: Mapped[int | None]  # counted when it was resolved
    recurrence_note: Mapped[str] = mapped_column(Text, default="")
    resolved_at: Mapped[datetime | None]
    lessons: Mapped[str] = mapped_column(Text, default="")
