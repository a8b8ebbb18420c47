"""A project and a lesson, step by step, with texts that are long enough."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.projects.projects.models import Project
from tests.factories.workplaces import Workroom

CASE: Mapping[str, Any] = {
    "title": "Laptops for the art department",
    "need": "Two classes share six old computers, so a third of each lesson is spent waiting for one.",
    "goal": "Everybody in a lesson draws on a device of their own.",
    "success": "No pupil waits in 10 lessons that we count in the spring.",
}
OPTIONS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "Leave it as it is",
        "cost_pence": 0,
        "benefit": "Nothing has to be bought, and nobody has to learn anything new this year.",
        "risk": "Pupils go on losing a third of each lesson, and the old computers fail one by one.",
    },
    {
        "name": "Fifteen used laptops",
        "cost_pence": 330_000,
        "benefit": "Both classes draw at the same time; the laptops serve other lessons in the afternoon.",
        "risk": "Their batteries may last an hour less than those of new ones, which is likely within two years.",
    },
)
REASONS = "The laptops cost £3,300, but they give back a third of each lesson, which nothing cheaper would do."
PLAN: tuple[Mapping[str, Any], ...] = (
    {"name": "Order", "starts_on": date(2026, 9, 14), "ends_on": date(2026, 9, 18), "after": []},
    {"name": "Set up", "starts_on": date(2026, 9, 21), "ends_on": date(2026, 9, 30), "after": [1]},
    {"name": "Teach the teachers", "starts_on": date(2026, 9, 28), "ends_on": date(2026, 10, 2), "after": []},
    {
        "name": "In use",
        "starts_on": date(2026, 10, 5),
        "ends_on": date(2026, 10, 5),
        "after": [2, 3],
        "is_milestone": True,
    },
)
STATUS: Mapping[str, Any] = {
    "rag": "green",
    "done": "The laptops are ordered and paid for.",
    "coming": "Setting them up begins on Monday.",
    "troubles": "",
    "asks": "",
    "for_management": "Ordered on the day of the plan for £3,280. There is nothing to decide this week.",
    "for_users": "From October on there is a laptop for everybody in your lessons. Until then nothing changes.",
}
LESSON: Mapping[str, Any] = {
    "title": "Order chargers with the laptops",
    "source": "project",
    "happened": "We expected a charger with each laptop; five came without, and a week was lost.",
}
EVALUATION: Mapping[str, Any] = {
    "verdict": "improve",
    "evaluation": "The order did not name chargers, and the supplier counts them apart. Any order would do that.",
}


def do(workroom: Workroom, project: Project, event: str, **given: Any) -> None:
    perform(workroom.workplace.id, Project.kind, project.number, event, given, by=workroom.apprentice)


def submit_case(workroom: Workroom) -> Project:
    """A case of the apprentice's, waiting for the ICT owner."""
    project: Project = create(workroom.workplace.id, Project.kind, "propose", dict(CASE), by=workroom.apprentice)
    for option in OPTIONS:
        do(workroom, project, "add_option", **option)
    do(workroom, project, "recommend", recommended=2, reasons=REASONS)
    do(workroom, project, "submit_case")
    return project


def staff(workroom: Workroom, project: Project) -> None:
    skill = {"skill": "Setting up Windows", "has_skill": "yes", "training": ""}
    rows = [
        {"colleague_id": workroom.desk.id, "role": "manager", "duty": "A"},
        {"colleague_id": workroom.engineer.id, "role": "implementer", "duty": "R"},
    ]
    for row in rows:
        do(workroom, project, "assign_roles", package="Laptops", **row, **skill)


def plan(workroom: Workroom, project: Project) -> None:
    for row in PLAN:
        given = {"package": "Laptops", "is_milestone": False, **row}
        do(workroom, project, "add_task", owner_id=workroom.engineer.id, **given)
    do(workroom, project, "baseline", calendar_note="")
