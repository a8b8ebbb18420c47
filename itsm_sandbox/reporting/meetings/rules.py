"""Service review meetings: planned with an agenda, held with minutes, confirmed by somebody else who was there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.formatting import when
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole
from itsm_sandbox.engine.steps import actions
from itsm_sandbox.engine.steps.reasons import REASON

PLANNERS = (*sorted(SUPPORT), WorkRole.ICT_OWNER)
FEWEST_PEOPLE = 2

_WRITER = (Tie.AUTHOR,)
_PLAN = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: Service review of September."),
    Field("begins_at", "When it begins", Ask.MOMENT),
    Field("place", "Where", required=False, at_most=200),
    Field("presenter_id", "Who presents", Ask.ROW, offers="people"),
    Field("agenda", "Agenda", Ask.LINES, hint="One item a line."),
    Field(
        "report_id",
        "Service report that is reviewed",
        Ask.REF,
        required=False,
        offers="report",
        hint="Such as REP-0001, when there is one.",
    ),
    Field(
        "definition_id",
        "Custom report that is reviewed",
        Ask.REF,
        required=False,
        offers="report_definition",
        hint="Such as RPD-0001, when there is one.",
    ),
    Field("invited_ids", "Who is invited", Ask.ROWS, offers="people", keep=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts(actions.NamesPeople):
    """What the steps of a meeting look up."""


def _is_ahead(case: Case) -> str | None:
    return None if case.given["begins_at"] > case.now else "Choose a time that is still to come."


def _others_are_invited(case: Case) -> str | None:
    others = set(case.given["invited_ids"]) - {case.given["presenter_id"]}
    return None if others else "Invite somebody besides the one who presents."


def _has_begun(case: Case) -> str | None:
    begins_at = case.values["begins_at"]
    return None if begins_at <= case.now else f"It begins {when(begins_at)}. Record it once it has taken place."


def _somebody_was_there(case: Case) -> str | None:
    there = set(case.given["attended_ids"])
    if case.values["presenter_id"] not in there:
        return "Whoever presents was there. Change the plan when somebody else presented."
    return None if len(there) >= FEWEST_PEOPLE else "Choose everybody who was there, at least two people."


def _was_there(case: Case) -> str | None:
    if any(one["id"] == case.actor.id for one in case.values["attended"]):
        return None
    return "Only somebody who was at the meeting can confirm who was there."


def _is_not_the_presenter(case: Case) -> str | None:
    if case.actor.id != case.values["presenter_id"]:
        return None
    return "Whoever presented does not confirm it. Ask somebody else who was there."


def _did_not_record_it(case: Case) -> str | None:
    if case.actor.id != case.values["author_id"]:
        return None
    return "Whoever wrote the minutes does not confirm them. Ask somebody else who was there."


def _has_not_confirmed(case: Case) -> str | None:
    confirmed = any(one["id"] == case.actor.id for one in case.values["confirmations"])
    return "You have confirmed it already." if confirmed else None


def _is_confirmed(case: Case) -> str | None:
    return None if case.values["confirmations"] else "Somebody else who was there has to confirm it first."


def _people(case: Case, ids: Any) -> list[dict[str, Any]]:
    return [{"id": one, "name": case.of(MeetingFacts).name_of(one)} for one in ids]


def _invited(case: Case) -> Mapping[str, Any]:
    return {"invited": _people(case, case.given["invited_ids"])}


def _planned(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id, **_invited(case)}


def _held(case: Case) -> Mapping[str, Any]:
    return {"attended": _people(case, case.given["attended_ids"])}


def _confirmed(case: Case) -> Mapping[str, Any]:
    mine = {
        "id": case.actor.id,
        "name": case.of(MeetingFacts).name_of(case.actor.id or 0),
        "is_simulated": case.actor.is_simulated,
        "at": case.now.isoformat(),
        "seen": case.given["seen"],
    }
    return {"confirmations": [*case.values["confirmations"], mine]}


MACHINE = Machine(
    "meeting",
    (
        State("planned", "Planned", "none", "calendar-event"),
        State("held", "Held", "sub", "users-group"),
        State("closed", "Closed", "met", "lock", is_open=False),
        State("cancelled", "Cancelled", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "plan",
            "Plan a meeting",
            (START,),
            "planned",
            who=PLANNERS,
            fields=_PLAN,
            guards=(_is_ahead, _others_are_invited),
            sets=_planned,
        ),
        Transition(
            "hold",
            "Record the meeting",
            ("planned",),
            "held",
            who=_WRITER,
            fields=(
                Field("attended_ids", "Who was there", Ask.ROWS, offers="people", keep=False),
                Field(
                    "minutes",
                    "Minutes",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="For each item: what was shown, what was asked, what was answered.",
                ),
                Field("decisions", "What was decided", Ask.LINES, required=False, hint="One decision a line."),
            ),
            guards=(_somebody_was_there,),
            early_guards=(_has_begun,),
            key="m",
            tone="primary",
            sets=_held,
        ),
        Transition(
            "confirm_attendance",
            "Confirm who was there",
            ("held", "closed"),
            None,
            who=(Tie.ANYONE,),
            fields=(
                Field(
                    "seen",
                    "What you saw",
                    Ask.LONG_TEXT,
                    at_least=20,
                    keep=False,
                    hint="Who presented, what they showed, how they answered what was asked.",
                ),
            ),
            early_guards=(_was_there, _is_not_the_presenter, _did_not_record_it, _has_not_confirmed),
            key="c",
            sets=_confirmed,
            merges=True,
        ),
        actions.adding(("held",), _WRITER, offers="people"),
        actions.finishing(("held",), (Tie.AUTHOR, Tie.ASSIGNED)),
        Transition(
            "close",
            "Close it",
            ("held",),
            "closed",
            who=_WRITER,
            early_guards=(_is_confirmed, actions.all_is_done),
            key="l",
        ),
        Transition(
            "change_plan",
            "Change the plan",
            ("planned",),
            None,
            who=_WRITER,
            fields=_PLAN,
            guards=(_is_ahead, _others_are_invited),
            key="e",
            sets=_invited,
        ),
        Transition("cancel", "Cancel it", ("planned",), "cancelled", who=_WRITER, fields=(REASON,), tone="danger"),
    ),
)
