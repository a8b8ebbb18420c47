"""A request for change with every answer, for tests of its rules."""

from typing import Any

from itsm_sandbox.changes.changes.rules.text import hash_of_step
from tests.factories.changes import STEP_1, STEP_2

ORIGINATOR, INITIAL, PEER, FINAL, IMPLEMENTER, OTHER = 1, 2, 3, 4, 5, 6
FULL: dict[str, Any] = {
    **STEP_1,
    **STEP_2,
    "asset_ids": [],
    "service_ids": [],
    "implementer_id": IMPLEMENTER,
    "originator_id": ORIGINATOR,
    "proceed_by_id": INITIAL,
    "reviewed_by_id": PEER,
    "implement_by_id": FINAL,
}
FULL["reviewed_hash"] = FULL["implement_hash"] = hash_of_step(2, FULL)
FACTS: dict[str, Any] = {
    "profile": "fits",
    "peer_review_required": True,
    "consultations": 1,
    "reschedule_asked": False,
    "communicated": 1,
    "incidents_said": True,
    "assets_missing": [],
    "members": frozenset({1, 2, 3, 4, 5, 6}),
    "is_live": True,
}
