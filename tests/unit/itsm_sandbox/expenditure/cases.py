"""Steps of a row of the expenditure record: those that are possible, and those that a guard refuses."""

from functools import partial

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie
from tests.support.steps import Asked

SPENT = {"amount_pence": 1}
TAKEN_BACK = SPENT | {"amount_pence": -1}

step = partial(Asked, values=SPENT)

KIND = "expenditure"

UNGUARDED = {
    "commit": START,
    "commit_for_change": START,
    "commit_for_renewal": START,
    "commit_for_risk": START,
    "pay": START,
    "take_back": START,
    "settle": "committed",
    "release": "committed",
}
BY_ITSELF = ("settle_with_change", "release_with_change")

POSSIBLE = (
    *(step(event, state) for event, state in UNGUARDED.items()),
    *(step(event, "committed", roles=frozenset({Tie.TIMER})) for event in BY_ITSELF),
    step("correct", "actual"),
)
REFUSED = ((step("correct", "actual", values=TAKEN_BACK), "This row is itself a correction."),)
