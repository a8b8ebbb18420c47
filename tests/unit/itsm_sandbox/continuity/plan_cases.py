"""The steps that contingency and recovery plans share: those that are possible, and those that a guard refuses."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from itsm_sandbox.risk.continuity.rules import REVIEWED_WITHIN
from tests.support.steps import ME, OTHER, TODAY, Asked

DAY = timedelta(days=1)
UNGUARDED = {
    "return_it": "with_owner",
    "approve": "with_owner",
    "record_step": "invoked",
    "report_restored": "invoked",
    "stand_down": "invoked",
    "review": "stood_down",
    "revise": "reviewed",
    "retire": "issued",
}
OF_WHAT_WAS_ISSUED = ("report_loss", "keep_watching", "invoke")

ISSUED = {"offsite_on": TODAY, "review_due_on": TODAY + REVIEWED_WITHIN}
EXERCISED = {"on": TODAY, "people": [ME, OTHER]}
OPEN, DONE = {"what": "Print the list.", "done_on": None}, {"what": "Print the list.", "done_on": "2026-09-01"}


def list_possible(whole: Mapping[str, Any]) -> list[Asked]:
    """`whole`: the values of a plan that lacks nothing and was issued."""
    step = partial(Asked, values=whole)
    return [
        *(step(event, state) for event, state in UNGUARDED.items()),
        *(step(event, "issued") for event in OF_WHAT_WAS_ISSUED),
        step("submit", "draft"),
        step("issue", "approved", given=ISSUED),
        step("issue", "approved", given=ISSUED | {"review_due_on": TODAY + DAY}),
        step("exercise", "issued", given=EXERCISED),
        step("finish_action", "issued", given={"number": 2}, values={**whole, "actions": [DONE, OPEN]}),
    ]


def list_refused(whole: Mapping[str, Any]) -> list[tuple[Asked, str]]:
    step = partial(Asked, values=whole)
    unissued = {**whole, "version": 0}
    finish = partial(step, "finish_action", "issued", values={**whole, "actions": [DONE, OPEN]})
    exercise, issue = partial(step, "exercise", "issued"), partial(step, "issue", "approved")
    return [
        *((step(event, "approved", values=unissued), "Nothing was issued yet") for event in OF_WHAT_WAS_ISSUED),
        (issue(given=ISSUED | {"offsite_on": TODAY + DAY}), "Store the copy first; then give the day."),
        (issue(given=ISSUED | {"review_due_on": TODAY}), "Choose a day within the next twelve months."),
        (
            issue(given=ISSUED | {"review_due_on": TODAY + REVIEWED_WITHIN + DAY}),
            "Choose a day within the next twelve months.",
        ),
        (exercise(given=EXERCISED | {"on": TODAY + DAY}), "Choose a day that has come."),
        (exercise(given=EXERCISED | {"people": [ME]}), "Choose at least one other person who took part."),
        (finish(given={"number": None}, values=whole), "No action is open."),
        (finish(given={"number": 1}), "Action 1 is done already."),
        (finish(given={"number": 3}), "There is no action 3; there are 2."),
    ]
