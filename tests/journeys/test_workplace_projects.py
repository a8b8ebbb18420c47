"""An apprentice alone leads a project from its case to its lessons, and takes it into the portfolio."""

from datetime import date
from typing import Any

import pytest

from itsm_sandbox.engine.perform import create
from itsm_sandbox.projects.lessons.models import Lesson
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from tests.factories.projects import EVALUATION, LESSON, STATUS, do, plan, staff, submit_case
from tests.journeys.test_workplace_requirements import Apprentice, added, apprentice, content_of

__all__ = ["apprentice"]

pytestmark = pytest.mark.any_database

TROUBLE = {
    "what": "The laptops come a week later than it says in the order.",
    "tried": "Rang the supplier twice and looked for another one.",
    "asked": "Let us buy five of them in the shop in town.",
}
ENDING = {
    "outcome": "Fifteen laptops are in use, two days after the plan and within the cost.",
    "benefits": "No pupil waited in the ten lessons that we counted in October.",
}
ACTION = "Chargers are a line of their own in the article on ordering."
NO_UPDATE = "The form for orders says it, and there is no article on ordering yet."


def test_a_project_serves_planning_people_reporting_and_lessons(apprentice: Apprentice) -> None:
    project = lead_to_the_work(apprentice)
    room, to = apprentice.room, apprentice.room.head.id
    told = {"every": "7", "report_due_on": date(2026, 9, 18), "recipient_ids": [to, room.teacher.id]}
    do(room, project, "set_reporting", **told)
    do(room, project, "begin_work")
    contingency = {"action": "Borrow ten tablets of the library for two weeks.", "with_id": to}
    do(room, project, "plan_contingency", trigger="The laptops do not come at all.", **contingency)
    wait_until(apprentice, lambda: project.contingencies[0]["status"] == "returned")
    assert "By when" in project.contingencies[0]["comment"]
    again = {"number": 1, "trigger": "The laptops are not here by Friday at noon.", **contingency}
    do(room, project, "change_contingency", **again)
    wait_until(apprentice, lambda: project.contingencies[0]["status"] == "agreed")
    do(room, project, "escalate", task=4, to_id=to, **TROUBLE)
    wait_until(apprentice, lambda: bool(project.escalations[0]["answer"]))
    do(room, project, "report_status", **STATUS)
    for number in range(1, 5):
        do(room, project, "progress", number=number, percent=100, note="It is done now.")
    lesson = learn(apprentice, project)
    do(room, project, "close", **ENDING)

    assert apprentice.add_to_portfolio(project) == {"PM1", "PM2", "PM3", "PM4", "PM6", "PM7", "PM8", "PM9"}
    assert apprentice.add_to_portfolio(lesson) == {"PM10"}
    facts = {fact["name"]: fact for fact in content_of(added()[0])["facts"]}
    assert facts["case_decided"]["sentence"].endswith("by a simulated colleague, which is no authorisation.")
    names = ["options_compared", "duties_apart", "duties_whole", "plan_sound", "milestones_kept"]
    names += ["escalated_before_milestone", "contingencies_agreed", "reports_on_schedule"]
    assert [name for name in names if facts[name]["holds"] is not True] == []


def lead_to_the_work(apprentice: Apprentice) -> Project:
    project = submit_case(apprentice.room)
    wait_until(apprentice, lambda: project.state == "approved")
    staff(apprentice.room, project)
    plan(apprentice.room, project)
    return project


def learn(apprentice: Apprentice, project: Project) -> Lesson:
    given: dict[str, Any] = {**LESSON, "project_id": project.ref, "change_id": None, "problem_id": None}
    lesson: Lesson = create(apprentice.room.workplace.id, Lesson.kind, "collect", given, by=apprentice.me)
    apprentice.do(lesson.kind, lesson.number, "evaluate", **EVALUATION)
    apprentice.do(lesson.kind, lesson.number, "act", action=ACTION, article_id=None, no_update_reason=NO_UPDATE)
    return lesson


def wait_until(apprentice: Apprentice, came: Any) -> None:
    """Let days pass, at most a week."""
    for _ in range(7):
        if came():
            return
        let_time_pass(apprentice.room.workplace.id, Step.OPENING, by=apprentice.me)
    assert came()
