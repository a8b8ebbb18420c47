"""The plan of procedures that are missing, in its order."""

from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.support_processes.models import SupportProcess


def list_procedure_plans(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (ProcedurePlan, author, Article): what is open in the order of priority, then what has ended."""
    ended = case((ProcedurePlan.state.in_(("done", "dropped")), 1), else_=0)
    return paginate(
        select(ProcedurePlan, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .add_columns(Article)
        .outerjoin(Colleague, Colleague.id == ProcedurePlan.author_id)
        .outerjoin(Article, Article.id == ProcedurePlan.article_id)
        .where(ProcedurePlan.workplace_id == workplace_id)
        .order_by(ended, ProcedurePlan.priority.is_(None), ProcedurePlan.priority, ProcedurePlan.due_on)
        .order_by(ProcedurePlan.number),
        page,
    )


def find_around_plan(plan: ProcedurePlan) -> Any:
    """(author, planner, process, article), in one query."""
    author, planner = aliased(Colleague, name="author"), aliased(Colleague, name="planner")
    return db.session.execute(
        select(author, planner, SupportProcess, Article)
        .select_from(ProcedurePlan)
        .outerjoin(author, author.id == ProcedurePlan.author_id)
        .outerjoin(planner, planner.id == ProcedurePlan.planner_id)
        .outerjoin(SupportProcess, SupportProcess.id == ProcedurePlan.process_id)
        .outerjoin(Article, Article.id == ProcedurePlan.article_id)
        .where(ProcedurePlan.id == plan.id)
    ).one()
