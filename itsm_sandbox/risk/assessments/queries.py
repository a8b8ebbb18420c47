"""Risk assessments as people read them, each beside the one before."""

from typing import Any

from sqlalchemy import select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.assessments.rules.scores import cost_of_open


def list_risk_assessments(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (RiskAssessment, author, is_simulated), the latest year first."""
    return paginate(
        select(RiskAssessment, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .outerjoin(Colleague, Colleague.id == RiskAssessment.author_id)
        .where(RiskAssessment.workplace_id == workplace_id)
        .order_by(RiskAssessment.year.desc()),
        page,
    )


def find_of_year(workplace_id: int, year: int) -> RiskAssessment | None:
    return db.session.scalar(
        select(RiskAssessment).where(RiskAssessment.workplace_id == workplace_id, RiskAssessment.year == year)
    )


def find_baseline(workplace_id: int, year: int) -> RiskAssessment | None:
    """The latest one before this year that was not abandoned."""
    return db.session.scalars(
        select(RiskAssessment)
        .where(
            RiskAssessment.workplace_id == workplace_id,
            RiskAssessment.year < year,
            RiskAssessment.state != "abandoned",
        )
        .order_by(RiskAssessment.year.desc())
        .limit(1)
    ).first()


def find_previous(assessment: RiskAssessment) -> RiskAssessment | None:
    """The baseline that it was begun from."""
    return db.session.get(RiskAssessment, assessment.previous_id) if assessment.previous_id else None


def find_latest(workplace_id: int) -> RiskAssessment | None:
    """The latest one that is complete."""
    return db.session.scalars(
        select(RiskAssessment)
        .where(RiskAssessment.workplace_id == workplace_id, RiskAssessment.state == "complete")
        .order_by(RiskAssessment.year.desc())
        .limit(1)
    ).first()


def cost_recommended(assessment: RiskAssessment | None) -> int:
    """Pence that the recommendations still open would cost."""
    return cost_of_open(assessment.risks) if assessment else 0
