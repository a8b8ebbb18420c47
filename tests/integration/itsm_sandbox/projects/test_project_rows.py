"""The rows of a project edited from its page, and a project that somebody else leads from now on."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from core.db import transaction
from itsm_sandbox.engine.forms import StepForm
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.perform import Refused, perform
from itsm_sandbox.engine.registry import list_types
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.workplace.opening import add_colleague
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.problems import set_time
from tests.factories.projects import PLAN, do, staff, submit_case
from tests.factories.workplaces import MONDAY, Workroom, make_workroom
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

MOST_QUERIES = 12
LEAVES = "I work at another school from Monday on."


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def project(workroom: Workroom) -> Project:
    """Approved, with people and three tasks."""
    made = submit_case(workroom)
    pass_to(workroom, 1)
    staff(workroom, made)
    for row in PLAN[:3]:
        given = {"package": "Laptops", "is_milestone": False, "owner_id": workroom.engineer.id, **row}
        do(workroom, made, "add_task", **given)
    return made


def verify(workroom: Workroom) -> None:
    set_time(workroom, MONDAY)  # as the log has it; no event tells the time that tests set
    verify_workplace(workroom.workplace.id)


def pass_to(workroom: Workroom, days: int) -> None:
    set_time(workroom, MONDAY + timedelta(days=days))
    catch_up(workroom.workplace.id)


def join(workroom: Workroom, roles: set[WorkRole]) -> tuple[Membership, Colleague]:
    """Another member in the workplace."""
    member = MembershipFactory.create(centre=workroom.apprentice.centre)
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        seat = add_colleague(workplace, "Rory Calder", roles=roles, membership=member, at=MONDAY)
    return member, seat


def address_of(workroom: Workroom, event: str, number: int | None = None) -> str:
    row = f"?number={number}" if number else ""
    return f"/workplaces/{workroom.workplace.id}/projects/1/do/{event}{row}"


def test_a_row_is_edited_from_its_link_with_what_it_holds(
    workroom: Workroom, project: Project, client: PersonClient
) -> None:
    sign_in(client, workroom.apprentice)
    page = client.get(f"/workplaces/{workroom.workplace.id}/projects/1?part=plan").text
    assert f'href="{address_of(workroom, "change_task", 2)}"' in page
    assert 'Edit<span class="visually-hidden">: 2. Set up</span>' in page
    form = client.get(address_of(workroom, "change_task", 2)).text
    assert "<strong>2. Set up</strong>" in form
    assert 'name="number" value="2"' in form
    assert 'value="2026-09-21"' in form
    assert f'<option selected value="{workroom.engineer.id}">' in form
    assert 'checked class="form-check-input" id="after-0"' in form
    assert "3. Teach the teachers" in form
    sent = {"number": "2", "name": "Set them up", "package": "", "starts_on": "2026-09-22", "ends_on": "2026-09-30"}
    sent |= {"owner_id": str(workroom.desk.id), "revision": str(project.revision)}
    assert client.post(address_of(workroom, "change_task"), data=sent).status_code == 302
    row = project.tasks[1]
    assert (row["name"], row["package"], row["after"]) == ("Set them up", "", [])
    assert (row["starts_on"], row["owner"]) == ("2026-09-22", workroom.desk.name)
    history = client.get(f"/workplaces/{workroom.workplace.id}/projects/1?part=history").text
    assert "<dt>Task or milestone</dt><dd>2. Set up</dd>" in history
    assert "<dt>Follows</dt><dd>1. Order</dd>" in history  # when it was added
    verify(workroom)


def test_without_a_row_the_page_asks_which_one_by_its_words(
    workroom: Workroom, project: Project, client: PersonClient
) -> None:
    sign_in(client, workroom.apprentice)
    for address in (address_of(workroom, "change_task"), address_of(workroom, "change_task", 99)):
        page = client.get(address).text
        assert '<option value="2">2. Set up</option>' in page
        assert "Go on" in page
        assert 'name="starts_on"' not in page
    refused = client.post(address_of(workroom, "change_task"), data={"name": "Anything", "revision": project.revision})
    assert "Choose “Task or milestone”." in refused.text
    taken_out = client.get(address_of(workroom, "remove_task", 3)).text
    assert '<option selected value="3">3. Teach the teachers</option>' in taken_out


def test_a_refusal_keeps_what_was_typed_and_a_stale_edit_is_shown_beside_the_other(
    workroom: Workroom, project: Project, client: PersonClient
) -> None:
    sign_in(client, workroom.apprentice)
    seen = project.revision
    sent = {"number": "2", "name": "Set them all up", "starts_on": "2026-09-22", "ends_on": "2026-09-10"}
    sent |= {"owner_id": str(workroom.desk.id), "revision": str(seen), "after": "3"}
    refused = client.post(address_of(workroom, "change_task"), data=sent)
    assert refused.status_code == 409
    assert "It would end before it begins." in refused.text
    for kept in ('value="Set them all up"', 'value="2026-09-10"', "<strong>2. Set up</strong>"):
        assert kept in refused.text
    given: dict[str, Any] = {**PLAN[1], "package": "", "owner_id": workroom.engineer.id, "is_milestone": False}
    do(workroom, project, "change_task", number=2, **{**given, "name": "Install them"})
    stale = client.post(address_of(workroom, "change_task"), data={**sent, "ends_on": "2026-09-30"})
    assert stale.status_code == 409
    for shown in ("Nothing was overwritten", "Install them", 'value="Set them all up"', "<strong>2. Install them"):
        assert shown in stale.text
    assert project.tasks[1]["name"] == "Install them"
    again = client.post(
        address_of(workroom, "change_task"),
        data={**sent, "ends_on": "2026-09-30", "revision": str(project.revision)},
    )
    assert again.status_code == 302
    assert (project.tasks[1]["name"], project.tasks[1]["after"]) == ("Set them all up", [3])


def test_nobody_hands_over_to_simulated_colleagues(workroom: Workroom, project: Project, client: PersonClient) -> None:
    _member, seat = join(workroom, {WorkRole.USER})
    with pytest.raises(Refused, match="There is nobody to hand it to"):
        do(workroom, project, "hand_over", leader_id=workroom.engineer.id, reason=LEAVES)
    sign_in(client, workroom.apprentice)
    page = client.get(f"/workplaces/{workroom.workplace.id}/projects/1?part=people").text
    assert "<strong>Hand the project over</strong>: There is nobody to hand it to" in page
    with pytest.raises(Refused, match="There is nobody to hand it to"):
        do(workroom, project, "hand_over", leader_id=seat.id, reason=LEAVES)


def test_a_leader_who_leaves_hands_the_project_over(workroom: Workroom, project: Project, client: PersonClient) -> None:
    member, seat = join(workroom, {WorkRole.SECOND_LEVEL})
    with pytest.raises(Refused, match="Dougal Weir cannot lead a project"):
        do(workroom, project, "hand_over", leader_id=workroom.engineer.id, reason=LEAVES)
    sign_in(client, workroom.apprentice)
    form = client.get(address_of(workroom, "hand_over")).text
    assert "Rory Calder" in form
    assert "Dougal Weir" not in form
    sent = {"leader_id": str(seat.id), "reason": LEAVES, "revision": str(project.revision)}
    assert client.post(address_of(workroom, "hand_over"), data=sent).status_code == 302
    assert project.author_id == seat.id
    with pytest.raises(Refused, match="This is for the leader"):
        do(workroom, project, "remove_task", number=3)
    perform(workroom.workplace.id, Project.kind, 1, "remove_task", {"number": 3}, by=member)
    assert [row["number"] for row in project.tasks] == [1, 2]
    page = client.get(f"/workplaces/{workroom.workplace.id}/projects/1?part=history").text
    assert "led by Rory Calder" in page
    assert LEAVES in page
    verify(workroom)


def test_the_ict_owner_takes_a_project_from_somebody_who_is_gone(workroom: Workroom, project: Project) -> None:
    owner, seat = join(workroom, {WorkRole.ICT_OWNER})
    given = {"leader_id": seat.id, "reason": "Nobody has led it since he left."}
    perform(workroom.workplace.id, Project.kind, 1, "hand_over", given, by=owner)
    assert project.author_id == seat.id
    with pytest.raises(Refused, match="leads it already"):
        perform(workroom.workplace.id, Project.kind, 1, "hand_over", given, by=owner)


def test_whoever_wrote_a_case_does_not_decide_on_it_after_handing_it_over(database: None) -> None:
    workroom = make_workroom(MembershipFactory.create(), roles={WorkRole.ICT_OWNER})
    _member, seat = join(workroom, {WorkRole.FIRST_LEVEL})
    project = submit_case(workroom)
    do(workroom, project, "hand_over", leader_id=seat.id, reason=LEAVES)
    with pytest.raises(Refused, match="Nobody decides on their own case"):
        do(workroom, project, "approve_case", decision="I think it is fine like this.")
    pass_to(workroom, 1)
    assert (project.state, project.decided_by_id) == ("approved", workroom.head.id)
    verify(workroom)


@pytest.mark.parametrize("role", [WorkRole.ICT_OWNER, WorkRole.FINAL_APPROVER])
def test_those_who_decide_look_at_a_case_with_few_queries(
    workroom: Workroom, client: PersonClient, query_counter: QueryCounter, role: WorkRole
) -> None:
    submit_case(workroom)
    member, _seat = join(workroom, {role, WorkRole.FIRST_LEVEL})
    sign_in(client, member)
    before = len(query_counter)
    page = client.get(f"/workplaces/{workroom.workplace.id}/projects/1?part=case")
    assert "The ICT owner has not decided yet." in page.text
    assert len(query_counter) - before <= MOST_QUERIES, "\n".join(query_counter.statements[before:])


def test_a_contingency_is_written_again_for_somebody_else(workroom: Workroom, project: Project) -> None:
    plan = {"trigger": "The laptops do not come at all.", "action": "Borrow ten tablets of the library."}
    do(workroom, project, "plan_contingency", **plan, with_id=workroom.head.id)
    again = {**plan, "number": 1, "trigger": "The laptops are not here by Friday at noon."}
    with pytest.raises(Refused, match="Nobody agrees with themselves"):
        do(workroom, project, "change_contingency", **again, with_id=workroom.desk.id)
    do(workroom, project, "change_contingency", **again, with_id=workroom.engineer.id)
    assert (project.contingencies[0]["with"], project.contingencies[0]["status"]) == ("Dougal Weir", "proposed")


def test_no_answer_has_the_name_of_something_that_a_form_is_asked_for() -> None:
    names = {
        (kind.kind, asked.name) for kind in list_types() for step in kind.machine.transitions for asked in step.fields
    }
    assert [(kind, name) for kind, name in names if hasattr(StepForm, name)] == []


def test_a_risk_is_looked_at_again_with_what_it_holds(
    workroom: Workroom, project: Project, client: PersonClient
) -> None:
    risk = {"what": "The supplier sends them late.", "likelihood": "3", "impact": "4"}
    do(workroom, project, "add_risk", **risk, response="Order them early in the week.", owner_id=workroom.desk.id)
    sign_in(client, workroom.apprentice)
    form = client.get(address_of(workroom, "review_risk", 1)).text
    for held in ('<option selected value="3">3</option>', '<option selected value="open">', "Order them early"):
        assert held in form
    again = {**risk, "number": 1, "impact": "2", "response": "Ask every week when they come."}
    told = {"owner_id": workroom.desk.id, "now": "open", "note": "Another school lends us five."}
    do(workroom, project, "review_risk", **again, **told)
    assert (project.risks[0]["impact"], project.risks[0]["note"]) == (2, told["note"])
