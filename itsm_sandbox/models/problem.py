"""Problems, and the analyses that find them."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.models.base import Artefact
from itsm_sandbox.rules.kinds import ArtefactKind


class Problem(Artefact):
    """The cause behind incidents. Its hypotheses and findings are its events."""

    __tablename__ = "problem"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = ArtefactKind.PROBLEM
    prefix = "PRB"

    title: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str]  # trend, major_incident, monitoring, supplier
    trend_id: Mapped[int | None] = mapped_column(ForeignKey("trend.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    category: Mapped[str] = mapped_column(default="")
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    investigator_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    method: Mapped[str] = mapped_column(default="")  # five_whys, cause_effect, timeline, change_review
    root_cause: Mapped[str] = mapped_column(Text, default="")
    workaround: Mapped[str] = mapped_column(Text, default="")
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    verification: Mapped[str] = mapped_column(Text, default="")
    recurrences: Mapped[int | None]  # counted when it was resolved
    lessons: Mapped[str] = mapped_column(Text, default="")


class Trend(Artefact):
    """An analysis of the tickets by the person at work: what was asked, what was counted, what they make of it."""

    __tablename__ = "trend"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = ArtefactKind.TREND
    prefix = "TRD"

    title: Mapped[str]
    question: Mapped[str] = mapped_column(Text, default="")
    from_on: Mapped[date]
    to_on: Mapped[date]
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # frozen: what the query gave when the analysis was recorded
    narrative: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
