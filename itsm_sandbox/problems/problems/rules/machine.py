"""The table of what can happen to a problem."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from itsm_sandbox.engine.items import pick
from itsm_sandbox.engine.machine import START, Ask, Field, Guard, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import REASON
from itsm_sandbox.problems.problems.rules.fields import (
    BRANCHES,
    CAUSE,
    DESCRIPTION,
    EXPLAINS,
    FIXED_AT,
    LESSONS,
    METHOD,
    NO_CHANGE,
    PLACE,
    RFC,
    SINCE,
    SOURCES,
    SYMPTOMS,
    TICKETS,
    VERDICTS,
    VERIFICATION,
    WORKAROUND,
)
from itsm_sandbox.problems.problems.rules.guards import (
    change_is_carried_out,
    closer_is_not_alone,
    fixed_before_now,
    has_somewhere_to_look,
    hypothesis_is_there,
    incident_is_named,
    knows_something,
    led,
    opened,
    opened_again,
    placed,
    recurrences_are_explained,
    resolved,
    trend_is_named,
    uses,
)

OPENERS = (
    WorkRole.FIRST_LEVEL,
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.SECOND_LEVEL,
    WorkRole.MAINTENANCE,
    WorkRole.DESIGN,
    WorkRole.IMPLEMENTATION,
)
WORKERS = (WorkRole.SECOND_LEVEL, WorkRole.MAINTENANCE, Tie.INVESTIGATOR)
CLOSERS = (WorkRole.SECOND_LEVEL, WorkRole.MAINTENANCE, WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.ICT_OWNER)
NAMERS = (WorkRole.SECOND_LEVEL, WorkRole.MAINTENANCE, WorkRole.ICT_OWNER)

INVESTIGATING = frozenset(
    {
        "investigate",
        "choose_method",
        "ask_why",
        "name_cause",
        "place_moment",
        "review_change",
        "hypothesise",
        "weigh",
        "record_cause",
        "record_workaround",
        "declare_known_error",
    }
)
"""Whoever did one of these is one of its investigators."""

MOVED_ON = ("new", "investigating", "known_error", "awaiting_change")
KNOWN = ("known_error", "awaiting_change")


def _note(
    event: str,
    label: str,
    fields: Sequence[Field],
    *,
    early: Sequence[Guard] = (),
    key: str = "",
) -> Transition:
    """Something written down while one looks for the cause; it leaves the state as it is and overwrites nothing."""
    return Transition(
        event,
        label,
        ("investigating",),
        None,
        WORKERS,
        tuple(fields),
        early_guards=tuple(early),
        key=key,
        merges=True,
    )


def _told(name: str, label: str, ask: Ask = Ask.LONG_TEXT, **about: Any) -> Field:
    return Field(name, label, ask, keep=False, **about)


MACHINE = Machine(
    "problem",
    (
        State("new", "New", "none", "circle-plus"),
        State("investigating", "Being investigated", "sub", "search"),
        State("known_error", "Known error", "more", "book-2"),
        State("awaiting_change", "Waiting for a change", "more", "hourglass"),
        State("resolved", "Resolved", "met", "circle-check", is_open=False),
        State("closed", "Closed", "plain", "lock", is_open=False),
        State("cancelled", "Cancelled", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "log",
            "Log a problem",
            (START,),
            "new",
            OPENERS,
            (
                *DESCRIPTION,
                Field("source", "What made you see it", Ask.CHOICE, choices=SOURCES),
                Field(
                    "trend_id",
                    "Analysis it comes from",
                    Ask.REF,
                    required=False,
                    offers="trend",
                    hint="Such as TRD-0001.",
                ),
                *PLACE,
                Field(
                    "tickets",
                    "Tickets it explains",
                    Ask.REFS,
                    required=False,
                    offers="ticket",
                    keep=False,
                    hint="Such as INC-0042, INC-0057. You can link more later.",
                ),
            ),
            guards=(trend_is_named, incident_is_named, has_somewhere_to_look),
            sets=opened,
        ),
        Transition(
            "investigate",
            "Investigate it",
            ("new",),
            "investigating",
            WORKERS,
            (METHOD, _told("first_thought", "What you look at first", required=False)),
            key="i",
            tone="primary",
            sets=led,
        ),
        _note(
            "ask_why",
            "Add a why",
            (
                _told(
                    "why",
                    "Why does it happen?",
                    Ask.TEXT,
                    at_least=5,
                    hint="Each question asks about the answer before it.",
                ),
                _told("because", "Because", at_least=5),
                _told("known_from", "How you know", required=False),
            ),
            early=(uses("five_whys"),),
            key="w",
        ),
        _note(
            "name_cause",
            "Add a possible cause",
            (
                _told("branch", "Where it lies", Ask.CHOICE, choices=BRANCHES),
                _told("cause", "Possible cause", Ask.TEXT, at_least=5),
                _told("leads_to", "How it would lead to what users see", at_least=5),
            ),
            early=(uses("cause_effect"),),
            key="w",
        ),
        _note(
            "place_moment",
            "Add to the timeline",
            (
                _told("moment", "When", Ask.MOMENT),
                _told("what", "What happened", Ask.TEXT, at_least=5),
                _told("known_from", "How you know", Ask.TEXT, required=False),
            ),
            early=(uses("timeline"),),
            key="w",
        ),
        _note(
            "review_change",
            "Add a change you looked at",
            (
                _told(
                    "change", "Request for change", Ask.REF, required=False, offers="change", hint="When it had one."
                ),
                _told("what", "What was changed, where and when", at_least=10),
                _told("explains", "Could it explain what users see?", Ask.CHOICE, choices=EXPLAINS),
                _told("because", "Because", at_least=5),
            ),
            early=(uses("change_review"),),
            key="w",
        ),
        _note(
            "hypothesise",
            "Add a hypothesis",
            (_told("text", "What may cause it", at_least=10, hint="One cause that could be shown to be wrong."),),
            key="h",
        ),
        _note(
            "weigh",
            "Test a hypothesis",
            (
                pick(
                    "hypotheses",
                    "Hypothesis",
                    lambda hypothesis: hypothesis["text"],
                    name="hypothesis",
                    rows=lambda case: [{"text": text} for text in case.fact("hypotheses")],
                    beside="Test it",
                ),
                _told("test", "What you did to test it", at_least=10),
                _told("verdict", "What came out", Ask.CHOICE, choices=VERDICTS),
                _told("because", "What you saw", at_least=5),
            ),
            early=(hypothesis_is_there,),
            key="t",
        ),
        Transition(
            "choose_method",
            "Use another method",
            ("investigating",),
            None,
            WORKERS,
            (METHOD, REASON),
            hint="What was noted with the method before stays.",
        ),
        Transition(
            "record_workaround",
            "Record a workaround",
            ("investigating", *KNOWN),
            None,
            WORKERS,
            (WORKAROUND,),
            key="o",
        ),
        Transition(
            "record_cause", "Record the root cause", ("investigating", *KNOWN), None, WORKERS, (CAUSE,), key="c"
        ),
        Transition(
            "declare_known_error",
            "Make it a known error",
            ("investigating",),
            "known_error",
            WORKERS,
            (SYMPTOMS, replace(WORKAROUND, required=False), replace(CAUSE, required=False)),
            guards=(knows_something,),
            key="k",
            tone="primary",
            hint="It becomes an article and is offered on tickets like these.",
        ),
        Transition(
            "request_change",
            "Wait for a change",
            ("known_error",),
            "awaiting_change",
            WORKERS,
            (RFC,),
            tone="primary",
            hint="The request for change that removes the cause. Raise it under Changes first.",
        ),
        Transition("replace_change", "Name another change", ("awaiting_change",), None, WORKERS, (RFC, REASON)),
        Transition(
            "resolve",
            "Resolve the problem",
            ("awaiting_change",),
            "resolved",
            WORKERS,
            (VERIFICATION, SINCE),
            guards=(recurrences_are_explained,),
            early_guards=(change_is_carried_out,),
            key="r",
            tone="primary",
            hint="Tickets like these are counted from the moment the change was finished.",
            sets=resolved,
        ),
        Transition(
            "resolve",
            "Resolve the problem",
            ("known_error",),
            "resolved",
            WORKERS,
            (NO_CHANGE, FIXED_AT, VERIFICATION, SINCE),
            guards=(fixed_before_now, recurrences_are_explained),
            key="r",
            hint="Only for causes that go away without changing any device, program or service.",
            sets=resolved,
        ),
        Transition(
            "reopen",
            "Open it again",
            ("resolved",),
            "investigating",
            WORKERS,
            (REASON,),
            sets=opened_again,
            hint="When it came back after all.",
        ),
        Transition(
            "close",
            "Close it",
            ("resolved",),
            "closed",
            CLOSERS,
            (LESSONS,),
            early_guards=(closer_is_not_alone,),
            tone="primary",
        ),
        Transition(
            "link_tickets", "Link tickets", (*MOVED_ON, "resolved"), None, OPENERS, (TICKETS,), key="l", merges=True
        ),
        Transition(
            "unlink_tickets", "Unlink tickets", (*MOVED_ON, "resolved"), None, OPENERS, (TICKETS, REASON), merges=True
        ),
        Transition(
            "describe",
            "Describe it better",
            MOVED_ON,
            None,
            (*WORKERS, Tie.AUTHOR),
            (*DESCRIPTION, *PLACE),
            guards=(has_somewhere_to_look,),
            sets=placed,
        ),
        Transition(
            "name_investigator",
            "Name who investigates",
            ("new", "investigating"),
            None,
            NAMERS,
            (Field("investigator_id", "Who", Ask.ROW, offers="support"), _told("note", "Note", required=False)),
        ),
        Transition(
            "note",
            "Add a note",
            (*MOVED_ON, "resolved"),
            None,
            (Tie.ANYONE,),
            (_told("note", "Note", at_least=3),),
            key="n",
            merges=True,
        ),
        Transition(
            "cancel",
            "Cancel it",
            MOVED_ON,
            "cancelled",
            (*CLOSERS, Tie.AUTHOR),
            (REASON,),
            tone="danger",
        ),
    ),
)
