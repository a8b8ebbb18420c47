"""A small practice workplace with an apprentice in it, made by the product's own services."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args, get_origin

from sqlalchemy import select

from accounts.models import Membership
from accounts.queries import get_membership
from core.db import transaction
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.asset_reports.models import AssetReport
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.catalogue.procedures.models import Procedure, ProcedureVersion
from itsm_sandbox.catalogue.services.models import Service, ServiceVersion
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.log import lock_workplace, record
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.models import Artefact, Colleague, SupportGroup, Workplace, WorkplaceKind
from itsm_sandbox.engine.registry import type_of
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.articles.models import Article, ArticleVersion
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.procedure_changes.models import ProcedureChange
from itsm_sandbox.knowledge.support_processes.models import SupportProcess
from itsm_sandbox.live_work.records.models import LiveRecord
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.trends.models import Trend
from itsm_sandbox.projects.lessons.models import Lesson
from itsm_sandbox.projects.projects.models import Project, StatusReport
from itsm_sandbox.projects.projects.rules.plan import numbers_on
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition, ReportIssue
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES, count_items
from itsm_sandbox.reporting.dashboards.models import Dashboard
from itsm_sandbox.reporting.meetings.models import Meeting
from itsm_sandbox.reporting.monitoring.models import MonitoringLog
from itsm_sandbox.reporting.outages.models import Outage
from itsm_sandbox.reporting.service_reports.models import ServiceReport
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.continuity.models import PlanVersion
from itsm_sandbox.risk.recovery.models import RecoveryPlan
from itsm_sandbox.workplace.opening import Plan, add_colleague, add_group, open_workplace

MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
"""9.00 on a school day in Scotland."""

KINDS: tuple[type[Artefact], ...] = (
    Ticket,
    Problem,
    Change,
    Service,
    Procedure,
    Trend,
    ProcessReview,
    ServiceReport,
    ChangeSetup,
    Article,
    Asset,
    Audit,
    Finding,
    Expenditure,
    Budget,
    RiskAssessment,
    ContingencyPlan,
    RecoveryPlan,
    SupportProcess,
    ProcedurePlan,
    ProcedureChange,
    Feedback,
    AssetCheck,
    Project,
    Lesson,
    Dashboard,
    ReportDefinition,
    Meeting,
    MonitoringLog,
    LiveRecord,
    SoftwareProduct,
    Entitlement,
    Allocation,
    LicencePosition,
    AssetReport,
)
DESK = (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL)


@dataclass(frozen=True)
class Workroom:
    """One apprentice at the first level; everybody else is simulated."""

    workplace: Workplace
    apprentice: Membership
    desk: Colleague  # the apprentice's seat
    teacher: Colleague  # who reports things
    engineer: Colleague  # second level
    head: Colleague  # ICT owner
    first_line: SupportGroup
    second_line: SupportGroup


def make_workroom(apprentice: Membership, *, roles: Collection[WorkRole] = DESK, **plan: Any) -> Workroom:
    """Time stands still in it at nine on a Monday unless the plan says otherwise."""
    chosen = Plan(**{"name": "Glenbrae Academy", "kind": WorkplaceKind.SCHOOL, "starts_at": MONDAY, **plan})
    name = get_membership(apprentice.id).person.name
    workplace = open_workplace(chosen, by=apprentice)
    with transaction():
        workplace = lock_workplace(workplace.id)
        at = chosen.starts_at
        desk = add_colleague(workplace, name, roles=roles, membership=apprentice, at=at)
        teacher = add_colleague(workplace, "Morag Sinclair", roles={WorkRole.USER}, job="Teacher of music", at=at)
        engineer = add_colleague(workplace, "Dougal Weir", roles={WorkRole.SECOND_LEVEL, WorkRole.PEER_REVIEWER}, at=at)
        owner = {WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER, WorkRole.FINAL_APPROVER}
        head = add_colleague(workplace, "Elspeth Grant", roles=owner, job="Depute head", at=at)
        first = add_group(workplace, "Service desk", 1, [desk])
        second = add_group(workplace, "Network team", 2, [engineer])
    return Workroom(workplace, apprentice, desk, teacher, engineer, head, first, second)


def furnish(workroom: Workroom) -> None:
    """Put the first of every kind of artefact into it, bare and in the state it begins in."""
    with transaction() as session:
        made: dict[str, int] = {}
        for model in KINDS:
            row = model(**_required(model, workroom, made))
            row.workplace_id, row.number, row.state = workroom.workplace.id, 1, _first_state(row)
            row.created_at = row.changed_at = MONDAY
            session.add(row)
            session.flush()
            made[model.__tablename__] = row.id
        ticket = session.scalars(select(Ticket).where(Ticket.workplace_id == workroom.workplace.id)).one()
        ticket.state = START
        workplace = lock_workplace(workroom.workplace.id)
        record(workplace, ticket, "log", actor=workroom.desk, role="first_level", at=MONDAY, to="new")
        service = session.scalars(select(Service).where(Service.workplace_id == workroom.workplace.id)).one()
        session.add(Outage(workplace_id=workroom.workplace.id, service_id=service.id, from_at=MONDAY))
        session.add(ServiceVersion(service_id=service.id, number=1, content=service.frozen(), published_at=MONDAY))
        for plan in (ContingencyPlan, RecoveryPlan):
            plan_id = session.scalars(select(plan.id).where(plan.workplace_id == workroom.workplace.id)).one()
            of = {f"{plan.kind}_id": plan_id}
            session.add(PlanVersion(**of, number=1, content={"parts": []}, sha256="0" * 64, issued_at=MONDAY))
        project = session.scalars(select(Project).where(Project.workplace_id == workroom.workplace.id)).one()
        session.add(make_report_of(project))
        session.add(ReportIssue(definition_id=made["report_definition"], **_issue()))
        procedure = session.scalars(select(Procedure).where(Procedure.workplace_id == workroom.workplace.id)).one()
        issued = {"title": "How to ask", "memo": "Please read", "body": "Tell the desk", "sha256": "0" * 64}
        session.add(ProcedureVersion(procedure_id=procedure.id, number=1, issued_at=MONDAY, **issued))
        article = session.scalars(select(Article).where(Article.workplace_id == workroom.workplace.id)).one()
        kept = {"content": article.frozen(), "published_at": MONDAY}
        session.add(ArticleVersion(article_id=article.id, number=1, **kept))


def _issue() -> dict[str, Any]:
    """The first of a custom report, of nothing."""
    day = MONDAY.date()
    figures = count_items([], [], MEASURES["count"], (day, day), limit=None)
    kept = {"number": 1, "issued_at": MONDAY, "is_unattended": False, "asked": {}, "narrative": "x", "seq": 1}
    return {**kept, "figures": {**figures, "grouped_by": "Category", "chart": None}}


def make_report_of(project: Project) -> StatusReport:
    """A first one, as short as it can be."""
    day = MONDAY.date()
    words = dict.fromkeys(("done", "coming", "troubles", "asks", "for_management", "for_users"), "x")
    days = {"due_on": day, "from_on": day, "to_on": day, "is_late": False}
    figures = numbers_on([], day)
    return StatusReport(
        project_id=project.id, number=1, at=MONDAY, rag="green", recipients=[], figures=figures, **days, **words
    )


def _required(model: type[Artefact], workroom: Workroom, made: Mapping[str, int]) -> dict[str, Any]:
    """Something for each column that must have a value; people are the one at the desk, things those made before."""
    samples: dict[type, Any] = {
        str: "x",
        int: 0,
        bool: False,
        datetime: MONDAY,
        date: MONDAY.date(),
        dict: {},
        list: [],
    }
    values: dict[str, Any] = {}
    for column in model.__table__.columns:
        is_own = column.key in model.__annotations__
        if column.nullable or column.default is not None or not is_own:
            continue
        (kind,) = get_args(model.__annotations__[column.key])  # of Mapped[…]
        pointed_to = next((key.column.table.name for key in column.foreign_keys), None)
        if pointed_to:
            values[column.key] = made.get(pointed_to, workroom.desk.id)
        else:
            values[column.key] = samples[get_origin(kind) or kind]
    return values


def _first_state(row: Artefact) -> str:
    begins = [step.to for step in type_of(row).machine.transitions if START in step.sources]
    return begins[0] or "" if begins else "draft"


def seat(workroom: Workroom, member: Membership, *roles: WorkRole) -> Colleague:
    """Let another member work there too."""
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        return add_colleague(
            workplace, member.person.name, roles=roles, membership=member, at=workroom.workplace.started_at
        )
