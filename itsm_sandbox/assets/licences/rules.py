"""What can happen to a licence: bought, renewed, corrected, ended."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.formatting import day
from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.steps.reasons import REASON

_MANY = Field(
    "quantity",
    "How many",
    Ask.NUMBER,
    required=False,
    hint="Devices, people, seats or sites. Leave it empty only when the agreement sets no limit.",
)
_ORDER = Field("order_ref", "Order", required=False, at_most=60, hint="The reference of the order or the invoice.")
_COST = Field("cost_pence", "Cost", Ask.MONEY, required=False)
_PROOF = Field(
    "proof",
    "What proves it",
    Ask.LONG_TEXT,
    required=False,
    at_most=2000,
    hint="The agreement, certificate or key file, and where it is kept. Write no keys here.",
)
_TERMS = (
    _MANY,
    Field("site_id", "Only for the site", Ask.ROW, required=False, offers="sites"),
    Field("starts_on", "From", Ask.DAY),
    Field("ends_on", "To", Ask.DAY, required=False, hint="The last day; empty when it does not end."),
    Field("supplier", "Supplier", required=False, at_most=120),
    _ORDER,
    _COST,
    _PROOF,
    Field("maintenance", "Maintenance", required=False, at_most=300, hint="The contract for updates and help."),
)
_CHANGE = Field("change_ref", "Request for change", Ask.REF, required=False, offers="change", keep=False)


def _is_sound(case: Case) -> str | None:
    starts, ends = case.get("starts_on"), case.get("ends_on")
    if starts and ends and ends < starts:
        return "It ends on the day it starts or later."
    return None


def _limit_is_proved(case: Case) -> str | None:
    if case.get("quantity") is not None or str(case.get("proof") or "").strip():
        return None
    return "Say how many, or what proves that there is no limit."


def _may_be_bought(case: Case) -> str | None:
    product = case.fact("product")
    if product.authorisation == "prohibited":
        return f"{product.name} is prohibited here. The ICT owner would have to allow it before a licence is entered."
    if product.metric == "free":
        return f"{product.name} is free: it needs no licence. Correct its record if its publisher now asks for one."
    return None


def _site_can_be_counted(case: Case) -> str | None:
    without_limit = case.get("site_id") and case.get("quantity") is None
    if without_limit and case.fact("product").metric not in {"per_device", "site"}:
        return "A site without a limit is for what is licensed by device or by site. Say how many it is for."
    return None


def _lasts_longer(case: Case) -> str | None:
    until = case.values["ends_on"]
    is_longer = case.given["ends_on"] > until
    return None if is_longer else f"Choose a day after {day(until)}, until which it runs already."


def _can_be_renewed(case: Case) -> str | None:
    return "It does not end, so there is nothing to renew." if case.values.get("ends_on") is None else None


def _nothing_is_given_out(case: Case) -> str | None:
    taken = case.fact("taken")
    return f"Reclaim what is given out of it first: {taken} of it." if taken else None


def _ends_after_start(case: Case) -> str | None:
    return "Choose the day it started or a later one." if case.given["ends_on"] < case.values["starts_on"] else None


def _kept_quantity(case: Case) -> Mapping[str, Any]:
    """A renewal without a number is one of as many as before."""
    return {"quantity": case.values["quantity"]} if case.given.get("quantity") is None else {}


ENTITLEMENT = Machine(
    "licence",
    (
        State("active", "In the register", "met", "license"),
        State("ended", "Ended", "plain", "archive", is_open=False),
    ),
    (
        Transition(
            "add",
            "Enter the licence",
            (START,),
            "active",
            KEEPERS,
            (Field("product_id", "Product", Ask.ROW, offers="products"), *_TERMS),
            (_is_sound, _limit_is_proved, _may_be_bought, _site_can_be_counted),
        ),
        Transition(
            "renew",
            "Renew it",
            ("active",),
            None,
            KEEPERS,
            (
                Field("ends_on", "Until", Ask.DAY),
                Field("quantity", "How many", Ask.NUMBER, required=False, hint="Leave it empty for as many as before."),
                Field("order_ref", "Order", at_most=60, hint="The reference of the order or the invoice."),
                Field("cost_pence", "Cost", Ask.MONEY, hint="Without VAT. It is committed in the expenditure record."),
                _PROOF,
                replace(
                    _CHANGE,
                    hint="The one that carries this cost. An amount that both have is committed once, whichever comes "
                    "first.",
                ),
                Field("note", "Note", Ask.LONG_TEXT, required=False, keep=False),
            ),
            (_lasts_longer,),
            (_can_be_renewed,),
            tone="primary",
            key="r",
            sets=_kept_quantity,
        ),
        Transition(
            "correct",
            "Correct its record",
            ("active",),
            None,
            KEEPERS,
            (*_TERMS, REASON),
            (_is_sound, _limit_is_proved, _site_can_be_counted),
            key="c",
        ),
        Transition(
            "end",
            "End it",
            ("active",),
            "ended",
            (*KEEPERS, WorkRole.ICT_OWNER),
            (Field("ends_on", "Its last day", Ask.DAY), REASON, _CHANGE),
            (_ends_after_start,),
            (_nothing_is_given_out,),
            tone="danger",
        ),
    ),
)
