"""The table of a request for change, walked: where each step leads, who may do it, and what it refuses."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from itsm_sandbox.changes.changes.rules import MACHINE
from itsm_sandbox.changes.changes.rules.machine import BEFORE_IMPLEMENTING
from itsm_sandbox.changes.changes.rules.text import COLUMNS_2, hash_of_step
from itsm_sandbox.engine.machine import START, Actor, Case, find_faults, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.factories.change_cases import FINAL, FULL, IMPLEMENTER, INITIAL, ORIGINATOR, OTHER
from tests.factories.changes import PLANNED, STEP_2
from tests.factories.facts import facts_for
from tests.factories.workplaces import MONDAY

# The table of FITS as the design has it: from, event, to.
TABLE = [
    ("draft", "submit_1", "awaiting_proceed"),
    ("awaiting_proceed", "approve_proceed", "planning"),
    ("awaiting_proceed", "refuse_proceed", "rejected"),
    ("awaiting_proceed", "return", "draft"),
    ("planning", "submit_2", "peer_review"),
    ("peer_review", "omit_review", "awaiting_implement"),
    ("peer_review", "review_ok", "awaiting_implement"),
    ("peer_review", "review_changes", "planning"),
    ("awaiting_implement", "record_consultation", None),
    ("awaiting_implement", "approve_implement", "scheduled"),
    ("awaiting_implement", "refuse_implement", "rejected"),
    ("awaiting_implement", "reschedule", "planning"),
    ("awaiting_implement", "amend", "peer_review"),
    ("scheduled", "amend", "peer_review"),
    ("scheduled", "communicate", None),
    ("scheduled", "start", "implementing"),
    ("implementing", "deviate", None),
    ("implementing", "fall_back", "implemented"),
    ("implementing", "finish", "implemented"),
    ("implemented", "update_records", None),
    ("implemented", "link_incidents", None),
    ("implemented", "write_review", None),
    ("implemented", "review_after", None),
    ("implemented", "close", "closed"),
    ("draft", "submit_emergency", "awaiting_implement"),
    ("draft", "schedule_standard", "scheduled"),
    *((state, "withdraw", "cancelled") for state in BEFORE_IMPLEMENTING),
]


def case(
    state: str,
    actor: int,
    *roles: str,
    given: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    now: datetime = MONDAY,
    **values: Any,
) -> Case:
    ties = {Tie.ANYONE}
    merged = {**FULL, **values}
    if actor == merged["originator_id"]:
        ties.add(Tie.ORIGINATOR)
    if actor == merged["implementer_id"]:
        ties.add(Tie.IMPLEMENTER)
    who = Actor(actor, frozenset({*roles, *ties}))
    return Case(state, merged, who, now, given or {}, facts_for("change", **(facts or {})))


@pytest.mark.parametrize(("state", "event", "to"), TABLE)
def test_the_table_leads_where_fits_says(state: str, event: str, to: str | None) -> None:
    transition = MACHINE.find(event, state)
    assert transition
    assert transition.to == to


def test_every_state_is_reached_and_every_open_one_is_left() -> None:
    names = {state.name for state in MACHINE.states}
    targets = {transition.to for transition in MACHINE.transitions if transition.to}
    sources = {source for transition in MACHINE.transitions for source in transition.sources if transition.to}
    assert targets == names
    assert sources == {START, *MACHINE.open_states}
    assert {state.name for state in MACHINE.states if not state.is_open} == {"closed", "rejected", "cancelled"}


@pytest.mark.parametrize("transition", MACHINE.transitions, ids=lambda one: f"{one.event} from {one.sources[0]}")
def test_a_step_is_refused_to_whoever_has_no_part_in_it(transition: Any) -> None:
    if Tie.ANYONE in transition.who:
        return
    for state in transition.sources:
        sentence = refuse(MACHINE, transition.event, case(state, OTHER, WorkRole.USER))
        assert sentence
        assert sentence.startswith("This is for ")


@pytest.mark.parametrize("transition", MACHINE.transitions, ids=lambda one: f"{one.event} from {one.sources[0]}")
def test_a_step_is_refused_in_every_other_state(transition: Any) -> None:
    everywhere = {source for one in MACHINE.transitions if one.event == transition.event for source in one.sources}
    for state in MACHINE.states:
        if state.name not in everywhere:
            everybody = case(state.name, ORIGINATOR, *WorkRole, Tie.IMPLEMENTER, Tie.TIMER)
            assert refuse(MACHINE, transition.event, everybody)


SEPARATED = [
    ("awaiting_proceed", "approve_proceed", ORIGINATOR, WorkRole.INITIAL_APPROVER, "somebody else has to decide"),
    ("peer_review", "review_ok", ORIGINATOR, WorkRole.PEER_REVIEWER, "somebody else reads it"),
    ("peer_review", "review_changes", ORIGINATOR, WorkRole.PEER_REVIEWER, "somebody else reads it"),
    ("awaiting_implement", "approve_implement", ORIGINATOR, WorkRole.FINAL_APPROVER, "somebody else has to decide"),
    ("awaiting_implement", "approve_implement", INITIAL, WorkRole.FINAL_APPROVER, "By FITS another person"),
    ("awaiting_implement", "refuse_implement", INITIAL, WorkRole.FINAL_APPROVER, "By FITS another person"),
    ("closed", "make_standard", ORIGINATOR, WorkRole.FINAL_APPROVER, "somebody else has to decide"),
]


@pytest.mark.parametrize(("state", "event", "who", "role", "says"), SEPARATED)
def test_the_separations_hold_whatever_role_is_held(state: str, event: str, who: int, role: str, says: str) -> None:
    sentence = refuse(MACHINE, event, case(state, who, role, outcome="successful"))
    assert sentence
    assert says in sentence


def test_the_implementer_may_be_the_originator() -> None:
    signed = hash_of_step(2, {**FULL, "implementer_id": ORIGINATOR})
    own = case("scheduled", ORIGINATOR, now=PLANNED, implementer_id=ORIGINATOR, implement_hash=signed)
    assert refuse(MACHINE, "start", own) is None


def test_primary_fits_lets_the_owner_give_both_approvals() -> None:
    primary = {"profile": "primary_fits"}
    owner = (INITIAL, WorkRole.ICT_OWNER)
    assert refuse(MACHINE, "approve_proceed", case("awaiting_proceed", *owner, facts=primary)) is None
    assert refuse(MACHINE, "approve_implement", case("awaiting_implement", *owner, facts=primary)) is None
    for event, state in (("approve_proceed", "awaiting_proceed"), ("approve_implement", "awaiting_implement")):
        assert "the ICT owner gives it in Primary FITS" in str(refuse(MACHINE, event, case(state, *owner)))


WRONG_STEP_2 = [
    ({"plan": ["Do it"]}, "at least doing it and checking it"),
    ({"failure_likelihood": 6}, "from 1 to 5"),
    ({"failure_severity": 0}, "from 1 to 5"),
    ({"duration_minutes": 0}, "from 1 to 10,080"),
    ({"duration_minutes": 20_000}, "from 1 to 10,080"),
    ({"fallback_minutes": 61}, "within the time of the change"),
    ({"planned_at": MONDAY - timedelta(minutes=1)}, "has passed"),
    ({"implementer_id": 99}, "Choose somebody who is not simulated"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG_STEP_2)
def test_step_2_says_what_is_wrong_with_it(wrong: dict[str, Any], says: str) -> None:
    step_2 = {**STEP_2, "implementer_id": IMPLEMENTER, **wrong}
    assert says in str(refuse(MACHINE, "submit_2", case("planning", ORIGINATOR, given=step_2)))
    step_2.update({name: FULL[name] for name in wrong})
    assert refuse(MACHINE, "submit_2", case("planning", ORIGINATOR, given=step_2)) is None


def test_what_is_saved_half_written_is_asked_for_when_it_is_sent() -> None:
    edit, submit = MACHINE.find("edit_2", "planning"), MACHINE.find("submit_2", "planning")
    assert edit
    assert submit
    assert find_faults(edit.fields, {}) == {}
    assert find_faults(submit.fields, {}).keys() == set(COLUMNS_2)


def test_an_approval_waits_for_users_and_for_the_text_that_was_reviewed() -> None:
    final = (FINAL, WorkRole.FINAL_APPROVER)
    assert "Talk to the users" in str(
        refuse(MACHINE, "approve_implement", case("awaiting_implement", *final, facts={"consultations": 0}))
    )
    assert "has passed" in str(refuse(MACHINE, "approve_implement", case("awaiting_implement", *final, now=PLANNED)))
    changed = case("awaiting_implement", *final, test_plan="Another test than the one that was read.")
    assert "It has to be reviewed again" in str(refuse(MACHINE, "approve_implement", changed))
    simplified = replace(changed, facts=facts_for("change", peer_review_required=False))
    assert refuse(MACHINE, "approve_implement", simplified) is None


def test_a_start_waits_for_the_text_that_was_approved() -> None:
    changed = case("scheduled", IMPLEMENTER, now=PLANNED, fallback="Another fall-back than the approved one.")
    assert "It has to be reviewed and approved again" in str(refuse(MACHINE, "start", changed))


def test_closing_names_everything_that_is_missing() -> None:
    bare = case(
        "implemented", INITIAL, WorkRole.INITIAL_APPROVER, type="emergency", reviewed_by_id=None,
        facts={"incidents_said": False},
    )  # fmt: skip
    assert refuse(MACHINE, "close", bare) == (
        "Before it is closed: bring the records up to date; write the review; link the incidents that it caused, or "
        "say that there were none; have a peer review the emergency after the fact."
    )


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"type": "emergency"}, "Only a normal change"),
        ({"reviewed_by_id": None}, "Only a normal change"),
        ({"outcome": "fallen_back"}, "Only a change that was successful"),
        ({"is_template": True}, "already"),
    ],
)
def test_a_standard_change_is_earned(values: dict[str, Any], says: str) -> None:
    earned = case("closed", FINAL, WorkRole.FINAL_APPROVER, outcome="successful")
    assert refuse(MACHINE, "make_standard", earned) is None
    sentence = refuse(MACHINE, "make_standard", replace(earned, values={**earned.values, **values}))
    assert says in str(sentence)
