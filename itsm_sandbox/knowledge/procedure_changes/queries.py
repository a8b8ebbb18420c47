"""Feedback on articles and requests to change them, as people read them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange

_FEW = 10


def list_feedback(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Feedback, Article, giver), what is new first."""
    order = case((Feedback.state == "new", 0), (Feedback.state == "in_hand", 1), else_=2)
    return paginate(
        select(Feedback, Article, Colleague)
        .outerjoin(Article, Article.id == Feedback.article_id)
        .outerjoin(Colleague, Colleague.id == Feedback.giver_id)
        .where(Feedback.workplace_id == workplace_id)
        .order_by(order, Feedback.number.desc()),
        page,
    )


def find_around_feedback(piece: Feedback) -> Any:
    """(giver, article, ticket, change), in one query."""
    return db.session.execute(
        select(Colleague, Article, Ticket, ProcedureChange)
        .select_from(Feedback)
        .outerjoin(Colleague, Colleague.id == Feedback.giver_id)
        .outerjoin(Article, Article.id == Feedback.article_id)
        .outerjoin(Ticket, Ticket.id == Feedback.ticket_id)
        .outerjoin(ProcedureChange, ProcedureChange.id == Feedback.change_id)
        .where(Feedback.id == piece.id)
    ).one()


def list_procedure_changes(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (ProcedureChange, Article), those to decide first."""
    order = case((ProcedureChange.state == "open", 0), (ProcedureChange.state == "accepted", 1), else_=2)
    return paginate(
        select(ProcedureChange, Article)
        .outerjoin(Article, Article.id == ProcedureChange.article_id)
        .where(ProcedureChange.workplace_id == workplace_id)
        .order_by(order, ProcedureChange.number.desc()),
        page,
    )


def find_around_change(change: ProcedureChange) -> Any:
    """(article, raised_by, decided_by), in one query."""
    raised_by, decided_by = aliased(Colleague, name="raised_by"), aliased(Colleague, name="decided_by")
    return db.session.execute(
        select(Article, raised_by, decided_by)
        .select_from(ProcedureChange)
        .outerjoin(Article, Article.id == ProcedureChange.article_id)
        .outerjoin(raised_by, raised_by.id == ProcedureChange.raised_by_id)
        .outerjoin(decided_by, decided_by.id == ProcedureChange.decided_by_id)
        .where(ProcedureChange.id == change.id)
    ).one()


def list_feedback_for(change_id: int) -> Sequence[Any]:
    """Rows of (Feedback, giver): what led to a request."""
    return db.session.execute(
        select(Feedback, Colleague)
        .outerjoin(Colleague, Colleague.id == Feedback.giver_id)
        .where(Feedback.change_id == change_id)
        .order_by(Feedback.number)
    ).all()


def list_feedback_by(colleague: Colleague) -> Sequence[Feedback]:
    """What somebody said, with what they were told, the newest first."""
    return db.session.scalars(
        select(Feedback)
        .where(Feedback.workplace_id == colleague.workplace_id, Feedback.giver_id == colleague.id)
        .order_by(Feedback.number.desc())
        .limit(_FEW)
    ).all()
