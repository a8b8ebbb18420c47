"""The assessor's pages, the page of a piece of evidence and the page of a unit."""

import re

import pytest
from sqlalchemy import func, select

from accounts.models import Membership
from assessment.judging.models import Decision, DraftJudgement
from assessment.judging.services.drafts import JudgementInput, open_assessment, save_draft_judgement
from assessment.queries import get_newest_version
from assessment.units.models import UnitStep
from assessment.vocabulary import Outcome
from core.db import db, transaction
from portfolio.evidence.models import Evidence
from portfolio.programmes.queries import list_programme_units
from portfolio.vocabulary import EvidenceState
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.assessment import MORE, answer, draft, judge, make_ready, submit
from tests.factories.portfolio import World, make_world
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database: None) -> World:
    return make_world()


@pytest.fixture
def assessor(client: PersonClient, world: World) -> PersonClient:
    sign_in(client, world.assessor)
    return client


def form_of(evidence: Evidence, *outcomes: Outcome, feedback: str = MORE, **more: str) -> dict[str, str]:
    """What a browser without script sends."""
    sent = {"decision_revision": "0", **more}
    claims = get_newest_version(evidence).claims
    for number, claim in enumerate(claims):
        outcome = outcomes[min(number, len(outcomes) - 1)]
        sent[f"outcome-{claim.id}"] = outcome.value
        sent[f"feedback-{claim.id}"] = "" if outcome is Outcome.MET else feedback
        sent[f"revision-{claim.id}"] = "0"
    return sent


VACS = dict.fromkeys(("is_valid", "is_authentic", "is_current", "is_sufficient"), "1")


def test_the_queue_lists_what_waits_the_oldest_first(assessor: PersonClient, world: World) -> None:
    submit(world, title="First sent")
    submit(world, title="Second sent")
    text = assessor.get("/queue").text
    assert text.index("First sent") < text.index("Second sent")
    assert "Waiting for you (2)" in text
    assert "3 criteria in U1" in text


def test_the_queue_can_be_searched(assessor: PersonClient, world: World) -> None:
    submit(world, title="Restoring a mailbox")
    judged = submit(world, title="Replacing a screen")
    judge(world, judged, Outcome.PARTLY)
    answer(world, judged)
    assert "Replacing a screen" not in assessor.get("/queue?q=mailbox").text
    assert "Restoring a mailbox" not in assessor.get("/queue?only=answers").text
    assert "Restoring a mailbox" in assessor.get("/queue?unit=U1").text
    assert "Nothing matches" in assessor.get("/queue?unit=U2").text


def test_an_empty_queue_says_so(assessor: PersonClient) -> None:
    assert "Nothing waits for you" in assessor.get("/queue").text


def test_the_queue_is_the_assessors(client: PersonClient, world: World) -> None:
    for who in (world.apprentice, world.line_manager, world.verifier, world.admin):
        sign_in(client, who)
        assert client.get("/queue").status_code == 404


def test_the_workbench_shows_evidence_beside_its_claims_and_takes_it_up(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    response = assessor.get(f"/workbench/{evidence.id}")
    assert response.status_code == 200
    for text in ("U1-P1", "Picture 1", "It shows the result.", "screen.png", "0</span> of 3 judged"):
        assert text in response.text
    assert evidence.state is EvidenceState.IN_ASSESSMENT


def test_without_script_the_form_saves_and_signs(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    following = submit(world, day=3)
    sent = form_of(evidence, Outcome.MET, **VACS)

    saved = assessor.post(f"/workbench/{evidence.id}/drafts", data=sent)
    assert saved.location == f"/workbench/{evidence.id}"
    assert "3</span> of 3 judged" in assessor.get(f"/workbench/{evidence.id}").text

    signed = assessor.post(f"/workbench/{evidence.id}/finish", data=sent)
    assert signed.location == f"/workbench/{following.id}"
    assert evidence.state is EvidenceState.ASSESSED


def test_what_is_missing_stands_beside_the_field_and_nothing_typed_is_lost(
    assessor: PersonClient, world: World
) -> None:
    evidence = submit(world)
    claim = get_newest_version(evidence).claims[0]
    sent = form_of(evidence, Outcome.PARTLY, feedback="") | {f"feedback-{claim.id}": "Show the mailbox afterwards."}

    response = assessor.post(f"/workbench/{evidence.id}/finish", data=sent)

    assert response.status_code == 422
    assert "Say what U1-P2 still needs." in response.text
    assert "Show the mailbox afterwards." in response.text
    assert "Everything you chose and wrote is saved." in response.text
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 0
    assert db.session.scalar(select(func.count()).select_from(DraftJudgement)) == 3


def test_a_date_that_is_none_is_refused_in_words(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    assessor.get(f"/workbench/{evidence.id}")
    response = assessor.post(
        f"/workbench/{evidence.id}/finish", data=form_of(evidence, Outcome.PARTLY, target_on="soon")
    )
    assert response.status_code == 422
    assert "Write the date to answer by" in response.text


def test_the_same_form_twice_signs_once(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    sent = form_of(evidence, Outcome.MET, request_key="one", **VACS)
    for _ in range(2):
        assert assessor.post(f"/workbench/{evidence.id}/finish", data=sent).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_each_key_saves_one_judgement(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    claim = get_newest_version(evidence).claims[0]
    path = f"/workbench/{evidence.id}/claims/{claim.id}"
    first = assessor.post(path, json={"outcome": "met", "feedback": "", "revision": 0})
    assert (first.status_code, first.json["revision"]) == (200, 1)  # type: ignore[index]
    second = assessor.post(path, json={"outcome": "partly", "feedback": "More", "revision": 1})
    assert second.json["revision"] == 2  # type: ignore[index]
    check = assessor.post(f"/workbench/{evidence.id}/decision", json={"is_valid": True, "revision": 0})
    assert check.json["revision"] == 1  # type: ignore[index]


def test_two_tabs_both_see_both(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    claim = get_newest_version(evidence).claims[0]
    path = f"/workbench/{evidence.id}/claims/{claim.id}"
    assessor.post(path, json={"outcome": "met", "feedback": "One tab", "revision": 0})

    stale = assessor.post(
        path,
        json={"outcome": "not_met", "feedback": "Other tab", "revision": 0},
        headers={"Accept": "application/json"},
    )
    assert stale.status_code == 409
    assert stale.json["theirs"]["feedback"] == "One tab"  # type: ignore[index]

    sent = form_of(evidence, Outcome.NOT_MET, feedback="Other tab")
    page = assessor.post(f"/workbench/{evidence.id}/finish", data=sent)
    assert page.status_code == 409
    assert "One tab" in page.text
    assert "Other tab" in page.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    assert assessor.post(f"/workbench/{evidence.id}/drafts", data=again).status_code == 302
    kept = db.session.scalars(select(DraftJudgement).where(DraftJudgement.claim_id == claim.id)).one()
    assert kept.feedback == "Other tab"


@pytest.mark.parametrize(
    "sent", [{"outcome": "maybe", "revision": 0}, {"outcome": "met"}, {"feedback": "x" * 5000, "revision": 0}, []]
)
def test_json_that_makes_no_sense_is_refused(assessor: PersonClient, world: World, sent: object) -> None:
    evidence = submit(world)
    claim = get_newest_version(evidence).claims[0]
    response = assessor.post(
        f"/workbench/{evidence.id}/claims/{claim.id}", json=sent, headers={"Accept": "application/json"}
    )
    assert response.status_code == 422


def test_a_criterion_is_added_from_the_workbench(assessor: PersonClient, world: World) -> None:
    first, second, _ = world.criteria
    evidence = submit(world, first)
    response = assessor.post(
        f"/workbench/{evidence.id}/claims", data={"criterion_id": str(second), "locator": "Picture 1"}
    )
    assert response.status_code == 302
    assert "Added by you" in assessor.get(f"/workbench/{evidence.id}").text
    nothing = assessor.post(f"/workbench/{evidence.id}/claims", data={"locator": "Picture 7"})
    assert nothing.status_code == 422
    assert "Picture 7" in nothing.text


def test_assessed_evidence_leads_to_its_page(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    judge(world, evidence)
    response = assessor.get(f"/workbench/{evidence.id}", follow_redirects=True)
    assert response.request.path == f"/evidence/{evidence.id}"
    assert "has been assessed" in response.text


def test_strangers_find_no_workbench(client: PersonClient, world: World) -> None:
    evidence = submit(world)
    claim = get_newest_version(evidence).claims[0]
    for who in (MembershipFactory.create(assessor=True), MembershipFactory.create(centre=world.centre, assessor=True)):
        sign_in(client, who)
        assert client.get(f"/workbench/{evidence.id}").status_code == 404
        assert client.get(f"/evidence/{evidence.id}").status_code == 404
        assert client.post(f"/workbench/{evidence.id}/finish").status_code == 404
        path = f"/workbench/{evidence.id}/claims/{claim.id}"
        assert client.post(path, json={"outcome": "met", "revision": 0}).status_code == 404
    sign_in(client, world.verifier)
    assert client.get(f"/workbench/{evidence.id}").status_code == 403
    assert client.get("/workbench/999999").status_code == 404


def test_a_claim_of_other_evidence_is_not_there(assessor: PersonClient, world: World) -> None:
    evidence, other = submit(world), submit(world, day=3)
    claim = get_newest_version(other).claims[0]
    response = assessor.post(f"/workbench/{evidence.id}/claims/{claim.id}", json={"outcome": "met", "revision": 0})
    assert response.status_code == 404


def test_the_page_of_evidence_tells_the_whole_story(client: PersonClient, world: World) -> None:
    evidence = submit(world)
    judge(world, evidence, Outcome.MET, Outcome.PARTLY)
    sign_in(client, world.apprentice)
    page = client.get(f"/evidence/{evidence.id}").text
    assert MORE in page
    assert ">Answer<" in page.replace("</svg>", "</svg>").replace("\n", "")
    answer(world, evidence)
    page = client.get(f"/evidence/{evidence.id}").text
    assert "See the second picture." in page
    assert "Version 2" in page
    old = client.get(f"/evidence/{evidence.id}?version=1").text
    assert "This is an older version" in old
    assert "Stale" in old
    assert client.get(f"/evidence/{evidence.id}?version=3").status_code == 404


def test_the_assessor_sees_what_version_one_was_told(assessor: PersonClient, world: World) -> None:
    evidence = submit(world)
    judge(world, evidence, Outcome.MET, Outcome.PARTLY)
    answer(world, evidence)
    page = assessor.get(f"/workbench/{evidence.id}").text
    assert "on version 1" in page
    assert MORE in page


def test_a_line_manager_sees_the_title_and_not_the_feedback(client: PersonClient, world: World) -> None:
    evidence = submit(world)
    judge(world, evidence, Outcome.PARTLY)
    sign_in(client, world.line_manager)
    page = client.get(f"/evidence/{evidence.id}")
    assert page.status_code == 200
    assert "Restoring a mailbox" in page.text
    assert MORE not in page.text
    assert "screen.png" not in page.text


def test_everybody_else_who_may_read_it_can(client: PersonClient, world: World) -> None:
    evidence = submit(world)
    for who in (world.apprentice, world.assessor, world.verifier, world.admin):
        sign_in(client, who)
        assert client.get(f"/evidence/{evidence.id}").status_code == 200


class TestCountersigning:
    @pytest.fixture
    def world(self, database: None) -> World:
        world = make_world()
        world.assessor = MembershipFactory.create(centre=world.centre, trainee_assessor=True)
        with transaction():
            world.enrolment.assessor_id = world.assessor.id
        return world

    @pytest.fixture
    def qualified(self, world: World) -> Membership:
        return MembershipFactory.create(centre=world.centre, assessor=True)

    def test_a_qualified_assessor_finds_reads_and_countersigns(
        self, client: PersonClient, world: World, qualified: Membership
    ) -> None:
        evidence = submit(world)
        decision = judge(world, evidence)
        sign_in(client, world.assessor)
        assert "Waiting for a countersignature (1)" in client.get("/queue").text
        sign_in(client, qualified)
        assert "To countersign (1)" in client.get("/queue").text
        assert "Countersign" in client.get(f"/evidence/{evidence.id}").text
        assert client.get(f"/workbench/{evidence.id}").status_code == 403
        assert client.post(f"/decisions/{decision.id}/countersign").status_code == 302
        assert "To countersign" not in client.get("/queue").text
        assert evidence.state is EvidenceState.ASSESSED

    def test_the_apprentice_hears_nothing_before(self, client: PersonClient, world: World) -> None:
        evidence = submit(world)
        judge(world, evidence, Outcome.PARTLY)
        sign_in(client, world.apprentice)
        assert MORE not in client.get(f"/evidence/{evidence.id}").text

    def test_the_own_decision_is_refused_with_a_sentence(self, client: PersonClient, world: World) -> None:
        decision = judge(world, submit(world))
        sign_in(client, world.assessor)
        response = client.post(f"/decisions/{decision.id}/countersign")
        assert response.status_code == 403
        assert "another qualified assessor" in response.text


def test_a_unit_is_claimed_signed_and_confirmed_on_its_page(client: PersonClient, world: World) -> None:
    make_ready(world, *world.criteria)
    unit = list_programme_units(world.programme.id, world.enrolment.id)[0].id
    path = f"/enrolments/{world.enrolment.id}/units/{unit}"
    for who, word, step in (
        (world.apprentice, "Claim it", "claim"),
        (world.assessor, "Sign this unit off", "sign"),
        (world.apprentice, "Confirm", "confirm"),
    ):
        sign_in(client, who)
        page = client.get(path)
        assert word in page.text
        seen = re.search(r'name="seen" value="(\w{64})"', page.text)
        assert seen
        for _ in range(2):
            sent = {"seen": seen[1], "request_key": step}
            assert client.post(f"{path}/{step}", data=sent).location == path
    assert db.session.scalar(select(func.count()).select_from(UnitStep)) == 3
    assert "Signed off and confirmed" in client.get(path).text


def test_a_unit_says_what_keeps_it_from_being_claimed(client: PersonClient, world: World) -> None:
    unit = list_programme_units(world.programme.id, world.enrolment.id)[0].id
    path = f"/enrolments/{world.enrolment.id}/units/{unit}"
    sign_in(client, world.apprentice)
    assert "3 of 3 criteria are not met yet." in client.get(path).text
    refused = client.post(f"{path}/claim")
    assert refused.status_code == 409
    assert "3 of 3 criteria are not met yet." in refused.text
    assert client.post(f"{path}/sign").status_code == 403
    sign_in(client, world.line_manager)
    assert client.get(path).status_code == 200
    sign_in(client, MembershipFactory.create(assessor=True))
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/sign").status_code == 404


def test_pages_ask_as_much_for_many_rows_as_for_one(
    client: PersonClient, world: World, query_counter: QueryCounter
) -> None:
    evidence = submit(world)
    judge(world, evidence, Outcome.PARTLY)
    answer(world, evidence)
    unit = list_programme_units(world.programme.id, world.enrolment.id)[0].id
    open_assessment(evidence.id, by=world.assessor)
    pages = ["/queue", f"/evidence/{evidence.id}", f"/enrolments/{world.enrolment.id}/units/{unit}"]

    def ask() -> list[int]:
        counts = []
        for page in pages:
            before = len(query_counter)
            assert client.get(page).status_code == 200
            counts.append(len(query_counter) - before)
        return counts

    sign_in(client, world.assessor)
    one = ask()
    for day in range(3, 9):
        submit(world, day=day)
    sign_in(client, world.assessor)
    assert ask() == one
    assert max(one) <= 12


def test_the_workbench_asks_no_more_than_it_may(
    client: PersonClient, world: World, query_counter: QueryCounter
) -> None:
    evidence = submit(world)
    judge(world, evidence, Outcome.PARTLY)
    answer(world, evidence)
    draft(world, evidence)
    claim = get_newest_version(evidence).claims[0]
    save_draft_judgement(evidence.id, JudgementInput(claim.id, Outcome.MET, "", 1), by=world.assessor)
    sign_in(client, world.assessor)
    before = len(query_counter)
    assert client.get(f"/workbench/{evidence.id}").status_code == 200
    assert len(query_counter) - before <= 12, query_counter.statements[before:]
