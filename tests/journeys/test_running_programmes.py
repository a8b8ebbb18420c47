from typing import Any

import pytest
from sqlalchemy import func, select

from core.db import db
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.queries import get_enrolment
from portfolio.programmes.models import Programme
from portfolio.programmes.queries import list_offered_units, list_programme_units
from tests.factories import CentreFactory, MembershipFactory
from tests.factories.portfolio import World, make_framework, make_programme, make_submitted, make_world
from tests.support.people import PersonClient, sign_in


def test_an_admin_adds_a_programme_over_a_standard(client: PersonClient) -> None:
    admin = MembershipFactory.create(provider_admin=True)
    framework = make_framework()
    one, two = list_offered_units(framework.id)
    sign_in(client, admin)
    assert "Supporting people with technology" in client.get("/programmes/new").text
    page = client.get(f"/programmes/new?framework={framework.id}").text
    assert "Unit U1" in page

    form = {
        "framework": str(framework.id),
        "request_key": "one",
        "title": "Digital Support",
        "optional_minimum": "1",
        f"unit-{one.key}": "mandatory",
        f"unit-{two.key}": "optional",
    }
    answers = [client.post("/programmes/new", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert db.session.scalar(select(func.count()).select_from(Programme)) == 1
    shown = client.get(answers[0].headers["Location"]).text
    assert "Digital Support" in shown
    assert "at least 1 of the optional units" in shown
    assert "Digital Support" in client.get("/programmes").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Give the programme a title."),
        ({"title": "Taken"}, "of this title already"),
        ({"optional_minimum": "3"}, "cannot have to choose 3"),
        ({"optional_minimum": "-1"}, "from 0 to 100"),
        ({"optional_minimum": "many"}, "whole number"),
        ({"unit": "no"}, "Choose at least one unit."),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_and_kept_as_typed(
    client: PersonClient, changes: dict[str, str], sentence: str
) -> None:
    admin = MembershipFactory.create(provider_admin=True)
    framework = make_framework()
    taken = make_programme(admin, framework)
    sign_in(client, admin)
    units = {f"unit-{unit.key}": changes.get("unit", "mandatory") for unit in list_offered_units(framework.id)}
    form = {"framework": str(framework.id), "title": "New one", "optional_minimum": "0", **units, **changes}
    if form["title"] == "Taken":
        form["title"] = taken.title

    answer = client.post("/programmes/new", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.usefixtures("database")
def test_a_standard_with_levels_offers_each_unit_with_its_level() -> None:
    assert [(unit.code, unit.level, unit.criteria) for unit in list_offered_units(make_framework(level="2").id)] == [
        ("U1", "2", 3),
        ("U2", "2", 4),
    ]


def test_everybody_around_an_apprentice_is_told_of_the_enrolment(client: PersonClient) -> None:
    world = make_world()
    apprentice, title = world.apprentice.person.name, world.programme.title
    told = {
        world.apprentice: f"You are enrolled on {title}.",
        world.assessor: f"{apprentice} is enrolled on {title}. You are the assessor.",
        world.verifier: f"{apprentice} is enrolled on {title}. You are the verifier.",
        world.line_manager: f"{apprentice} is enrolled on {title}. You are the line manager.",
    }
    for member, text in told.items():
        sign_in(client, member)
        assert text in client.get("/notifications").text


def enrolment_form(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "programme_id": world.programme.id,
        "apprentice_id": world.apprentice.id,
        "assessor_id": world.assessor.id,
        "verifier_id": world.verifier.id,
        "line_manager_id": world.line_manager.id,
        "starts_on": "2026-09-01",
        "planned_end_on": "2028-08-31",
        "revision": "1",
        **changes,
    }


def test_an_admin_enrols_an_apprentice_once(client: PersonClient) -> None:
    world = make_world()
    newcomer = MembershipFactory.create(centre=world.centre)
    sign_in(client, world.admin)
    assert newcomer.person.name in client.get("/enrolments/new").text

    form = enrolment_form(world, apprentice_id=newcomer.id, request_key="one")
    answers = [client.post("/enrolments/new", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "on this programme already"),
        ({"planned_end_on": "2026-09-01"}, "after the start"),
        ({"planned_end_on": ""}, "planned to end"),
        ({"assessor_id": "0", "planned_end_on": ""}, "Choose an assessor"),
        ({"apprentice_id": "987654"}, "Not a valid choice"),
    ],
)
def test_an_enrolment_that_makes_no_sense_is_refused(
    client: PersonClient, changes: dict[str, str], sentence: str
) -> None:
    world = make_world()
    sign_in(client, world.admin)

    answer = client.post("/enrolments/new", data=enrolment_form(world, **changes))

    assert answer.status_code == 422
    assert sentence in answer.text


def test_nobody_verifies_their_own_decisions(client: PersonClient) -> None:
    world = make_world()
    both = MembershipFactory.create(centre=world.centre, person=world.assessor.person, verifier=True)
    sign_in(client, world.admin)

    answer = client.post(f"/enrolments/{world.enrolment.id}/edit", data=enrolment_form(world, verifier_id=both.id))

    assert answer.status_code == 422
    assert "cannot be the same person as the assessor" in answer.text


def test_people_and_dates_change_and_a_stale_page_shows_both(client: PersonClient) -> None:
    world = make_world()
    address = f"/enrolments/{world.enrolment.id}/edit"
    sign_in(client, world.admin)
    assert world.assessor.person.name in client.get(address).text

    assert client.post(address, data=enrolment_form(world, planned_end_on="2028-12-31")).status_code == 302
    stale = client.post(address, data=enrolment_form(world, planned_end_on="2027-06-30"))

    assert stale.status_code == 409
    assert "31 Dec 2028" in stale.text
    assert "30 Jun 2027" in stale.text
    assert get_enrolment(world.enrolment.id).planned_end_on.year == 2028


def test_optional_units_are_chosen_and_one_with_evidence_stays(client: PersonClient) -> None:
    world = make_world()
    optional = next(unit for unit in list_programme_units(world.programme.id) if not unit.is_mandatory)
    mandatory = next(unit for unit in list_programme_units(world.programme.id) if unit.is_mandatory)
    address = f"/enrolments/{world.enrolment.id}/units"
    sign_in(client, world.admin)
    before = len(world.criteria)

    assert client.post(address, data={"units": [optional.id]}).status_code == 302
    assert len(world.criteria) == before + 4
    assert client.post(address, data={"units": [mandatory.id]}).status_code == 422
    make_submitted(world, claims=before + 1)
    refused = client.post(address, data={})

    assert refused.status_code == 422
    assert "There is evidence for Unit U2 already" in refused.text


@pytest.mark.parametrize(
    "path", ["/programmes", "/programmes/new", "/enrolments/new", "/programmes/{p}", "/enrolments/{e}/edit"]
)
def test_only_the_centres_own_admin_runs_programmes(client: PersonClient, path: str) -> None:
    world = make_world()
    address = path.format(p=world.programme.id, e=world.enrolment.id)
    others = [world.apprentice, world.assessor, world.verifier, world.line_manager]

    for who in others:
        sign_in(client, who)
        assert client.get(address).status_code in {403, 404}
    sign_in(client, world.admin)
    assert client.get(address).status_code == 200
    if "{" in path:
        sign_in(client, MembershipFactory.create(centre=CentreFactory.create(), provider_admin=True))
        assert client.get(address).status_code == 404
