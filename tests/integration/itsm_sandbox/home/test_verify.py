"""`flask workplace verify` proves what is kept, and finds out each thing that was changed behind the log's back."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db, transaction
from core.triggers import drop_all
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.engine.replay import Mismatch
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from itsm_sandbox.workplace.hours.services import change_hours
from itsm_sandbox.workplace.people.services import give_role
from tests.factories import MembershipFactory
from tests.factories.catalogue import ROLES_OF_ONE, publish_service, write_procedure
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom

WEEK = [[[480, 1080]]] * 5 + [[], []]


@pytest.fixture
def workroom(database: None) -> Workroom:
    """A workplace in which a little of everything happened."""
    workroom = make_workroom(MembershipFactory.create(), roles=ROLES_OF_ONE)
    me, workplace_id = workroom.apprentice, workroom.workplace.id
    publish_service(workroom)
    write_procedure(workroom)
    make_ticket(workroom, state="in_progress")
    give_role(workplace_id, workroom.teacher.id, WorkRole.FINAL_APPROVER, by=me)
    tomorrow = MONDAY.date() + timedelta(days=1)
    change_hours(workplace_id, from_on=tomorrow, week=WEEK, subdivision="ENG", closures=[], by=me)
    let_time_pass(workplace_id, Step.HOUR, by=me)
    return workroom


def test_what_was_done_through_the_log_agrees_with_it(workroom: Workroom, app: Flask) -> None:
    proven = verify_workplace(workroom.workplace.id)
    assert (proven.name, proven.artefacts) == ("Glenbrae Academy", 3)
    result = app.test_cli_runner().invoke(args=["workplace", "verify", str(workroom.workplace.id)])
    assert result.exit_code == 0, result.output
    assert "3 artefacts agree" in result.output
    assert proven.last_hash in result.output


def test_what_one_is_the_author_of_before_its_first_event_agrees_too(workroom: Workroom) -> None:
    me, workplace_id, today = workroom.apprentice, workroom.workplace.id, MONDAY.date()
    pence = {"hardware_pence": 10_000, "contracts_pence": 50_000}
    period = {"from_on": today, "to_on": today + timedelta(days=364), **pence}
    create(workplace_id, Budget.kind, "set", {"title": "Budget", "basis": "Last year’s spending.", **period}, by=me)
    scope = {"year": 2026, "title": "Risks of the year", "scope": "All services of the catalogue."}
    create(workplace_id, RiskAssessment.kind, "begin", scope, by=me)
    verify_workplace(workplace_id)


def test_a_change_to_an_artefact_after_the_fact_is_seen_in_its_next_event(workroom: Workroom) -> None:
    workplace_id = workroom.workplace.id
    tamper("UPDATE service SET availability = 'always'")
    perform(workplace_id, Service.kind, 1, "start_review", {"note": ""}, by=workroom.apprentice)
    with pytest.raises(Mismatch, match="SVC-0001: availability is “always”"):
        verify_workplace(workplace_id)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE ticket SET title = 'Nothing'", "INC-0001: title is “Nothing”; its events say"),
        ("UPDATE ticket SET running_s = 1", "INC-0001: running_s is “1”; recomputing its clocks gives"),
        ("UPDATE ticket SET state = 'closed'", "INC-0001: state is “closed”"),
        ("UPDATE workplace_event SET verb = 'other' WHERE seq = 3", "Event 3 (other) is not what it was"),
        ("UPDATE workplace_event SET hash = 'x' WHERE seq = 2", "Event 2 (joined) is not what it was"),
        ("DELETE FROM workplace_event WHERE seq = 4", "Event 4 of the log is missing"),
        ("UPDATE workplace SET last_seq = last_seq - 1", "names event"),
        ("UPDATE workplace SET peer_review_required = NOT peer_review_required", "peer_review_required is not"),
        ("UPDATE colleague SET role_names = '[\"ict_owner\"]' WHERE name = 'Morag Sinclair'", "The roles of Morag"),
        (
            "UPDATE colleague SET name = 'Morag Ross' WHERE name = 'Morag Sinclair'",
            "Morag Sinclair is not called Morag",
        ),
        ("UPDATE opening_hours SET subdivision = 'SCT' WHERE number = 2", "Version 2 of the opening hours"),
        ("UPDATE service_version SET content = '{}'", "Version 1 of SVC-0001"),
        ("UPDATE support_procedure_version SET memo = 'Call whom you like'", "Version 1 of PROC-0001"),
    ],
)
def test_tampering_is_found_out(workroom: Workroom, app: Flask, tampering: str, found: str) -> None:
    tamper(tampering)
    result = app.test_cli_runner().invoke(args=["workplace", "verify"])
    assert result.exit_code == 1, result.output
    assert found in result.output


def tamper(statement: str) -> None:
    """Change rows with the triggers dropped, as somebody with the database in their hands could."""
    with transaction() as session:
        connection = session.connection()
        drop_all(connection)
        connection.execute(text(statement))
    db.session.expire_all()
