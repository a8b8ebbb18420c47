"""Step 3: people are told, it is carried out, and what came of it is written down before it is closed."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.changes.changes.rules import fields, guards
from itsm_sandbox.changes.changes.rules.proposal import review_signed
from itsm_sandbox.engine.machine import Ask, Case, Field, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole

_RECORDERS = (Tie.IMPLEMENTER, WorkRole.SINGLE_POINT_OF_CONTACT)
_APPROVERS = (WorkRole.FINAL_APPROVER, WorkRole.INITIAL_APPROVER, WorkRole.ICT_OWNER)


def _begun(case: Case) -> Mapping[str, Any]:
    return {"started_at": case.now}


def _ended(case: Case) -> Mapping[str, Any]:
    return {"finished_at": case.now}


def _fallen_back(case: Case) -> Mapping[str, Any]:
    return {"finished_at": case.now, "outcome": fields.FALLEN_BACK}


IMPLEMENTING = (
    Transition(
        "communicate",
        "Tell those who are affected",
        ("scheduled",),
        None,
        who=_RECORDERS,
        fields=(
            Field("audience", "To whom", at_least=3, keep=False),
            Field("how", "How", Ask.CHOICE, choices=fields.WAYS, keep=False),
            Field("text", "What you told them", Ask.LONG_TEXT, at_least=20, keep=False),
            Field("sent_at", "When", Ask.MOMENT, required=False, keep=False, hint="Now, when you leave it empty."),
        ),
        guards=(guards.sent_before_the_window,),
        key="c",
        merges=True,
    ),
    Transition(
        "start",
        "Start",
        ("scheduled",),
        "implementing",
        who=(Tie.IMPLEMENTER,),
        fields=(
            Field(
                "deviation",
                "Why outside the window",
                Ask.LONG_TEXT,
                required=False,
                at_least=10,
                keep=False,
                hint="Only when it starts before or after the time that was approved.",
            ),
        ),
        guards=(guards.inside_the_window,),
        early_guards=(guards.approved_as_it_is, guards.people_were_told),
        key="s",
        tone="primary",
        sets=_begun,
    ),
    Transition(
        "deviate",
        "Record a deviation",
        ("implementing",),
        None,
        who=(Tie.IMPLEMENTER,),
        fields=(
            Field("what", "What is otherwise than planned", Ask.LONG_TEXT, at_least=10, keep=False),
            Field("told_to", "Who was told", at_least=3, keep=False),
            Field("decided", "What was decided", Ask.LONG_TEXT, required=False, keep=False),
        ),
        key="d",
        merges=True,
    ),
    Transition(
        "fall_back",
        "Fall back",
        ("implementing",),
        "implemented",
        who=(Tie.IMPLEMENTER,),
        fields=(
            Field("because", "Which limit was met", Ask.CHOICE, choices=fields.TRIGGERS, keep=False),
            Field("seen", "What you saw", Ask.LONG_TEXT, at_least=10, keep=False),
            Field("differences", "How service was restored", Ask.LONG_TEXT, at_least=10),
        ),
        guards=(guards.fallback_is_due,),
        tone="danger",
        sets=_fallen_back,
    ),
    Transition(
        "finish",
        "Finish",
        ("implementing",),
        "implemented",
        who=(Tie.IMPLEMENTER,),
        fields=(
            Field("outcome", "Outcome", Ask.CHOICE, choices=fields.OUTCOMES),
            Field("tested", "What the tests showed", Ask.LONG_TEXT, at_least=10, keep=False),
            Field("differences", "What went otherwise than planned", Ask.LONG_TEXT, required=False),
        ),
        guards=(guards.differences_are_told,),
        key="f",
        tone="primary",
        sets=_ended,
    ),
)

AFTERWARDS = (
    Transition(
        "update_records",
        "Records are up to date",
        ("implemented",),
        None,
        who=_RECORDERS,
        fields=(Field("note", "What was brought up to date", Ask.LONG_TEXT, at_least=10, keep=False),),
        early_guards=(guards.every_asset_has_its_event,),
        key="u",
        sets=lambda case: {"records_updated_at": case.now},
    ),
    Transition(
        "link_incidents",
        "Link incidents",
        ("implemented",),
        None,
        who=(*_RECORDERS, WorkRole.FIRST_LEVEL),
        fields=(
            Field(
                "incidents",
                "Incidents it caused",
                Ask.REFS,
                required=False,
                offers="ticket",
                keep=False,
                hint="Such as INC-0042 INC-0043.",
            ),
            Field("none_caused", "It caused none", Ask.YES_NO, required=False, keep=False),
        ),
        guards=(guards.incidents_are_named, guards.no_incidents_at_once),
        key="i",
        merges=True,
    ),
    Transition(
        "write_review",
        "Write the review",
        ("implemented",),
        None,
        who=(Tie.IMPLEMENTER, Tie.ORIGINATOR, WorkRole.INITIAL_APPROVER, WorkRole.ICT_OWNER),
        fields=(
            Field(
                "review",
                "Review",
                Ask.LONG_TEXT,
                at_least=20,
                hint="Did it reach what it was for? What went well, what did not, what is done otherwise next time?",
            ),
        ),
        key="r",
    ),
    Transition(
        "review_after",
        "Review the emergency",
        ("scheduled", "implementing", "implemented"),
        None,
        who=(WorkRole.PEER_REVIEWER,),
        fields=(
            Field("checklist", "What holds", Ask.MANY, required=False, choices=fields.CHECKLIST, keep=False),
            Field("findings", "Findings", Ask.LONG_TEXT, at_least=10, keep=False),
        ),
        early_guards=(guards.is_an_unreviewed_emergency, guards.reviewer_is_a_peer),
        sets=review_signed,
    ),
    Transition("miss_review", "Note that the review is late", ("implemented",), None, who=(Tie.TIMER,)),
    Transition(
        "close",
        "Close",
        ("implemented",),
        "closed",
        who=(WorkRole.INITIAL_APPROVER, WorkRole.ICT_OWNER),
        fields=(Field("comment", "Comment", Ask.LONG_TEXT, required=False, keep=False),),
        early_guards=(guards.everything_is_done,),
        key="x",
        tone="primary",
        sets=lambda case: {"closed_at": case.now},
    ),
    Transition(
        "make_standard",
        "Let it serve as a standard change",
        ("closed",),
        None,
        who=_APPROVERS,
        fields=(
            Field("reason", "Why it may be done without approval from now on", Ask.LONG_TEXT, at_least=10, keep=False),
        ),
        early_guards=(guards.earned_it, guards.not_the_originator),
        sets=lambda _case: {"is_template": True},
    ),
    Transition(
        "end_standard",
        "End the standard change",
        ("closed",),
        None,
        who=_APPROVERS,
        fields=(Field("reason", "Why it needs approval again", Ask.LONG_TEXT, at_least=10, keep=False),),
        early_guards=(guards.is_a_template,),
        sets=lambda _case: {"is_template": False},
    ),
)
