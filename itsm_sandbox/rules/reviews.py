"""Reviews of the first-line process: the figures of a period, what they say, and what is done about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.clock import LONDON
from itsm_sandbox.rules.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.rules.periods import period_is_sound
from itsm_sandbox.rules.roles import Tie, WorkRole

REVIEWERS = (
    WorkRole.FIRST_LEVEL,
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.SECOND_LEVEL,
    WorkRole.MAINTENANCE,
    WorkRole.ICT_OWNER,
)
METRICS = ("M6", "M7", "M8", "M9", "M10", "M11", "M12", "M13")
"""The figures that say how the first line did."""

_WRITER = (Tie.AUTHOR,)
_PERIOD = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: First-line support in the autumn term."),
    Field("from_on", "From", Ask.DAY),
    Field("to_on", "To", Ask.DAY),
)
_NUMBER = Field("number", "Number of the action", Ask.NUMBER, keep=False)
_SOUND = period_is_sound(fewest_days=7, most_days=366)


def _today(case: Case) -> date:
    return case.now.astimezone(LONDON).date()


def _findings_are_told(case: Case) -> str | None:
    return None if case.values.get("findings") else "Write your findings first."


def _something_is_to_be_done(case: Case) -> str | None:
    return None if case.values.get("actions") else "Add at least one action, with who does it and by when."


def _due_is_ahead(case: Case) -> str | None:
    return None if case.given["due_on"] >= _today(case) else "Choose a day that is still to come."


def _action_is_open(case: Case) -> str | None:
    actions = case.values["actions"]
    number = case.given.get("number")
    if number is None:
        return None if any(not action["done_on"] for action in actions) else "No action is open."
    if not 1 <= number <= len(actions):
        return f"There is no action {number}; there are {len(actions)}."
    return None if not actions[number - 1]["done_on"] else f"Action {number} is done already."


def _all_is_done(case: Case) -> str | None:
    left = [str(number) for number, action in enumerate(case.values["actions"], 1) if not action["done_on"]]
    if not left:
        return None
    return f"Actions {', '.join(left)} are still open." if len(left) > 1 else f"Action {left[0]} is still open."


def _authored(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id}


def _added(case: Case) -> Mapping[str, Any]:
    owner_id = case.given["owner_id"]
    action = {
        "what": case.given["what"],
        "owner_id": owner_id,
        "owner": case.fact("name_of", owner_id),
        "due_on": case.given["due_on"].isoformat(),
        "done_on": None,
        "outcome": "",
    }
    return {"actions": [*case.values["actions"], action]}


def _changed(case: Case, **changes: Any) -> Mapping[str, Any]:
    place = case.given["number"] - 1
    actions = case.values["actions"]
    return {"actions": [*actions[:place], {**actions[place], **changes}, *actions[place + 1 :]]}


def _done(case: Case) -> Mapping[str, Any]:
    return _changed(case, done_on=_today(case).isoformat(), outcome=case.given["outcome"])


def _put_off(case: Case) -> Mapping[str, Any]:
    return _changed(case, due_on=case.given["due_on"].isoformat())


def _left_out(case: Case) -> Mapping[str, Any]:
    place = case.given["number"] - 1
    return {"actions": [*case.values["actions"][:place], *case.values["actions"][place + 1 :]]}


def _frozen(case: Case) -> Mapping[str, Any]:
    return {"figures": case.fact("figures")}


_REASON = Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False)

# icons: zoom-check list-check lock ban
MACHINE = Machine(
    "process review",
    (
        State("draft", "Being prepared", "none", "zoom-check"),
        State("agreed", "Under way", "sub", "list-check"),
        State("closed", "Closed", "met", "lock", is_open=False),
        State("cancelled", "Cancelled", "plain", "ban", is_open=False),
    ),
    (
        Transition("start", "Start a review", (START,), "draft", REVIEWERS, _PERIOD, guards=(_SOUND,), sets=_authored),
        Transition(
            "record_findings",
            "Write your findings",
            ("draft",),
            None,
            _WRITER,
            (
                Field(
                    "findings",
                    "What the figures say",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="Which service levels were kept or missed, what changed since the period before, and why.",
                ),
            ),
            key="f",
            tone="primary",
        ),
        Transition(
            "add_action",
            "Add an action",
            ("draft", "agreed"),
            None,
            _WRITER,
            (
                Field("what", "What is to be done", Ask.LONG_TEXT, at_least=10, at_most=1000, keep=False),
                Field("owner_id", "Who does it", Ask.ROW, offers="support", keep=False),
                Field("due_on", "By when", Ask.DAY, keep=False),
            ),
            guards=(_due_is_ahead,),
            key="a",
            sets=_added,
        ),
        Transition(
            "request_procedure_change",
            "Ask for a change of the support procedure",
            ("draft", "agreed"),
            None,
            _WRITER,
            (
                Field(
                    "procedure_change",
                    "What it should say instead",
                    Ask.LONG_TEXT,
                    at_least=40,
                    hint="Which part, what it says now, what it should say, and which figure shows that it is needed.",
                ),
            ),
            key="p",
        ),
        Transition(
            "agree_actions",
            "Agree the actions",
            ("draft",),
            "agreed",
            _WRITER,
            (Field("agreed_with", "With whom you agreed them", at_least=3, keep=False),),
            early_guards=(_findings_are_told, _something_is_to_be_done),
            key="g",
            sets=_frozen,
            hint="The figures are frozen with it.",
        ),
        Transition(
            "finish_action",
            "Finish an action",
            ("agreed",),
            None,
            (Tie.AUTHOR, Tie.ASSIGNED),
            (_NUMBER, Field("outcome", "What came of it", Ask.LONG_TEXT, at_least=20, keep=False)),
            guards=(_action_is_open,),
            early_guards=(_action_is_open,),
            key="d",
            tone="primary",
            sets=_done,
        ),
        Transition(
            "postpone_action",
            "Give an action more time",
            ("agreed",),
            None,
            _WRITER,
            (_NUMBER, Field("due_on", "By when", Ask.DAY, keep=False), _REASON),
            guards=(_action_is_open, _due_is_ahead),
            early_guards=(_action_is_open,),
            sets=_put_off,
        ),
        Transition(
            "remove_action",
            "Leave an action out",
            ("draft",),
            None,
            _WRITER,
            (_NUMBER, _REASON),
            guards=(_action_is_open,),
            early_guards=(_something_is_to_be_done,),
            sets=_left_out,
        ),
        Transition(
            "close",
            "Close the review",
            ("agreed",),
            "closed",
            _WRITER,
            (
                Field(
                    "effect",
                    "What the actions changed",
                    Ask.LONG_TEXT,
                    at_least=40,
                    hint="Compare with the figures since then.",
                ),
            ),
            early_guards=(_all_is_done,),
            key="c",
        ),
        Transition("adjust", "Choose another period", ("draft",), None, _WRITER, _PERIOD, guards=(_SOUND,), key="e"),
        Transition("cancel", "Cancel it", ("draft", "agreed"), "cancelled", _WRITER, (_REASON,), tone="danger"),
    ),
)
