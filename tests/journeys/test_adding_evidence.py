import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portfolio.evidence.queries import get_draft, get_evidence, get_version, list_meta_skill_tags
from portfolio.evidence.services.assessing import return_evidence, take_up_evidence
from portfolio.evidence.services.drafts import start_evidence
from portfolio.vocabulary import EvidenceState
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.portfolio import (
    PDF,
    PNG,
    STATEMENT,
    World,
    make_draft,
    make_meta_skills,
    make_submitted,
    make_world,
)
from tests.support.people import PersonClient, sign_in

JSON = {"Accept": "application/json"}


def whole_page(world: World, **changes: Any) -> dict[str, Any]:
    """What a browser sends from a page that is filled in."""
    criterion = world.criteria[0]
    return {
        "revision": "1",
        "title": "Restoring a mailbox",
        "kind": "files",
        "origin": "live",
        "done_on": "2026-11-02",
        "account": "I restored it.\r\nThen I told the customer.",
        "link": "",
        "work_location": "",
        "criteria": str(criterion),
        f"locator-{criterion}": "Picture 1",
        f"reason-{criterion}": "It shows the result.",
        "declarations": "1",
        "is_authentic": "y",
        "ai_use": "none",
        "action": "save",
        **changes,
    }


def evidence_id_of(answer: TestResponse) -> int:
    found = re.search(r"/evidence/(\d+)", answer.headers["Location"])
    assert found
    return int(found[1])


def test_an_apprentice_adds_uploads_claims_and_submits_on_one_page(client: PersonClient) -> None:
    world = make_world()
    skill = make_meta_skills()[0]
    sign_in(client, world.apprentice)
    assert "Add evidence – Touchstone" in client.get("/evidence/new").text

    page = whole_page(
        world,
        request_key="one",
        action="submit",
        meta_skills=str(skill.id),
        files=[(BytesIO(PNG), "screen.png"), (BytesIO(PDF), "report.pdf")],
        **{f"how-{skill.id}": "I listened first."},
    )
    answer = client.post("/evidence/new", data=page)

    assert answer.status_code == 302, answer.text
    version = get_version(evidence_id_of(answer), 1)
    assert version.evidence.state is EvidenceState.SUBMITTED
    assert [file.name for file in version.files] == ["screen.png", "report.pdf"]
    assert [(claim.locator, claim.reason) for claim in version.claims] == [("Picture 1", "It shows the result.")]
    assert [tag.how for tag in list_meta_skill_tags(version.id)] == ["I listened first."]
    assert version.account == "I restored it.\nThen I told the customer."


def test_the_same_page_sent_twice_makes_one_draft(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)

    answers = [client.post("/evidence/new", data=whole_page(world, request_key="one")) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_a_draft_saves_itself_and_says_so(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    begun = client.post("/evidence/new", data={"request_key": "one"}, headers=JSON).get_json()

    saved = client.post(begun["draft_url"], data=whole_page(world, revision=begun["revision"]), headers=JSON)

    assert saved.status_code == 200, saved.text
    assert saved.get_json()["fields"]["revision"] == saved.get_json()["revision"] > begun["revision"]
    assert saved.get_json()["saved_at"]
    page = client.get(begun["edit_url"]).text
    assert "Restoring a mailbox" in page
    assert "It shows the result." in page


def test_a_file_is_sent_alone_and_taken_out_again(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    begun = client.post("/evidence/new", data={"request_key": "one"}, headers=JSON).get_json()

    sent = client.post(begun["files_url"], data={"files": (BytesIO(PNG), "mailbox_restored.png")}, headers=JSON)
    refused = client.post(begun["files_url"], data={"files": (BytesIO(b"<html>"), "page.html")}, headers=JSON)

    assert (sent.status_code, sent.get_json()["proposed_title"]) == (201, "Mailbox restored")
    assert "mailbox_restored.png" in sent.get_json()["html"]
    assert refused.status_code == 422
    assert "Web pages" in refused.get_json()["message"]
    removed = client.post(f"{begun['files_url']}/{sent.get_json()['id']}/remove", headers=JSON)
    assert removed.status_code == 200, removed.text
    assert get_version(begun["evidence_id"], 1).files == []


def test_a_page_without_a_title_takes_it_from_the_first_file(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)

    page = whole_page(world, title="", request_key="one", files=[(BytesIO(PNG), "mailbox_restored.png")])
    answer = client.post("/evidence/new", data=page)

    assert get_version(evidence_id_of(answer), 1).title == "Mailbox restored"


def test_submitting_too_early_says_what_is_missing_beside_the_fields_and_keeps_what_was_typed(
    client: PersonClient,
) -> None:
    world = make_world()
    sign_in(client, world.apprentice)

    answer = client.post(
        "/evidence/new",
        data={
            "request_key": "one",
            "revision": "1",
            "kind": "account",
            "title": "",
            "account": "Half a story",
            "action": "submit",
        },
    )

    assert answer.status_code == 422
    for sentence in ("Give this evidence a title.", "Choose at least one criterion", "Confirm that this is your own"):
        assert answer.text.count(sentence) == 2, sentence
    assert "Half a story" in answer.text


def test_bad_input_is_refused_beside_its_field_and_nothing_typed_is_lost(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    evidence = make_draft(world)

    page = whole_page(world, revision="99", done_on="2026-31-31", link="javascript:alert(1)", account="A long story")
    answer = client.post(f"/evidence/{evidence.id}/edit", data=page)

    assert answer.status_code == 422
    assert "begins with https://" in answer.text
    assert "A long story" in answer.text
    assert "2026-31-31" in answer.text


def test_a_refused_file_leaves_the_others_and_the_text(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)

    page = whole_page(world, request_key="one", files=[(BytesIO(b"MZ\0\0"), "tool.exe"), (BytesIO(PNG), "ok.png")])
    answer = client.post("/evidence/new", data=page)

    assert answer.status_code == 422
    assert "Programs are not taken" in answer.text
    assert "ok.png" in answer.text
    assert "It shows the result." in answer.text


def test_a_stale_page_shows_both_and_overwrites_nothing(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    evidence = make_draft(world, title="Kept before")

    stale = whole_page(world, revision="1", title="Typed in the other window")
    answer = client.post(f"/evidence/{evidence.id}/edit", data=stale)
    by_script = client.post(f"/evidence/{evidence.id}/draft", data=stale, headers=JSON)

    assert answer.status_code == by_script.status_code == 409
    assert "Kept before" in answer.text
    assert "Typed in the other window" in answer.text
    assert ["Title", "Typed in the other window", "Kept before"] in by_script.get_json()["differences"]
    assert get_draft(evidence).title == "Kept before"
    found = re.search(r'name="revision"[^>]*value="(\d+)"', answer.text)
    assert found
    again = client.post(f"/evidence/{evidence.id}/edit", data={**stale, "revision": found[1]})
    assert again.status_code == 302
    assert get_draft(evidence).title == "Typed in the other window"


def test_a_stale_page_shows_criteria_chosen_in_two_windows(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    evidence = make_draft(world, claims=0)
    first, second = world.criteria[:2]
    one = whole_page(world, revision=str(get_draft(evidence).revision))
    other = {**one, "criteria": str(second), f"locator-{second}": "Picture 2"}

    assert client.post(f"/evidence/{evidence.id}/edit", data=one).status_code == 302
    answer = client.post(f"/evidence/{evidence.id}/edit", data=other)

    assert answer.status_code == 409
    assert "This draft was changed since you opened it" in answer.text
    assert "What it shows" in answer.text
    assert "(Picture 2)" in answer.text
    assert "(Picture 1, It shows the result.)" in answer.text
    assert [claim.criterion_id for claim in get_draft(evidence).claims] == [first]


def test_without_script_criteria_are_searched_and_taken_out_by_buttons(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    evidence = make_draft(world, claims=2)
    revision = str(get_draft(evidence).revision)
    page = whole_page(world, revision=revision, criteria=[str(number) for number in world.criteria[:2]])

    searched = client.post(f"/evidence/{evidence.id}/edit", data={**page, "action": "search", "q": "U1-P2"})
    revision = str(get_draft(evidence).revision)
    removed = {**page, "revision": revision, "remove_claim": str(world.criteria[0])}
    client.post(f"/evidence/{evidence.id}/edit", data=removed)

    assert "1 found for" in client.get(searched.headers["Location"]).text
    assert [claim.criterion_id for claim in get_draft(evidence).claims] == [world.criteria[1]]


def test_suggestions_come_from_the_words_typed(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    evidence = start_evidence(world.enrolment.id, by=world.apprentice, title="Restored mailboxes and recorded")

    for path in ("edit", "suggestions"):
        page = client.get(f"/evidence/{evidence.id}/{path}").text
        assert "Suggested from your words" in page
        assert STATEMENT in page


def test_a_returned_piece_is_answered_with_a_new_version(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    evidence = make_submitted(world)
    take_up_evidence(evidence.id)
    return_evidence(evidence.id)

    page = client.post(f"/evidence/{evidence.id}/versions", follow_redirects=True)
    answer = whole_page(world, revision="1", answer="I added the log.", action="submit")
    sent = client.post(f"/evidence/{evidence.id}/submit", data=answer)

    assert "Answer the assessor" in page.text
    assert sent.status_code == 302, sent.text
    assert get_version(evidence.id, 2).answer == "I added the log."


def test_a_draft_is_discarded_and_a_submission_withdrawn(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    for evidence in (make_draft(world), make_submitted(world)):
        answer = client.post(f"/evidence/{evidence.id}/withdraw", follow_redirects=True)
        assert "Withdrawn" in answer.text
        assert get_evidence(evidence.id).state is EvidenceState.WITHDRAWN


@pytest.mark.parametrize(
    "path",
    [
        "/evidence/{id}/draft",
        "/evidence/{id}/files/1/remove",
        "/evidence/{id}/edit",
        "/evidence/{id}/submit",
        "/evidence/{id}/withdraw",
    ],
)
def test_strangers_and_other_centres_find_no_draft(client: PersonClient, path: str) -> None:
    world = make_world()
    evidence = make_draft(world)
    other = make_world()

    for who in (world.assessor, world.line_manager, world.admin, other.apprentice, other.admin):
        sign_in(client, who)
        assert client.post(path.format(id=evidence.id)).status_code == 404
    assert get_evidence(evidence.id).state is EvidenceState.DRAFT


def test_those_who_see_a_submission_cannot_change_it(client: PersonClient) -> None:
    world = make_world()
    evidence = make_submitted(world)
    sign_in(client, world.assessor)

    assert client.post(f"/evidence/{evidence.id}/withdraw").status_code == 403


def test_somebody_without_an_enrolment_has_no_place_for_evidence(client: PersonClient) -> None:
    sign_in(client, MembershipFactory.create())

    assert client.get("/evidence/new").status_code == 404
    assert client.get("/evidence").status_code == 404


def test_lists_show_drafts_to_the_apprentice_titles_to_the_manager_and_filter(client: PersonClient) -> None:
    world = make_world()
    make_draft(world, title="Only mine")
    make_submitted(world, title="For everybody")
    address = f"/enrolments/{world.enrolment.id}/evidence"

    sign_in(client, world.apprentice)
    own = client.get("/evidence", follow_redirects=True).text
    assert "Only mine" in own
    assert "For everybody" in own
    assert "Only mine" not in client.get(f"{address}?state=submitted").text
    assert "Nothing matches" in client.get(f"{address}?q=zebra&kind=account&unit=99999999999").text
    for who in (world.line_manager, world.assessor, world.verifier, world.admin):
        sign_in(client, who)
        page = client.get(address).text
        assert "Only mine" not in page
        assert "For everybody" in page
        assert ('<th scope="col">Kind</th>' in page) is (who != world.line_manager)
    sign_in(client, MembershipFactory.create(centre=world.centre, assessor=True))
    assert client.get(address).status_code == 404


def test_an_empty_list_offers_the_first_step(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)

    assert "Add your first evidence" in client.get("/evidence", follow_redirects=True).text


def test_dates_default_to_today(client: PersonClient) -> None:
    world = make_world()
    sign_in(client, world.apprentice)
    begun = client.post("/evidence/new", data={"request_key": "one"}, headers=JSON).get_json()

    assert isinstance(get_version(begun["evidence_id"], 1).done_on, date)


@pytest.mark.parametrize("pieces", [1, 6])
def test_pages_ask_the_database_the_same_few_things_however_much_there_is(
    client: PersonClient, query_counter: QueryCounter, pieces: int
) -> None:
    world = make_world(criteria=pieces)
    for number in range(pieces):
        make_submitted(world, title=f"Piece {number}", claims=pieces)
    draft = make_draft(world, claims=pieces)
    sign_in(client, world.apprentice)
    counts = {}
    for path in (f"/enrolments/{world.enrolment.id}/evidence", f"/evidence/{draft.id}/edit", "/evidence/new"):
        before = len(query_counter)
        assert client.get(path).status_code == 200
        counts[path] = len(query_counter) - before
    sign_in(client, world.admin)
    for path in ("/programmes", f"/programmes/{world.programme.id}", f"/enrolments/{world.enrolment.id}/edit"):
        before = len(query_counter)
        assert client.get(path).status_code == 200
        counts[path] = len(query_counter) - before

    assert list(counts.values()) == [5, 12, 6, 2, 6, 7]
