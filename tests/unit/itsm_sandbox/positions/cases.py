"""Steps of a review of the licence positions: those that are possible, and those that a guard refuses."""

from datetime import timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import ME, OTHER, TODAY, Asked

DAY = timedelta(days=1)
WRITTEN = {"author_id": OTHER, "findings": "Drawing Suite is over-used.", "plan": "Reclaim five of it."}
MINE = WRITTEN | {"author_id": ME}

step = partial(Asked, values=WRITTEN)

KIND = "licence_position"

POSSIBLE = (
    step("start", START, given={"as_of_on": TODAY}),
    step("move_day", "draft", given={"as_of_on": TODAY}),
    step("write", "draft"),
    step("position_review", "draft"),
    step("decide", "submitted"),
    step("return", "submitted"),
)
REFUSED = (
    (step("start", START, given={"as_of_on": TODAY + DAY}), "Choose today or an earlier day."),
    (step("move_day", "draft", given={"as_of_on": TODAY + DAY}), "Choose today or an earlier day."),
    (step("position_review", "draft", values=WRITTEN | {"findings": ""}), "Write first what is wrong"),
    (step("position_review", "draft", values=WRITTEN | {"plan": ""}), "and what to do about it."),
    (step("decide", "submitted", values=MINE), "You wrote it, so another ICT owner decides on it."),
    (step("return", "submitted", values=MINE), "You wrote it, so another ICT owner decides on it."),
)
