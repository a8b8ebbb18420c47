"""An admin proposes that evidence is void, the verifier reads and agrees, and everybody reads who, when and why."""

import re

from assessment.voiding.queries import list_waiting_proposals
from portfolio.programmes.queries import list_programme_units
from tests.factories.assessment import judge, propose, submit
from tests.factories.portfolio import World, make_world
from tests.support.people import PersonClient, sign_in

WHY = "The picture shows a customer's passport."


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def propose_on_the_page(client: PersonClient, world: World, evidence_id: int) -> str:
    """The address of the proposal."""
    sign_in(client, world.admin)
    assert "Nothing waits for a decision" in client.get("/voids").text
    assert f"/evidence/{evidence_id}/void" in client.get(f"/evidence/{evidence_id}").text
    path = f"/evidence/{evidence_id}/void"
    assert "A second person decides" in client.get(path).text
    refused = client.post(path, data={"comment": ""})
    assert refused.status_code == 422
    assert "Choose why." in refused.text
    assert "Say why, so that" in client.post(path, data={"reason": "data_protection", "comment": " "}).text
    form = {"reason": "data_protection", "comment": WHY, "erases_files": "y", "request_key": "one"}
    answers = [client.post(path, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(list_waiting_proposals(world.centre.id)) == 1
    return answers[0].headers["Location"]


def test_from_the_proposal_to_void(client: PersonClient) -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    judge(world, evidence)
    address = propose_on_the_page(client, world, evidence.id)
    page = client.get(address).text
    assert "You proposed it" in page
    assert "Agree: it is void" not in page
    assert client.post(f"{address}/agree", data={"seen": "x"}).status_code == 403

    sign_in(client, world.verifier)
    assert "To be made void (1)" in client.get("/enrolments").text
    assert "Read and decide" in client.get("/voids").text
    page = client.get(address).text
    assert "customer&#39;s passport" in page
    stale = client.post(f"{address}/agree", data={"seen": "something else"})
    assert stale.status_code == 409
    empty = client.post(f"{address}/decline", data={"seen": hidden(page, "seen"), "comment": ""})
    assert empty.status_code == 422
    assert "Say why you do not agree." in empty.text
    assert client.post(f"{address}/agree", data={"seen": hidden(page, "seen")}).status_code == 302
    assert "is void" in client.get(address).text

    unit = list_programme_units(world.programme.id)[0].id
    enrolment = f"/enrolments/{world.enrolment.id}"
    for member in (world.apprentice, world.assessor, world.verifier, world.admin, world.line_manager):
        sign_in(client, member)
        page = client.get(f"/evidence/{evidence.id}").text
        assert "<s>Restoring a mailbox</s>" in page
        assert f"{world.admin.person.name} proposed it" in page
        assert f"{world.verifier.person.name} agreed" in page
        assert "data protection" in page
        assert ("passport" in page) == (member is not world.line_manager)
        for path in (f"{enrolment}/evidence", enrolment, f"{enrolment}/units/{unit}"):
            assert "<s>Restoring a mailbox</s>" in client.get(path).text, (member.role, path)
        assert "Restoring a mailbox" not in client.get(f"{enrolment}/criteria?view=matrix").text


def test_only_those_who_run_the_centre_see_that_it_is_proposed(client: PersonClient) -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    proposal = propose(world, evidence)
    for member, sees in ((world.apprentice, False), (world.assessor, False), (world.verifier, True)):
        sign_in(client, member)
        assert ("proposes that this evidence is void" in client.get(f"/evidence/{evidence.id}").text) == sees
        assert client.get("/voids").status_code == (200 if sees else 404)
        assert client.get(f"/voids/{proposal.id}").status_code == (200 if sees else 404)


def test_a_declined_proposal_is_kept_with_its_reason(client: PersonClient) -> None:
    world = make_world()
    proposal = propose(world, submit(world, world.criteria[0]))
    sign_in(client, world.verifier)
    page = client.get(f"/voids/{proposal.id}").text
    form = {"seen": hidden(page, "seen"), "comment": "It is their own picture."}
    assert client.post(f"/voids/{proposal.id}/decline", data=form).status_code == 302
    sign_in(client, world.admin)
    assert "It is their own picture." in client.get(f"/voids/{proposal.id}").text
    assert "Declined" in client.get("/voids").text
