"""What stands in the way of a step in an asset's life, and what follows from it."""

from collections.abc import Mapping
from typing import Any

from core.clock import LONDON
from itsm_sandbox.assets.assets.rules.facts import AssetFacts
from itsm_sandbox.assets.assets.rules.fields import ASSET_TYPES, HOLDS_NO_DATA
from itsm_sandbox.assets.audits.rules.reconciling import plain_mac
from itsm_sandbox.engine.machine import Case


def installed(case: Case) -> Mapping[str, Any]:
    """A thing counts as newly installed on the day it first went into use."""
    return {"installed_on": case.values.get("installed_on") or case.now.astimezone(LONDON).date()}


def taken_back(_case: Case) -> Mapping[str, Any]:
    return {"custodian_id": None}


def has_keeper(case: Case) -> str | None:
    """In use means: with somebody, or standing where everybody uses it."""
    if case.get("location") and (case.get("custodian_id") or case.get("site_id")):
        return None
    return "Say who has it, or the site and the room in which it stands."


def tidied(case: Case) -> Mapping[str, Any]:
    """Addresses of network cards in one spelling."""
    return {"macs": list(dict.fromkeys(plain_mac(mac) for mac in case.given.get("macs") or case.get("macs") or ()))}


def macs_are_sound(case: Case) -> str | None:
    wrong = [mac for mac in case.given.get("macs") or () if not plain_mac(mac)]
    return f"“{wrong[0]}” is no address of a network card; it has twelve digits 0–9, a–f." if wrong else None


def lent(case: Case) -> Mapping[str, Any]:
    return {**installed(case), "due_back_on": case.given["due_back_on"]}


def back(_case: Case) -> Mapping[str, Any]:
    return {"custodian_id": None, "due_back_on": None}


def due_back_is_ahead(case: Case) -> str | None:
    today = case.now.astimezone(LONDON).date()
    return None if case.given["due_back_on"] >= today else "Choose a day that is still to come."


def is_wiped(case: Case) -> str | None:
    """Nothing that can hold data leaves without a record of who made it unreadable, and how."""
    method = case.given.get("wipe_method")
    if method == "no_storage":
        kind = dict(ASSET_TYPES).get(case.values["type"], "thing").lower()
        holds = case.values["type"] not in HOLDS_NO_DATA
        return f"A {kind} holds data. Say how that was made unreadable." if holds else None
    if not case.given.get("wiped_by") or not case.given.get("wipe_certificate"):
        return "Say who made the data unreadable, and the number of the certificate or where it is kept."
    return None


def has_no_seats(case: Case) -> str | None:
    seats = case.of(AssetFacts).seats()
    if not seats or case.given.get("release_seats"):
        return None
    words = "1 licence is" if seats == 1 else f"{seats} licences are"
    return f"{words} still allocated to it. Reclaim them first, or tick that they are released with it."


def label_is_read(case: Case) -> str | None:
    return (
        None if case.given.get("label_read") else "Read the tag or the serial number on the thing itself, and say so."
    )


def without_owner(_case: Case) -> Mapping[str, Any]:
    return {"custodian_id": None, "site_id": None, "location": ""}


def warranty_after_purchase(case: Case) -> str | None:
    bought, ends = case.get("purchased_on"), case.get("warranty_ends_on")
    return "The warranty ends after the day of purchase." if bought and ends and ends < bought else None
