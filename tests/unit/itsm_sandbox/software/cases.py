"""Steps of a product in the software register: those that are possible, and those that a guard refuses."""

from dataclasses import dataclass
from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked


@dataclass(frozen=True)
class Depending:
    seats: int = 0
    installed: int = 0
    licences: int = 0


def facts(**depending: int) -> dict[str, object]:
    return {"depending": Depending(**depending), "is_taken": lambda name: name == "Drawing Suite"}


step = partial(Asked, facts=facts())

KIND = "software_product"

POSSIBLE = (
    step("add", START),
    step("authorise", "waiting"),
    step("correct", "listed", given={"name": "Drawing Suite 2"}),
    step("ask_authorisation", "listed"),
    step("retire", "listed"),
)
REFUSED = (
    (step("correct", "listed", given={"name": "Drawing Suite"}), "Another product is called “Drawing Suite”."),
    (step("retire", "listed", facts=facts(seats=2)), "Reclaim what is given out first: 2 of it."),
    (step("retire", "listed", facts=facts(installed=4)), "Take it off the devices first: 4 have it."),
    (step("retire", "listed", facts=facts(licences=1)), "End its licences first."),
)
