"""The monthly service report from its preparation to the meeting that reviews it. Figures freeze when it is issued."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.formatting import day
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps import actions
from itsm_sandbox.engine.steps.reasons import REASON, authored, reaches_another, today
from itsm_sandbox.reporting.metrics.rules.reading import month_after
from itsm_sandbox.reporting.service_reports.rules.facts import ServiceReportFacts
from itsm_sandbox.reporting.service_reports.rules.monthly import FIGURES, uncommented

PREPARERS = (WorkRole.SINGLE_POINT_OF_CONTACT,)
OWNER = (WorkRole.ICT_OWNER,)
MEETING = (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.ICT_OWNER)
FEWEST_LETTERS_OF_SUMMARY = 60

_RECIPIENTS = Field("recipients", "To whom", Ask.ROWS, offers="people", keep=False)
_COVER = Field("cover", "What you write to them", Ask.LONG_TEXT, required=False, keep=False)
_COMMENTS = tuple(
    Field(
        one.comment,
        one.label,
        Ask.LONG_TEXT,
        required=False,
        hint="Why it changed, what it means for those who rely on ICT, and what you suggest. Needed when it changed.",
    )
    for one in FIGURES
)


def _month_is_over(case: Case) -> str | None:
    ends = month_after(case.values["month_on"])
    return None if today(case) >= ends else f"The month is not over yet. It can be issued from {day(ends)}."


def _is_commented(case: Case) -> str | None:
    missing = uncommented(case.of(ServiceReportFacts).figures(), case.values)
    if not missing:
        return None
    return f"Say in a sentence or two why it changed: {'; '.join(missing)}."


def _is_summed_up(case: Case) -> str | None:
    told = len((case.values.get("summary") or "").strip())
    if told >= FEWEST_LETTERS_OF_SUMMARY:
        return None
    return f"Sum the month up in your own words, in at least {FEWEST_LETTERS_OF_SUMMARY} characters; there are {told}."


def _is_not_the_author(case: Case) -> str | None:
    if case.actor.id != case.values["author_id"]:
        return None
    return "Whoever prepared a report does not sign it off. Another ICT owner has to."


def _has_taken_place(case: Case) -> str | None:
    return None if case.given["held_on"] <= today(case) else "Record the meeting when it has taken place."


def _actions_of(case: Case) -> Sequence[Mapping[str, Any]]:
    listed: Sequence[Mapping[str, Any]] = (case.values.get("meeting") or {}).get("actions", ())
    return listed


def _has_open_action(case: Case) -> str | None:
    return actions.is_open(_actions_of(case), None)


def _action_is_open(case: Case) -> str | None:
    return actions.is_open(_actions_of(case), case.given.get("number"))


def _frozen(case: Case) -> Mapping[str, Any]:
    return {"figures": case.of(ServiceReportFacts).figures(), "issued_at": case.now}


def _thawed(_case: Case) -> Mapping[str, Any]:
    return {"figures": {}, "issued_at": None}


def _signed(case: Case) -> Mapping[str, Any]:
    return {"signed_by_id": case.actor.id, "signed_at": case.now}


def _sent(case: Case) -> Mapping[str, Any]:
    known = {one["id"] for one in case.values["sent_to"]}
    added = [
        {"id": row_id, "name": case.of(ServiceReportFacts).name_of(row_id), "at": case.now.isoformat()}
        for row_id in case.given["recipients"]
        if row_id not in known
    ]
    return {"sent_to": [*case.values["sent_to"], *added]}


def _met(case: Case) -> Mapping[str, Any]:
    attended = [{"id": one, "name": case.of(ServiceReportFacts).name_of(one)} for one in case.given["attendees"]]
    return {
        "meeting": {
            "on": case.given["held_on"].isoformat(),
            "attendees": attended,
            "notes": case.given["notes"],
            "actions": [],
        }
    }


def _with_actions(case: Case, listed: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {"meeting": {**case.values["meeting"], "actions": listed}}


def _added(case: Case) -> Mapping[str, Any]:
    return _with_actions(case, [*case.values["meeting"]["actions"], actions.agreed(case)])


def _done(case: Case) -> Mapping[str, Any]:
    number, done_on = case.given["number"], today(case).isoformat()
    there = case.values["meeting"]["actions"]
    return _with_actions(case, actions.replaced(there, number, done_on=done_on, outcome=case.given["outcome"]))


MACHINE = Machine(
    "service report",
    (
        State("draft", "Being prepared", "none", "pencil"),
        State("issued", "Issued", "sub", "lock"),
        State("signed_off", "Signed off", "sub", "signature"),
        State("sent", "Sent", "met", "send"),
        State("reviewed", "Reviewed at a meeting", "met", "users-group", is_open=False),
        State("cancelled", "Given up", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "prepare",
            "Prepare a report",
            (START,),
            "draft",
            who=PREPARERS,
            fields=(Field("month_on", "Month", Ask.DAY),),
            sets=authored,
        ),
        Transition(
            "write",
            "Write the comments",
            ("draft",),
            None,
            who=(Tie.AUTHOR,),
            fields=(
                Field(
                    "summary",
                    "The month in a few sentences",
                    Ask.LONG_TEXT,
                    required=False,
                    hint="What has been happening, what needs attention, and what the meeting should talk about.",
                ),
                *_COMMENTS,
            ),
            key="w",
            tone="primary",
        ),
        Transition(
            "issue",
            "Issue it",
            ("draft",),
            "issued",
            who=(Tie.AUTHOR,),
            guards=(_is_summed_up, _is_commented),
            early_guards=(_month_is_over,),
            key="i",
            hint="From here on its figures stay as they are, whatever happens in the workplace.",
            sets=_frozen,
        ),
        Transition(
            "return",
            "Return it",
            ("issued",),
            "draft",
            who=OWNER,
            fields=(REASON,),
            early_guards=(_is_not_the_author,),
            hint="Its author goes on with it; the figures are counted anew when it is issued again.",
            sets=_thawed,
        ),
        Transition(
            "sign_off",
            "Sign it off",
            ("issued",),
            "signed_off",
            who=OWNER,
            fields=(Field("remark", "Remark", Ask.LONG_TEXT, required=False, keep=False),),
            early_guards=(_is_not_the_author,),
            tone="primary",
            sets=_signed,
        ),
        Transition(
            "send",
            "Send it",
            ("signed_off",),
            "sent",
            who=(Tie.AUTHOR, *PREPARERS),
            fields=(_RECIPIENTS, _COVER),
            guards=(reaches_another,),
            key="s",
            tone="primary",
            sets=_sent,
        ),
        Transition(
            "send",
            "Send it to more people",
            ("sent", "reviewed"),
            None,
            who=(Tie.AUTHOR, *PREPARERS),
            fields=(_RECIPIENTS, _COVER),
            guards=(reaches_another,),
            sets=_sent,
        ),
        Transition(
            "record_meeting",
            "Record the meeting",
            ("sent",),
            "reviewed",
            who=MEETING,
            fields=(
                Field("held_on", "When it took place", Ask.DAY, keep=False),
                Field("attendees", "Who was there", Ask.ROWS, offers="people", keep=False),
                Field(
                    "notes",
                    "What was said",
                    Ask.LONG_TEXT,
                    at_least=40,
                    keep=False,
                    hint="For each figure that was talked about: what was asked, what was answered, what was decided.",
                ),
            ),
            guards=(_has_taken_place,),
            key="m",
            tone="primary",
            sets=_met,
        ),
        Transition(
            "add_action",
            "Add an action",
            ("reviewed",),
            None,
            who=MEETING,
            fields=actions.action_fields("people"),
            guards=(actions.due_is_ahead,),
            key="a",
            sets=_added,
        ),
        Transition(
            "finish_action",
            "An action is done",
            ("reviewed",),
            None,
            who=(*MEETING, Tie.ASSIGNED),
            fields=(
                actions.which("It is done", rows=_actions_of),
                Field("outcome", "What came of it", Ask.LONG_TEXT, at_least=10, keep=False),
            ),
            guards=(_action_is_open,),
            early_guards=(_has_open_action,),
            sets=_done,
        ),
        Transition(
            "cancel", "Give it up", ("draft",), "cancelled", who=(Tie.AUTHOR, *OWNER), fields=(REASON,), tone="danger"
        ),
    ),
)
