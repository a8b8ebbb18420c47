"""An assessor records what they saw, the apprentice sends it back once, then confirms it, and it is judged."""

import re
from datetime import date

from portfolio.evidence.queries import get_draft, get_evidence, get_version
from portfolio.programmes.queries import list_programme_units
from tests.factories.portfolio import World, hand_in_record, make_record, make_world
from tests.support.people import PersonClient, sign_in

CHECKS = dict.fromkeys(("is_valid", "is_authentic", "is_current", "is_sufficient"), "1")


def filled(world: World, **changes: str) -> dict[str, str]:
    criterion = world.criteria[0]
    return {
        "revision": "1",
        "declarations": "1",
        "title": "Watching a mailbox restored",
        "kind": "observation",
        "origin": "live",
        "done_on": "2026-11-03",
        "account": "She restored it, and told the customer.",
        "criteria": str(criterion),
        f"locator-{criterion}": "Whole record",
        "is_authentic": "y",
        "action": "submit",
        **changes,
    }


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_from_the_caseload_to_the_signature(client: PersonClient) -> None:
    world = make_world()
    evidence_id = hand_in(client, world)
    send_back(client, world, evidence_id)
    put_right(client, world, evidence_id)
    answers = judge_too_early(client, evidence_id)

    sign_in(client, world.apprentice)
    page = client.get(f"/evidence/{evidence_id}").text
    confirmed = client.post(f"/evidence/{evidence_id}/confirm", data={"seen": hidden(page, "seen")})
    assert confirmed.status_code == 302
    assert "Confirmed the record" in client.get(f"/evidence/{evidence_id}").text
    assert "Confirm a record" not in client.get("/home").text

    sign_in(client, world.assessor)
    workbench = client.get(f"/workbench/{evidence_id}").text
    answers |= {name: hidden(workbench, name) for name in answers if "revision" in name}
    assert client.post(f"/workbench/{evidence_id}/finish", data=answers).status_code == 302
    assert "accepted it" in client.get(f"/evidence/{evidence_id}").text


def hand_in(client: PersonClient, world: World) -> int:
    """Begin from the caseload, forget one thing, and hand it in."""
    maker, apprentice = world.assessor.person.name, world.apprentice.person
    sign_in(client, world.assessor)
    start = f"/enrolments/{world.enrolment.id}/records/new"
    assert start in client.get("/caseload").text
    assert start in client.get(f"/enrolments/{world.enrolment.id}").text
    page = client.get(start).text
    assert f"Record what {apprentice.first_name} did" in page
    assert "Professional discussion" in page
    assert "Written account" not in page
    assert "How did you use AI" not in page

    refused = client.post(start, data={**filled(world, is_authentic=""), "request_key": "first"})
    assert refused.status_code == 422
    assert "Confirm that you saw or heard this yourself." in refused.text
    evidence_id = int(re.search(r"/evidence/(\d+)/edit", refused.text)[1])  # type: ignore[index]  # it is there
    revision = get_draft(get_evidence(evidence_id)).revision
    handed_in = client.post(f"/evidence/{evidence_id}/submit", data=filled(world, revision=str(revision)))
    assert handed_in.headers["Location"].endswith(f"/evidence/{evidence_id}")
    assert f"Recorded by {maker}" in client.get(f"/evidence/{evidence_id}").text
    assert "Not confirmed yet" in client.get("/queue").text
    return evidence_id


def send_back(client: PersonClient, world: World, evidence_id: int) -> None:
    """Without a reason it is refused; sent twice it is sent once."""
    sign_in(client, world.apprentice)
    assert "Confirm a record" in client.get("/home").text
    page = client.get(f"/evidence/{evidence_id}").text
    assert "Is this record right?" in page
    path = f"/evidence/{evidence_id}/dispute"
    empty = client.post(path, data={"seen": hidden(page, "seen"), "comment": " ", "request_key": "second"})
    assert empty.status_code == 422
    assert "Say what is not right." in empty.text
    sent = {"seen": hidden(page, "seen"), "comment": "I rang the customer, too.", "request_key": "third"}
    assert client.post(path, data=sent).status_code == 302
    assert client.post(path, data=sent).status_code == 302


def put_right(client: PersonClient, world: World, evidence_id: int) -> None:
    sign_in(client, world.assessor)
    assert "Your records to finish (1)" in client.get("/queue").text
    assert "I rang the customer, too." in client.get(f"/evidence/{evidence_id}").text
    client.post(f"/evidence/{evidence_id}/versions")
    assert "Correct your record" in client.get(f"/evidence/{evidence_id}/edit").text
    client.post(
        f"/evidence/{evidence_id}/submit",
        data=filled(world, answer="I added the call.", account="She restored it, and rang the customer."),
    )


def judge_too_early(client: PersonClient, evidence_id: int) -> dict[str, str]:
    """What was chosen on the workbench, which refuses to sign it."""
    workbench = client.get(f"/workbench/{evidence_id}").text
    assert "has not confirmed this record yet" in workbench
    assert "Return it to" not in workbench
    number = re.search(r'name="revision-(\d+)"', workbench)[1]  # type: ignore[index]  # it is there
    answers = {f"outcome-{number}": "met", f"revision-{number}": "0", "decision_revision": "0", **CHECKS}
    too_early = client.post(f"/workbench/{evidence_id}/finish", data=answers)
    assert too_early.status_code == 422
    assert "You can sign once" in too_early.text
    return answers


def test_everybody_who_may_see_it_reads_who_recorded_it_and_nobody_sees_the_draft(client: PersonClient) -> None:
    world = make_world()
    flag = f"Recorded by {world.assessor.person.name}"
    draft = make_record(world, title="Not handed in yet")
    handed_in = hand_in_record(world)
    unit = list_programme_units(world.programme.id)[0].id
    enrolment = f"/enrolments/{world.enrolment.id}"
    for member in (world.apprentice, world.line_manager, world.verifier, world.admin):
        sign_in(client, member)
        pages = [f"/evidence/{handed_in.id}", f"{enrolment}/evidence", enrolment, f"{enrolment}/units/{unit}"]
        for path in [*pages, f"{enrolment}/criteria?view=matrix"]:
            page = client.get(path).text
            assert flag in page, (member.role, path)
            assert "Not handed in yet" not in page
        for path in (f"/evidence/{draft.id}", f"/evidence/{draft.id}/edit"):
            assert client.get(path).status_code == 404
    sign_in(client, world.assessor)
    assert "Not handed in yet" in client.get(f"{enrolment}/evidence").text
    assert client.get(f"/evidence/{draft.id}/edit").status_code == 200


def test_a_stale_page_confirms_nothing(client: PersonClient) -> None:
    world = make_world()
    evidence = hand_in_record(world)
    sign_in(client, world.apprentice)
    answer = client.post(f"/evidence/{evidence.id}/confirm", data={"seen": "something else"})
    assert answer.status_code == 409
    assert "changed since you opened the page" in answer.text
    assert date.fromisoformat("2026-11-03") == get_version(evidence.id, 1).done_on
