"""What contingency and recovery plans have in common: approval, issue, exercise, use, review and the next version."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.formatting import day, iso_day
from core.ledger.canonical import canonical_bytes
from itsm_sandbox.engine.machine import Ask, Case, Field, Guard, State, Transition
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole
from itsm_sandbox.engine.steps import actions
from itsm_sandbox.engine.steps.reasons import Reply, authored, today

Part = tuple[str, Sequence[str]]
"""A heading with the lines under it, as a plan is issued."""

PLANNERS = (*sorted(SUPPORT), WorkRole.ICT_OWNER)
IN_FORCE = ("issued", "reviewed", "draft", "with_owner", "approved")
"""The states in which a version that was issued can be invoked, also while the next one is written."""

EXERCISES = (("table_top", "Table-top exercise"), ("restore_test", "Restore test"))
REVIEWED_WITHIN = timedelta(days=372)

STATES = (
    State("draft", "Being written", "none", "pencil"),
    State("with_owner", "With the ICT owner", "sub", "hourglass"),
    State("approved", "Approved", "sub", "rosette-discount-check"),
    State("issued", "Issued", "met", "send"),
    State("invoked", "Invoked", "bad", "alert-octagon"),
    State("stood_down", "Stood down", "more", "circle-check"),
    State("reviewed", "Reviewed", "more", "zoom-check"),
    State("retired", "Retired", "plain", "archive", is_open=False),
)

_OWNER = (WorkRole.ICT_OWNER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What the steps of every continuity plan look up."""

    name_of: Callable[[int], str]  # of a colleague, by id


def _was_issued(case: Case) -> str | None:
    return None if case.values.get("version") else "Nothing was issued yet that could come into force."


def _has_come(case: Case) -> str | None:
    return None if case.given["on"] <= today(case) else "Choose a day that has come."


def _copy_is_there(case: Case) -> str | None:
    return None if case.given["offsite_on"] <= today(case) else "Store the copy first; then give the day."


def _review_is_within_a_year(case: Case) -> str | None:
    due, on = case.given["review_due_on"], today(case)
    return None if on < due <= on + REVIEWED_WITHIN else "Choose a day within the next twelve months."


def _others_took_part(case: Case) -> str | None:
    others = [one for one in case.given.get("people") or () if one != case.actor.id]
    return None if others else "Choose at least one other person who took part."


def _actions_with(case: Case, source: str) -> list[dict[str, Any]]:
    new = [
        {"what": what, "from": source, "done_on": None, "outcome": ""} for what in case.given.get("new_actions") or ()
    ]
    return [*(case.values.get("actions") or []), *new]


def _exercised(case: Case) -> Mapping[str, Any]:
    given = case.given
    exercises = case.values.get("exercises") or []
    exercise = {
        "kind": given["exercise_kind"],
        "on": given["on"].isoformat(),
        "people": [case.of(PlanFacts).name_of(one) for one in given["people"]],
        "scenario": given["scenario"],
        "result": given["result"],
        "gaps": given["gaps"],
        "version": case.values.get("version") or 0,
    }
    source = f"Exercise of {day(given['on'])}"
    changes = {"exercises": [*exercises, exercise], "actions": _actions_with(case, source)}
    if "last_tested_on" in case.values and given["exercise_kind"] == "restore_test":
        changes["last_tested_on"] = given["on"]
    return changes


def _invoked(case: Case) -> Mapping[str, Any]:
    use = {"at": case.now.isoformat(), "why": case.given["why"], "ended_at": None, "how": "", "log": []}
    return {"uses": [*(case.values.get("uses") or []), use]}


def _last_use(case: Case, **changes: Any) -> Mapping[str, Any]:
    uses = case.values["uses"]
    return {"uses": [*uses[:-1], {**uses[-1], **changes}]}


def _logged(case: Case) -> Mapping[str, Any]:
    entry = {"at": case.now.isoformat(), "what": case.given["what"], "told": case.given.get("told") or ""}
    return _last_use(case, log=[*case.values["uses"][-1]["log"], entry])


def _stood_down(case: Case) -> Mapping[str, Any]:
    return _last_use(case, ended_at=case.now.isoformat(), how=case.given["how"])


def _reviewed(case: Case) -> Mapping[str, Any]:
    return {"actions": _actions_with(case, f"Review of {day(today(case))}")}


def _issued(case: Case) -> Mapping[str, Any]:
    return {"version": (case.values.get("version") or 0) + 1}


_NEW_ACTIONS = Field(
    "new_actions",
    "What is to be done about it",
    Ask.LINES,
    required=False,
    hint="One action a line; leave it empty when nothing is.",
    keep=False,
)


def list_shared(is_ready: Guard, *, what_is_lost: str) -> tuple[Transition, ...]:
    """Every step after writing. `is_ready` says what a plan still lacks before it is handed over."""
    return (
        Transition(
            "submit",
            "Hand it to the ICT owner",
            ("draft",),
            "with_owner",
            who=(Tie.AUTHOR,),
            early_guards=(is_ready,),
            key="h",
            tone="primary",
        ),
        Transition(
            "return_it",
            "Return it",
            ("with_owner",),
            "draft",
            who=_OWNER,
            fields=(Field("comment", "What is missing", Ask.LONG_TEXT, at_least=10, keep=False),),
        ),
        Transition(
            "approve",
            "Approve it",
            ("with_owner",),
            "approved",
            who=_OWNER,
            fields=(Field("comment", "Comment", Ask.LONG_TEXT, required=False, keep=False),),
            tone="primary",
        ),
        Transition(
            "issue",
            "Issue it",
            ("approved",),
            "issued",
            who=(Tie.AUTHOR, WorkRole.ICT_OWNER, WorkRole.SINGLE_POINT_OF_CONTACT),
            fields=(
                Field("issued_to", "To whom", Ask.ROWS, offers="people"),
                Field("offsite_place", "Where a copy is kept off site", at_least=3, at_most=200),
                Field("offsite_on", "Since when", Ask.DAY),
                Field("review_due_on", "Review due", Ask.DAY),
            ),
            guards=(_copy_is_there, _review_is_within_a_year),
            key="i",
            tone="primary",
            sets=_issued,
            hint="It is frozen as it stands, with a number.",
        ),
        Transition(
            "exercise",
            "Record an exercise",
            ("issued", "reviewed"),
            None,
            who=PLANNERS,
            fields=(
                Field("exercise_kind", "Kind", Ask.CHOICE, choices=EXERCISES, keep=False),
                Field("on", "On which day", Ask.DAY, keep=False),
                Field("people", "Who took part", Ask.ROWS, offers="people", keep=False),
                Field("scenario", "What was played through or restored", Ask.LONG_TEXT, at_least=20, keep=False),
                Field("result", "What came of it", Ask.LONG_TEXT, at_least=40, keep=False),
                Field("gaps", "What did not work, or was missing", Ask.LONG_TEXT, at_least=4, keep=False),
                _NEW_ACTIONS,
            ),
            guards=(_has_come, _others_took_part),
            key="e",
            tone="primary",
            sets=_exercised,
        ),
        actions.finishing(("draft", "issued", "reviewed"), PLANNERS, key="f"),
        Transition(
            "report_loss",
            "Ask the ICT owner to invoke it",
            IN_FORCE,
            None,
            who=PLANNERS,
            fields=(
                Field("lost", what_is_lost, Ask.LONG_TEXT, at_least=20, keep=False),
                Field("expected_hours", "Hours until it is back, as far as you know", Ask.NUMBER, keep=False),
            ),
            early_guards=(_was_issued,),
            key="l",
            hint="The version that was issued last comes into force.",
        ),
        Transition(
            "keep_watching",
            "Do not invoke it yet",
            IN_FORCE,
            None,
            who=_OWNER,
            fields=(Field("comment", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            early_guards=(_was_issued,),
        ),
        Transition(
            "invoke",
            "Invoke it",
            IN_FORCE,
            "invoked",
            who=_OWNER,
            fields=(Field("why", "What happened", Ask.LONG_TEXT, at_least=20, keep=False),),
            early_guards=(_was_issued,),
            tone="danger",
            sets=_invoked,
        ),
        Transition(
            "record_step",
            "Record what was done",
            ("invoked",),
            None,
            who=PLANNERS,
            fields=(
                Field("what", "What was done", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("told", "Who was told", required=False, at_most=200, keep=False),
            ),
            key="n",
            tone="primary",
            sets=_logged,
            merges=True,
        ),
        Transition(
            "report_restored",
            "Report that the services are back",
            ("invoked",),
            None,
            who=PLANNERS,
            fields=(Field("checked", "How you know", Ask.LONG_TEXT, at_least=20, keep=False),),
            key="b",
        ),
        Transition(
            "stand_down",
            "Stand it down",
            ("invoked",),
            "stood_down",
            who=_OWNER,
            fields=(Field("how", "How work goes on from here", Ask.LONG_TEXT, at_least=20, keep=False),),
            sets=_stood_down,
        ),
        Transition(
            "review",
            "Review it",
            ("stood_down", "issued"),
            "reviewed",
            who=PLANNERS,
            fields=(
                Field("worked", "What held, and what did not", Ask.LONG_TEXT, at_least=40, keep=False),
                Field("reviewed_with", "With whom", at_least=3, at_most=200, keep=False),
                _NEW_ACTIONS,
            ),
            key="v",
            sets=_reviewed,
            hint="Then prepare a new version; the ICT owner approves it again.",
        ),
        Transition(
            "revise",
            "Prepare a new version",
            ("reviewed", "approved"),
            "draft",
            who=PLANNERS,
            fields=(Field("why", "What is to change", Ask.LONG_TEXT, at_least=10, keep=False),),
            key="r",
            sets=authored,
            hint="What was issued stays to be read until the new version is issued.",
        ),
        Transition(
            "retire",
            "Retire it",
            ("draft", "issued", "reviewed"),
            "retired",
            who=(Tie.AUTHOR, WorkRole.ICT_OWNER),
            fields=(Field("why", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            tone="danger",
        ),
    )


def answer_plan(thin: Sequence[str]) -> Reply:
    """How a simulated ICT owner answers a plan that was handed over; `thin` says what of it would not help anybody."""
    if thin:
        return Reply("return_it", {"comment": " ".join(thin)})
    return Reply("approve", {"comment": "Somebody who was not there when it was written could work by it."})


def answer_loss(hours: int, threshold: int, lost: str) -> Reply:
    """A loss that lasts as long as the plan is for lets a simulated ICT owner invoke it."""
    if hours >= threshold:
        return Reply("invoke", {"why": f"Expected to last {hours} hours or longer. {lost}"})
    said = f"You expect it back in {hours} hours; this is for {threshold} hours or more. Ask again if it lasts."
    return Reply("keep_watching", {"comment": said})


def exercises_in_words(exercises: Sequence[Mapping[str, Any]]) -> str:
    kinds = dict(EXERCISES)
    return "\n".join(
        f"{kinds[one['kind']]} on {iso_day(one['on'])} with {', '.join(one['people'])}, on version "
        f"{one['version']}. {one['scenario']} Result: {one['result']} Gaps: {one['gaps']}"
        for one in exercises
    )


def actions_in_words(actions: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{number}. {one['what']} ({one['from']}); "
        + (f"done {iso_day(one['done_on'])}: {one['outcome']}" if one["done_on"] else "not done yet")
        for number, one in enumerate(actions, 1)
    )


def ending_of(values: Mapping[str, Any], issued_to: Sequence[str]) -> list[Part]:
    """What every issued plan ends with."""
    copy = f"{values['offsite_place']}, since {day(values['offsite_on'])}"
    return [
        ("Issued to", issued_to),
        ("Copy off site", [copy]),
        ("Review due", [day(values["review_due_on"])]),
    ]


def frozen(parts: Sequence[Part]) -> tuple[dict[str, Any], str]:
    """What a version keeps, with its SHA-256."""
    content = {"parts": [[heading, list(lines)] for heading, lines in parts]}
    return content, hashlib.sha256(canonical_bytes(content)).hexdigest()
