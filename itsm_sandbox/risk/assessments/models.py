"""Risk assessments: one a year, with the recommendations that follow from it."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class RiskAssessment(Artefact):
    """What could go wrong with the services in a year. `risks` are changed by events alone; see `rules/risks`."""

    __tablename__ = "risk_assessment"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        UniqueConstraint("workplace_id", "year"),
        Index(None, "previous_id"),
    )
    kind = "risk_assessment"
    prefix = "RSK"

    year: Mapped[int]
    title: Mapped[str]
    scope: Mapped[str] = mapped_column(Text, default="")
    risks: Mapped[list[Any]] = mapped_column(JSON)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("risk_assessment.id"))  # the baseline
    summary: Mapped[str] = mapped_column(Text, default="")  # what it says in a few sentences
    completed_on: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
