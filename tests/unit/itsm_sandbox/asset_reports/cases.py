"""Steps of a report on assets: those that are possible, and those that a guard refuses."""

from datetime import timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import ME, OTHER, TODAY, Asked

DAY = timedelta(days=1)
WRITTEN = {"author_id": OTHER, "analysis": "Twelve laptops are old.", "recommendation": "Replace them."}
MINE = WRITTEN | {"author_id": ME}

step = partial(Asked, values=WRITTEN)

KIND = "asset_report"

POSSIBLE = (
    step("start", START, given={"as_of_on": TODAY}),
    step("adjust", "draft", given={"as_of_on": TODAY}),
    step("write", "draft"),
    step("issue", "draft"),
    step("decide", "issued"),
    step("return", "issued"),
)
REFUSED = (
    (step("start", START, given={"as_of_on": TODAY + DAY}), "Choose today or an earlier day."),
    (step("adjust", "draft", given={"as_of_on": TODAY + DAY}), "Choose today or an earlier day."),
    (step("issue", "draft", values=WRITTEN | {"analysis": ""}), "Write first what the figures say"),
    (step("issue", "draft", values=WRITTEN | {"recommendation": ""}), "and what you recommend."),
    (step("decide", "issued", values=MINE), "You wrote it, so another ICT owner decides on it."),
    (step("return", "issued", values=MINE), "You wrote it, so another ICT owner decides on it."),
)
