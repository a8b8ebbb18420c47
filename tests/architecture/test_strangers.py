"""Every route against every role, with an object of their own, of a colleague, and of another centre.

A new route fails here until `answers.py` says who gets what.
"""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from werkzeug.routing import Rule

from accounts.models import Membership, Notification
from accounts.services import notify
from core.db import db, transaction
from itsm_sandbox.engine.charts.chart import Chart, ChartKind
from itsm_sandbox.engine.views.charts import sign
from itsm_sandbox.reporting.outages.models import Outage
from portfolio.models import Claim, EvidenceFile
from portfolio.queries import get_draft, list_programme_units
from portfolio.services import enrol_apprentice
from tests.architecture.answers import ANSWERS, PLAIN_ANSWERS, ROLES
from tests.architecture.test_routes import DEVELOPMENT, PUBLIC
from tests.factories import MembershipFactory
from tests.factories.assessment import judge, propose, submit
from tests.factories.imports import make_import
from tests.factories.portfolio import (
    PNG,
    World,
    make_draft,
    make_meta_skills,
    make_programme,
    make_submitted,
    make_world,
)
from tests.factories.workplaces import furnish, make_workroom
from tests.support.people import PersonClient, sign_in

# Who may do what is decided in Python; and there are thousands of requests here.
pytestmark = [pytest.mark.any_database, pytest.mark.timeout(600)]

Things = dict[str, int | str]

STRANGER = "Zephaniah Quillfeather"
PLACES = ("own", "colleague's")


def make_world_elsewhere() -> World:
    """Another centre, whose apprentice has a name that is found nowhere else."""
    world = make_world()
    with transaction():
        world.apprentice.person.name = STRANGER
    return world


def sent_to(endpoint: str, things: Things) -> dict[str, Any]:
    """What a request must carry so that it gets past reading to the question whether they may."""
    sent: dict[str, dict[str, Any]] = {
        "assessment.save_draft_judgement": {"json": {"outcome": "met", "feedback": "", "revision": 0}},
        "assessment.save_draft_decision": {"json": {"revision": 0}},
        "itsm_sandbox.set_scene": {"data": {"scenario": "forgotten_password"}},
        "itsm_sandbox.pass_time": {"data": {"step": "hour"}},
        "portfolio.add_file": {"data": {"files": (BytesIO(PNG), "screen.png")}},
        "portfolio.show_meta_skill": {"data": {"rating": "1", "comment": "Seen at work.", "request_key": uuid4().hex}},
        "reports.download_csv": {"query_string": {"programme": things.get("programme_id")}},
        "reports.download_xlsx": {"query_string": {"programme": things.get("programme_id")}},
    }
    return sent.get(endpoint, {})


def colleagues_of(world: World) -> World:
    """Another enrolment in the same centre, with other people around it and the same admin."""
    apprentice = MembershipFactory.create(centre=world.centre)
    assessor = MembershipFactory.create(centre=world.centre, assessor=True)
    verifier = MembershipFactory.create(centre=world.centre, verifier=True)
    line_manager = MembershipFactory.create(centre=world.centre, line_manager=True)
    enrolment = enrol_apprentice(
        world.programme.id,
        apprentice.id,
        assessor.id,
        verifier_id=verifier.id,
        line_manager_id=line_manager.id,
        starts_on=date(2026, 9, 1),
        planned_end_on=date(2028, 8, 31),
        by=world.admin,
    )
    return replace(
        world,
        apprentice=apprentice,
        assessor=assessor,
        verifier=verifier,
        line_manager=line_manager,
        enrolment=enrolment,
    )


def things_of(world: World, skill_id: int) -> Things:
    """One object for each name that a route may ask for."""
    evidence = submit(world, title="Waiting")
    file = db.session.scalars(select(EvidenceFile).where(EvidenceFile.version_id == get_draft(evidence).id)).one()
    claim = db.session.scalars(select(Claim).where(Claim.version_id == file.version_id).order_by(Claim.id)).first()
    assert claim
    notify(world.apprentice, "Your evidence was read.", "/evidence")
    notification = db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert notification
    workroom = make_workroom(world.apprentice)
    furnish(workroom)
    return {
        "enrolment_id": world.enrolment.id,
        "programme_id": world.programme.id,
        "programme_unit_id": list_programme_units(world.programme.id)[0].id,
        "evidence_id": evidence.id,
        "file_id": file.id,
        "name": file.name,
        "claim_id": claim.id,
        "decision_id": judge(world, submit(world, title="Judged")).id,
        "membership_id": world.apprentice.id,
        "proposal_id": propose(world, submit(world, title="To be void")).id,
        "notification_id": notification.id,
        "skill_id": skill_id,
        # a workplace in which the apprentice works alone; `number` is that of the first artefact of each kind
        "workplace_id": workroom.workplace.id,
        "colleague_id": workroom.teacher.id,
        "group_id": workroom.first_line.id,
        "batch_id": make_import(workroom, b"Tag,Kind,Model\nLT-9,Laptop,ProBook 440\n").id,
        "outage_id": db.session.scalars(select(Outage.id).where(Outage.workplace_id == workroom.workplace.id)).one(),
        "path_of_kind": "services",
        "event": "describe",
        "number": 1,
        "issue": 1,
        "report_number": 1,
        "version": 1,
        "drawn": sign(Chart(ChartKind.BAR, "Tickets", "None.", "Week", "Tickets", (), ()), workroom.workplace.id),
    }


def ask(client: PersonClient, rule: Rule, method: str, things: Things) -> str:
    """Send the request, take back whatever it did, and return the letter of its answer."""
    path = path_of(rule, things)
    db.session.remove()
    connection: Connection = db.engines[None]  # type: ignore[assignment]  # the `database` fixture put one there
    savepoint, cookies = connection.begin_nested(), dict(client._cookies or {})
    try:
        response = client.open(path, method=method, **sent_to(rule.endpoint, things))
    finally:
        db.session.remove()
        savepoint.rollback()
        client._cookies = cookies
    assert response.status_code < 500, f"{method} {path}"
    assert STRANGER.encode() not in response.data, f"{method} {path} tells of another centre"
    assert response.status_code != 401, f"{method} {path}"
    assert path == "/sign-out" or not response.headers.get("Location", "").startswith("/sign-in"), f"{method} {path}"
    return {403: "N", 404: "-"}.get(response.status_code, "Y")


def guarded_rules(app: Flask) -> list[tuple[Rule, str]]:
    """Every rule that is not public, with each method it answers."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC | DEVELOPMENT
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})
    ]


def name_of(rule: Rule, method: str) -> str:
    return f"{method} {rule.endpoint}"


def path_of(rule: Rule, things: Things) -> str:
    built = rule.build({name: things[name] for name in rule.arguments}, append_unknown=False)
    assert built
    return built[1]


def test_every_guarded_route_says_who_gets_what(app: Flask) -> None:
    named = {name_of(rule, method) for rule, method in guarded_rules(app) if rule.arguments}
    plain = {name_of(rule, method) for rule, method in guarded_rules(app) if not rule.arguments}
    assert ANSWERS.keys() == named
    assert PLAIN_ANSWERS.keys() == plain


@pytest.mark.timeout(600)  # every route, as every role, in three places
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("asked", ["GET", "POST"])
def test_strangers_find_nothing_and_colleagues_only_what_is_for_them(app: Flask, asked: str) -> None:
    skill_id = make_meta_skills()[0].id
    world = make_world()
    places = {
        "own": things_of(world, skill_id),
        "colleague's": things_of(colleagues_of(world), skill_id),
    }
    elsewhere = things_of(make_world_elsewhere(), skill_id)
    clients = clients_of(app, world)
    found: dict[str, str] = {}
    rules = [rule for rule, method in guarded_rules(app) if rule.arguments and method == asked]
    for number, rule in enumerate(rules):
        found[name_of(rule, asked)] = " ".join(
            "".join(ask(clients[role], rule, asked, places[place]) for place in PLACES) for role in ROLES
        )
        for role in {"admin", ROLES[number % len(ROLES)]}:  # who may do most, and by turns another
            letter = ask(clients[role], rule, asked, elsewhere)
            assert letter == "-", f"{role} reaches another centre: {asked} {rule}"
    assert found == {name: answer for name, answer in ANSWERS.items() if name.startswith(f"{asked} ")}


@pytest.mark.usefixtures("database")
def test_a_draft_is_its_apprentice_s_own(app: Flask) -> None:
    world = make_world()
    draft = make_draft(world)
    file = db.session.scalars(select(EvidenceFile).where(EvidenceFile.version_id == get_draft(draft).id)).one()
    things: Things = {
        "evidence_id": draft.id, "file_id": file.id, "name": file.name, "claim_id": 1
    }  # fmt: skip
    clients = clients_of(app, world)
    for rule, method in guarded_rules(app):
        if not rule.arguments or not rule.arguments <= things.keys():
            continue
        for role in ROLES[1:]:
            letter = ask(clients[role], rule, method, things)
            assert letter == "-", f"{role} reaches a draft: {method} {rule}"


@pytest.mark.usefixtures("database")
def test_roles_reach_the_pages_that_are_theirs(app: Flask) -> None:
    world = make_world()
    make_submitted(make_world_elsewhere())
    things: Things = {"programme_id": world.programme.id}
    clients = clients_of(app, world)
    found: dict[str, str] = {}
    for rule, method in guarded_rules(app):
        if rule.arguments:
            continue
        letters = ""
        for role in ROLES:
            letters += ask(clients[role], rule, method, things)
        found[name_of(rule, method)] = letters
    assert found == PLAIN_ANSWERS


@pytest.mark.usefixtures("database")
def test_an_object_named_in_the_query_is_guarded_like_one_in_the_path(app: Flask) -> None:
    world, elsewhere = make_world(), make_world()
    programme = make_programme(elsewhere.admin, elsewhere.programme.framework)
    admin, apprentice = (clients_of(app, world)[role] for role in ("admin", "apprentice"))
    for path in ("/centre/cohort", "/centre/cohort.csv", "/centre/cohort.xlsx"):
        assert admin.get(path, query_string={"programme": programme.id}).status_code == 404, path
    assert apprentice.get("/evidence/new", query_string={"enrolment": elsewhere.enrolment.id}).status_code == 404


def clients_of(app: Flask, world: World) -> dict[str, PersonClient]:
    people: dict[str, Membership] = {
        "apprentice": world.apprentice,
        "line_manager": world.line_manager,
        "assessor": world.assessor,
        "verifier": world.verifier,
        "external_verifier": MembershipFactory.create(centre=world.centre, external_verifier=True),
        "admin": world.admin,
    }
    clients = {}
    for role, membership in people.items():
        client = app.test_client()
        assert isinstance(client, PersonClient)
        sign_in(client, membership)
        clients[role] = client
    return clients
