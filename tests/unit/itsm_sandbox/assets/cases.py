"""Steps of a thing in the register: those that are possible, and those that a guard refuses."""

from datetime import date, timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import OTHER, TODAY, Asked

DAY = timedelta(days=1)
LAPTOP = {"type": "laptop", "site_id": 1, "location": "Room 14"}
DISPLAY = LAPTOP | {"type": "display"}
STAFFS = LAPTOP | {"site_id": None, "custodian_id": OTHER}
NOWHERE = LAPTOP | {"location": ""}
NOBODYS = LAPTOP | {"site_id": None}

BOUGHT = {"purchased_on": date(2026, 9, 1), "warranty_ends_on": date(2029, 9, 1), "macs": ["00-1A-2B-3C-4D-5E"]}
WARRANTY_OF_ONE_DAY = BOUGHT | {"warranty_ends_on": date(2026, 9, 1)}
WARRANTY_ENDED_BEFORE = BOUGHT | {"warranty_ends_on": date(2026, 8, 31)}
TOO_SHORT_AN_ADDRESS = BOUGHT | {"macs": ["00-1A-2B-3C-4D-5E", "00-1A-2B"]}
WIPED = {"wipe_method": "destroyed", "wiped_by": "A licensed firm", "wipe_certificate": "C-17"}
NO_STORAGE = {"wipe_method": "no_storage"}

step = partial(Asked, values=LAPTOP, facts={"seats": 0})

KIND = "asset"

UNGUARDED = {
    "plan": START,
    "order": "planned",
    "hand_out": "in_stock",
    "install": "in_stock",
    "pass_on": "in_use",
    "move": "in_use",
    "take_back": "on_loan",
    "send_to_repair": "in_use",
    "return_to_stock": "in_repair",
    "report_missing": "in_use",
    "report_stolen": "missing",
    "find": "missing",
    "ask_to_write_off": "missing",
    "keep_looking": "stolen",
    "write_off": "stolen",
    "retire": "in_stock",
}

POSSIBLE = (
    *(step(event, state) for event, state in UNGUARDED.items()),
    step("add", START, given=BOUGHT),
    step("add", START, given={"macs": []}),
    step("add", START, given=WARRANTY_OF_ONE_DAY),
    step("receive", "ordered", given=BOUGHT),
    step("update", "in_use", given=BOUGHT),
    step("sight", "in_use", given={"label_read": True}),
    step("lend", "in_stock", given={"due_back_on": TODAY}),
    step("return_to_use", "in_repair"),
    step("return_to_use", "in_repair", values=STAFFS),
    step("dispose", "retired", given=WIPED),
    step("dispose", "retired", given=NO_STORAGE, values=DISPLAY),
    step("dispose", "retired", given=WIPED | {"release_seats": True}, facts={"seats": 2}),
)
REFUSED = (
    (step("add", START, given=WARRANTY_ENDED_BEFORE), "The warranty ends after the day of purchase."),
    (step("add", START, given=TOO_SHORT_AN_ADDRESS), "“00-1A-2B” is no address of a network card"),
    (step("receive", "ordered", given=WARRANTY_ENDED_BEFORE), "The warranty ends after the day of purchase."),
    (step("receive", "ordered", given=TOO_SHORT_AN_ADDRESS), "“00-1A-2B” is no address of a network card"),
    (
        step("update", "in_use", given={"warranty_ends_on": TODAY - DAY}, values=LAPTOP | {"purchased_on": TODAY}),
        "The warranty ends after the day of purchase.",
    ),
    (step("update", "in_use", given=TOO_SHORT_AN_ADDRESS), "“00-1A-2B” is no address of a network card"),
    (step("sight", "in_use", given={"label_read": False}), "Read the tag or the serial number"),
    (step("lend", "in_stock", given={"due_back_on": TODAY - DAY}), "Choose a day that is still to come."),
    (step("return_to_use", "in_repair", values=NOWHERE), "Say who has it, or the site and the room"),
    (step("return_to_use", "in_repair", values=NOBODYS), "Say who has it, or the site and the room"),
    (step("dispose", "retired", given=NO_STORAGE), "A laptop holds data."),
    (step("dispose", "retired", given=WIPED | {"wiped_by": ""}), "Say who made the data unreadable"),
    (step("dispose", "retired", given=WIPED | {"wipe_certificate": ""}), "the number of the certificate"),
    (step("dispose", "retired", given=WIPED, facts={"seats": 1}), "1 licence is still allocated to it."),
    (step("dispose", "retired", given=WIPED, facts={"seats": 2}), "2 licences are still allocated to it."),
)
