"""Steps of a budget: those that are possible, and those that a guard refuses."""

from datetime import timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from itsm_sandbox.money.budgets.rules import LONGEST
from tests.support.steps import TODAY, Asked

DAY = timedelta(days=1)
FOR_ALL = {"is_restricted": False}
FOR_STAFF = FOR_ALL | {"is_restricted": True}
TWO_DAYS = {"from_on": TODAY, "to_on": TODAY + DAY, "ad_hoc_pence": 100}
LONGEST_PERIOD = TWO_DAYS | {"to_on": TODAY + LONGEST}
ONE_DAY = TWO_DAYS | {"to_on": TODAY}
TOO_LONG = TWO_DAYS | {"to_on": TODAY + LONGEST + DAY}
NOTHING = TWO_DAYS | {"ad_hoc_pence": 0}
TWO_LINES = {"split_lines": ["Printers", "Other"]}

step = partial(Asked, values=FOR_ALL)

KIND = "budget"

BEGINNING = ("propose", "set", "set_staff")

POSSIBLE = (
    *(step(event, START, given=TWO_DAYS) for event in BEGINNING),
    *(step(event, START, given=LONGEST_PERIOD) for event in BEGINNING),
    step("set", "proposed"),
    step("return_it", "proposed"),
    step("withdraw", "proposed"),
    step("propose", "returned", given={"ad_hoc_pence": 100}),
    step("revise", "set"),
    step("ask_revision", "set"),
    step("decline_revision", "set"),
    step("revise_staff", "set", values=FOR_STAFF),
    step("split", "set", given=TWO_LINES),
)
REFUSED = (
    *((step(event, START, given=ONE_DAY), "The last day comes after the first.") for event in BEGINNING),
    *((step(event, START, given=TOO_LONG), "Take two years at most.") for event in BEGINNING),
    (step("propose", START, given=NOTHING), "Give an amount for at least one category."),
    (step("set", START, given=NOTHING), "Give an amount for at least one category."),
    (step("propose", "returned", given={"ad_hoc_pence": 0}), "Give an amount for at least one category."),
    (step("revise", "set", values=FOR_STAFF), "This is the budget for staff"),
    (step("ask_revision", "set", values=FOR_STAFF), "This is the budget for staff"),
    (step("decline_revision", "set", values=FOR_STAFF), "This is the budget for staff"),
    (step("revise_staff", "set"), "What staff cost has a budget of its own."),
    (step("split", "set", given=TWO_LINES, values=FOR_STAFF), "This is the budget for staff"),
    (step("split", "set", given={"split_lines": ["Printers"]}), "Name at least two lines."),
)
