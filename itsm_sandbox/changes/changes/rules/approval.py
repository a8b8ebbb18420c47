"""The final approver's part: the users are asked, the very text that was reviewed is approved, or it goes back."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.changes.changes.rules import fields, guards
from itsm_sandbox.changes.changes.rules.proposal import PLANNERS, STEP_2_IS_SOUND
from itsm_sandbox.changes.changes.rules.text import hash_of_step
from itsm_sandbox.engine.machine import Ask, Case, Field, Transition
from itsm_sandbox.engine.roles import WorkRole

_FINAL = (WorkRole.FINAL_APPROVER, WorkRole.ICT_OWNER)
_FINAL_GUARDS = (guards.owner_approves_in_primary_fits(WorkRole.FINAL_APPROVER), guards.not_the_originator)
_WHY = Field("comment", "Why, and what would help", Ask.LONG_TEXT, at_least=10, keep=False)


def _implement_signed(case: Case) -> Mapping[str, Any]:
    return {"implement_by_id": case.actor.id, "implement_hash": hash_of_step(2, case.values)}


APPROVING = (
    Transition(
        "record_consultation",
        "Record a consultation",
        ("awaiting_implement",),
        None,
        who=(WorkRole.FINAL_APPROVER, WorkRole.ICT_OWNER),
        fields=(
            Field("with_whom", "With whom", at_least=3, keep=False, hint="Users, or those who speak for them."),
            Field("how", "How", Ask.CHOICE, choices=fields.WAYS, keep=False),
            Field("told", "What they were told", Ask.LONG_TEXT, at_least=10, keep=False),
            Field("objections", "Objections", Ask.LONG_TEXT, required=False, keep=False),
            Field("reschedule", "They asked for another time", Ask.YES_NO, required=False, keep=False),
        ),
        key="c",
        merges=True,
        hint="The date, the time, and what it means for their work.",
    ),
    Transition(
        "approve_implement",
        "Approve to implement",
        ("awaiting_implement",),
        "scheduled",
        who=_FINAL,
        fields=(Field("comment", "Comment", Ask.LONG_TEXT, required=False, keep=False),),
        early_guards=(
            *_FINAL_GUARDS,
            guards.final_is_another,
            guards.reviewed_as_it_is,
            guards.users_were_consulted,
            guards.is_in_the_future,
        ),
        key="a",
        tone="primary",
        hint="You approve step 2 as it stands on the page, for the time that it gives.",
        sets=_implement_signed,
    ),
    Transition(
        "reschedule",
        "Return it for another time",
        ("awaiting_implement",),
        "planning",
        who=_FINAL,
        fields=(_WHY,),
        early_guards=_FINAL_GUARDS,
    ),
    Transition(
        "refuse_implement",
        "Refuse",
        ("awaiting_implement",),
        "rejected",
        who=_FINAL,
        fields=(_WHY,),
        early_guards=(
            *_FINAL_GUARDS,
            guards.final_is_another,
        ),
        tone="danger",
    ),
    Transition(
        "amend",
        "Change step 2",
        ("awaiting_implement", "scheduled"),
        "peer_review",
        who=PLANNERS,
        fields=(*fields.STEP_2, Field("because", "Why it is changed", Ask.LONG_TEXT, at_least=10, keep=False)),
        guards=(guards.something_differs, *STEP_2_IS_SOUND),
        early_guards=(guards.has_a_plan_of_its_own,),
        hint="What was reviewed and approved was the text before. It is reviewed and approved again.",
    ),
)
