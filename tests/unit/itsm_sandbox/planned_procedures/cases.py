"""What is possible with a planned procedure, and what its guards refuse."""

from datetime import timedelta
from typing import Any

from itsm_sandbox.engine.machine import START
from tests.support.steps import TODAY, Asked

KIND = "procedure_plan"


def plan(event: str, state: str, *, is_published: bool = True, **given: Any) -> Asked:
    return Asked(event, state, given, facts={"is_published": is_published})


POSSIBLE = (
    plan("create", START),
    plan("prioritise", "listed", priority=1, due_on=TODAY),
    plan("prioritise", "listed", priority=9),
    plan("start", "prioritised"),
    plan("link_article", "started"),
    plan("done", "started"),
    plan("drop", "listed"),
)
RANK = "Give a number from 1 to 9"
REFUSED = (
    (plan("prioritise", "listed", priority=0), RANK),
    (plan("prioritise", "listed", priority=10), RANK),
    (plan("prioritise", "listed", due_on=TODAY - timedelta(days=1)), "Choose a day that is still to come."),
    (plan("done", "started", is_published=False), "Its article is not published yet."),
)
