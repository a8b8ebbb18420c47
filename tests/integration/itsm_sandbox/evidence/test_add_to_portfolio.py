"""What is frozen of an artefact, whose it becomes, and that it never changes again."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from core import storage
from core.db import db, transaction
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.perform import apply_first, perform
from itsm_sandbox.engine.queries import get_visit
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.evidence.add_to_portfolio import Choice, MovedOn, NotYours, add_to_portfolio, propose_evidence
from itsm_sandbox.evidence.evidence_map import Piece, Survey, survey_evidence
from itsm_sandbox.evidence.models import Snapshot
from itsm_sandbox.money.expenditure.models import Expenditure
from portfolio.models import EvidenceVersion
from portfolio.queries import get_version
from portfolio.services import withdraw_evidence
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.portfolio import World, make_world
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in
from tests.support.small_machine import use_small_machine


@pytest.fixture
def world(database: None) -> World:
    return make_world()


@pytest.fixture
def workroom(world: World, monkeypatch: pytest.MonkeyPatch) -> Workroom:
    use_small_machine(monkeypatch)
    return make_workroom(world.apprentice)


@pytest.fixture
def asset(workroom: Workroom) -> Asset:
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        asset = Asset(tag="", type="")
        apply_first(workplace, asset, "add", {"tag": "T-1", "type": "laptop"}, actor=workroom.teacher, at=MONDAY)
    return asset


def do(workroom: Workroom, event: str, **given: object) -> None:
    perform(workroom.workplace.id, Asset.kind, 1, event, given, by=workroom.apprentice)


def take(workroom: Workroom, **choice: object) -> int:
    chosen = Choice(**{"title": "A laptop", "codes": (), **choice})  # type: ignore[arg-type]  # the test's own words
    return add_to_portfolio(workroom.workplace.id, Asset.kind, 1, chosen, by=workroom.apprentice)


def frozen(evidence_id: int) -> tuple[dict[str, object], EvidenceVersion]:
    version = get_version(evidence_id, 1)
    paper, data = version.files
    assert (paper.name, paper.media_type) == ("AST-0001.pdf", "application/pdf")
    with storage.current().open(data.sha256) as file:
        content: dict[str, object] = json.load(file)
    return content, version


def test_what_was_done_arrives_as_a_simulated_draft_with_a_paper_and_its_data(workroom: Workroom, asset: Asset) -> None:
    do(workroom, "place", location="Room 4")
    content, version = frozen(take(workroom, account="I looked for it."))
    assert (version.title, version.origin, version.assistance) == ("A laptop", "simulated", "solo")
    assert (version.kind, version.submitted_at, version.account) == ("sandbox_artefact", None, "I looked for it.")
    events: Any = content["events"]
    assert [(event["by"], event["is_mine"], event["is_simulated"]) for event in events] == [
        ("Morag Sinclair", False, True),
        (workroom.desk.name, True, False),
    ]
    assert events[1]["changes"][0] | {"label": "Where"} == {
        "name": "location",
        "label": "Where",
        "before": "",
        "after": "Room 4",
        "before_shown": "",
        "after_shown": "Room 4",
    }
    assert content["log"]["hash"] == workroom.workplace.last_hash  # type: ignore[index]  # JSON
    assert content["log"]["last"] == asset.revision  # type: ignore[index]  # JSON


def test_ids_are_told_in_words_as_they_were(workroom: Workroom, asset: Asset) -> None:
    do(workroom, "place", location="Room 4")
    do(workroom, "hand_out", custodian_id=workroom.teacher.id)
    content, _version = frozen(take(workroom))
    fields = {field["label"]: field["shown"] for field in content["artefact"]["fields"]}  # type: ignore[index]  # JSON
    assert fields["To whom"] == "Morag Sinclair"


def test_the_portfolio_keeps_what_it_received_when_the_workplace_moves_on(workroom: Workroom, asset: Asset) -> None:
    do(workroom, "place", location="Room 4")
    first = take(workroom)
    before = frozen(first)[0]
    do(workroom, "place", location="Room 5")
    assert frozen(first)[0] == before
    second = take(workroom)
    assert second != first
    assert len(frozen(second)[0]["events"]) == 3  # type: ignore[arg-type]  # JSON


def test_the_same_thing_at_the_same_moment_is_the_same_evidence(workroom: Workroom, asset: Asset) -> None:
    do(workroom, "place", location="Room 4")
    evidence_id = take(workroom)
    assert take(workroom, title="Another title") == evidence_id
    assert len(db.session.scalars(select(Snapshot)).all()) == 1
    visit = get_visit(workroom.workplace.id, workroom.apprentice)
    proposal = propose_evidence(visit, Asset.kind, 1, by=workroom.apprentice)
    assert proposal.evidence_id == evidence_id


def test_who_did_nothing_or_is_on_no_programme_is_told_so(workroom: Workroom, asset: Asset) -> None:
    with pytest.raises(NotYours, match="You have not done anything to AST-0001 yet"):
        take(workroom)
    visitor = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, visitor, WorkRole.FIRST_LEVEL)
    with pytest.raises(NotYours, match="not on a programme"):
        add_to_portfolio(workroom.workplace.id, Asset.kind, 1, Choice("A laptop", ()), by=visitor)


def test_a_page_that_others_have_overtaken_freezes_nothing(workroom: Workroom, asset: Asset) -> None:
    do(workroom, "place", location="Room 4")
    looked_at = asset.revision
    do(workroom, "place", location="Room 5")
    with pytest.raises(MovedOn, match="Something happened to AST-0001"):
        take(workroom, revision=looked_at)
    assert db.session.scalar(select(Snapshot)) is None


def test_another_member_at_work_makes_it_assisted(workroom: Workroom, asset: Asset) -> None:
    friend = MembershipFactory.create(centre=workroom.apprentice.centre)
    seated = seat(workroom, friend, WorkRole.FIRST_LEVEL)
    do(workroom, "place", location="Room 4")
    perform(
        workroom.workplace.id,
        Asset.kind,
        1,
        "hand_out",
        {"custodian_id": workroom.teacher.id},
        by=friend,
    )
    content, version = frozen(take(workroom))
    assert version.assistance == "assisted"
    assert content["assistance"] == {"value": "assisted", "why": f"{seated.name} worked on it too."}


def test_the_page_shows_what_is_frozen_and_leads_to_the_draft(
    client: PersonClient, workroom: Workroom, asset: Asset
) -> None:
    do(workroom, "place", location="Room 4")
    sign_in(client, workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}/assets/1/mint"
    page = client.get(address)
    assert page.status_code == 200
    assert "2, of which 1 yours" in page.text
    refused = client.post(address, data={"title": "", "revision": asset.revision})
    assert refused.status_code == 422
    assert "Give this evidence a title." in refused.text
    sent = client.post(address, data={"title": "A laptop", "revision": asset.revision})
    snapshot = db.session.scalars(select(Snapshot)).one()
    assert sent.location == f"/evidence/{snapshot.evidence_id}/edit"
    assert client.get(sent.location).status_code == 200
    assert "You have added AST-0001 before" in client.get(address).text


def test_the_survey_counts_what_was_done_and_what_is_in_the_portfolio(
    client: PersonClient, workroom: Workroom, asset: Asset, query_counter: QueryCounter
) -> None:
    do(workroom, "place", location="Room 4")
    do(workroom, "hand_out", custodian_id=workroom.teacher.id)
    survey = survey_evidence(workroom.workplace.id, by=workroom.apprentice)
    rows = {row.requirement.code: row for unit in survey.units.values() for row in unit}
    assert len(rows) == 43
    history = rows["AM3"]
    assert (history.artefacts, list(history.evidence), history.latest) == (1, [], Piece(Asset.kind, 1))
    evidence_id = take(workroom)
    rows = {row.requirement.code: row for unit in survey_of(workroom).units.values() for row in unit}
    assert list(rows["AM3"].evidence) == [evidence_id]
    sign_in(client, workroom.apprentice)
    before = len(query_counter)
    page = client.get(f"/workplaces/{workroom.workplace.id}/evidence")
    assert len(query_counter) - before <= 16
    assert "for 1 of them something is in your portfolio" in page.text


def test_those_who_watch_see_the_map_without_anybody_s_work(workroom: Workroom, world: World, asset: Asset) -> None:
    survey = survey_evidence(workroom.workplace.id, by=world.assessor)
    assert not survey.is_own
    assert not any(row.artefacts or row.evidence for unit in survey.units.values() for row in unit)


def test_what_was_withdrawn_can_be_taken_again(workroom: Workroom, asset: Asset) -> None:
    do(workroom, "place", location="Room 4")
    first = take(workroom)
    withdraw_evidence(first, by=workroom.apprentice)
    second = take(workroom)
    assert second != first
    assert take(workroom) == second


def test_a_mere_user_of_a_service_cannot_take_others_work(workroom: Workroom, asset: Asset) -> None:
    with transaction():
        workroom.desk.role_names = [str(WorkRole.USER)]
    do(workroom, "place", location="Room 4")
    with pytest.raises(NotYours, match="you are its user"):
        take(workroom)


def survey_of(workroom: Workroom) -> Survey:
    return survey_evidence(workroom.workplace.id, by=workroom.apprentice)


def test_what_is_hidden_from_the_person_is_not_told_of_either(workroom: Workroom, asset: Asset) -> None:
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        for name, is_restricted in (("New battery", False), ("Pay of the repairer", True)):
            row = Expenditure(
                on=MONDAY.date(), category="hardware", amount_pence=0, asset_id=asset.id, description=name
            )
            given = {
                "on": MONDAY.date(),
                "category": "hardware",
                "supplier": "Forth Repairs",
                "description": name,
                "amount_pence": 4_000,
                "is_restricted": is_restricted,
            }
            apply_first(workplace, row, "pay", given, actor=workroom.head, at=MONDAY)
    do(workroom, "place", location="Room 4")
    related = frozen(take(workroom))[0]["related"]
    assert "EXP-0001 New battery (its asset)" in related  # type: ignore[operator]  # JSON
    assert "Pay of the repairer" not in str(related)
