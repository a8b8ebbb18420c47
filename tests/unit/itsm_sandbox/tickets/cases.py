"""What is possible with a ticket, and what its guards refuse."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.support.steps import EVERYTHING, ME, NOW, OTHER, TEXT, Asked

KIND = "ticket"
SECOND = timedelta(seconds=1)
FACTS: Mapping[str, Any] = {
    "matrix": {"low medium": "P4", "high high": "P1"},
    "group_levels": {10: 1, 20: 2, 30: 2},
    "suppliers": [30],
    "services": {5: {"version": 3, "items": [{"name": "Laptop", "needs_approval": True}, {"name": "Mouse"}]}},
    "most_reminders": 3,
}
TICKET: Mapping[str, Any] = {
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
CLASSIFY = {"type": "incident", "subcategory": "printer_fault", "service_id": 5, "affected_user_id": OTHER}
WAIT = {"pending_reason": "user", "note": "I asked which tray.", "follow_up_at": NOW + timedelta(hours=3)}
RESOLVE = {"resolution_code": "fixed", "resolution": TEXT, "proposal": "How to change the lamp."}
TRIAGE = {"impact": "low", "urgency": "medium", "group_id": 10}
ESCALATE = {"group_id": 20, "work_done": "I changed the cable and the port.", "asked": "Look at the switch."}


def ticket(
    event: str,
    state: str,
    given: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    roles: frozenset[str] = EVERYTHING,
    **facts: Any,
) -> Asked:
    """`values` are what of the ticket differs from the usual one."""
    return Asked(event, state, given or {}, {**TICKET, **(values or {})}, {**FACTS, **facts}, roles)


POSSIBLE = (
    ticket("log", START, {"requester_id": ME, "channel": "phone", "type": "incident", "title": "No sound"}),
    ticket("validate_classify", "new", {**CLASSIFY, "support_mode": "remote"}, {"subcategory": ""}),
    ticket("triage", "new", TRIAGE),
    ticket("request_approval", "new", {"request_item": "laptop"}, {**REQUEST, "request_item": ""}),
    ticket("approve", "awaiting_approval", {}, REQUEST),
    ticket("refuse", "awaiting_approval", {"comment": "There is no money for it."}, REQUEST),
    ticket("respond", "assigned", {"contact": "call", "text": "I called them at ten."}),
    ticket("take", "assigned", {}, {"assigned_to_id": None}),
    ticket("resolve", "in_progress", RESOLVE),
    ticket(
        "resolve", "in_progress", {**RESOLVE, "breach_reason": "The part came a day late."}, {"fix_breached_at": NOW}
    ),
    ticket("wait", "in_progress", WAIT),
    ticket("resume", "pending"),
    ticket("remind", "pending"),
    ticket("resolve_no_reply", "pending", {}, {"reminders": 3}),
    ticket("escalate_functional", "assigned", ESCALATE),
    ticket("escalate_functional", "assigned", {**ESCALATE, "group_id": 30}, {"level": 2}),
    ticket("reassign", "assigned", {"assigned_to_id": 3, "work_done": "I changed the cable and the port."}),
    ticket("note", "assigned", {"text": "Noted."}),
    ticket("reply", "assigned", {"text": "It works."}),
    ticket("reclassify", "new", {**CLASSIFY, "subcategory": "print_queue", "reason": "It was the queue."}),
    ticket("escalate_hierarchical", "assigned", {"to_id": OTHER, "reason": "The head has to know."}),
    ticket("declare_major", "assigned", {"communicate_every": 30, "reason": "The whole site is out."}),
    ticket(
        "communicate",
        "assigned",
        {"audience": "All staff", "text": "We are working on the network."},
        {"is_major": True},
    ),
    ticket("stand_down", "assigned", {"reason": "It is over, everything works."}, {"is_major": True}),
    ticket("join_major", "assigned", {"parent_id": 78}),
    ticket("leave_major", "assigned", {}, {"parent_id": 78}),
    ticket("link_problem", "assigned", {"problem_id": 1}),
    ticket("unlink_problem", "assigned", {}, {"problem_id": 1}),
    ticket("link_change", "assigned", {"change_id": 1}),
    ticket("confirm", "resolved", {"rating": "4"}),
    ticket("reopen", "resolved", {"reason": "It is dark again."}),
    ticket("reopen", "resolved", {"reason": "It is dark again."}, reopen_until=NOW),
    ticket("auto_close", "resolved"),
    ticket("reject", "new", {"rejection": "not_valid", "text": "The canteen knows that."}),
    ticket("cancel", "new", {"reason": "It is not needed any more."}),
    ticket("clock.warned", "assigned", {"clock": "fix"}),
    ticket("clock.breached", "assigned", {"clock": "response"}),
    ticket("follow_up.due", "pending"),
    ticket("communication.due", "assigned"),
    ticket("parent.resolved", "assigned", {"parent_id": 78}),
)
ELSEWHERE = "Choose the group or the person"
APPROVER = "Nobody approves what they asked for"
LATE = "Its fix target was missed."
REFUSED = (
    (
        ticket("log", START, {"requester_id": OTHER}, roles=frozenset({WorkRole.USER, Tie.ANYONE})),
        "Report it in your own name.",
    ),
    (
        ticket("validate_classify", "new", {**CLASSIFY, "subcategory": "password"}, {"subcategory": ""}),
        "first make sure who",
    ),
    (ticket("validate_classify", "new", CLASSIFY), "It is classified already."),
    (ticket("triage", "new", TRIAGE, {"subcategory": ""}), "First check that it is valid"),
    (ticket("triage", "new", {"impact": "low", "urgency": "medium"}), ELSEWHERE),
    (ticket("triage", "new", {**TRIAGE, "override": "P4"}), "The matrix gives P4 already"),
    (
        ticket("triage", "new", {**TRIAGE, "override": "P1", "override_reason": "Head"}),
        "Say in a sentence why another",
    ),
    (ticket("triage", "new", TRIAGE, REQUEST), "What is asked for needs approval first."),
    (ticket("request_approval", "new", {"request_item": "Laptop"}), "Only requests are approved"),
    (
        ticket("request_approval", "new", {"request_item": "Laptop"}, {**REQUEST, "subcategory": ""}),
        "First check that it is valid",
    ),
    (ticket("request_approval", "new", {"request_item": "Mouse"}, REQUEST), "“Mouse” needs no approval"),
    (
        ticket("request_approval", "new", {"request_item": "Laptop"}, {**REQUEST, "approved_at": NOW}),
        "approved already",
    ),
    (ticket("approve", "awaiting_approval", {}, {**REQUEST, "requester_id": ME}), APPROVER),
    (ticket("approve", "awaiting_approval", {}, {**REQUEST, "affected_user_id": ME}), APPROVER),
    (ticket("refuse", "awaiting_approval", {}, {**REQUEST, "requester_id": ME}), APPROVER),
    (ticket("take", "assigned", {}, {"assigned_to_id": OTHER}), "Somebody has it already."),
    (ticket("take", "assigned"), "You have it already."),
    (ticket("wait", "in_progress", {**WAIT, "follow_up_at": None}), "Say when to remind them."),
    (
        ticket("wait", "in_progress", {**WAIT, "pending_reason": "scheduled", "follow_up_at": None}),
        "for when it was",
    ),
    (ticket("wait", "in_progress", {**WAIT, "follow_up_at": NOW}), "Choose a time that is still to come."),
    (ticket("wait", "in_progress", {**WAIT, "pending_reason": "change"}), "Name the request for change"),
    (ticket("remind", "pending", {}, {"pending_reason": "supplier"}), "It is not waiting for an answer"),
    (ticket("resolve_no_reply", "pending", {}, {"reminders": 2}), "They were reminded 2 of 3 times."),
    (
        ticket("resolve_no_reply", "pending", {}, {"pending_reason": "supplier", "reminders": 3}),
        "It is not waiting for an answer",
    ),
    (ticket("escalate_functional", "assigned", {**ESCALATE, "group_id": 10}), "no higher than level 1"),
    (ticket("reassign", "assigned"), ELSEWHERE),
    (ticket("reassign", "assigned", {"group_id": 10, "assigned_to_id": ME}), "That is who has it now."),
    (ticket("resolve", "in_progress", {**RESOLVE, "proposal": ""}), "Name the article you used"),
    (ticket("resolve", "in_progress", RESOLVE, {"fix_breached_at": NOW}), LATE),
    (ticket("resolve", "in_progress", RESOLVE, {"fix_due_at": NOW - timedelta(minutes=1)}), LATE),
    (ticket("reopen", "resolved", reopen_until=NOW - SECOND), "more than five service days ago"),
    (ticket("reclassify", "assigned", CLASSIFY), "Nothing would change."),
    (
        ticket("reclassify", "new", {**CLASSIFY, "impact": "high"}, {"priority": None}),
        "leave impact and urgency to triage",
    ),
    (ticket("reclassify", "assigned", {**CLASSIFY, "subcategory": "leaver"}), "first make sure who asks"),
    (ticket("reclassify", "new", CLASSIFY, {"subcategory": ""}), "First check that it is valid"),
    (ticket("reclassify", "assigned", {**CLASSIFY, "override": "P1"}), "Say in a sentence why another"),
    (ticket("declare_major", "assigned", {"communicate_every": 30}, {"is_major": True}), "a major incident already"),
    (
        ticket("declare_major", "assigned", {"communicate_every": 30}, {"type": "request"}),
        "Only an incident can be major.",
    ),
    (ticket("declare_major", "assigned", {"communicate_every": 3}), "not more often than every 5 minutes"),
    (ticket("communicate", "assigned"), "It is no major incident."),
    (ticket("stand_down", "assigned"), "It is no major incident."),
    (ticket("join_major", "assigned", {"parent_id": 77}), "A ticket is not part of itself."),
    (ticket("join_major", "assigned", {"parent_id": 78}, {"is_major": True}), "not part of another one"),
    (ticket("leave_major", "assigned"), "It is not part of a major incident."),
    (ticket("unlink_problem", "assigned"), "It has no problem"),
    (ticket("reject", "new", {"rejection": "duplicate"}), "Name the ticket that it is a duplicate of."),
    (ticket("reject", "new", {"rejection": "duplicate", "duplicate_of_id": 77}), "no duplicate of itself"),
    (
        ticket("reject", "new", {"rejection": "mistake", "duplicate_of_id": 78}),
        "Only a duplicate names another ticket.",
    ),
)
