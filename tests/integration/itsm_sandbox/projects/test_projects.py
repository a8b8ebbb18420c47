"""A project of somebody who works alone, from the case to the lessons, and what stands in its way."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import db, transaction
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.queries import sim_now
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.knowledge.articles.services import write_article
from itsm_sandbox.projects.projects.models import Project, StatusReport
from itsm_sandbox.projects.projects.queries import list_reports
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.problems import set_time
from tests.factories.projects import EVALUATION, LESSON, STATUS, do, plan, staff, submit_case
from tests.factories.workplaces import MONDAY, Workroom, make_workroom
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

MOST_QUERIES = 12


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def pass_to(workroom: Workroom, days: int, hours: int = 0) -> None:
    set_time(workroom, MONDAY + timedelta(days=days, hours=hours))
    catch_up(workroom.workplace.id)


def running(workroom: Workroom) -> Project:
    project = submit_case(workroom)
    pass_to(workroom, 1)
    assert project.state == "approved", project.decision
    staff(workroom, project)
    plan(workroom, project)
    to = [workroom.head.id, workroom.teacher.id]
    do(workroom, project, "set_reporting", every="7", report_due_on=date(2026, 9, 18), recipient_ids=to)
    do(workroom, project, "begin_work")
    return project


def test_the_simulated_owner_sends_a_thin_case_back_and_approves_a_whole_one(workroom: Workroom) -> None:
    project = submit_case(workroom)
    with pytest.raises(Refused, match="This is for ICT owner or final approver of changes"):
        do(workroom, project, "approve_case", decision="I think it is fine like this.")
    pass_to(workroom, 1)
    assert (project.state, project.decided_by_id) == ("approved", workroom.head.id)
    assert "£3,300.00" in project.decision
    thin = submit_case(workroom)
    set_time(workroom, MONDAY + timedelta(days=1))
    do_cancel: dict[str, Any] = {"reason": "It was the same case again."}
    do(workroom, thin, "cancel", **do_cancel)
    assert thin.state == "cancelled"


def test_somebody_above_the_ict_owner_decides_on_the_owner_s_own_case(database: None) -> None:
    workroom = make_workroom(MembershipFactory.create(), roles={WorkRole.ICT_OWNER})
    project = submit_case(workroom)
    with pytest.raises(Refused, match="Nobody decides on their own case"):
        do(workroom, project, "approve_case", decision="I think it is fine like this.")
    pass_to(workroom, 1)
    assert (project.state, project.decided_by_id) == ("approved", workroom.head.id)


def test_duties_that_must_be_apart_are_refused_with_the_reason(workroom: Workroom) -> None:
    project = submit_case(workroom)
    pass_to(workroom, 1)
    staff(workroom, project)
    row = {"package": "laptops", "skill": "Patience", "has_skill": "yes", "training": ""}
    with pytest.raises(Refused, match="does not see what is wrong with it"):
        do(workroom, project, "assign_roles", colleague_id=workroom.engineer.id, role="tester", duty="C", **row)
    with pytest.raises(Refused, match="is accountable for “Laptops” already"):
        do(workroom, project, "assign_roles", colleague_id=workroom.teacher.id, role="user", duty="A", **row)


def test_a_plan_on_closed_days_needs_a_reason(workroom: Workroom) -> None:
    project = submit_case(workroom)
    pass_to(workroom, 1)
    staff(workroom, project)
    with pytest.raises(Refused, match="Add at least 3 tasks; there are 0"):
        do(workroom, project, "baseline", calendar_note="")
    saturday = {"name": "Move", "starts_on": date(2026, 9, 19), "ends_on": date(2026, 9, 19), "after": []}
    task = {"package": "", "is_milestone": False, "owner_id": workroom.desk.id}
    do(workroom, project, "add_task", **saturday, **task)
    with pytest.raises(Refused, match="begins on 19 Sep 2026, a closed day"):
        plan(workroom, project)
    do(workroom, project, "baseline", calendar_note="Nobody is in the rooms on a Saturday.")
    assert project.state == "planned"
    assert all(row["baseline_ends_on"] == row["ends_on"] for row in project.tasks)


def test_progress_escalation_contingency_and_reports_are_kept_with_their_days(workroom: Workroom) -> None:
    project = running(workroom)
    trigger = "The laptops are not here by Friday at noon."
    ask = {"trigger": trigger, "action": "Borrow ten tablets of the library.", "with_id": workroom.head.id}
    with pytest.raises(Refused, match="Nobody agrees with themselves"):
        do(workroom, project, "plan_contingency", **{**ask, "with_id": workroom.desk.id})
    do(workroom, project, "plan_contingency", **ask)
    carried = {"number": 1, "happened": "Nothing had come by Friday.", "result": "Ten tablets serve until then."}
    with pytest.raises(Refused, match="must have agreed to it first"):
        do(workroom, project, "carry_out_contingency", **carried)
    pass_to(workroom, 4)
    assert project.contingencies[0]["status"] == "agreed"
    with pytest.raises(Refused, match="follows task 2"):
        do(workroom, project, "progress", number=4, percent=100, note="All of them are in use.")
    do(workroom, project, "progress", number=1, percent=100, note="Ordered and paid for.")
    told = {"what": "The laptops come a week later than it says in the order.", "tried": "Rang the supplier twice."}
    asked = "Let us buy five of them in the shop in town."
    do(workroom, project, "escalate", task=4, to_id=workroom.head.id, asked=asked, **told)
    do(workroom, project, "carry_out_contingency", **carried)
    do(workroom, project, "report_status", **STATUS)
    pass_to(workroom, 7, hours=3)
    row = project.escalations[0]
    assert (row["is_before"], row["answer"].startswith("Thank you for telling me before")) == (True, True)
    pass_to(workroom, 18)  # a report was due on the 18th; this is the 25th
    with pytest.raises(Refused, match="Late today"):
        do(workroom, project, "report_status", **STATUS)
    do(workroom, project, "report_status", **{**STATUS, "rag": "amber", "troubles": "Setting up is behind."})
    late, first = list_reports(project.id)
    assert (first.is_late, late.is_late, project.rag) == (False, False, "amber")
    assert first.figures["tasks_done"] == 1
    assert first.recipients == sorted(f"{one.name} (simulated)" for one in (workroom.head, workroom.teacher))
    set_time(workroom, MONDAY)
    verify_workplace(workroom.workplace.id)


def publish(workroom: Workroom) -> int:
    """An article in force from now on."""
    given = {
        "type": "known_error",
        "title": "Ordering",
        "body": "1. Name the chargers in a line of their own.",
        "audience": "staff",
    }
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        return write_article(workplace, given, actor=workroom.desk, at=sim_now(workplace)).id


def test_a_project_closes_with_its_milestones_and_a_lesson(workroom: Workroom) -> None:
    older = {"article_id": publish(workroom)}
    project = running(workroom)
    ending = {
        "outcome": "Fifteen laptops are in use, two days after the plan and within the cost.",
        "benefits": "No pupil waited in the ten lessons that we counted in October.",
    }
    with pytest.raises(Refused, match="Not reached yet: “In use”"):
        do(workroom, project, "close", **ending)
    for number in range(1, 5):
        do(workroom, project, "progress", number=number, percent=100, note="It is done now.")
    with pytest.raises(Refused, match="Collect at least one lesson"):
        do(workroom, project, "close", **ending)
    given = {**LESSON, "project_id": project.ref, "change_id": None, "problem_id": None}
    with pytest.raises(Refused, match="such as PRJ-0001"):
        create(workroom.workplace.id, "lesson", "collect", {**given, "project_id": ""}, by=workroom.apprentice)
    lesson = create(workroom.workplace.id, "lesson", "collect", given, by=workroom.apprentice)
    assert lesson.project_id == project.id
    do(workroom, project, "close", **ending)
    assert project.state == "closed"
    perform(workroom.workplace.id, lesson.kind, lesson.number, "evaluate", dict(EVALUATION), by=workroom.apprentice)
    done = {"action": "Chargers are a line of their own in the form for orders.", "article_id": None}
    with pytest.raises(Refused, match="or say why none has to be"):
        perform(workroom.workplace.id, lesson.kind, lesson.number, "act", done, by=workroom.apprentice)
    with pytest.raises(Refused, match="No version of that article was published since"):
        perform(workroom.workplace.id, lesson.kind, lesson.number, "act", done | older, by=workroom.apprentice)
    pass_to(workroom, 5)
    newer = {"article_id": publish(workroom)}
    perform(workroom.workplace.id, lesson.kind, lesson.number, "act", done | newer, by=workroom.apprentice)
    db.session.refresh(lesson)
    assert lesson.state == "acted"
    assert lesson.article_changed_on == date(2026, 9, 12)


def test_every_part_of_a_project_is_shown(
    workroom: Workroom, client: PersonClient, query_counter: QueryCounter
) -> None:
    project = running(workroom)
    pass_to(workroom, 4)
    do(workroom, project, "progress", number=1, percent=100, note="Ordered and paid for.")
    do(workroom, project, "report_status", **STATUS)
    sign_in(client, workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}/projects"
    assert project.title in client.get(address).text
    for part, said in {
        "case": "practice, and no real authorisation",
        "people": "Dougal Weir",
        "plan": "Baseline of 8 Sep 2026",
        "logs": "Say what is done when a risk comes true",
        "status": "Next due",
        "history": "Tell progress",
    }.items():
        before = len(query_counter)
        page = client.get(f"{address}/1?part={part}")
        assert said in page.text, part
        assert len(query_counter) - before <= MOST_QUERIES, "\n".join(query_counter.statements[before:])
    assert "has a status report that is due" not in client.get(f"/workplaces/{workroom.workplace.id}").text
    pass_to(workroom, 17)
    assert "has a status report that is due" in client.get(f"/workplaces/{workroom.workplace.id}").text
    assert "From October on" in client.get(f"{address}/1/reports/1").text
    lines = client.get(f"{address}/1/plan.csv").text.splitlines()
    assert lines[1].startswith("1,Order,No,Laptops,Dougal Weir,,2026-09-14,2026-09-18")
    assert db.session.scalars(select(StatusReport.number)).all() == [1]
