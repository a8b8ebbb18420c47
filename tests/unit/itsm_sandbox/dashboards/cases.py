"""Steps of a dashboard: those that are possible, and those that a guard refuses."""

from functools import partial
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.reporting.dashboards.rules import FEWEST_METRICS, MOST_TILES
from tests.support.steps import Asked

SINGLE_NUMBER = "M3"


def showing(*metrics: str) -> dict[str, Any]:
    """A dashboard with a tile for each of these metrics."""
    return {"tiles": [{"metric": metric, "shape": "number", "why": ""} for metric in metrics]}


FIVE = showing("M1", "M2", SINGLE_NUMBER, "M4", "M6")
step = partial(Asked, values=FIVE)

KIND = "dashboard"

POSSIBLE = (
    step("begin", START),
    step("add_tile", "draft", given={"metric": SINGLE_NUMBER, "shape": "number"}, values=showing()),
    step("add_tile", "draft", values=showing(*["M1"] * (MOST_TILES - 1))),
    step("change_tile", "draft", given={"number": 3, "shape": "number"}),
    step("move_tile", "draft", given={"number": FEWEST_METRICS, "place": 1}),
    step("remove_tile", "draft", given={"number": FEWEST_METRICS}),
    step("publish", "draft"),
    step("revise", "published"),
    step("describe", "draft"),
    step("retire", "published"),
)
REFUSED = (
    (step("add_tile", "draft", values=showing(*["M1"] * MOST_TILES)), "A dashboard holds at most 16 tiles."),
    (step("add_tile", "draft", given={"metric": SINGLE_NUMBER, "shape": "bar"}), "M3 is a single number."),
    *(
        (step(event, "draft", values=showing()), "There is no tile yet. Add one first.")
        for event in ("change_tile", "move_tile", "remove_tile")
    ),
    *(
        (step(event, "draft", given={"number": number}), f"There is no tile {number}; there are 5.")
        for event in ("change_tile", "move_tile", "remove_tile")
        for number in (0, 6)
    ),
    (step("change_tile", "draft", given={"number": 3, "shape": "bar"}), "M3 is a single number."),
    (step("move_tile", "draft", given={"place": 0}), "There is no place 0; there are 5."),
    (step("move_tile", "draft", given={"place": 6}), "There is no place 6; there are 5."),
    (step("publish", "draft", values=showing("M6")), "Show at least 5 different metrics; there is 1."),
    (step("publish", "draft", values=showing("M1", "M1", "M2", "M4", "M6")), "there are 4."),
    (step("publish", "draft", values=showing("M1", "M2", "M3", "M4", "M5")), "Show at least one metric of service"),
)
