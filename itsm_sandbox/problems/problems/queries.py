"""Problems as people read them, the tickets like those they explain, and the known errors offered on a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import aliased

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules import OPEN
from itsm_sandbox.engine.choices import find_by_ref
from itsm_sandbox.engine.models import Colleague, WorkEvent, Workplace
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.rules.machine import INVESTIGATING, KNOWN, MOVED_ON
from itsm_sandbox.problems.trends.models import Trend

SHOWN = 50
"""Linked tickets on a problem's page; the rest are counted."""


@dataclass(frozen=True, slots=True)
class ProblemFilter:
    words: str = ""
    state: str = ""  # of one state; "open" for all that are; empty for every one
    source: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """What a problem's page names beside it."""

    service: str | None
    asset: Asset | None
    trend: Trend | None
    change: Change | None
    article: Article | None
    opener: Colleague | None
    investigator: Colleague | None


@dataclass(frozen=True, slots=True)
class KnownError:
    """A problem that is understood and not solved yet, as somebody at the desk needs it."""

    number: int
    ref: str
    title: str
    symptoms: str
    workaround: str
    root_cause: str
    article_number: int | None
    because: str  # why it is offered on this ticket


def list_problems(workplace_id: int, wanted: ProblemFilter, *, page: int = 1) -> Page[Any]:
    """Rows of (Problem, service, investigator, is_simulated, tickets), the open ones first, then the newest."""
    tickets = select(func.count(Ticket.id)).where(Ticket.problem_id == Problem.id).correlate(Problem).scalar_subquery()
    found = (
        select(
            Problem,
            Service.name.label("service"),
            Colleague.name.label("investigator"),
            Colleague.membership_id.is_(None).label("is_simulated"),
            tickets.label("tickets"),
        )
        .outerjoin(Service, Service.id == Problem.service_id)
        .outerjoin(Colleague, Colleague.id == Problem.investigator_id)
        .where(Problem.workplace_id == workplace_id)
        .order_by(Problem.state.in_(MOVED_ON).desc(), Problem.number.desc())
    )
    if wanted.state == "open":
        found = found.where(Problem.state.in_(MOVED_ON))
    elif wanted.state:
        found = found.where(Problem.state == wanted.state)
    if wanted.source:
        found = found.where(Problem.source == wanted.source)
    for word in wanted.words.split():
        texts = (Problem.title, Problem.description, Problem.symptoms, Problem.workaround, Problem.root_cause)
        found = found.where(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    return paginate(found, page)


def count_problems(workplace_id: int) -> dict[str, int]:
    """How many there are in each state."""
    rows = db.session.execute(
        select(Problem.state, func.count().label("number"))
        .where(Problem.workplace_id == workplace_id)
        .group_by(Problem.state)
    )
    return {row.state: row.number for row in rows}


def find_related(problem: Problem) -> Related:
    """One query for all that its page names."""
    opener, investigator = aliased(Colleague), aliased(Colleague)
    row = db.session.execute(
        select(Service.name, Asset, Trend, Change, Article, opener, investigator)
        .select_from(Problem)
        .outerjoin(Service, Service.id == Problem.service_id)
        .outerjoin(Asset, Asset.id == Problem.asset_id)
        .outerjoin(Trend, Trend.id == Problem.trend_id)
        .outerjoin(Change, Change.id == Problem.change_id)
        .outerjoin(Article, and_(Article.problem_id == Problem.id, Article.type == "known_error"))
        .outerjoin(opener, opener.id == Problem.opened_by_id)
        .outerjoin(investigator, investigator.id == Problem.investigator_id)
        .where(Problem.id == problem.id)
        .order_by(Article.id)
        .limit(1)
    ).one()
    return Related(*row)


def list_linked_tickets(problem_id: int, *, states: Sequence[str] | None = None) -> Sequence[Any]:
    """(number, type, title, state, created_at, assigned_to_id, assignee), the newest first."""
    found = (
        select(
            Ticket.number,
            Ticket.type,
            Ticket.title,
            Ticket.state,
            Ticket.created_at,
            Ticket.assigned_to_id,
            Colleague.name.label("assignee"),
        )
        .outerjoin(Colleague, Colleague.id == Ticket.assigned_to_id)
        .where(Ticket.problem_id == problem_id)
        .order_by(Ticket.created_at.desc(), Ticket.id.desc())
        .limit(SHOWN)
    )
    if states is not None:
        found = found.where(Ticket.state.in_(states))
    return db.session.execute(found).all()


def split_open_tickets(problem_id: int, colleague_id: int | None) -> tuple[list[Any], list[Any]]:
    """Linked tickets that are still open: those that this colleague works on now, and the others."""
    rows = list_linked_tickets(problem_id, states=OPEN)
    mine = [row for row in rows if row.state == "in_progress" and row.assigned_to_id == colleague_id]
    return mine, [row for row in rows if row not in mine]


def ref_of(row: Any) -> str:
    """The reference of a ticket's row."""
    return f"{'REQ' if row.type == 'request' else 'INC'}-{row.number:04d}"


def count_linked_tickets(problem_id: int) -> int:
    return db.session.scalar(select(func.count(Ticket.id)).where(Ticket.problem_id == problem_id)) or 0


def list_tickets_by_id(workplace_id: int, ids: Sequence[int]) -> Sequence[Ticket]:
    return db.session.scalars(
        select(Ticket).where(Ticket.workplace_id == workplace_id, Ticket.id.in_(ids)).order_by(Ticket.number)
    ).all()


def list_moments_like(problem: Problem, since: datetime) -> Sequence[datetime]:
    """When incidents like those it explains were logged after `since`, and whatever is linked to it; oldest first."""
    return db.session.scalars(
        select(Ticket.created_at)
        .where(
            Ticket.workplace_id == problem.workplace_id,
            Ticket.created_at > since,
            Ticket.state != "cancelled",
            or_(Ticket.problem_id == problem.id, and_(Ticket.type == "incident", _is_like(problem))),
        )
        .order_by(Ticket.created_at)
    ).all()


def _is_like(problem: Problem) -> ColumnElement[bool]:
    """On the same device when one is behind it, else in the same category and service, as far as it names them."""
    if problem.asset_id is not None:
        return Ticket.asset_id == problem.asset_id
    alike = []
    if problem.subcategory:
        alike.append(Ticket.subcategory == problem.subcategory)
    if problem.service_id is not None:
        alike.append(Ticket.service_id == problem.service_id)
    return and_(*alike) if alike else Ticket.problem_id == problem.id


def known_errors_for(ticket: Ticket) -> list[KnownError]:
    """Those that may be behind the ticket: on its device, or in its category and of its service."""
    on_device = and_(Problem.asset_id.is_not(None), Problem.asset_id == ticket.asset_id)
    alike = and_(
        Problem.asset_id.is_(None),
        or_(Problem.subcategory == "", Problem.subcategory == (ticket.subcategory or None)),
        or_(Problem.service_id.is_(None), Problem.service_id == ticket.service_id),
        or_(Problem.subcategory != "", Problem.service_id.is_not(None)),
    )
    rows = db.session.execute(
        select(Problem, Article.number)
        .outerjoin(Article, and_(Article.problem_id == Problem.id, Article.is_in_force()))
        .where(Problem.workplace_id == ticket.workplace_id, Problem.state.in_(KNOWN), or_(on_device, alike))
        .order_by(Problem.asset_id.is_(None), Problem.number.desc(), Article.id)
        .limit(5)
    )
    offered: dict[int, KnownError] = {}
    for problem, article_number in rows:
        offered.setdefault(
            problem.number,
            KnownError(
                problem.number,
                problem.ref,
                problem.title,
                problem.symptoms,
                problem.workaround,
                problem.root_cause,
                article_number,
                _why(problem),
            ),
        )
    return list(offered.values())


def _why(problem: Problem) -> str:
    if problem.asset_id is not None:
        return "the same device"
    parts = [("the same category", problem.subcategory), ("the same service", problem.service_id)]
    return " and ".join(words for words, held in parts if held)


def list_steps(problem_id: int) -> Sequence[Row[str, int | None]]:
    """What was done to it and by whom, oldest first."""
    return db.session.execute(
        select(WorkEvent.verb, WorkEvent.actor_id)
        .where(WorkEvent.subject_kind == Problem.kind, WorkEvent.subject_id == problem_id)
        .order_by(WorkEvent.seq)
    ).all()


def list_investigators(problem_id: int) -> frozenset[int]:
    """Everybody who looked for its cause."""
    return frozenset(actor for verb, actor in list_steps(problem_id) if verb in INVESTIGATING and actor is not None)


def list_hypotheses(problem_id: int) -> list[str]:
    """What was thought to cause it, oldest first."""
    told = select(WorkEvent.data).where(
        WorkEvent.subject_kind == Problem.kind,
        WorkEvent.subject_id == problem_id,
        WorkEvent.verb == "hypothesise",
    )
    return [data["given"]["text"] for data in db.session.scalars(told.order_by(WorkEvent.seq))]


def find_change(change_id: int | None) -> tuple[str, str, str, datetime | None] | None:
    """(ref, state, outcome, when it was finished)."""
    change = db.session.get(Change, change_id) if change_id else None
    return (change.ref, change.state, change.outcome, change.finished_at) if change else None


def find_article(problem_id: int) -> Article | None:
    """The known error's article that is still published."""
    return db.session.scalars(
        select(Article)
        .where(Article.problem_id == problem_id, Article.type == "known_error", Article.state == "published")
        .order_by(Article.id)
        .limit(1)
    ).first()


def find_trend(workplace_id: int, ref: str) -> Trend | None:
    """The analysis that is written as "TRD-0001"."""
    row_id = find_by_ref(workplace_id, Trend.kind, ref)
    return db.session.get(Trend, row_id) if row_id else None


def is_solo(workplace_id: int) -> bool:
    return bool(db.session.scalar(select(Workplace.is_solo).where(Workplace.id == workplace_id)))
