"""A ticket's table of steps: each is possible where it should be, and refused with a sentence where it is not."""

from datetime import UTC, datetime, timedelta
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
from itsm_sandbox.engine.machine import START, Actor, Case, Transition, find_faults, list_offers, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.factories.facts import facts_for

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
ME, OTHER = 1, 2
TEXT = "Forty characters of text are needed here, and these are more than that."
FACTS = {
    "matrix": {"low medium": "P4", "high high": "P1"},
    "group_levels": {10: 1, 20: 2, 30: 2},
    "suppliers": [30],
    "services": {5: {"version": 3, "items": [{"name": "Laptop", "needs_approval": True}, {"name": "Mouse"}]}},
    "most_reminders": 3,
}
TICKET: dict[str, Any] = {
    "id": 77,
    "type": "incident",
    "requester_id": OTHER,
    "subcategory": "printer_fault",
    "service_id": 5,
    "priority": "P4",
    "impact": "low",
    "urgency": "medium",
    "level": 1,
    "group_id": 10,
    "assigned_to_id": ME,
    "is_major": False,
    "pending_reason": "user",
    "reminders": 0,
    "effort_minutes": 0,
}
REQUEST = {"type": "request", "request_item": "Laptop", "assigned_to_id": None}
EVERYTHING = frozenset({*WorkRole, *Tie})
CLASSIFY = {"type": "incident", "subcategory": "printer_fault", "service_id": 5, "affected_user_id": OTHER}
WAIT = {"pending_reason": "user", "note": "I asked which tray.", "follow_up_at": NOW + timedelta(hours=3)}
RESOLVE = {"resolution_code": "fixed", "resolution": TEXT, "proposal": "How to change the lamp."}
TRIAGE = {"impact": "low", "urgency": "medium", "group_id": 10}
ESCALATE = {"group_id": 20, "work_done": "I changed the cable and the port.", "asked": "Look at the switch."}

# What is told with each step, and what of the ticket differs from the usual one.
POSSIBLE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "log": ({"requester_id": ME, "channel": "phone", "type": "incident", "title": "No sound"}, {}),
    "validate_classify": ({**CLASSIFY, "support_mode": "remote"}, {"subcategory": ""}),
    "triage": (TRIAGE, {}),
    "request_approval": ({"request_item": "laptop"}, {**REQUEST, "request_item": ""}),
    "approve": ({}, REQUEST),
    "refuse": ({"comment": "There is no money for it."}, REQUEST),
    "respond": ({"contact": "call", "text": "I called them at ten."}, {}),
    "take": ({}, {"assigned_to_id": None}),
    "resolve": (RESOLVE, {}),
    "wait": (WAIT, {}),
    "resume": ({}, {}),
    "remind": ({}, {}),
    "resolve_no_reply": ({}, {"reminders": 3}),
    "escalate_functional": (ESCALATE, {}),
    "reassign": ({"assigned_to_id": 3, "work_done": "I changed the cable and the port."}, {}),
    "note": ({"text": "Noted."}, {}),
    "reply": ({"text": "It works."}, {}),
    "reclassify": ({**CLASSIFY, "subcategory": "print_queue", "reason": "It was the queue."}, {}),
    "escalate_hierarchical": ({"to_id": OTHER, "reason": "The head has to know."}, {}),
    "declare_major": ({"communicate_every": 30, "reason": "The whole site is out."}, {}),
    "communicate": ({"audience": "All staff", "text": "We are working on the network."}, {"is_major": True}),
    "stand_down": ({"reason": "It is over, everything works."}, {"is_major": True}),
    "join_major": ({"parent_id": 78}, {}),
    "leave_major": ({}, {"parent_id": 78}),
    "link_problem": ({"problem_id": 1}, {}),
    "unlink_problem": ({}, {"problem_id": 1}),
    "link_change": ({"change_id": 1}, {}),
    "confirm": ({"rating": "4"}, {}),
    "reopen": ({"reason": "It is dark again."}, {}),
    "auto_close": ({}, {}),
    "reject": ({"rejection": "not_valid", "text": "The canteen knows that."}, {}),
    "cancel": ({"reason": "It is not needed any more."}, {}),
    "clock.warned": ({"clock": "fix"}, {}),
    "clock.breached": ({"clock": "response"}, {}),
    "follow_up.due": ({}, {}),
    "communication.due": ({}, {}),
    "parent.resolved": ({"parent_id": 78}, {}),
}


def case(
    state: str, given: dict[str, Any], over: dict[str, Any] | None = None, *, roles: Any = EVERYTHING, **facts: Any
) -> Case:
    about = facts_for("ticket", **{**FACTS, **facts})
    return Case(state, {**TICKET, **(over or {})}, Actor(ME, frozenset(roles)), NOW, given, about)


def steps() -> list[tuple[Transition, str]]:
    return [(one, source) for one in MACHINE.transitions for source in one.sources]


def test_the_table_of_what_is_possible_names_every_step() -> None:
    assert POSSIBLE.keys() == {transition.event for transition in MACHINE.transitions}


@pytest.mark.parametrize(("transition", "state"), steps(), ids=lambda one: getattr(one, "event", one or "start"))
def test_a_step_is_possible_from_its_states_for_those_it_is_for(transition: Transition, state: str) -> None:
    given, over = POSSIBLE[transition.event]
    assert find_faults(transition.fields, given) == {}
    for one in transition.who:
        assert refuse(MACHINE, transition.event, case(state, given, over, roles={one})) is None, one


@pytest.mark.parametrize("transition", MACHINE.transitions, ids=lambda one: one.event)
def test_a_step_is_refused_from_every_other_state_and_to_everybody_else(transition: Transition) -> None:
    given, over = POSSIBLE[transition.event]
    for state in {one.name for one in MACHINE.states} - set(transition.sources):
        if MACHINE.find(transition.event, state) is None:
            said = refuse(MACHINE, transition.event, case(state, given, over))
            assert said, state
            assert said.startswith("It is "), state
    if Tie.ANYONE not in transition.who:
        others = EVERYTHING - set(transition.who)
        said = refuse(MACHINE, transition.event, case(transition.sources[0], given, over, roles=others))
        assert said
        assert said.startswith("This is for ")


@pytest.mark.parametrize("state", [one.name for one in MACHINE.states])
def test_what_only_time_does_is_offered_to_nobody(state: str) -> None:
    by_time = {one.event for one in MACHINE.transitions if one.who == (Tie.TIMER,)}
    assert {"auto_close", "clock.breached"} <= by_time
    offered = {one.transition.event for one in list_offers(MACHINE, case(state, {}))}
    assert not offered & by_time


REFUSED = [
    ("log", START, {"requester_id": OTHER}, {}, "Report it in your own name."),
    ("validate_classify", "new", {**CLASSIFY, "subcategory": "password"}, {"subcategory": ""}, "first make sure who"),
    ("validate_classify", "new", CLASSIFY, {}, "It is classified already."),
    ("triage", "new", TRIAGE, {"subcategory": ""}, "First check that it is valid"),
    ("triage", "new", {"impact": "low", "urgency": "medium"}, {}, "Choose the group or the person"),
    ("triage", "new", {**TRIAGE, "override": "P4"}, {}, "The matrix gives P4 already"),
    ("triage", "new", {**TRIAGE, "override": "P1", "override_reason": "Head"}, {}, "Say in a sentence why another"),
    ("triage", "new", TRIAGE, REQUEST, "What is asked for needs approval first."),
    ("request_approval", "new", {"request_item": "Laptop"}, {}, "Only requests are approved"),
    ("request_approval", "new", {"request_item": "Mouse"}, REQUEST, "“Mouse” needs no approval"),
    ("request_approval", "new", {"request_item": "Laptop"}, {**REQUEST, "approved_at": NOW}, "approved already"),
    ("approve", "awaiting_approval", {}, {**REQUEST, "requester_id": ME}, "Nobody approves what they asked for"),
    ("approve", "awaiting_approval", {}, {**REQUEST, "affected_user_id": ME}, "Nobody approves what they asked for"),
    ("refuse", "awaiting_approval", {}, {**REQUEST, "requester_id": ME}, "Nobody approves what they asked for"),
    ("take", "assigned", {}, {"assigned_to_id": OTHER}, "Somebody has it already."),
    ("take", "assigned", {}, {}, "You have it already."),
    ("wait", "in_progress", {**WAIT, "follow_up_at": None}, {}, "Say when to remind them."),
    ("wait", "in_progress", {**WAIT, "pending_reason": "scheduled", "follow_up_at": None}, {}, "for when it was"),
    ("wait", "in_progress", {**WAIT, "follow_up_at": NOW}, {}, "Choose a time that is still to come."),
    ("wait", "in_progress", {**WAIT, "pending_reason": "change"}, {}, "Name the request for change"),
    ("remind", "pending", {}, {"pending_reason": "supplier"}, "It is not waiting for an answer"),
    ("resolve_no_reply", "pending", {}, {"reminders": 2}, "They were reminded 2 of 3 times."),
    ("escalate_functional", "assigned", {**ESCALATE, "group_id": 10}, {}, "no higher than level 1"),
    ("reassign", "assigned", {}, {}, "Choose the group or the person"),
    ("reassign", "assigned", {"group_id": 10, "assigned_to_id": ME}, {}, "That is who has it now."),
    ("resolve", "in_progress", {**RESOLVE, "proposal": ""}, {}, "Name the article you used"),
    ("resolve", "in_progress", RESOLVE, {"fix_breached_at": NOW}, "Its fix target was missed."),
    ("resolve", "in_progress", RESOLVE, {"fix_due_at": NOW - timedelta(minutes=1)}, "Its fix target was missed."),
    ("reclassify", "assigned", CLASSIFY, {}, "Nothing would change."),
    ("reclassify", "new", {**CLASSIFY, "impact": "high"}, {"priority": None}, "leave impact and urgency to triage"),
    ("reclassify", "assigned", {**CLASSIFY, "subcategory": "leaver"}, {}, "first make sure who asks"),
    ("declare_major", "assigned", {"communicate_every": 30}, {"is_major": True}, "a major incident already"),
    ("declare_major", "assigned", {"communicate_every": 30}, {"type": "request"}, "Only an incident can be major."),
    ("declare_major", "assigned", {"communicate_every": 3}, {}, "not more often than every 5 minutes"),
    ("communicate", "assigned", {}, {}, "It is no major incident."),
    ("join_major", "assigned", {"parent_id": 77}, {}, "A ticket is not part of itself."),
    ("join_major", "assigned", {"parent_id": 78}, {"is_major": True}, "not part of another one"),
    ("leave_major", "assigned", {}, {}, "It is not part of a major incident."),
    ("unlink_problem", "assigned", {}, {}, "It has no problem"),
    ("reject", "new", {"rejection": "duplicate"}, {}, "Name the ticket that it is a duplicate of."),
    ("reject", "new", {"rejection": "duplicate", "duplicate_of_id": 77}, {}, "no duplicate of itself"),
    ("reject", "new", {"rejection": "mistake", "duplicate_of_id": 78}, {}, "Only a duplicate names another ticket."),
]


@pytest.mark.parametrize(("event", "state", "given", "over", "sentence"), REFUSED)
def test_a_guard_says_what_would_make_it_possible(
    event: str, state: str, given: dict[str, Any], over: dict[str, Any], sentence: str
) -> None:
    roles = {WorkRole.USER} if event == "log" else EVERYTHING
    said = refuse(MACHINE, event, case(state, given, over, roles=roles))
    assert said
    assert sentence in said


def test_a_late_ticket_is_resolved_with_the_reason() -> None:
    told = {**RESOLVE, "breach_reason": "The part came a day late."}
    assert refuse(MACHINE, "resolve", case("in_progress", told, {"fix_breached_at": NOW})) is None


def test_a_resolved_ticket_is_reopened_within_five_service_days() -> None:
    told = {"reason": "It is dark again."}
    assert refuse(MACHINE, "reopen", case("resolved", told, reopen_until=NOW)) is None
    said = refuse(MACHINE, "reopen", case("resolved", told, reopen_until=NOW - timedelta(seconds=1)))
    assert said
    assert "more than five service days ago" in said


def test_a_supplier_is_escalated_to_at_any_level() -> None:
    assert refuse(MACHINE, "escalate_functional", case("assigned", {**ESCALATE, "group_id": 30}, {"level": 2})) is None


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
