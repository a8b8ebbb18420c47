"""Who leads a project from now on: they are told, and take over one whose leader is gone."""

import pytest
from sqlalchemy import select

from accounts.models import Membership, Notification
from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.perform import Refused, perform
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.workplace.people.services import let_leave
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.problems import set_time
from tests.factories.projects import do, submit_case
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

REASON = "It waits for somebody, and I set the laptops up."
MOST_QUERIES = 12


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def leader(workroom: Workroom) -> Membership:
    member: Membership = MembershipFactory.create(centre=workroom.apprentice.centre)
    return member


@pytest.fixture
def project(workroom: Workroom, leader: Membership) -> Project:
    """A case that the apprentice submitted and handed over to somebody, who led it and then left."""
    made = submit_case(workroom)
    place = seat(workroom, leader, WorkRole.SECOND_LEVEL)
    do(workroom, made, "hand_over", leader_id=place.id, reason="They know the art department.")
    let_leave(workroom.workplace.id, place.id, by=workroom.apprentice)
    return made


def take_over(workroom: Workroom, by: Membership) -> None:
    perform(workroom.workplace.id, Project.kind, 1, "take_over", {"reason": REASON}, by=by)


def join(workroom: Workroom, *roles: WorkRole) -> tuple[Membership, Colleague]:
    member = MembershipFactory.create(centre=workroom.apprentice.centre)
    return member, seat(workroom, member, *roles)


def name_of_leader(project: Project) -> str:
    return db.session.get_one(Colleague, project.author_id).name


def told_to(member: Membership) -> list[tuple[str, str]]:
    found = select(Notification.text, Notification.path).where(Notification.membership_id == member.id)
    return [(row.text, row.path) for row in db.session.execute(found)]


def test_a_new_leader_is_told_that_the_project_is_theirs(
    workroom: Workroom, leader: Membership, client: PersonClient
) -> None:
    project = submit_case(workroom)
    place = seat(workroom, leader, WorkRole.SECOND_LEVEL)
    do(workroom, project, "hand_over", leader_id=place.id, reason="They know the art department.")
    words = f"{workroom.desk.name} handed {project.ref} {project.title} over to you. You lead it from now on."
    path = f"/workplaces/{workroom.workplace.id}/projects/1"
    assert told_to(leader) == [(f"Glenbrae Academy: {words}", path)]
    assert told_to(workroom.apprentice) == []
    sign_in(client, leader)
    assert words in client.get("/notifications").text
    assert client.get(path).status_code == 200


def test_an_ict_owner_who_takes_a_project_is_not_told_what_they_did(workroom: Workroom) -> None:
    owner, place = join(workroom, WorkRole.ICT_OWNER)
    submit_case(workroom)
    given = {"leader_id": place.id, "reason": "It is too much for the desk."}
    perform(workroom.workplace.id, Project.kind, 1, "hand_over", given, by=owner)
    assert told_to(owner) == []


def test_a_project_whose_leader_left_is_taken_over_with_a_reason(
    workroom: Workroom, project: Project, client: PersonClient, query_counter: QueryCounter
) -> None:
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}/projects/1"
    before = len(query_counter)
    page = client.get(f"{path}?part=case").text
    assert len(query_counter) - before <= MOST_QUERIES, "\n".join(query_counter.statements[before:])
    assert f"led by {name_of_leader(project)}, who has left." in page
    assert f'href="{path}?part=people">Somebody else has to lead it' in page
    assert f'href="{path}/do/take_over"' in client.get(f"{path}?part=people").text
    with pytest.raises(FieldErrors, match="Fill in “Why”"):
        perform(workroom.workplace.id, Project.kind, 1, "take_over", {"reason": ""}, by=workroom.apprentice)
    sent = {"reason": REASON, "revision": str(project.revision)}
    assert client.post(f"{path}/do/take_over", data=sent).status_code == 302
    assert project.author_id == workroom.desk.id
    event = list_events(project.kind, project.id)[-1]
    assert (event.verb, event.actor_id, event.acting_role) == ("take_over", workroom.desk.id, "single_point_of_contact")
    assert REASON in client.get(f"{path}?part=history").text
    assert "who has left" not in client.get(path).text
    set_time(workroom, MONDAY.replace(day=8))
    catch_up(workroom.workplace.id)
    assert (project.state, project.decided_by_id) == ("approved", workroom.head.id)
    do(workroom, project, "set_reporting", every="7", report_due_on=MONDAY.replace(day=14).date(),
       recipient_ids=[workroom.head.id])  # fmt: skip
    set_time(workroom, MONDAY)
    verify_workplace(workroom.workplace.id)


def test_nobody_takes_a_project_from_a_leader_who_works_here(workroom: Workroom, leader: Membership) -> None:
    project = submit_case(workroom)
    seat(workroom, leader, WorkRole.SECOND_LEVEL)
    name = workroom.desk.name
    with pytest.raises(Refused, match=f"{name} leads it and works here. {name} can hand it over."):
        take_over(workroom, leader)
    with pytest.raises(Refused, match="You lead it already"):
        take_over(workroom, workroom.apprentice)
    with transaction():
        project.author_id = workroom.engineer.id
    with pytest.raises(Refused, match="Dougal Weir, who is simulated, leads it as an example"):
        take_over(workroom, leader)


def test_where_a_member_is_the_ict_owner_they_hand_it_over(workroom: Workroom, project: Project) -> None:
    owner, place = join(workroom, WorkRole.ICT_OWNER)
    gone = name_of_leader(project)
    for member in (workroom.apprentice, owner):
        with pytest.raises(Refused, match=f"{gone} has left. {place.name} can hand it over."):
            take_over(workroom, member)
    given = {"leader_id": workroom.desk.id, "reason": "Nobody has led it since they left."}
    perform(workroom.workplace.id, Project.kind, 1, "hand_over", given, by=owner)
    assert project.author_id == workroom.desk.id


def test_whoever_could_not_lead_it_is_told_who_can(workroom: Workroom, project: Project) -> None:
    user, _place = join(workroom, WorkRole.FINAL_APPROVER)
    helper, place = join(workroom, WorkRole.MAINTENANCE)
    able = " or ".join(sorted([workroom.desk.name, place.name]))
    with pytest.raises(Refused, match=f"That takes a role in support. {able} can take it over."):
        take_over(workroom, user)
    with transaction():
        row = {"number": 1, "colleague_id": place.id, "role": "approver"}
        project.roles = [row]
    with pytest.raises(Refused, match=f"You are an approver in it.* {workroom.desk.name} can take it over."):
        take_over(workroom, helper)
    with transaction():
        project.roles = [row, {**row, "number": 2, "colleague_id": workroom.desk.id}]
    with pytest.raises(Refused, match="Let somebody else who works here have a role in support first"):
        take_over(workroom, helper)
