"""The table of a request for change: where each step leads, and what is asked in it."""

from datetime import datetime
from typing import Any

import pytest

from itsm_sandbox.changes.changes.rules import MACHINE
from itsm_sandbox.changes.changes.rules.machine import BEFORE_IMPLEMENTING
from itsm_sandbox.changes.changes.rules.text import COLUMNS_2, hash_of_step
from itsm_sandbox.engine.machine import START, Actor, Case, find_faults, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.factories.change_cases import FACTS, FULL, INITIAL, ORIGINATOR
from tests.factories.changes import PLANNED
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
    return Case(state, merged, who, now, {}, {**FACTS, **(facts or {})})


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


def test_the_implementer_may_be_the_originator() -> None:
    signed = hash_of_step(2, {**FULL, "implementer_id": ORIGINATOR})
    own = case("scheduled", ORIGINATOR, now=PLANNED, implementer_id=ORIGINATOR, implement_hash=signed)
    assert refuse(MACHINE, "start", own) is None


def test_what_is_saved_half_written_is_asked_for_when_it_is_sent() -> None:
    edit, submit = MACHINE.find("edit_2", "planning"), MACHINE.find("submit_2", "planning")
    assert edit
    assert submit
    assert find_faults(edit.fields, {}) == {}
    assert find_faults(submit.fields, {}).keys() == set(COLUMNS_2)


def test_closing_names_everything_that_is_missing() -> None:
    bare = case(
        "implemented", INITIAL, WorkRole.INITIAL_APPROVER, type="emergency", reviewed_by_id=None,
        facts={"incidents_said": False},
    )  # fmt: skip
    assert refuse(MACHINE, "close", bare) == (
        "Before it is closed: bring the records up to date; write the review; link the incidents that it caused, or "
        "say that there were none; have a peer review the emergency after the fact."
    )
