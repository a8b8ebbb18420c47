"""Tickets as they are read: one with all that belongs to it, its steps, and what its service agreed to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from core.errors import NotFound
from itsm_sandbox.catalogue.services.models import Service, ServiceVersion
from itsm_sandbox.desk.tickets.models import Ticket, TicketText
from itsm_sandbox.desk.tickets.rules import OPEN
from itsm_sandbox.desk.tickets.rules.derived import Step
from itsm_sandbox.engine.models import Colleague, GroupMember, WorkEvent, Workplace
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.articles.models import Article

_PEOPLE = (Ticket.requester, Ticket.affected_user, Ticket.assigned_to, Ticket.owner, Ticket.group)


def get_ticket(workplace_id: int, number: int) -> Ticket:
    """With its people and its group."""
    found = db.session.scalar(
        select(Ticket)
        .where(Ticket.workplace_id == workplace_id, Ticket.number == number)
        .options(*(joinedload(relation) for relation in _PEOPLE))
    )
    if found is None:
        raise NotFound("We could not find that ticket. It may be in another workplace.")
    return found


def step_of(event: WorkEvent) -> Step:
    return Step(event.at, event.verb, event.from_state, event.to_state, event.data["given"], event.data["changes"])


def list_steps(ticket_id: int) -> list[Step]:
    """The ticket's events as rules read them, oldest first."""
    return steps_of([ticket_id]).get(ticket_id, [])


def steps_of(ticket_ids: Iterable[int]) -> dict[int, list[Step]]:
    """The steps of several tickets by their ids, in one query."""
    rows = db.session.execute(
        select(
            WorkEvent.subject_id, WorkEvent.at, WorkEvent.verb, WorkEvent.from_state, WorkEvent.to_state, WorkEvent.data
        )
        .where(WorkEvent.subject_kind == Ticket.kind, WorkEvent.subject_id.in_(ticket_ids))
        .order_by(WorkEvent.seq)
    )
    steps: dict[int, list[Step]] = {}
    for ticket_id, at, verb, from_state, to_state, data in rows:
        steps.setdefault(ticket_id, []).append(Step(at, verb, from_state, to_state, data["given"], data["changes"]))
    return steps


def list_open_tickets(workplace_id: int) -> Sequence[Ticket]:
    return db.session.scalars(
        select(Ticket).where(Ticket.workplace_id == workplace_id, Ticket.state.in_(OPEN)).order_by(Ticket.number)
    ).all()


def find_agreed(service_id: int | None, version: int | None) -> Mapping[str, Any] | None:
    """What was agreed for each priority in this version of a service; None when the ticket has none."""
    if service_id is None or not version:
        return None
    content = db.session.scalar(
        select(ServiceVersion.content).where(ServiceVersion.service_id == service_id, ServiceVersion.number == version)
    )
    return None if content is None else content.get("targets")


def list_services(workplace_id: int) -> dict[int, dict[str, Any]]:
    """By id: the version in force, what users can ask for, and who owns it."""
    rows = db.session.execute(
        select(Service.id, Service.version_number, Service.request_items, Service.owner_id)
        .where(Service.workplace_id == workplace_id)
        .order_by(Service.id)
    )
    return {
        row_id: {"version": version, "items": items, "owner_id": owner_id} for row_id, version, items, owner_id in rows
    }


def find_service_owner(service_id: int | None) -> int | None:
    if service_id is None:
        return None
    return db.session.scalar(select(Service.owner_id).where(Service.id == service_id))


def is_member(group_id: int | None, colleague_id: int) -> bool:
    if group_id is None:
        return False
    found = select(GroupMember.id).where(GroupMember.group_id == group_id, GroupMember.colleague_id == colleague_id)
    return db.session.scalar(found) is not None


def find_ict_owner(workplace_id: int) -> Colleague | None:
    """Who is told when a target was missed."""
    people = db.session.scalars(
        select(Colleague)
        .where(Colleague.workplace_id == workplace_id, Colleague.left_at.is_(None))
        .order_by(Colleague.id)
    )
    return next((one for one in people if WorkRole.ICT_OWNER in one.roles), None)


def find_text(ticket_id: int) -> TicketText | None:
    return db.session.scalar(select(TicketText).where(TicketText.ticket_id == ticket_id))


def list_children(ticket_id: int) -> Sequence[Ticket]:
    """The open tickets that are part of this major incident."""
    return db.session.scalars(
        select(Ticket).where(Ticket.parent_id == ticket_id, Ticket.state.in_(OPEN)).order_by(Ticket.number)
    ).all()


def find_article_about(workplace: Workplace, ticket: Ticket) -> int | None:
    return db.session.scalar(
        select(Article.id)
        .where(Article.workplace_id == workplace.id, Article.category == ticket.category, Article.is_in_force())
        .order_by(Article.id)
        .limit(1)
    )
