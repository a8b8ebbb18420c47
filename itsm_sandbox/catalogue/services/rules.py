"""The service catalogue after FITS: services are listed, their levels agreed at a meeting, then published and reviewed.

Response is the time until first-level support attends; fix is the time until the service is restored, which need not
be a permanent repair. Both are service time of each priority.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.priority import PRIORITIES
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import today

IMPORTANCE = (("critical", "Critical"), ("high", "High"), ("medium", "Medium"), ("low", "Low"))
LONGEST_UNREVIEWED = timedelta(days=366)

LISTERS = (WorkRole.MAINTENANCE, WorkRole.ICT_OWNER)
KEEPERS = (WorkRole.ICT_OWNER, WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.MAINTENANCE)
OWNER = (WorkRole.ICT_OWNER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """What the guards of a service look up."""

    suppliers: Callable[[], Collection[int]]  # groups that are suppliers
    users: Callable[[], Collection[int]]  # all ICT users
    open_tickets: Callable[[], int]  # about the service
    name_taken: Callable[[str], bool]  # by another service


def target_faults(targets: Mapping[str, Any] | None) -> str | None:
    """What keeps the response and fix times of the priorities from being used."""
    missing = [priority for priority in PRIORITIES if not (targets or {}).get(priority)]
    if missing:
        return f"Give a response and a fix time for {', '.join(missing)}."
    pairs = {priority: (targets or {})[priority] for priority in PRIORITIES}
    if any(response < 1 for response, _fix in pairs.values()):
        return "Give every priority a response time of at least 1 minute."
    wrong = [priority for priority, (response, fix) in pairs.items() if fix < response]
    return f"For {', '.join(wrong)}, the fix time is shorter than the response time." if wrong else None


def missing_levels(case: Case) -> list[str]:
    """The columns of FITS step 2 that are not filled in yet."""
    wanted = {
        "availability": "availability",
        "user_groups": "users",
        "targets": "response and fix times",
    }
    return [words for name, words in wanted.items() if not case.get(name)]


def _levels_are_there(case: Case) -> str | None:
    missing = missing_levels(case)
    return f"First estimate its levels: {', '.join(missing)}." if missing else None


def _fix_follows_response(case: Case) -> str | None:
    return target_faults(case.get("targets"))


def _support_is_arranged(case: Case) -> str | None:
    if not case.get("first_level_id") or not case.get("second_level_id"):
        return "First arrange who supports it at the first and at the second level."
    return _supplier_has_contract(case)


def _supplier_has_contract(case: Case) -> str | None:
    supplied = case.get("second_level_id") in case.of(ServiceFacts).suppliers()
    return "Name the contract with the supplier at the second level." if supplied and not case.get("contract") else None


def _name_is_free(case: Case) -> str | None:
    taken = case.of(ServiceFacts).name_taken(case.given["name"])
    return "There is a service of this name already." if taken else None


def _met_already(case: Case) -> str | None:
    on: date = case.given["on"]
    return "A meeting is recorded after it was held." if on > today(case) else None


def _users_were_there(case: Case) -> str | None:
    there = set(case.given["people"])
    if there & set(case.of(ServiceFacts).users()):
        return None
    return "Levels are agreed with those who use the service: name at least one ICT user who was there."


def _review_in_a_year(case: Case) -> str | None:
    due: date = case.given["review_due_on"]
    if due <= today(case):
        return "Choose a day in the future for the next review."
    latest = today(case) + LONGEST_UNREVIEWED
    return "The catalogue is reviewed at least once a year: choose an earlier day." if due > latest else None


def _no_open_tickets(case: Case) -> str | None:
    waiting = case.of(ServiceFacts).open_tickets()
    if not waiting:
        return None
    return f"{waiting} open {'ticket is' if waiting == 1 else 'tickets are'} about it. Close them or move them first."


def _item_is_new(case: Case) -> str | None:
    taken = case.given["item"].lower() in {item["name"].lower() for item in case.values["request_items"]}
    return "Users can ask for that already." if taken else None


def _item_is_there(case: Case) -> str | None:
    there = case.given["item"].lower() in {item["name"].lower() for item in case.values["request_items"]}
    return None if there else "Users cannot ask for that; write it as in the list."


def _meeting(case: Case) -> dict[str, Any]:
    meeting = {
        "on": case.given["on"].isoformat(),
        "people": list(case.given["people"]),
        "others": case.given.get("others") or "",
        "note": case.given.get("note") or "",
    }
    return {"agreed_with": [*case.values["agreed_with"], meeting]}


def _one_item_more(case: Case) -> dict[str, Any]:
    item = {
        "name": case.given["item"],
        "needs_approval": bool(case.given.get("needs_approval")),
        "steps": list(case.given.get("steps") or ()),
    }
    return {"request_items": [*case.values["request_items"], item]}


def _one_item_less(case: Case) -> dict[str, Any]:
    gone = case.given["item"].lower()
    return {"request_items": [item for item in case.values["request_items"] if item["name"].lower() != gone]}


def _next_version(case: Case) -> dict[str, Any]:
    return {"version_number": case.values["version_number"] + 1}


NAME = Field("name", "Name of the service", at_most=120, hint="As users call it, such as E-mail or Printing.")
DESCRIPTION = Field("description", "What it is", Ask.LONG_TEXT, at_least=10, hint="What users can do with it.")
IMPORTANT = Field("importance", "Importance", Ask.CHOICE, choices=IMPORTANCE, hint="To the workplace as a whole.")
RESPONSIBLE = Field("owner_id", "Who answers for it", Ask.ROW, required=False, offers="people")
REVIEW_DUE = Field("review_due_on", "Next review", Ask.DAY, hint="Within a year.")
LEVELS = (
    Field("availability", "Availability", at_most=300, hint="The up-time required, such as school days from 8 to 17."),
    Field("user_groups", "Users", Ask.LINES, hint="The groups who use it, one a line."),
    Field(
        "targets",
        "Response and fix times",
        Ask.TARGETS,
        hint="Service time for each priority. Response: first-level support attends. Fix: the service is restored, "
        "not necessarily for good.",
    ),
)
SUPPORT = (
    Field("first_level_id", "First-level support", Ask.ROW, offers="groups"),
    Field("second_level_id", "Second-level support", Ask.ROW, offers="groups", hint="An internal group or a supplier."),
    Field("contract", "Contract", required=False, at_most=200, hint="Its reference, when a supplier supports it."),
)

MACHINE = Machine(
    "service",
    (
        State("draft", "Draft", "none", "pencil"),
        State("agreed", "Agreed", "sub", "users"),
        State("published", "Published", "met", "rosette-discount-check"),
        State("under_review", "Under review", "more", "zoom-check"),
        State("retired", "Retired", "none", "archive", is_open=False),
    ),
    (
        Transition(
            "list", "List a service", (START,), "draft", who=LISTERS,
            fields=(NAME, DESCRIPTION, IMPORTANT, RESPONSIBLE),
            hint="Step 1: name every service that is used. Its levels are agreed in step 2.",
        ),
        Transition(
            "describe", "Describe it", ("draft",), None, who=KEEPERS,
            fields=(NAME, DESCRIPTION, IMPORTANT, RESPONSIBLE),
            guards=(_name_is_free,),
        ),
        Transition(
            "estimate_levels", "Estimate its levels", ("draft",), None, who=KEEPERS, fields=LEVELS,
            guards=(_fix_follows_response,), tone="primary", hint="Step 2: what the meeting is to agree.",
        ),
        Transition(
            "call_meeting",
            "Ask for a meeting",
            ("draft",),
            None,
            who=KEEPERS,
            fields=(Field("agenda", "What is to be agreed", Ask.LONG_TEXT, required=False, keep=False),),
            early_guards=(_levels_are_there,),
            hint="The ICT owner meets a representative group of users and everybody who takes part in support.",
        ),
        Transition(
            "agree", "Record the agreement", ("draft",), "agreed", who=OWNER,
            fields=(
                Field("on", "Day of the meeting", Ask.DAY, keep=False),
                Field("people", "Who was there", Ask.ROWS, offers="people", keep=False),
                Field("others", "Others who were there", required=False, keep=False, hint="From outside."),
                Field("note", "What was agreed", Ask.LONG_TEXT, keep=False, at_least=20),
            ),
            guards=(_met_already, _users_were_there), early_guards=(_levels_are_there,), tone="primary", sets=_meeting,
            hint="A meeting with a representative group of users and everybody who takes part in support.",
        ),
        Transition(
            "arrange_support", "Arrange who supports it", ("draft", "agreed"), None, who=KEEPERS, fields=SUPPORT,
            guards=(_supplier_has_contract,),
        ),
        Transition(
            "offer_item", "Add something to ask for", ("draft", "agreed"), None, who=KEEPERS,
            fields=(
                Field("item", "What users can ask for", keep=False, at_most=80, hint="Such as a new account."),
                Field("needs_approval", "It needs approval first", Ask.YES_NO, required=False, keep=False),
                Field("steps", "How it is done", Ask.LINES, required=False, keep=False),
            ),
            guards=(_item_is_new,), sets=_one_item_more,
        ),
        Transition(
            "drop_item", "Take something off", ("draft", "agreed"), None, who=KEEPERS,
            fields=(Field("item", "What users can no longer ask for", keep=False),), guards=(_item_is_there,),
            sets=_one_item_less,
        ),
        Transition(
            "publish", "Publish", ("agreed",), "published", who=OWNER, fields=(REVIEW_DUE,),
            guards=(_review_in_a_year,),
            early_guards=(_levels_are_there, _fix_follows_response, _support_is_arranged), tone="primary",
            sets=_next_version,
            hint="The service is frozen as it is now; new tickets keep to this version.",
        ),
        Transition(
            "start_review", "Start its review", ("published",), "under_review", who=KEEPERS,
            fields=(Field("note", "Why now", Ask.LONG_TEXT, required=False, keep=False),),
        ),
        Transition(
            "confirm", "Confirm it as it is", ("under_review",), "published", who=OWNER,
            fields=(REVIEW_DUE, Field("note", "What was looked at", Ask.LONG_TEXT, keep=False, at_least=20)),
            guards=(_review_in_a_year,), tone="primary",
        ),
        Transition(
            "revise", "Change it", ("agreed", "under_review"), "draft", who=KEEPERS,
            fields=(Field("reason", "What is to change, and why", Ask.LONG_TEXT, keep=False, at_least=10),),
            hint="The version in force stays in force until the next one is published.",
        ),
        Transition("review_fell_due", "Review fell due", ("published",), None, who=(Tie.TIMER,)),
        Transition(
            "retire", "Retire it", ("draft", "agreed", "published", "under_review"), "retired", who=OWNER,
            fields=(Field("reason", "Why", Ask.LONG_TEXT, keep=False, at_least=10),), early_guards=(_no_open_tickets,),
            tone="danger",
        ),
    ),
)  # fmt: skip

COLUMNS = {
    "name": "Name",
    "description": "What it is",
    "importance": "Importance",
    "availability": "Availability",
    "user_groups": "Users",
    "owner_id": "Who answers for it",
    "first_level_id": "First-level support",
    "second_level_id": "Second-level support",
    "contract": "Contract",
    "targets": "Response and fix times",
    "request_items": "What users can ask for",
    "agreed_with": "Agreed with",
}
"""The words for what a version keeps."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A version with the words for what changed since the one before it; nothing for the first."""

    version: Any
    changed: tuple[str, ...]
    is_first: bool


def differences(versions: Sequence[Any]) -> list[Compared]:
    """Compare each version with the one before it. `versions` have `content` and come newest first, as they go out."""
    result = []
    for place, version in enumerate(versions):
        before = versions[place + 1].content if place + 1 < len(versions) else None
        changed = [
            words for name, words in COLUMNS.items() if before is not None and before.get(name) != version.content[name]
        ]
        result.append(Compared(version, tuple(changed), before is None))
    return result
