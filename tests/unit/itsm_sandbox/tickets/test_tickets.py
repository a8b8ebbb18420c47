"""What follows from the steps of a ticket, and what its tables of states and categories hold together."""

from collections.abc import Mapping
from typing import Any

import pytest

from itsm_sandbox.desk.tickets.rules import MACHINE, OPEN
from itsm_sandbox.desk.tickets.rules.categories import (
    CATEGORIES,
    PARENTS,
    SUBCATEGORIES,
    category_words,
    needs_identity,
)
from itsm_sandbox.engine.machine import Actor, Case, list_offers
from itsm_sandbox.engine.roles import Tie
from tests.support.steps import EVERYTHING, ME, NOW
from tests.unit.itsm_sandbox.tickets.cases import CLASSIFY, ESCALATE, FACTS, TICKET, TRIAGE


def case(state: str, given: Mapping[str, Any], over: Mapping[str, Any] | None = None) -> Case:
    return Case(state, {**TICKET, **(over or {})}, Actor(ME, EVERYTHING), NOW, given, FACTS)


@pytest.mark.parametrize("state", [one.name for one in MACHINE.states])
def test_what_only_time_does_is_offered_to_nobody(state: str) -> None:
    by_time = {one.event for one in MACHINE.transitions if one.who == (Tie.TIMER,)}
    assert {"auto_close", "clock.breached"} <= by_time
    offered = {one.transition.event for one in list_offers(MACHINE, case(state, {}))}
    assert not offered & by_time


def sets(event: str, state: str, given: dict[str, Any], over: dict[str, Any] | None = None) -> dict[str, Any]:
    transition = MACHINE.find(event, state)
    assert transition
    assert transition.sets
    return dict(transition.sets(case(state, given, over)))


def test_the_matrix_gives_the_priority_unless_it_is_overridden() -> None:
    assert sets("triage", "new", TRIAGE)["priority"] == "P4"
    assert sets("triage", "new", {**TRIAGE, "override": "P2"})["priority"] == "P2"
    assert sets("reclassify", "assigned", {"impact": "high", "urgency": "high"})["priority"] == "P1"
    assert "priority" not in sets("reclassify", "assigned", {"impact": "low", "urgency": "medium"})


def test_escalating_keeps_the_owner_and_frees_the_person() -> None:
    follows = sets("escalate_functional", "pending", ESCALATE, {"owner_id": ME})
    assert "owner_id" not in follows
    assert (follows["assigned_to_id"], follows["level"], follows["pending_reason"]) == (None, 2, "")


def test_who_classifies_first_owns_it_and_an_identity_check_says_who_and_when() -> None:
    follows = sets("validate_classify", "new", {**CLASSIFY, "identity_method": "called_back"}, {"owner_id": None})
    assert (follows["owner_id"], follows["identity_by_id"], follows["identity_at"]) == (ME, ME, NOW)
    assert (follows["category"], follows["service_version"]) == ("printing", 3)


def test_the_service_version_in_force_when_it_was_given_stays() -> None:
    assert sets("reclassify", "assigned", {"service_id": 5}, {"service_version": 2})["service_version"] == 2


def test_a_visit_makes_it_support_on_the_premises() -> None:
    assert sets("respond", "assigned", {"contact": "visit"})["support_mode"] == "on_premises"
    assert "support_mode" not in sets("respond", "assigned", {"contact": "call"})


def test_only_the_states_of_work_are_open() -> None:
    assert set(MACHINE.open_states) == set(OPEN)
    for final in ("closed", "cancelled"):
        moving = [one.event for one in MACHINE.transitions if final in one.sources and one.to is not None]
        assert not moving


def test_every_subcategory_has_one_parent_and_accounts_ask_for_identity() -> None:
    assert len(PARENTS) == sum(len(category.subcategories) for category in CATEGORIES) == len(SUBCATEGORIES)
    accounts = next(category for category in CATEGORIES if category.code == "accounts")
    assert all(part.needs_identity for part in accounts.subcategories)
    assert not needs_identity("how_to")
    assert not needs_identity(None)
    assert category_words("printing", "consumables") == "Printing: toner or paper"
    assert category_words("unknown") == "unknown"
