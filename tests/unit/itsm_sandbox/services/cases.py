"""What is possible with a service of the catalogue, and what its guards refuse."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.priority import DEFAULT_TARGETS
from tests.support.steps import OTHER, THIRD, TODAY, Asked

KIND = "service"
DAY = timedelta(days=1)
INTERNAL, SUPPLIER = 1, 2
FACTS: Mapping[str, Any] = {
    "suppliers": frozenset({SUPPLIER}),
    "users": frozenset({OTHER}),
    "open_tickets": 0,
    "name_taken": lambda name: name == "Printing",
}
TARGETS = {priority: list(pair) for priority, pair in DEFAULT_TARGETS.items()}
CHAIR = {"name": "Chair", "needs_approval": True, "steps": []}
SERVICE: Mapping[str, Any] = {
    "availability": "Always",
    "user_groups": ["Staff"],
    "targets": TARGETS,
    "first_level_id": INTERNAL,
    "second_level_id": SUPPLIER,
    "contract": "C-1",
    "request_items": [CHAIR],
}
MET = {"on": TODAY, "people": [OTHER, THIRD]}
NEXT_YEAR = {"review_due_on": TODAY + 366 * DAY}
INTERNALLY = {"second_level_id": INTERNAL, "contract": ""}


def service(
    event: str,
    state: str,
    given: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Asked:
    """`values` are what differs from a service that could be published."""
    return Asked(event, state, given or {}, {**SERVICE, **(values or {})}, {**FACTS, **facts})


POSSIBLE = (
    service("list", START),
    service("describe", "draft", {"name": "Scanning"}),
    service("estimate_levels", "draft", {"targets": TARGETS}),
    service("call_meeting", "draft"),
    service("agree", "draft", MET),
    service("arrange_support", "draft", {"second_level_id": SUPPLIER, "contract": "C-2"}),
    service("arrange_support", "draft", INTERNALLY),
    service("offer_item", "draft", {"item": "New account"}),
    service("drop_item", "draft", {"item": "chair"}),
    service("publish", "agreed", NEXT_YEAR),
    service("publish", "agreed", {"review_due_on": TODAY + DAY}, INTERNALLY),
    service("start_review", "published"),
    service("confirm", "under_review", NEXT_YEAR),
    service("revise", "agreed"),
    service("review_fell_due", "published"),
    service("retire", "draft"),
)
ESTIMATE, ONCE_A_YEAR = "First estimate its levels", "The catalogue is reviewed at least once a year"
SUPPORTED, CONTRACT = "First arrange who supports it", "Name the contract with the supplier"
REFUSED = (
    (service("describe", "draft", {"name": "Printing"}), "There is a service of this name already."),
    (
        service("estimate_levels", "draft", {"targets": {**TARGETS, "P2": [60, 30]}}),
        "For P2, the fix time is shorter than the response time.",
    ),
    (service("estimate_levels", "draft", {"targets": {"P1": [1, 2]}}), "Give a response and a fix time for P2, P3, P4"),
    (service("estimate_levels", "draft", {"targets": {**TARGETS, "P3": [0, 30]}}), "at least 1 minute"),
    (service("call_meeting", "draft", {}, {"availability": ""}), f"{ESTIMATE}: availability."),
    (service("agree", "draft", MET, {"user_groups": []}), f"{ESTIMATE}: users."),
    (service("publish", "agreed", NEXT_YEAR, {"targets": {}}), f"{ESTIMATE}: response and fix times."),
    (service("agree", "draft", {**MET, "on": TODAY + DAY}), "A meeting is recorded after it was held."),
    (service("agree", "draft", {**MET, "people": [THIRD]}), "name at least one ICT user who was there"),
    (service("arrange_support", "draft", {"second_level_id": SUPPLIER, "contract": ""}), CONTRACT),
    (service("offer_item", "draft", {"item": "chair"}), "Users can ask for that already."),
    (service("drop_item", "draft", {"item": "Table"}), "Users cannot ask for that"),
    (service("publish", "agreed", NEXT_YEAR, {"first_level_id": None}), SUPPORTED),
    (service("publish", "agreed", NEXT_YEAR, {"second_level_id": None}), SUPPORTED),
    (service("publish", "agreed", NEXT_YEAR, {"contract": ""}), CONTRACT),
    (
        service("publish", "agreed", NEXT_YEAR, {"targets": {**TARGETS, "P2": [60, 30]}}),
        "For P2, the fix time is shorter",
    ),
    (service("publish", "agreed", {"review_due_on": TODAY}), "Choose a day in the future"),
    (service("publish", "agreed", {"review_due_on": TODAY + 367 * DAY}), ONCE_A_YEAR),
    (service("confirm", "under_review", {"review_due_on": TODAY + 367 * DAY}), ONCE_A_YEAR),
    (service("retire", "draft", open_tickets=1), "1 open ticket is about it."),
    (service("retire", "published", open_tickets=2), "2 open tickets are about it."),
)
