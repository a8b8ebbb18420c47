"""The audit that was held in a world before anybody came: a walk-round of one site, with what it found."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from itsm_sandbox.assets.assets.models import Asset, Sighting
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.rules.facts import AuditFacts
from itsm_sandbox.assets.audits.rules.machine import MACHINE as AUDIT
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.findings.rules import MACHINE as FINDING
from itsm_sandbox.assets.findings.rules import FindingFacts
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.generator.people import People

_DAYS_AFTER_BEGINNING = 8
_CONCLUSION = (
    "The register was right about nearly everything that stands in a room. One printer had been moved in the holidays "
    "and nobody had written it down. Laptops were not looked at: they are with people, not in rooms."
)


def hold_audit(history: HistoryWriter, people: People, begins: datetime) -> None:
    """The technician walked round the first site, found one printer moved, and corrected its record."""
    at = begins + timedelta(days=_DAYS_AFTER_BEGINNING, hours=2)
    site = next(iter(people.sites.values()))
    stood = [one for one in history.subjects if one.model is Asset and _stood_there(one, site.id, at)]
    printer = next((one for one in stood if one.values["type"] == "printer"), None)
    if printer is None:
        return
    place = next(room for where, room in people.rooms if where is site and room != printer.values["location"])
    technician = people.technician
    given = {"title": f"What stands in the rooms of {site.name}", "method": "walk_round", "site_id": site.id}
    audit = history.create(Audit, AUDIT, "start", given, actor=technician, at=at, figures={})
    hour = at + timedelta(hours=1)
    frame = {"audit_id": audit.id, "seen_by_id": technician.id, "seen_at": hour, "outcome": str(Outcome.MATCHED)}
    rows = {one.id: _sighting(history, one) | frame for one in stood}
    rows[printer.id] |= {"place": place, "outcome": str(Outcome.MOVED)}
    history.add(Sighting, *rows.values())
    for one in stood:
        one.values["last_verified_on"] = hour.date()
    counts = dict.fromkeys(map(str, Outcome), 0) | {"matched": len(stood) - 1, "moved": 1}
    figures = {"expected": len(stood), "found": len(stood), "accurate": len(stood) - 1, "sightings": len(stood)}
    facts = AuditFacts(
        sightings=partial(len, stood), undecided=lambda: 0, figures=lambda: {**figures, "counts": counts}
    )
    compared = hour + timedelta(hours=1)
    history.apply(audit, "reconcile", {}, actor=technician, at=compared, facts=facts)
    _see_through(history, people, audit, printer, place=place, at=compared)
    history.apply(
        audit, "conclude", {"conclusion": _CONCLUSION}, actor=technician, at=compared + timedelta(days=1, hours=5)
    )
    history.apply(audit, "close", {}, actor=technician, at=compared + timedelta(days=1, hours=6), facts=facts)


def _stood_there(asset: Subject, site_id: int, at: datetime) -> bool:
    """In a room of that site by then, and with nobody in particular."""
    values = asset.values
    is_shared = values["custodian_id"] is None and values["type"] != "server"
    return bool(asset.state == "in_use" and values["site_id"] == site_id and is_shared and asset.entries[0].at < at)


def _sighting(history: HistoryWriter, asset: Subject) -> dict[str, Any]:
    return {
        "workplace_id": history.workplace.id,
        "asset_id": asset.id,
        "source": "walk_round",
        "serial": asset.values["serial"],
        "macs": [],
        "tag": asset.values["tag"],
        "host_name": "",
        "site": history.words["sites"][asset.values["site_id"]],
        "place": asset.values["location"],
        "user": "",
        "software": [],
        "seq": 0,
    }


def _see_through(
    history: HistoryWriter, people: People, audit: Subject, printer: Subject, *, place: str, at: datetime
) -> None:
    """The record of the printer is corrected; somebody else looks whether it is right now."""
    values, tag = printer.values, printer.values["tag"]
    site = history.words["sites"][values["site_id"]]
    given = {
        "title": f"{tag} was seen in {place}, {site}",
        "type": str(Outcome.MOVED),
        "key": f"{Outcome.MOVED}:{printer.id}",
        "audit_id": audit.id,
        "asset_id": printer.id,
        "product_id": None,
        "seen": {"tag": tag, "site": site, "place": place},
        "recorded": {"tag": tag, "state": "in_use", "site": site, "place": values["location"]},
    }
    technician, contact = people.technician, people.contact
    moved = {"site_id": values["site_id"], "location": place, "note": f"It stands in {place}; the audit saw it there."}
    history.apply(printer, "move", moved, actor=technician, at=at + timedelta(hours=2, minutes=30))
    finding = history.create(Finding, FINDING, "raise", given, actor=technician, at=at, seen={}, recorded={})
    steps: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        (
            "investigate",
            technician,
            {"cause": f"The caretaker carried it to {place} in the holidays, when its room was painted."},
        ),
        (
            "decide",
            technician,
            {
                "decision": "correct_record",
                "reason": "It is used where it stands now, and people there need it; nobody misses it where it was.",
            },
        ),
        (
            "act",
            technician,
            {"evidence": f"The record of {tag} names {place} since today; its label was read on the spot."},
        ),
        ("verify", contact, {"verification": f"I printed a page on it in {place} and looked it up."}),
        ("close", contact, {}),
    )
    facts = FindingFacts(missing_in_register=lambda: None, registered=lambda: None)
    for number, (event, actor, told) in enumerate(steps, 1):
        history.apply(finding, event, told, actor=actor, at=at + timedelta(hours=number), facts=facts)
