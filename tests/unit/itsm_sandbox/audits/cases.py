"""Steps of an audit of assets: those that are possible, and those that a guard refuses."""

from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked

SCAN = {"method": "scan", "conclusion": ""}
WALK_ROUND = SCAN | {"method": "walk_round"}
CONCLUDED = SCAN | {"conclusion": "The register can be trusted."}
SEEN = {"sightings": 3, "undecided": 0}
UNSEEN = SEEN | {"sightings": 0}

step = partial(Asked, values=SCAN, facts=SEEN)

KIND = "audit"

POSSIBLE = (
    step("start", START),
    step("take_scan", "started"),
    step("upload_scan", "started", given={"sightings": [{"tag": "A-1"}]}),
    step("sight", "started", values=WALK_ROUND),
    step("reconcile", "started"),
    step("conclude", "reconciled"),
    step("close", "reconciled", values=CONCLUDED),
    step("cancel", "started"),
)
REFUSED = (
    (step("take_scan", "started", values=WALK_ROUND), "This audit is a walk-round"),
    (step("upload_scan", "started", values=WALK_ROUND), "This audit is a walk-round"),
    (step("upload_scan", "started", given={"sightings": []}), "Choose the file on the page “Read a scan”."),
    (step("reconcile", "started", facts=UNSEEN), "Nothing was seen yet. Take over a scan first."),
    (step("reconcile", "started", values=WALK_ROUND, facts=UNSEEN), "Nothing was seen yet. Walk round and record"),
    (step("close", "reconciled"), "Write first what the audit says."),
    (
        step("close", "reconciled", values=CONCLUDED, facts=SEEN | {"undecided": 1}),
        "1 serious finding is not decided on yet",
    ),
    (
        step("close", "reconciled", values=CONCLUDED, facts=SEEN | {"undecided": 2}),
        "2 serious findings are not decided on yet",
    ),
)
