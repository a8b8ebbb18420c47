"""Live records that come in from another tool's export: masked, their owner's alone, and evidence with its source."""

import pytest
from sqlalchemy import select

from accounts.models import Role
from core import storage
from core.db import db
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.perform import perform
from itsm_sandbox.engine.queries import get_visit
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.evidence.add_to_portfolio import Choice, add_to_portfolio, propose_evidence
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.live_work.imports.services.files import plan_import
from itsm_sandbox.live_work.records.models import LiveRecord
from portfolio.queries import get_draft, get_evidence
from tests.factories import MembershipFactory
from tests.factories.imports import confirm, make_live_import
from tests.factories.portfolio import World, make_world
from tests.factories.workplaces import Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

NOTE = "I asked what the picture showed, changed the loose cable and had the teacher try it before I left."


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def world(loaded_standards: None) -> World:
    return make_world()


def test_live_records_come_in_masked_and_apart_from_everything_simulated(workroom: Workroom) -> None:
    batch = make_live_import(workroom)
    confirm(workroom, batch)
    records = db.session.scalars(select(LiveRecord).order_by(LiveRecord.number)).all()
    assert [(record.external_id, record.stage, record.is_mine) for record in records] == [
        ("1204", "resolved", True),
        ("1207", "waiting", True),
        ("1211", "open", False),
    ]
    assert ["Requester", "Person 1"] in records[0].columns
    assert records[0].source_sha256 == batch.sha256
    assert (batch.my_names, storage.current().exists(batch.sha256)) == ([], False)
    assert not db.session.scalars(select(Ticket)).all()
    again = make_live_import(workroom)
    outcome = plan_import(workroom.workplace.id, again.id, by=workroom.apprentice).outcome
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 3)
    verify_workplace(workroom.workplace.id)


def test_a_live_record_is_its_owners_and_those_who_assess_them(workroom: Workroom, client: PersonClient) -> None:
    confirm(workroom, make_live_import(workroom))
    colleague = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, colleague, WorkRole.FIRST_LEVEL)
    admin = MembershipFactory.create(centre=workroom.apprentice.centre, role=Role.PROVIDER_ADMIN)
    address = f"/workplaces/{workroom.workplace.id}/live-records"
    for person, status, text in (
        (workroom.apprentice, 200, "1204"),
        (colleague, 404, "No live work"),
        (admin, 200, "1204"),
    ):
        sign_in(client, person)
        assert client.get(f"{address}/1").status_code == status
        assert text in client.get(address).text


def test_a_live_record_becomes_live_evidence_with_the_hash_of_its_file(world: World) -> None:
    workroom = make_workroom(world.apprentice)
    batch = make_live_import(workroom)
    confirm(workroom, batch)
    workplace_id, kind = workroom.workplace.id, LiveRecord.kind
    visit = get_visit(workplace_id, world.apprentice)
    assert not propose_evidence(visit, kind, 1, by=world.apprentice).suggestions
    perform(workplace_id, kind, 1, "note", {"did": ["classified"], "note": NOTE}, by=world.apprentice)
    proposal = propose_evidence(visit, kind, 1, by=world.apprentice)
    assert proposal.content["source"]["sha256"] == batch.sha256
    evidence_id = add_to_portfolio(workplace_id, kind, 1, Choice(proposal.title, ()), by=world.apprentice)
    draft = get_draft(get_evidence(evidence_id))
    assert (str(draft.origin), draft.assistance, [file.name for file in draft.files]) == (
        "live",
        None,
        ["LIV-0001.pdf", "LIV-0001.json"],
    )
