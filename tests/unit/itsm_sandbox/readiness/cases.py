"""What is possible while change management is prepared, and what its guards refuse."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import WorkRole
from tests.support.steps import ME, NOW, OTHER, TEXT, THIRD, Asked

KIND = "setup"
MINUTE = timedelta(minutes=1)
USER, FOURTH = 4, 5
FACTS: Mapping[str, Any] = {
    "profile": "fits",
    "peer_review_required": True,
    "roles": {
        ME: frozenset({WorkRole.ICT_OWNER}),
        OTHER: frozenset({WorkRole.SECOND_LEVEL}),
        THIRD: frozenset({WorkRole.FIRST_LEVEL}),
        USER: frozenset({WorkRole.USER}),
        FOURTH: frozenset({WorkRole.SUPPLIER}),
    },
    "unfilled": [],
    "untrained": [],
    "pilot_state": "closed",
}
READY: Mapping[str, Any] = {
    "training": [{"on": "2026-09-01", "people": [OTHER], "covered": TEXT}],
    "goes_live_at": NOW,
    "communication": TEXT,
    "materials": ["The form"],
    "pilot_id": 1,
    "pilot_review": TEXT,
}


def setup(
    event: str,
    state: str = "preparing",
    given: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    now: datetime = NOW,
    **facts: Any,
) -> Asked:
    """`values` are what differs from a preparation that is ready."""
    return Asked(event, state, given or {}, {**READY, **(values or {})}, {**FACTS, **facts}, now=now)


def roles(initial: int, peer: int | None, final: int, **facts: Any) -> Asked:
    given = {"initial_approver_id": initial, "peer_reviewer_id": peer, "final_approver_id": final}
    return setup("assign_roles", "preparing", given, **facts)


POSSIBLE = (
    setup("begin", START),
    roles(ME, OTHER, USER),
    roles(ME, FOURTH, USER),
    roles(ME, None, USER, peer_review_required=False),
    roles(ME, OTHER, ME, profile="primary_fits"),
    setup("record_training"),
    setup("set_date", "preparing", {"goes_live_at": NOW + MINUTE}),
    setup("communicate"),
    setup("list_materials"),
    setup("link_pilot"),
    setup("review_pilot"),
    setup("go_live"),
    setup("note"),
)
REFUSED = (
    (roles(ME, None, USER), "Choose a peer reviewer"),
    (roles(ME, USER, OTHER), "The peer reviewer confirms that a plan is technically sound"),
    (roles(ME, OTHER, ME), "By FITS the initial and the final approver are two people."),
    (roles(OTHER, THIRD, FOURTH), "Nobody would be left to raise a change"),
    (setup("set_date", "preparing", {"goes_live_at": NOW}), "Set a date to come"),
    (setup("review_pilot", values={"pilot_id": None}), "Raise one request for change as the pilot first."),
    (setup("review_pilot", pilot_state="scheduled"), "Take the pilot through all its steps and close it"),
    (setup("go_live", unfilled=[WorkRole.FINAL_APPROVER]), "Nobody is final approver of changes yet."),
    (setup("go_live", untrained=["Isla Reid"]), "Train Isla Reid."),
    (setup("go_live", values={"training": []}), "Train those who take part."),
    (setup("go_live", values={"goes_live_at": None}), "Set a start date."),
    (setup("go_live", values={"communication": ""}), "Tell the users."),
    (setup("go_live", values={"materials": []}), "List the materials."),
    (setup("go_live", values={"pilot_id": None}), "Raise one change as the pilot."),
    (setup("go_live", pilot_state="scheduled"), "Take the pilot through all its steps."),
    (setup("go_live", values={"pilot_review": ""}), "Review the pilot with those who took part."),
    (setup("go_live", now=NOW - MINUTE), "The start date is"),
)
