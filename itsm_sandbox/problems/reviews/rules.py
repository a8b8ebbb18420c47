"""Reviews of the first-line process: the figures of a period, what they say, and what is done about it."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.periods import period_is_sound
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps import actions
from itsm_sandbox.engine.steps.reasons import REASON, authored, figures_frozen

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
_SOUND = period_is_sound(fewest_days=7, most_days=366)


def _findings_are_told(case: Case) -> str | None:
    return None if case.values.get("findings") else "Write your findings first."


def _something_is_to_be_done(case: Case) -> str | None:
    return None if case.values.get("actions") else "Add at least one action, with who does it and by when."


def _put_off(case: Case) -> Mapping[str, Any]:
    return actions.changed(case, due_on=case.given["due_on"].isoformat())


def _left_out(case: Case) -> Mapping[str, Any]:
    place = case.given["number"] - 1
    return {"actions": [*case.values["actions"][:place], *case.values["actions"][place + 1 :]]}


MACHINE = Machine(
    "process review",
    (
        State("draft", "Being prepared", "none", "zoom-check"),
        State("agreed", "Under way", "sub", "list-check"),
        State("closed", "Closed", "met", "lock", is_open=False),
        State("cancelled", "Cancelled", "plain", "ban", is_open=False),
    ),
    (
        Transition("start", "Start a review", (START,), "draft", REVIEWERS, _PERIOD, guards=(_SOUND,), sets=authored),
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
        actions.adding(("draft", "agreed"), _WRITER, offers="support"),
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
            sets=figures_frozen,
            hint="The figures are frozen with it.",
        ),
        actions.finishing(("agreed",), (Tie.AUTHOR, Tie.ASSIGNED), tone="primary"),
        Transition(
            "postpone_action",
            "Give an action more time",
            ("agreed",),
            None,
            _WRITER,
            (
                actions.which("Give it more time", fills=("due_on",)),
                Field("due_on", "By when", Ask.DAY, keep=False),
                REASON,
            ),
            guards=(actions.due_is_ahead,),
            early_guards=(actions.action_is_open,),
            sets=_put_off,
        ),
        Transition(
            "remove_action",
            "Leave an action out",
            ("draft",),
            None,
            _WRITER,
            (actions.which("Leave it out"), REASON),
            guards=(actions.action_is_open,),
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
            early_guards=(actions.all_is_done,),
            key="c",
        ),
        Transition("adjust", "Choose another period", ("draft",), None, _WRITER, _PERIOD, guards=(_SOUND,), key="e"),
        Transition("cancel", "Cancel it", ("draft", "agreed"), "cancelled", _WRITER, (REASON,), tone="danger"),
    ),
)
