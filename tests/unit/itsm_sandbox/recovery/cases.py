"""Steps of a recovery plan: those that are possible, and those that a guard refuses."""

from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked
from tests.unit.itsm_sandbox.continuity.plan_cases import list_possible, list_refused

WHOLE = {
    "version": 1,
    "steps": ["Take the tape.", "Read it.", "Try it."],
    "backup_source": "The tape",
    "verification": "A file opens.",
}

step = partial(Asked, values=WHOLE)

KIND = "recovery_plan"

POSSIBLE = (
    step("draft", START),
    *(step(event, "draft") for event in ("write_steps", "name_sources", "amend")),
    *list_possible(WHOLE),
)
REFUSED = (
    (step("submit", "draft", values=WHOLE | {"steps": ["Take the tape.", "Read it."]}), "at least three."),
    (step("submit", "draft", values=WHOLE | {"backup_source": ""}), "Say where the backup comes from"),
    (step("submit", "draft", values=WHOLE | {"verification": ""}), "Say how one knows that the service is back."),
    *list_refused(WHOLE),
)
