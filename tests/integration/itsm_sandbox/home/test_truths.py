"""What is hidden in a workplace is for those who watch, with what members did about it."""

import pytest

from accounts.models import Centre
from core.db import db, transaction
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import create
from itsm_sandbox.generator.models import PlantedTruth
from itsm_sandbox.generator.reporters import report
from itsm_sandbox.home.truths.queries import list_reports, list_truths
from itsm_sandbox.problems.problems.models import Problem
from tests.factories import MembershipFactory
from tests.factories.workplaces import MONDAY, Workroom, make_workroom
from tests.support.people import PersonClient, sign_in


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def plant(workroom: Workroom, name: str, *subjects: Asset, category: str = "") -> None:
    about = [[subject.kind, subject.id] for subject in subjects]
    with transaction() as session:
        session.add(
            PlantedTruth(
                workplace_id=workroom.workplace.id, name=name, told=f"About {name}.", subjects=about, category=category
            )
        )


def test_a_truth_is_touched_when_a_member_does_something_about_it(workroom: Workroom) -> None:
    asset = create(
        workroom.workplace.id,
        Asset.kind,
        "add",
        {"tag": "A-1", "type": "laptop", "model": "Dell"},
        by=workroom.apprentice,
    )
    plant(workroom, "lost_thing", asset)
    plant(workroom, "rising_category", category="wifi")
    plant(workroom, "breached_month")
    assert [one.is_touched for one in list_truths(workroom.workplace)] == [True, False, False]
    create(
        workroom.workplace.id,
        Problem.kind,
        "log",
        {
            "title": "Wireless drops in the new wing",
            "description": "All devices lose the wireless at busy hours, since six weeks.",
            "source": "monitoring",
            "subcategory": "wifi",
        },
        by=workroom.apprentice,
    )
    assert [one.is_touched for one in list_truths(workroom.workplace)] == [True, True, False]
    assert db.session.query(Problem).count() == 1


def test_what_simulated_people_do_is_no_sign(workroom: Workroom) -> None:
    asset = create(
        workroom.workplace.id,
        Asset.kind,
        "add",
        {"tag": "A-1", "type": "laptop", "model": "Dell"},
        by=workroom.apprentice,
    )
    with transaction() as session:
        event = session.query(WorkEvent).filter_by(subject_kind="asset").one()
        workroom.workplace.started_at = MONDAY.replace(year=2027)
    plant(workroom, "lost_thing", asset)
    assert event.verb == "add"
    assert [one.is_touched for one in list_truths(workroom.workplace)] == [False]


def test_reports_are_shown_beside_what_is_true(workroom: Workroom) -> None:
    with transaction():
        ticket = report(lock_workplace(workroom.workplace.id), SCENARIOS["app_crash"], MONDAY)
    assert list_reports(workroom.workplace).items == []
    with transaction():
        ticket.subcategory = "update"
        ticket.type = "incident"
    (shown,) = list_reports(workroom.workplace).items
    assert [fact.right for fact in shown.facts if fact.recorded == "update"] == ["app_fault"]
    assert not shown.is_classified_right


def test_the_page_is_for_those_who_watch(workroom: Workroom, client: PersonClient) -> None:
    plant(workroom, "rising_category", category="wifi")
    path = f"/workplaces/{workroom.workplace.id}/planted"
    sign_in(client, workroom.apprentice)
    assert client.get(path).status_code == 404
    client.post("/sign-out")
    sign_in(
        client,
        MembershipFactory.create(centre=db.session.get_one(Centre, workroom.apprentice.centre_id), provider_admin=True),
    )
    assert "About rising_category." in client.get(path).text
