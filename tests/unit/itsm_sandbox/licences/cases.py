"""Steps of a licence: those that are possible, and those that a guard refuses."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import TODAY, Asked


@dataclass(frozen=True)
class Product:
    name: str = "Drawing Suite"
    authorisation: str = "allowed"
    metric: str = "per_user"


def of(product: Product) -> dict[str, object]:
    return {"product": product, "taken": 0}


DAY = timedelta(days=1)
FOR_USERS, FOR_DEVICES = of(Product()), of(Product(metric="per_device"))
PROHIBITED, FREE = of(Product(authorisation="prohibited")), of(Product(metric="free"))
ONE_YEAR = {"starts_on": TODAY, "ends_on": TODAY}
FOR_EVER = {"starts_on": TODAY}
TEN = {"quantity": 10, "starts_on": TODAY}
SITE_WITHOUT_LIMIT = {"site_id": 1, "proof": "The agreement of 2024.", "starts_on": TODAY}

step = partial(Asked, facts=FOR_USERS)

KIND = "entitlement"

POSSIBLE = (
    step("add", START, given=TEN),
    step("add", START, given=TEN | {"ends_on": TODAY}),
    step("add", START, given=TEN | {"site_id": 1}),
    step("add", START, given={"proof": "The agreement of 2024.", "starts_on": TODAY}),
    step("add", START, given=SITE_WITHOUT_LIMIT, facts=FOR_DEVICES),
    step("renew", "active", given={"ends_on": TODAY + DAY}, values=ONE_YEAR),
    step("correct", "active", given=TEN),
    step("end", "active", given={"ends_on": TODAY}, values=FOR_EVER),
)
REFUSED = (
    (step("add", START, given=TEN | {"ends_on": TODAY - DAY}), "It ends on the day it starts or later."),
    (step("add", START, given={"proof": " "}), "Say how many, or what proves that there is no limit."),
    (step("add", START, given=TEN, facts=PROHIBITED), "Drawing Suite is prohibited here."),
    (step("add", START, given=TEN, facts=FREE), "Drawing Suite is free: it needs no licence."),
    (step("add", START, given=SITE_WITHOUT_LIMIT), "A site without a limit is for what is licensed by device"),
    (step("renew", "active", given={"ends_on": TODAY + DAY}, values=FOR_EVER), "there is nothing to renew."),
    (step("renew", "active", given={"ends_on": TODAY}, values=ONE_YEAR), "Choose a day after"),
    (step("correct", "active", given=TEN | {"ends_on": TODAY - DAY}), "It ends on the day it starts or later."),
    (step("correct", "active", given={"quantity": None}, values=TEN), "Say how many, or what proves"),
    (step("correct", "active", given=SITE_WITHOUT_LIMIT), "A site without a limit is for what is licensed by device"),
    (
        step("end", "active", given={"ends_on": TODAY}, values=FOR_EVER, facts=FOR_USERS | {"taken": 3}),
        "Reclaim what is given out of it first: 3 of it.",
    ),
    (step("end", "active", given={"ends_on": TODAY - DAY}, values=FOR_EVER), "Choose the day it started or a later"),
)
