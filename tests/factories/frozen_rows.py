"""A workplace in which something froze in every table that keeps what was issued, published, reported or read."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.db import transaction
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Artefact, Colleague
from itsm_sandbox.engine.perform import apply, create
from itsm_sandbox.engine.queries import list_sites, sim_now
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition
from itsm_sandbox.reporting.custom_reports.rules.counting import to_comment
from itsm_sandbox.reporting.custom_reports.services import numbers_of
from itsm_sandbox.reporting.monitoring.models import MonitoringLog
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.recovery.models import RecoveryPlan
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from itsm_sandbox.workplace.hours.services import change_hours
from itsm_sandbox.workplace.people.services import Joiner, add_person
from tests.factories import MembershipFactory
from tests.factories.catalogue import ROLES_OF_ONE, publish_service, write_procedure
from tests.factories.custom_reports import QUESTION
from tests.factories.knowledge import publish_article
from tests.factories.projects import STATUS, plan, staff, submit_case
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom

_WEEK = [[[480, 1080]]] * 5 + [[], []]
_ISSUED: Mapping[str, Any] = {
    "offsite_place": "The safe of the office",
    "offsite_on": MONDAY.date(),
    "review_due_on": MONDAY.date() + timedelta(days=300),
}


def make_frozen_workroom() -> Workroom:
    """By the product's own services; whoever may decide is asked to directly, so that nobody waits."""
    room = make_workroom(MembershipFactory.create(), roles=ROLES_OF_ONE)
    article = publish_article(room)  # first: it waits for whatever happens next
    act(room, article, "revise", why="It is to name the new office.")
    service = publish_service(room)
    write_procedure(room)
    me = room.apprentice
    joiner = Joiner(membership_id=None, name="Una Boyd", job="", site_id=None, roles={WorkRole.USER})
    add_person(room.workplace.id, joiner, by=me)
    tomorrow = MONDAY.date() + timedelta(days=1)
    change_hours(room.workplace.id, from_on=tomorrow, week=_WEEK, subdivision="ENG", closures=[], by=me)
    make_ticket(room, "resolved")
    recovery = _issue_recovery_plan(room, service.id)
    _issue_contingency_plan(room, service.id, recovery)
    _pass(room, days=1)
    report = _issue_report(room, service.id)
    log = _collect(room)
    _report_status(room)
    _pass(room, days=5)
    act(room, log, "stop", reason="It was only for a trial.")
    act(room, report, "retire", reason="It was only for a trial.")
    return room


def act(room: Workroom, artefact: Artefact, event: str, *, actor: Colleague | None = None, **given: Any) -> None:
    """What the person at the desk does, or somebody else."""
    with transaction():
        workplace = lock_workplace(room.workplace.id)
        apply(workplace, artefact, event, given, actor=actor or room.desk, at=sim_now(workplace))


def _issue_recovery_plan(room: Workroom, service_id: int) -> RecoveryPlan:
    about = {"title": "Bringing back printing", "rto_hours": 4, "rpo_hours": 24, "responsible_id": room.desk.id}
    made: RecoveryPlan = _begin(room, RecoveryPlan, "draft", **about, service_id=service_id)
    steps = ["Note the time.", "Start the spare server.", "Print a page."]
    act(room, made, "write_steps", steps=steps, verification="The office prints a page.")
    act(room, made, "name_sources", backup_source="The nightly backup.", dependencies="Power and network.")
    _issue(room, made)
    return made


def _issue_contingency_plan(room: Workroom, service_id: int, recovery: RecoveryPlan) -> None:
    about = {"title": "When printing is lost", "trigger": "The print server is lost for long.", "trigger_hours": 4}
    made: ContingencyPlan = _begin(room, ContingencyPlan, "draft", **about, service_ids=[service_id])
    act(room, made, "write_procedure", service_id=service_id, manual_steps=["Bring it to the office."])
    act(room, made, "write_contacts", contacts=["Elspeth Grant, 201", "Lomond Print Services, 0131 496 0111"])
    act(room, made, "add_communication", who="Staff", how="Notice", how_often="Hourly", by="Office")
    act(room, made, "link_recovery", recovery_plan_id=recovery.id)
    _issue(room, made)


def _issue(room: Workroom, made: Artefact) -> None:
    act(room, made, "submit")
    act(room, made, "approve", actor=room.head, comment="Keep a copy at home.")
    act(room, made, "issue", issued_to=[room.head.id, room.teacher.id], **_ISSUED)


def _issue_report(room: Workroom, service_id: int) -> ReportDefinition:
    """By hand; a week later by itself, of one service and site."""
    made: ReportDefinition = _begin(room, ReportDefinition, "define", **QUESTION)
    comments = [f"{one}: the new wing opened." for one in to_comment(numbers_of(made, sim_now(room.workplace)))]
    words = "The wireless network takes most of our time, and it rises since the new wing opened. I suggest a survey."
    act(room, made, "issue", narrative=words, comments=comments)
    (site,) = list_sites(room.workplace.id)
    narrowed: dict[str, Any] = {**QUESTION, "service_id": service_id, "site_id": site.id, "red_limit": 3}
    act(room, made, "revise", **narrowed)
    act(room, made, "schedule", rhythm="weekly", first_at=MONDAY + timedelta(days=7))
    return made


def _collect(room: Workroom) -> MonitoringLog:
    """In time today, and missed from the next day on."""
    about = {"title": "Morning check of the desk", "article_id": None, "rhythm": "daily", "weekday": "0"}
    routine = "Whoever is first at the desk reads it and tells the second level what is red."
    limits = {"watched": ["open", "breached"], "disk_limit": 85, "open_limit": 30}
    made: MonitoringLog = _begin(room, MonitoringLog, "begin", **about, routine=routine, time="09:30", **limits)
    act(room, made, "collect", remarks=[])
    return made


def _report_status(room: Workroom) -> None:
    project = submit_case(room)
    act(room, project, "approve_case", actor=room.head, decision="It pays for itself within two years.")
    staff(room, project)
    plan(room, project)
    to = [room.head.id, room.teacher.id]
    act(room, project, "set_reporting", every="7", report_due_on=date(2026, 9, 18), recipient_ids=to)
    act(room, project, "begin_work")
    act(room, project, "report_status", **STATUS)


def _begin(room: Workroom, model: type[Artefact], event: str, **given: Any) -> Any:
    return create(room.workplace.id, model.kind, event, given, by=room.apprentice)


def _pass(room: Workroom, *, days: int) -> None:
    for _ in range(days):
        let_time_pass(room.workplace.id, Step.OPENING, by=room.apprentice)
