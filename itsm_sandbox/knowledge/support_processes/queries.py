"""The inventory of support processes, and where procedures are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules.categories import category_words
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.support_processes.models import SupportProcess

_LOOKED_BACK = timedelta(days=90)
FEWEST_TICKETS = 3
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """A category that people ask about, without a procedure in force."""

    category: str
    label: str
    tickets: int
    plan: ProcedurePlan | None  # that would close it


def list_support_processes(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (SupportProcess, Article), the highest score first."""
    return paginate(
        select(SupportProcess, Article)
        .outerjoin(Article, Article.id == SupportProcess.article_id)
        .where(SupportProcess.workplace_id == workplace_id, SupportProcess.state == "recorded")
        .order_by(SupportProcess.score.desc(), SupportProcess.name, SupportProcess.id),
        page,
    )


def list_without_procedure(workplace_id: int, today: date) -> Sequence[Any]:
    """Rows of (SupportProcess, Article): those with no procedure in force, or one that is out of date."""
    return db.session.execute(
        select(SupportProcess, Article)
        .outerjoin(Article, Article.id == SupportProcess.article_id)
        .where(
            SupportProcess.workplace_id == workplace_id,
            SupportProcess.state == "recorded",
            or_(Article.id.is_(None), ~Article.is_in_force(), Article.review_due_on < today, Article.doubt != ""),
        )
        .order_by(SupportProcess.score.desc(), SupportProcess.id)
        .limit(_SHOWN)
    ).all()


def list_gaps(workplace_id: int, now: datetime) -> list[Gap]:
    """Categories with tickets in the last 90 days and no article in force, the busiest first; in three queries."""
    counted = db.session.execute(
        select(Ticket.category, func.count())
        .where(Ticket.workplace_id == workplace_id, Ticket.category != "", Ticket.created_at >= now - _LOOKED_BACK)
        .group_by(Ticket.category)
        .having(func.count() >= FEWEST_TICKETS)
        .order_by(func.count().desc(), Ticket.category)
    ).all()
    covered = set(
        db.session.scalars(
            select(Article.category).where(Article.workplace_id == workplace_id, Article.is_in_force()).distinct()
        )
    )
    plans = {
        plan.category: plan
        for plan in db.session.scalars(
            select(ProcedurePlan)
            .where(ProcedurePlan.workplace_id == workplace_id, ProcedurePlan.state.not_in(("done", "dropped")))
            .order_by(ProcedurePlan.number.desc())
        )
    }
    return [
        Gap(category, category_words(category), tickets, plans.get(category))
        for category, tickets in counted
        if category not in covered
    ]


def find_article_of(process: SupportProcess) -> Article | None:
    return db.session.get(Article, process.article_id) if process.article_id else None


def list_plans_for(process_id: int) -> Sequence[ProcedurePlan]:
    """The newest first."""
    return db.session.scalars(
        select(ProcedurePlan).where(ProcedurePlan.process_id == process_id).order_by(ProcedurePlan.number.desc())
    ).all()
