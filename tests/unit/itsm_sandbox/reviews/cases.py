"""What is possible with a process review, and what its guards refuse."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from itsm_sandbox.engine.machine import START
from tests.support.steps import OTHER, TEXT, TODAY, Asked

KIND = "review"
DAY = timedelta(days=1)
FACTS: Mapping[str, Any] = {"figures": {"now": {}}, "name_of": lambda _row: "Isla Reid"}
OPEN = {"what": "Try", "owner_id": OTHER, "owner": "Isla", "due_on": "2026-09-20", "done_on": None, "outcome": ""}
DONE = {**OPEN, "done_on": "2026-09-08"}


def review(event: str, state: str, given: Mapping[str, Any] | None = None, **values: Any) -> Asked:
    """One with findings and an open action."""
    return Asked(event, state, given or {}, {"findings": TEXT, "actions": [OPEN], **values}, FACTS)


def period(days: int, ends_on: Any = TODAY) -> list[Asked]:
    given = {"from_on": ends_on - (days - 1) * DAY, "to_on": ends_on}
    return [review("start", START, given), review("adjust", "draft", given)]


POSSIBLE = (
    *period(7),
    *period(366),
    review("record_findings", "draft"),
    review("add_action", "draft", {"due_on": TODAY}),
    review("request_procedure_change", "draft"),
    review("agree_actions", "draft"),
    review("finish_action", "agreed"),
    review("finish_action", "agreed", {"number": 2}, actions=[DONE, OPEN]),
    review("postpone_action", "agreed", {"due_on": TODAY}),
    review("remove_action", "draft"),
    review("close", "agreed", actions=[DONE]),
    review("cancel", "draft"),
)
AHEAD = "Choose a day that is still to come."
NO_ACTION = "Add at least one action"
REFUSED = (
    *((one, "The last day comes after the first.") for one in period(0)),
    *((one, "Take at least 7 days; these are 6.") for one in period(6)),
    *((one, "Take at most 366 days; these are 367.") for one in period(367)),
    *((one, "The last day is today or earlier") for one in period(7, TODAY + DAY)),
    (review("add_action", "draft", {"due_on": TODAY - DAY}), AHEAD),
    (review("postpone_action", "agreed", {"due_on": TODAY - DAY}), AHEAD),
    (review("agree_actions", "draft", findings=""), "Write your findings first."),
    (review("agree_actions", "draft", actions=[]), NO_ACTION),
    (review("remove_action", "draft", actions=[]), NO_ACTION),
    (review("remove_action", "draft", actions=[DONE]), "Action 1 is done already."),
    (review("finish_action", "agreed", actions=[DONE]), "Action 1 is done already."),
    (review("finish_action", "agreed", {"number": 2}), "There is no action 2; there are 1."),
    (review("postpone_action", "agreed", {"number": 0}), "There is no action 0; there are 1."),
    (review("close", "agreed"), "Action 1 is still open."),
    (review("close", "agreed", actions=[DONE, OPEN, OPEN]), "Actions 2, 3 are still open."),
)
