"""What the front page of a workplace says: what waits for somebody, what changed, and how it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from core.clock import LONDON
from core.db import db
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.registry import find_type, get_type, list_types
from itsm_sandbox.engine.roles import SUPPORT, WorkRole
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.reporting.metrics.rules.reading import midnight
from itsm_sandbox.reporting.monitoring.models import MonitoringLog
from itsm_sandbox.reporting.monitoring.rules import WATCHERS
from itsm_sandbox.reporting.service_reports.models import ServiceReport

FEW = 8
_TITLES = ("title", "name")


@dataclass(frozen=True, slots=True)
class Thing:
    """An artefact as a line on the page."""

    kind: str
    number: int
    ref: str
    title: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class RecentEvent:
    event: WorkEvent
    thing: Thing | None  # None: the workplace itself


@dataclass(frozen=True, slots=True)
class Standing:
    open_tickets: int
    late_tickets: int
    unassigned: int
    open_problems: int
    open_changes: int


def list_my_tickets(workplace_id: int, colleague: Colleague) -> Sequence[Ticket]:
    """Open ones assigned to them, the next due first."""
    return db.session.scalars(
        select(Ticket)
        .where(
            Ticket.workplace_id == workplace_id,
            Ticket.assigned_to_id == colleague.id,
            Ticket.ended_at.is_(None),
            Ticket.state != "resolved",
        )
        .order_by(Ticket.is_major.desc(), Ticket.fix_due_at.is_(None), Ticket.fix_due_at, Ticket.id)
        .limit(FEW)
    ).all()


def list_waiting(workplace_id: int, colleague: Colleague, now: datetime) -> list[Thing]:
    """What waits for a decision by somebody with their roles, and what they owe by today: readings, status reports."""
    asked = {
        (kind.kind, state): asks
        for kind in list_types()
        for state, (role, asks) in kind.waits_for.items()
        if role in colleague.roles
    }
    parts = [
        _line(kind.model, workplace_id).where(kind.model.state.in_(states))
        for kind in list_types()
        if (states := [state for of_kind, state in asked if of_kind == kind.kind])
    ]
    tomorrow = now.astimezone(LONDON).date() + timedelta(days=1)
    owes = (Project.author_id == colleague.id, Project.state == "running", Project.report_due_on <= tomorrow)
    asked[Project.kind, "running"] = "has a status report that is due"
    asked[MonitoringLog.kind, "running"] = "has readings to collect today"
    reads = _collected_by(workplace_id, colleague, midnight(tomorrow))
    owed = (_line(Project, workplace_id).where(*owes), _line(MonitoringLog, workplace_id).where(*reads))
    rows = db.session.execute(union_all(*parts, *owed)).all()
    things = [
        Thing(row.kind, row.number, f"{row.prefix}-{row.number:04d}", row.title, asks)
        for row in rows
        if (asks := asked.get((row.kind, row.state)))
    ]
    return sorted(things, key=lambda one: (one.kind, one.number))


def list_recent_events(
    workplace_id: int, *, except_by: int | None = None, only_by: int | None = None
) -> list[RecentEvent]:
    """The latest of what was done (by others, or by one of them), with what it was done to."""
    found = select(WorkEvent).where(WorkEvent.workplace_id == workplace_id).options(joinedload(WorkEvent.actor))
    if except_by is not None:
        found = found.where(WorkEvent.actor_id != except_by)
    if only_by is not None:
        found = found.where(WorkEvent.actor_id == only_by)
    events = db.session.scalars(found.order_by(WorkEvent.seq.desc()).limit(FEW)).all()
    things = _things_of(workplace_id, events)
    return [RecentEvent(event, things.get((event.subject_kind, event.subject_id))) for event in events]


def count_standing(workplace_id: int) -> Standing:
    tickets = select(
        func.count(),
        func.count(Ticket.fix_breached_at),
        func.sum(case((Ticket.assigned_to_id.is_(None), 1), else_=0)),
    ).where(Ticket.workplace_id == workplace_id, Ticket.ended_at.is_(None), Ticket.state != "resolved")
    waiting, late, unassigned = db.session.execute(tickets).one()
    others = [
        select(func.count())
        .where(model.workplace_id == workplace_id, model.state.not_in(("closed", "cancelled", "rejected")))
        .scalar_subquery()
        for model in (Problem, Change)
    ]
    problems, changes = db.session.execute(select(*others)).one()
    return Standing(waiting, late, unassigned or 0, problems, changes)


def list_doings(workplace_id: int) -> Sequence[Row[Colleague, int, datetime]]:
    """Of each member at work: who, how many events are theirs, and when the last was, in our time."""
    return db.session.execute(
        select(Colleague, func.count(WorkEvent.id).label("events"), func.max(WorkEvent.recorded_at).label("last_at"))
        .outerjoin(WorkEvent, WorkEvent.actor_id == Colleague.id)
        .where(Colleague.workplace_id == workplace_id, Colleague.membership_id.is_not(None))
        .group_by(Colleague.id)
        .order_by(Colleague.name, Colleague.id)
    ).all()


def find_report_due(workplace: Workplace, now: datetime) -> date | None:
    """The first day of the month before this one, when that month has no report that somebody signed."""
    this_month = now.astimezone(LONDON).date().replace(day=1)
    month = (this_month - timedelta(days=1)).replace(day=1)
    there = db.session.scalar(
        select(ServiceReport.id).where(
            ServiceReport.workplace_id == workplace.id,
            ServiceReport.month_on == month,
            ServiceReport.signed_at.is_not(None),
        )
    )
    return None if there else month


def writes_reports(roles: Collection[WorkRole]) -> bool:
    return bool(set(roles) & {WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.ICT_OWNER})


def takes_tickets(roles: Collection[WorkRole]) -> bool:
    return bool(set(roles) & SUPPORT)


def _collected_by(workplace_id: int, colleague: Colleague, before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Logs with a collection due before then: one’s own, and those whose author has left."""
    if not colleague.roles & set(WATCHERS):
        return (false(),)
    gone = select(Colleague.id).where(Colleague.workplace_id == workplace_id, Colleague.left_at.is_not(None))
    by_them = or_(MonitoringLog.author_id == colleague.id, MonitoringLog.author_id.in_(gone))
    return by_them, MonitoringLog.state == "running", MonitoringLog.due_at < before


def _line(model: type[Artefact], workplace_id: int) -> Select[*tuple[Any, ...]]:
    columns = model.__table__.columns
    title: Any = next(columns[name] for name in _TITLES if name in columns)
    prefix: Any = (
        case((Ticket.type == "request", "REQ"), else_="INC") if model is Ticket else literal(str(model.prefix))
    )
    line = select(
        literal(model.kind).label("kind"),
        model.id,
        model.number,
        model.state,
        prefix.label("prefix"),
        title.label("title"),
    ).where(model.workplace_id == workplace_id)
    return line.where(~columns["is_restricted"]) if "is_restricted" in columns else line


def _things_of(workplace_id: int, events: Sequence[WorkEvent]) -> dict[tuple[str, int], Thing]:
    ids: dict[str, set[int]] = {}
    for event in events:
        kind = find_type(event.subject_kind)
        if kind is not None and kind.is_titled_openly:
            ids.setdefault(event.subject_kind, set()).add(event.subject_id)
    if not ids:
        return {}
    models = {kind: get_type(kind).model for kind in ids}
    parts = [_line(models[kind], workplace_id).where(models[kind].id.in_(wanted)) for kind, wanted in ids.items()]
    return {
        (row.kind, row.id): Thing(row.kind, row.number, f"{row.prefix}-{row.number:04d}", row.title)
        for row in db.session.execute(union_all(*parts))
    }
