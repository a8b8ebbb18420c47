"""What stands beside a ticket on its page, and what the portal shows to those who report things."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, false, func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules import OPEN
from itsm_sandbox.engine.models import Colleague, Site, WorkEvent
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.reporting.outages.models import Outage

_LIKE_IT = timedelta(days=30)
_SHOWN = 8
_WORDS_COMPARED = 6
_SHORTEST_WORD = 4


def find_related(ticket: Ticket) -> Any:
    """(service, service_number, site, asset, problem, change) that the ticket names, in one query."""
    return db.session.execute(
        select(Ticket.id, Service.name.label("service"), Service.number.label("service_number"))
        .add_columns(Site.name.label("site"), Asset, Problem, Change)
        .outerjoin(Service, Service.id == Ticket.service_id)
        .outerjoin(Site, Site.id == Ticket.site_id)
        .outerjoin(Asset, Asset.id == Ticket.asset_id)
        .outerjoin(Problem, Problem.id == Ticket.problem_id)
        .outerjoin(Change, Change.id == Ticket.change_id)
        .where(Ticket.id == ticket.id)
    ).one()


def list_related(ticket: Ticket, now: datetime) -> Sequence[Any]:
    """Rows of (number, type, title, state, why): linked tickets first, then those like it in the last thirty days."""
    linked = or_(
        Ticket.parent_id == ticket.id,
        Ticket.duplicate_of_id == ticket.id,
        Ticket.follows_id == ticket.id,
        Ticket.id.in_([one or 0 for one in (ticket.parent_id, ticket.duplicate_of_id, ticket.follows_id)]),
    )
    same_device = Ticket.asset_id == (ticket.asset_id or 0)
    same_person = Ticket.requester_id == ticket.requester_id
    same_kind = and_(Ticket.subcategory == (ticket.subcategory or "-"), Ticket.service_id == (ticket.service_id or 0))
    why = case(
        (Ticket.id == (ticket.parent_id or 0), "parent"),
        (Ticket.parent_id == ticket.id, "child"),
        (Ticket.duplicate_of_id == ticket.id, "duplicate"),
        (Ticket.id == (ticket.duplicate_of_id or 0), "original"),
        (Ticket.id == (ticket.follows_id or 0), "before"),
        (Ticket.follows_id == ticket.id, "after"),
        (same_device, "device"),
        (same_person, "person"),
        else_="kind",
    ).label("why")
    here = Ticket.workplace_id == ticket.workplace_id
    near = select(Ticket.id).where(linked)
    like = select(Ticket.id).where(here, Ticket.created_at >= now - _LIKE_IT, or_(same_device, same_person, same_kind))
    return db.session.execute(
        select(Ticket.number, Ticket.type, Ticket.title, Ticket.state, Ticket.created_at, why)
        .where(Ticket.id.in_(near.union(like)), Ticket.id != ticket.id)
        .order_by(case((linked, 0), (same_device, 1), (same_person, 2), else_=3), Ticket.created_at.desc())
        .limit(_SHOWN)
    ).all()


def list_articles_for(ticket: Ticket) -> tuple[list[Article], list[Article]]:
    """The articles that were used on it, and published ones about its service or its category."""
    near = [Article.service_id == ticket.service_id] if ticket.service_id else []
    near += [Article.category == ticket.category] if ticket.category else []
    if not near and not ticket.articles_used:
        return [], []
    offered = and_(Article.is_in_force(), or_(*near)) if near else false()
    used = Article.id.in_(ticket.articles_used)
    found = db.session.scalars(
        select(Article)
        .where(Article.workplace_id == ticket.workplace_id, or_(used, offered))
        .order_by(used.desc(), (Article.category == ticket.category).desc(), Article.title, Article.id)
        .limit(_SHOWN + len(ticket.articles_used))
    ).all()
    return [one for one in found if one.id in ticket.articles_used], [
        one for one in found if one.id not in ticket.articles_used
    ]


def list_reports_of(workplace_id: int, me: Colleague, *, page: int) -> Page[Any]:
    """What somebody reported, open first, then the newest; rows of (number, type, title, state, …)."""
    return paginate(
        select(Ticket.number, Ticket.type, Ticket.title, Ticket.state, Ticket.created_at, Ticket.changed_at)
        .add_columns(Ticket.pending_reason)
        .where(Ticket.workplace_id == workplace_id, Ticket.requester_id == me.id)
        .order_by(case((Ticket.state == "resolved", 0), (Ticket.state.in_(OPEN), 1), else_=2), Ticket.number.desc()),
        page,
        size=20,
    )


def list_to_approve(workplace_id: int, me: Colleague, *, all_of_them: bool) -> Sequence[Any]:
    """Requests that wait for this person's approval: of the services they own, or all of them for the ICT owner."""
    found = (
        select(Ticket.number, Ticket.type, Ticket.title, Ticket.request_item, Colleague.name.label("requester"))
        .join(Colleague, Colleague.id == Ticket.requester_id)
        .outerjoin(Service, Service.id == Ticket.service_id)
        .where(Ticket.workplace_id == workplace_id, Ticket.state == "awaiting_approval", Ticket.requester_id != me.id)
        .order_by(Ticket.number + 0)  # so that SQLite finds the few of this state first, instead of walking by number
    )
    return db.session.execute(found if all_of_them else found.where(Service.owner_id == me.id)).all()


def list_help(workplace_id: int, words: str) -> Sequence[Article]:
    """Published articles for everybody that hold words of what somebody is about to report, the best first."""
    asked = [word for word in words.lower().split() if len(word) >= _SHORTEST_WORD][:_WORDS_COMPARED]
    if not asked:
        return ()
    in_title = [Article.title.icontains(word, autoescape=True) for word in asked]
    hits = [or_(hit, Article.body.icontains(word, autoescape=True)) for hit, word in zip(in_title, asked, strict=True)]
    weight = sum((case((hit, 3), else_=0) for hit in in_title), start=case((or_(*hits), 1), else_=0))
    return db.session.scalars(
        select(Article)
        .where(Article.workplace_id == workplace_id, Article.is_in_force(), Article.audience == "users")
        .where(or_(*hits))
        .order_by(weight.desc(), Article.title, Article.id)
        .limit(_SHOWN)
    ).all()


def list_known_now(workplace_id: int) -> Sequence[Any]:
    """What users should know before they report it again: major incidents, and services that are out at the moment."""
    majors = select(Ticket.title.label("title"), Ticket.created_at.label("since")).where(
        Ticket.workplace_id == workplace_id, Ticket.is_major, Ticket.state.in_(OPEN)
    )
    out = (
        select(Service.name.label("title"), Outage.from_at.label("since"))
        .join(Service, Service.id == Outage.service_id)
        .where(Outage.workplace_id == workplace_id, Outage.until_at.is_(None))
    )
    rows = db.session.execute(majors.union_all(out)).all()
    return sorted(rows, key=lambda row: row.since)


def count_modes(workplace_id: int, colleague_id: int) -> dict[str, int]:
    """In how many tickets that this person classified the support was remote, and in how many on premises."""
    classified = select(WorkEvent.subject_id).where(
        WorkEvent.workplace_id == workplace_id,
        WorkEvent.subject_kind == Ticket.kind,
        WorkEvent.actor_id == colleague_id,
        WorkEvent.verb == "validate_classify",
    )
    rows = db.session.execute(
        select(Ticket.support_mode, func.count()).where(Ticket.id.in_(classified)).group_by(Ticket.support_mode)
    )
    return {mode: number for mode, number in rows if mode}
