"""What the front page of a workplace says: what waits for somebody, what changed, and how it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from core.clock import LONDON
from core.db import db
from itsm_sandbox.catalogue.procedures.models import Procedure
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.roles import SUPPORT, WorkRole
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.knowledge.support_processes.models import SupportProcess
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.projects.lessons.models import Lesson
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.reporting.metrics.rules.reading import midnight
from itsm_sandbox.reporting.monitoring.models import MonitoringLog
from itsm_sandbox.reporting.monitoring.rules import WATCHERS
from itsm_sandbox.reporting.service_reports.models import ServiceReport
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.recovery.models import RecoveryPlan

FEW = 8
_TITLES = ("title", "name")
_MODELS: Mapping[ArtefactKind, type[Artefact]] = {
    model.kind: model
    for model in (
        *(Ticket, Problem, Change, Service, Procedure),
        *(Article, SupportProcess, ProcedurePlan, Feedback, ProcedureChange, AssetCheck),
        *(Project, Lesson),
        *(Budget, RiskAssessment, ContingencyPlan, RecoveryPlan),
    )
}
"""Those whose titles anybody at work may read, apart from what is restricted."""

WAITING: Mapping[tuple[ArtefactKind, str], tuple[WorkRole, str]] = {
    (ArtefactKind.CHANGE, "awaiting_proceed"): (WorkRole.INITIAL_APPROVER, "waits for your approval to proceed"),
    (ArtefactKind.CHANGE, "peer_review"): (WorkRole.PEER_REVIEWER, "waits for your peer review"),
    (ArtefactKind.CHANGE, "awaiting_implement"): (WorkRole.FINAL_APPROVER, "waits for your approval to implement"),
    (ArtefactKind.SERVICE, "agreed"): (WorkRole.ICT_OWNER, "is agreed and can be published"),
    (ArtefactKind.SERVICE, "under_review"): (WorkRole.ICT_OWNER, "is under review"),
    (ArtefactKind.PROCEDURE, "with_owner"): (WorkRole.ICT_OWNER, "waits for your memo and for being issued"),
    (ArtefactKind.ARTICLE, "approved"): (WorkRole.SINGLE_POINT_OF_CONTACT, "is approved and can be published"),
    (ArtefactKind.FEEDBACK, "new"): (WorkRole.SINGLE_POINT_OF_CONTACT, "is feedback that nobody has answered"),
    (ArtefactKind.PROJECT, "submitted"): (WorkRole.ICT_OWNER, "waits for your decision on its case"),
    (ArtefactKind.BUDGET, "proposed"): (WorkRole.ICT_OWNER, "is proposed and waits for you to set it"),
    (ArtefactKind.RISK_ASSESSMENT, "with_owner"): (WorkRole.ICT_OWNER, "waits for your decisions on its risks"),
    (ArtefactKind.CONTINGENCY_PLAN, "with_owner"): (WorkRole.ICT_OWNER, "waits for your approval"),
    (ArtefactKind.CONTINGENCY_PLAN, "invoked"): (WorkRole.ICT_OWNER, "is in force until you stand it down"),
    (ArtefactKind.RECOVERY_PLAN, "with_owner"): (WorkRole.ICT_OWNER, "waits for your approval"),
    (ArtefactKind.RECOVERY_PLAN, "invoked"): (WorkRole.ICT_OWNER, "is in force until you stand it down"),
    (ArtefactKind.PROCEDURE_CHANGE, "open"): (WorkRole.SINGLE_POINT_OF_CONTACT, "waits for your decision"),
}
"""What an artefact in a state asks of whoever holds a role."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An artefact as a line on the page."""

    kind: ArtefactKind
    number: int
    ref: str
    title: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
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
    asked = {key: asks for key, (role, asks) in WAITING.items() if role in colleague.roles}
    parts = [
        _line(_MODELS[kind], workplace_id).where(
            _MODELS[kind].state.in_([state for one, state in asked if one is kind])
        )
        for kind in {kind for kind, _state in asked}
    ]
    tomorrow = now.astimezone(LONDON).date() + timedelta(days=1)
    owes = (Project.author_id == colleague.id, Project.state == "running", Project.report_due_on <= tomorrow)
    asked[ArtefactKind.PROJECT, "running"] = "has a status report that is due"
    asked[ArtefactKind.MONITORING_LOG, "running"] = "has readings to collect today"
    reads = _collected_by(workplace_id, colleague, midnight(tomorrow))
    owed = (_line(Project, workplace_id).where(*owes), _line(MonitoringLog, workplace_id).where(*reads))
    rows = db.session.execute(union_all(*parts, *owed)).all()
    things = [
        Thing(ArtefactKind(row.kind), row.number, f"{row.prefix}-{row.number:04d}", row.title, asks)
        for row in rows
        if (asks := asked.get((ArtefactKind(row.kind), row.state)))
    ]
    return sorted(things, key=lambda one: (one.kind, one.number))


def list_happenings(workplace_id: int, *, except_by: int | None = None, only_by: int | None = None) -> list[Happening]:
    """The latest of what was done (by others, or by one of them), with what it was done to."""
    found = select(WorkEvent).where(WorkEvent.workplace_id == workplace_id).options(joinedload(WorkEvent.actor))
    if except_by is not None:
        found = found.where(WorkEvent.actor_id != except_by)
    if only_by is not None:
        found = found.where(WorkEvent.actor_id == only_by)
    events = db.session.scalars(found.order_by(WorkEvent.seq.desc()).limit(FEW)).all()
    things = _things_of(workplace_id, events)
    return [Happening(event, things.get((event.subject_kind, event.subject_id))) for event in events]


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
        literal(model.kind.value).label("kind"),
        model.id,
        model.number,
        model.state,
        prefix.label("prefix"),
        title.label("title"),
    ).where(model.workplace_id == workplace_id)
    return line.where(~columns["is_restricted"]) if "is_restricted" in columns else line


def _things_of(workplace_id: int, events: Sequence[WorkEvent]) -> dict[tuple[ArtefactKind, int], Thing]:
    ids: dict[ArtefactKind, set[int]] = {}
    for event in events:
        if event.subject_kind in _MODELS:
            ids.setdefault(event.subject_kind, set()).add(event.subject_id)
    if not ids:
        return {}
    parts = [_line(_MODELS[kind], workplace_id).where(_MODELS[kind].id.in_(wanted)) for kind, wanted in ids.items()]
    return {
        (ArtefactKind(row.kind), row.id): Thing(
            ArtefactKind(row.kind), row.number, f"{row.prefix}-{row.number:04d}", row.title
        )
        for row in db.session.execute(union_all(*parts))
    }
