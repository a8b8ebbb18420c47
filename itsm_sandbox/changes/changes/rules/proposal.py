"""From the first idea of a change to a plan that a peer has read: steps 1 and 2 of the form."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.changes.changes.rules import fields, guards
from itsm_sandbox.changes.changes.rules.facts import ChangeFacts
from itsm_sandbox.changes.changes.rules.text import COLUMNS_1, COLUMNS_2, hash_of_step
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Transition
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole

ORIGINATORS = (*sorted(SUPPORT), WorkRole.SUPPLIER)
PLANNERS = (Tie.ORIGINATOR, Tie.IMPLEMENTER)
STEP_1_IS_SOUND = (guards.says_what_is_affected,)
STEP_2_IS_SOUND = (
    guards.plan_is_ordered,
    guards.risk_is_scored,
    guards.window_is_sound,
    guards.is_in_the_future,
    guards.implementer_works_here,
)

_INITIAL = (WorkRole.INITIAL_APPROVER, WorkRole.ICT_OWNER)
_INITIAL_GUARDS = (guards.owner_approves_in_primary_fits(WorkRole.INITIAL_APPROVER), guards.not_the_originator)
_TYPE = Field("type", "Kind of change", Ask.CHOICE, choices=fields.TYPES)
_COMMENT = Field("comment", "Comment", Ask.LONG_TEXT, required=False, keep=False)
_WHY = Field("comment", "Why, and what would help", Ask.LONG_TEXT, at_least=10, keep=False)
_TEMPLATE = Field("template_id", "Standard change it follows", Ask.REF, required=False, offers="change")
_PILOT = Field("is_pilot", "It is the pilot of the change management set-up", Ask.YES_NO, required=False)
_COMES_FROM = Field(
    "problem_ref",
    "Problem it resolves",
    Ask.REF,
    required=False,
    offers="problem",
    keep=False,
    hint="Such as PRB-0003.",
)


def _raised(case: Case) -> Mapping[str, Any]:
    """A standard change takes over what was approved for its template; what is told with it comes first."""
    template = case.of(ChangeFacts).template() if case.get("type") == fields.STANDARD else None
    taken = {name: template[name] for name in COLUMNS_1 if name != "type"} if template else {}
    told = {name: value for name, value in case.given.items() if name in taken and value not in (None, "", [])}
    return {**taken, **told, "originator_id": case.actor.id}


def _proceed_signed(case: Case) -> Mapping[str, Any]:
    return {"proceed_by_id": case.actor.id, "proceed_hash": hash_of_step(1, case.values)}


def review_signed(case: Case) -> Mapping[str, Any]:
    return {"reviewed_by_id": case.actor.id, "reviewed_hash": hash_of_step(2, case.values)}


def _scheduled_as_approved(case: Case) -> Mapping[str, Any]:
    """The plan of a standard change is its template's, word for word; only when and who are its own."""
    template = case.of(ChangeFacts).template() or {}  # there is one: a guard has seen to it
    own = {"planned_at", "duration_minutes", fields.IMPLEMENTER.name}
    taken = {name: template[name] for name in COLUMNS_2 if name not in own}
    return {**taken, "implement_hash": hash_of_step(2, {**case.values, **case.given, **taken})}


RAISING = (
    Transition(
        "raise",
        "Raise a request for change",
        (START,),
        "draft",
        who=ORIGINATORS,
        fields=(_TYPE, _TEMPLATE, *fields.saved(fields.STEP_1), _COMES_FROM, _PILOT),
        guards=(guards.may_be_raised, guards.costs_no_more_than_approved),
        sets=_raised,
    ),
    Transition(
        "submit_1",
        "Ask for approval to proceed",
        ("draft",),
        "awaiting_proceed",
        who=(Tie.ORIGINATOR,),
        fields=fields.STEP_1,
        guards=STEP_1_IS_SOUND,
        early_guards=(guards.of_type(fields.NORMAL),),
        key="s",
        tone="primary",
        hint="The initial approver decides on this text and its cost. Nobody plans in detail before.",
    ),
    Transition(
        "submit_emergency",
        "Ask for approval of the emergency",
        ("draft",),
        "awaiting_implement",
        who=(Tie.ORIGINATOR,),
        fields=(
            *fields.STEP_1,
            *fields.STEP_2,
            Field("urgent_because", "Why it cannot wait", Ask.LONG_TEXT, at_least=20, keep=False),
        ),
        guards=(*STEP_1_IS_SOUND, *STEP_2_IS_SOUND),
        early_guards=(guards.of_type(fields.EMERGENCY),),
        key="s",
        tone="primary",
        hint="Steps 1 and 2 together. A peer reviews it within two service days after it was carried out.",
    ),
    Transition(
        "schedule_standard",
        "Schedule it as approved",
        ("draft",),
        "scheduled",
        who=(Tie.ORIGINATOR,),
        fields=(*fields.WINDOW, fields.IMPLEMENTER),
        guards=(guards.is_in_the_future, guards.window_is_sound, guards.implementer_works_here),
        early_guards=(
            guards.of_type(fields.STANDARD),
            guards.has_template,
            guards.costs_no_more_than_approved,
            guards.says_what_is_affected,
        ),
        key="s",
        tone="primary",
        hint="The plan is the one that was approved for the standard change. Give the time and the implementer.",
        sets=_scheduled_as_approved,
    ),
    Transition(
        "edit_1",
        "Change step 1",
        ("draft",),
        None,
        who=(Tie.ORIGINATOR,),
        fields=(_TYPE, *fields.saved(fields.STEP_1)),
        guards=(guards.keeps_its_way, guards.costs_no_more_than_approved),
        key="e",
    ),
)

PROCEEDING = (
    Transition(
        "approve_proceed",
        "Approve to proceed",
        ("awaiting_proceed",),
        "planning",
        who=_INITIAL,
        fields=(_COMMENT,),
        early_guards=_INITIAL_GUARDS,
        key="a",
        tone="primary",
        hint="You approve step 1 as it stands on the page, with its cost, which is committed.",
        sets=_proceed_signed,
    ),
    Transition(
        "return",
        "Return it",
        ("awaiting_proceed",),
        "draft",
        who=_INITIAL,
        fields=(_WHY,),
        early_guards=_INITIAL_GUARDS,
    ),
    Transition(
        "refuse_proceed",
        "Refuse",
        ("awaiting_proceed",),
        "rejected",
        who=_INITIAL,
        fields=(_WHY,),
        early_guards=_INITIAL_GUARDS,
        tone="danger",
    ),
)

PLANNING = (
    Transition(
        "submit_2",
        "Send step 2 to peer review",
        ("planning",),
        "peer_review",
        who=PLANNERS,
        fields=fields.STEP_2,
        guards=STEP_2_IS_SOUND,
        key="s",
        tone="primary",
        hint="A peer reads the plan before anybody approves it. Where peer review is left out, it goes on at once.",
    ),
    Transition("edit_2", "Save step 2", ("planning",), None, who=PLANNERS, fields=fields.saved(fields.STEP_2), key="e"),
    Transition(
        "omit_review",
        "Leave out peer review",
        ("peer_review",),
        "awaiting_implement",
        who=(Tie.TIMER,),
        early_guards=(guards.review_is_not_needed,),
    ),
    Transition(
        "review_ok",
        "Pass the peer review",
        ("peer_review",),
        "awaiting_implement",
        who=(WorkRole.PEER_REVIEWER,),
        fields=(
            Field("checklist", "What holds", Ask.MANY, required=False, choices=fields.CHECKLIST, keep=False),
            _COMMENT,
        ),
        guards=(guards.whole_checklist,),
        early_guards=(guards.reviewer_is_a_peer,),
        key="a",
        tone="primary",
        sets=review_signed,
    ),
    Transition(
        "review_changes",
        "Ask for changes",
        ("peer_review",),
        "planning",
        who=(WorkRole.PEER_REVIEWER,),
        fields=(
            Field("failing", "What does not hold", Ask.MANY, choices=fields.CHECKLIST, keep=False),
            _WHY,
        ),
        early_guards=(guards.reviewer_is_a_peer,),
    ),
)
