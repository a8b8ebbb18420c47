"""Steps of a part of a licence that is given out: those that are possible, and those that a guard refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from itsm_sandbox.assets.positions.rules.counting import IDLE_AFTER
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie
from tests.support.steps import OTHER, TODAY, Asked

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Product:
    name: str = "Drawing Suite"
    authorisation: str = "allowed"
    remote_use_allowed: bool = True


@dataclass(frozen=True)
class Licence:
    starts_on: date = TODAY
    ends_on: date | None = None
    site_id: int | None = None
    quantity: int | None = None


FACTS: Mapping[str, Any] = {
    "product": Product(),
    "licence": Licence(),
    "taken": 0,
    "other": "",
    "last_used_on": None,
}
RESTRICTED = {**FACTS, "product": Product(authorisation="restricted")}
ON_PREMISES_ONLY = {**FACTS, "product": Product(remote_use_allowed=False)}
THREE = {**FACTS, "licence": Licence(quantity=3)}
FOR_SITE_1 = {**FACTS, "licence": Licence(site_id=1)}
ENDS_TODAY = {**FACTS, "licence": Licence(ends_on=TODAY)}

TO_A_PERSON = {"entitlement_id": 1, "colleague_id": OTHER, "mode": "remote", "from_on": TODAY}
TO_A_SITE = TO_A_PERSON | {"colleague_id": None, "site_id": 1}
HELD = {"colleague_id": OTHER, "mode": "on_premises"}
SINCE_TODAY = HELD | {"from_on": TODAY}
SINCE_LONG = HELD | {"from_on": TODAY - IDLE_AFTER}
UNUSED = {"to_on": TODAY, "reason": "not_used"}

step = partial(Asked, values=SINCE_TODAY, facts=FACTS)
allocate = partial(Asked, "allocate", START, given=TO_A_PERSON, facts=FACTS)

KIND = "allocation"

POSSIBLE = (
    allocate(),
    allocate(given=TO_A_PERSON | {"agreed_by": "Elspeth Grant"}, facts=RESTRICTED),
    allocate(given=TO_A_PERSON | {"mode": "on_premises"}, facts=ON_PREMISES_ONLY),
    allocate(given=TO_A_SITE, facts=FOR_SITE_1),
    allocate(facts=ENDS_TODAY),
    allocate(facts=THREE | {"taken": 2}),
    step("reclaim", "allocated", given={"to_on": TODAY, "reason": "left"}),
    step("reclaim", "allocated", given=UNUSED, values=SINCE_LONG),
    step("release_with_device", "allocated", roles=frozenset({Tie.TIMER})),
    step("change_mode", "allocated", given={"mode": "remote"}),
    step("record_use", "allocated", given={"last_used_on": TODAY}),
)
REFUSED = (
    (allocate(given=TO_A_PERSON | {"site_id": 1}), "Give it to one: a person, a device or a site."),
    (allocate(given=TO_A_PERSON | {"colleague_id": None}), "Give it to one: a person, a device or a site."),
    (allocate(facts={**FACTS, "product": Product(authorisation="prohibited")}), "Drawing Suite is prohibited here."),
    (allocate(facts={**FACTS, "product": Product(authorisation="undecided")}), "has not said yet whether"),
    (allocate(facts=RESTRICTED), "Say who agreed that it is used here."),
    (allocate(given=TO_A_PERSON | {"agreed_by": ""}, facts=RESTRICTED), "Say who agreed that it is used here."),
    (allocate(facts=ON_PREMISES_ONLY), "The licence of Drawing Suite does not allow use away from the premises."),
    (allocate(given=TO_A_PERSON | {"from_on": TODAY - DAY}), "Choose that day or a later one."),
    (allocate(given=TO_A_PERSON | {"from_on": TODAY + DAY}, facts=ENDS_TODAY), "Renew it first."),
    (allocate(given=TO_A_SITE | {"site_id": 2}, facts=FOR_SITE_1), "This licence is for another site."),
    (allocate(facts={**FACTS, "other": "ALO-0001"}), "They have it already: ALO-0001."),
    (allocate(facts=THREE | {"taken": 3}), "All 3 of this licence are given out."),
    (
        step("reclaim", "allocated", given={"to_on": TODAY - DAY, "reason": "left"}),
        "Choose the day it was given out or a later one.",
    ),
    (step("reclaim", "allocated", given=UNUSED), "less than 90 days ago. Choose another reason."),
    (
        step("reclaim", "allocated", given=UNUSED, values=SINCE_LONG, facts={**FACTS, "last_used_on": TODAY}),
        "It was last used on",
    ),
    (step("change_mode", "allocated", given={"mode": "remote"}, facts=ON_PREMISES_ONLY), "does not allow use away"),
    (step("record_use", "allocated", given={"last_used_on": TODAY + DAY}), "Choose a day that is not still to come."),
    (step("record_use", "allocated", given={"last_used_on": TODAY - DAY}), "Choose the day it was given out or a"),
)
