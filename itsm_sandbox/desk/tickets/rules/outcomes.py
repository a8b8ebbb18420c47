"""Whether what was done about a simulated report really helps: by rule, from what is true and what was recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS, Scenario

MOST_REOPENINGS = 2
WORDS = {
    "type": "Type",
    "subcategory": "Category",
    "impact": "Impact",
    "urgency": "Urgency",
    "resolution_code": "How it ended",
}
"""For what assessors compare."""

_NOT_DONE = "not_reproduced"
_SHORT_HANDOVER = 40


def scenario_of(values: Mapping[str, Any]) -> Scenario | None:
    """What a simulated report is really about; None for what a member reported."""
    return SCENARIOS.get((values.get("scenario") or {}).get("code", ""))


def what_is_not_right(values: Mapping[str, Any]) -> str | None:
    """What the requester says when it does not help; None when it does."""
    scenario = scenario_of(values)
    if scenario is None:
        return None
    code = values.get("resolution_code")
    if code == _NOT_DONE:
        return "It still happens, just as I wrote. Please look again."
    if code not in scenario.codes:
        return "That was not it: nothing has changed for me."
    if not scenario.is_for_desk and int(values.get("level") or 1) < 2:
        return "It worked for a moment, and now it is as bad as before."
    return None


def what_a_handover_lacks(values: Mapping[str, Any], group: str, work_done: str) -> str | None:
    """What second-level support says when it hands a ticket back; None when it takes it. `group` is theirs."""
    scenario = scenario_of(values)
    if scenario is None:
        return None
    if scenario.is_for_desk:
        return "The service desk can do this one: have a look at the articles on it, and ask me if you get stuck."
    if group != scenario.group:
        return "This is nothing that my group looks after. Please find out whose it is, and hand it over to them."
    if len(work_done.strip()) < _SHORT_HANDOVER:
        return "Please write down what you tried and what you saw, so that I need not ask the user again."
    return None


@dataclass(frozen=True, slots=True)
class Fact:
    """What was recorded of a simulated report beside what is true of it."""

    name: str
    recorded: str
    right: str
    fits: bool


def facts_for_assessors(values: Mapping[str, Any]) -> list[Fact]:
    truth = values.get("scenario") or {}
    found = [_fact(values, name, [truth[name]]) for name in WORDS if name in truth]
    return found + (
        [_fact(values, "resolution_code", truth["codes"])] if truth and values.get("resolution_code") else []
    )


def _fact(values: Mapping[str, Any], name: str, right: Sequence[str]) -> Fact:
    recorded = str(values.get(name) or "")
    return Fact(name, recorded, " or ".join(right), recorded in right)
