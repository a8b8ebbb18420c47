"""What can happen to a thing in the register, and who may do it."""

from collections.abc import Mapping
from typing import Any

from core.clock import LONDON
from itsm_sandbox.rules.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.rules.roles import Tie, WorkRole

ASSET_TYPES = (
    ("laptop", "Laptop"),
    ("desktop", "Desktop computer"),
    ("tablet", "Tablet"),
    ("server", "Server"),
    ("switch", "Network switch"),
    ("access_point", "Wireless access point"),
    ("printer", "Printer"),
    ("display", "Display or projector"),
    ("phone", "Phone"),
    ("peripheral", "Peripheral"),
    ("virtual", "Virtual machine"),
)
KEEPERS = (
    WorkRole.FIRST_LEVEL,
    WorkRole.SECOND_LEVEL,
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.MAINTENANCE,
    WorkRole.IMPLEMENTATION,
)
_BECAUSE = (
    Field(
        "change_ref",
        "Request for change",
        Ask.REF,
        required=False,
        offers="change",
        keep=False,
        hint="Such as RFC-0012, when a change is why.",
    ),
    Field(
        "ticket_ref",
        "Ticket",
        Ask.REF,
        required=False,
        offers="ticket",
        keep=False,
        hint="Such as INC-0042, when a ticket is why.",
    ),
    Field("note", "Note", Ask.LONG_TEXT, required=False, keep=False),
)
_SITE = Field("site_id", "Site", Ask.ROW, offers="sites")
_WHERE = Field("location", "Room or place", hint="Such as Room 14, or the server cupboard.")
_SERVICE = Field("service_id", "Service it belongs to", Ask.ROW, required=False, offers="services")


def _installed(case: Case) -> Mapping[str, Any]:
    """A thing counts as newly installed on the day it first went into use."""
    return {"installed_on": case.values.get("installed_on") or case.now.astimezone(LONDON).date()}


def _taken_back(_case: Case) -> Mapping[str, Any]:
    return {"custodian_id": None}


def _has_place(case: Case) -> str | None:
    return None if case.get("location") else "Say where it stands: nobody finds a thing that is only “in use”."


def _warranty_after_purchase(case: Case) -> str | None:
    bought, ends = case.get("purchased_on"), case.get("warranty_ends_on")
    return "The warranty ends after the day of purchase." if bought and ends and ends < bought else None


# icons: box check tool search-off archive
ASSET = Machine(
    "asset",
    (
        State("in_stock", "In stock", "none", "box"),
        State("in_use", "In use", "met", "check"),
        State("in_repair", "In repair", "more", "tool"),
        State("missing", "Missing", "bad", "search-off"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition(
            "add",
            "Add to the register",
            (START,),
            "in_stock",
            KEEPERS,
            (
                Field("tag", "Asset tag", hint="On its label; each is used once.", at_most=40),
                Field("type", "Kind", Ask.CHOICE, choices=ASSET_TYPES),
                Field("model", "Make and model", at_most=200),
                Field("serial", "Serial number", required=False, at_most=100),
                Field("site_id", "Site", Ask.ROW, required=False, offers="sites"),
                Field("location", "Room or place", required=False, at_most=200),
                _SERVICE,
                Field("purchased_on", "Bought on", Ask.DAY, required=False),
                Field("warranty_ends_on", "Warranty ends on", Ask.DAY, required=False),
                Field("cost_pence", "Cost", Ask.MONEY, required=False),
                *_BECAUSE,
            ),
            (_warranty_after_purchase,),
        ),
        Transition(
            "hand_out",
            "Hand it out",
            ("in_stock",),
            "in_use",
            KEEPERS,
            (Field("custodian_id", "To whom", Ask.ROW, offers="people"), _SITE, _WHERE, _SERVICE, *_BECAUSE),
            sets=_installed,
            tone="primary",
            key="h",
        ),
        Transition(
            "install",
            "Install it in a place",
            ("in_stock",),
            "in_use",
            KEEPERS,
            (_SITE, _WHERE, _SERVICE, *_BECAUSE),
            sets=_installed,
            hint="For what everybody uses: a switch, a server, a projector.",
        ),
        Transition(
            "move",
            "Move it",
            ("in_stock", "in_use"),
            None,
            KEEPERS,
            (_SITE, _WHERE, *_BECAUSE),
            key="m",
        ),
        Transition(
            "update",
            "Record work on it",
            ("in_stock", "in_use", "in_repair"),
            None,
            KEEPERS,
            (
                Field("work", "What was done", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("model", "Make and model", at_most=200),
                Field("serial", "Serial number", required=False, at_most=100),
                Field("warranty_ends_on", "Warranty ends on", Ask.DAY, required=False),
                _SERVICE,
                *_BECAUSE,
            ),
            (_warranty_after_purchase,),
            key="u",
        ),
        Transition(
            "take_back",
            "Take it back",
            ("in_use",),
            "in_stock",
            KEEPERS,
            (
                Field("condition", "Condition", keep=False, hint="What works, what is broken, what came with it."),
                *_BECAUSE,
            ),
            sets=_taken_back,
        ),
        Transition(
            "send_to_repair",
            "Send it to repair",
            ("in_stock", "in_use"),
            "in_repair",
            KEEPERS,
            (
                Field("fault", "What is wrong", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("repairer", "Who repairs it", keep=False),
                *_BECAUSE,
            ),
        ),
        Transition(
            "return_to_use",
            "Back in use",
            ("in_repair",),
            "in_use",
            KEEPERS,
            (Field("repair", "What was repaired", Ask.LONG_TEXT, at_least=10, keep=False), *_BECAUSE),
            early_guards=(_has_place,),
            sets=_installed,
            tone="primary",
        ),
        Transition(
            "return_to_stock",
            "Back in stock",
            ("in_repair",),
            "in_stock",
            KEEPERS,
            (Field("repair", "What was repaired", Ask.LONG_TEXT, at_least=10, keep=False), *_BECAUSE),
            sets=_taken_back,
        ),
        Transition(
            "report_missing",
            "Report it missing",
            ("in_stock", "in_use", "in_repair"),
            "missing",
            (Tie.ANYONE,),
            (Field("last_seen", "When and where it was last seen", Ask.LONG_TEXT, at_least=10, keep=False), *_BECAUSE),
            hint="It may hold personal data: tell the ICT owner as well.",
            tone="danger",
        ),
        Transition(
            "find",
            "It was found",
            ("missing",),
            "in_stock",
            KEEPERS,
            (_SITE, _WHERE, *_BECAUSE),
            sets=_taken_back,
            tone="primary",
        ),
        Transition(
            "retire",
            "Retire it",
            ("in_stock", "in_repair", "missing"),
            "retired",
            (WorkRole.MAINTENANCE, WorkRole.SECOND_LEVEL, WorkRole.ICT_OWNER),
            (
                Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),
                Field(
                    "route",
                    "Where it goes",
                    Ask.CHOICE,
                    keep=False,
                    choices=(
                        ("reuse", "Re-used elsewhere"),
                        ("recycled", "Recycled by a licensed firm"),
                        ("written_off", "Written off: it is not there"),
                    ),
                ),
                *_BECAUSE,
            ),
            sets=_taken_back,
            tone="danger",
        ),
    ),
)
