"""Where criteria, units and enrolments stand: derived from claims and judgements, kept so that pages are quick.

Nothing is decided here. `flask assessment derive` computes every row again, and a test proves that it changes none.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.vocabulary import CriterionState, UnitState
from core.db import Base


class CriterionStanding(Base):
    """A criterion of an enrolment that has been claimed at least once; one without a row is not started."""

    __tablename__ = "criterion_standing"
    __table_args__ = (UniqueConstraint("enrolment_id", "criterion_id"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    state: Mapped[CriterionState]
    claims: Mapped[int]  # pieces of evidence that claim it in a submitted version
    met: Mapped[int]  # of these, judged met
    reasons: Mapped[list[str]] = mapped_column(JSON)  # what is still needed, a phrase each


class UnitStanding(Base):
    __tablename__ = "unit_standing"
    __table_args__ = (UniqueConstraint("enrolment_id", "programme_unit_id"), Index(None, "programme_unit_id", "state"))

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    programme_unit_id: Mapped[int] = mapped_column(ForeignKey("programme_unit.id"))
    state: Mapped[UnitState]
    is_stale: Mapped[bool] = mapped_column(default=False)  # what was signed has changed since
    total: Mapped[int]
    met: Mapped[int]
    working: Mapped[int]
    more: Mapped[int]


class EnrolmentStanding(Base):
    __tablename__ = "enrolment_standing"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    total: Mapped[int]
    met: Mapped[int]
    working: Mapped[int]
    more: Mapped[int]
    units: Mapped[int]
    units_signed: Mapped[int]
    waiting: Mapped[int]  # pieces of evidence waiting for the assessor
    waiting_since: Mapped[datetime | None]
    returned: Mapped[int]  # pieces of evidence waiting for the apprentice
    last_submitted_at: Mapped[datetime | None]


class SufficiencyRule(Base):
    """A centre's own rule for what is enough; the nearest to the criterion wins, field by field."""

    __tablename__ = "sufficiency_rule"
    __table_args__ = (Index(None, "centre_id"),)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    kind: Mapped[str | None]  # of criterion; None for both
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
