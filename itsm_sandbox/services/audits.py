"""Audits: what is seen in one, the comparison with the register, and the findings that come of it."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import func, insert, select, update

from accounts.models import Membership
from core.clock import LONDON
from core.db import db
from core.errors import FieldErrors
from itsm_sandbox.models import Asset, Audit, Colleague, Finding, Installation, Sighting, Site, WorkEvent, Workplace
from itsm_sandbox.queries import audits as reads
from itsm_sandbox.queries.findings import list_unsettled
from itsm_sandbox.queries.network import list_devices
from itsm_sandbox.queries.workplaces import sim_now
from itsm_sandbox.rules import findings as finding_rules
from itsm_sandbox.rules.audits import MACHINE, MOST_ROWS, figures_of
from itsm_sandbox.rules.importing.tables import MOST_BYTES, read_csv
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.reconciling import Outcome, Reconciled, reconcile
from itsm_sandbox.rules.scans import read_scan
from itsm_sandbox.services.acting import act, enact
from itsm_sandbox.services.problems import hides_from_users
from itsm_sandbox.services.rooms import ROOMS, Deed, Room
from itsm_sandbox.services.world.book import Book

_OF_SOFTWARE = frozenset({Outcome.UNKNOWN_SOFTWARE, Outcome.PROHIBITED_SOFTWARE, Outcome.OVER_LICENSED})
_SIGNS = ("serial", "macs", "tag", "host_name", "site", "place", "user", "software")


def upload_scan(
    workplace_id: int, number: int, name: str, data: bytes, *, by: Membership, revision: int | None = None
) -> WorkEvent:
    """Read a scan from a CSV file into the audit; a fault in a row is told by its number, and nothing is read."""
    if len(data) > MOST_BYTES:
        raise FieldErrors({"file": "This file is larger than 5 MB. Split it, and read one part after the other."})
    rows = read_scan(read_csv(data))
    if len(rows) > MOST_ROWS:
        raise FieldErrors({"file": f"There are more than {MOST_ROWS:,} rows in this file. Split it."})
    given = {"file_name": name[:200], "sha256": hashlib.sha256(data).hexdigest(), "rows": len(rows), "sightings": rows}
    return act(workplace_id, ArtefactKind.AUDIT, number, "upload_scan", given, by=by, revision=revision)


def compare(audit: Audit) -> Reconciled:
    """The register beside what was seen in this audit, now."""
    workplace = db.session.get_one(Workplace, audit.workplace_id)
    site = db.session.get(Site, audit.site_id).name if audit.site_id else ""  # type: ignore[union-attr]  # a key
    return reconcile(
        reads.read_register(audit.workplace_id),
        reads.read_seen(audit.id),
        reads.read_products(audit.workplace_id, _day_of(workplace)),
        method=audit.method,
        site=site,
    )


def _day_of(workplace: Workplace) -> date:
    return sim_now(workplace).astimezone(LONDON).date()


def _blank(author: Colleague | None) -> Audit:
    return Audit(title="", method="", figures={}, author_id=author.id if author else None)


def _facts(audit: Audit) -> Mapping[str, Any]:
    return {
        "sightings": partial(reads.count_sightings, audit.id),
        "figures": lambda: figures_of(compare(audit)),
        "undecided": partial(reads.count_undecided, audit.id),
    }


def _keep_scan(deed: Deed) -> None:
    rows = [{name: getattr(device, name) for name in _SIGNS} for device in list_devices(deed.workplace.id)]
    _keep(deed, "scan", rows)


def _keep_upload(deed: Deed) -> None:
    _keep(deed, "upload", deed.given["sightings"])


def _keep(deed: Deed, source: str, rows: list[dict[str, Any]]) -> None:
    event = deed.event
    frame = {"workplace_id": deed.workplace.id, "audit_id": deed.artefact.id, "source": source, "seq": event.seq}
    frame |= {"seen_at": event.at, "seen_by_id": event.actor_id, "outcome": ""}
    if rows:
        db.session.execute(insert(Sighting), [{**frame, **row} for row in rows])


def _keep_sighting(deed: Deed) -> None:
    """What somebody saw on a walk-round. Which asset it is, is known at once when its sign is in the register."""
    given = deed.given
    asset = reads.find_asset(deed.workplace.id, given["tag"])
    db.session.add(
        Sighting(
            workplace_id=deed.workplace.id,
            audit_id=deed.artefact.id,
            asset_id=asset.id if asset else None,
            source="walk_round",
            tag=asset.tag if asset else given["tag"],
            macs=[],
            site=db.session.get_one(Site, given["site_id"]).name,
            place=given["place"],
            user=given.get("user") or "",
            software=[],
            seen_at=deed.event.at,
            seen_by_id=deed.event.actor_id,
            seq=deed.event.seq,
        )
    )


def _reconcile(deed: Deed) -> None:
    """Say of each sighting which asset it is, and of each discrepancy that is new that it was found."""
    audit: Audit = deed.artefact
    found = compare(audit)
    on = deed.event.at.astimezone(LONDON).date()
    db.session.flush()
    touched = reads.list_assets_seen(audit.id) | set(found.asset_of.values())
    outcomes = [
        {"id": row_id, "asset_id": found.asset_of.get(row_id), "outcome": str(outcome)}
        for row_id, outcome in found.outcome_of.items()
    ]
    if outcomes:
        db.session.execute(update(Sighting), outcomes)
    _verify_assets(audit.workplace_id, touched)
    _see_installations(audit, found, on)
    unsettled = {finding.key: finding for finding in list_unsettled(audit.workplace_id)}
    _raise_findings(deed, found, set(unsettled))
    _settle_findings(deed, found, [one for one in unsettled.values() if one.state == "actioned"])


def _verify_assets(workplace_id: int, ids: set[int]) -> None:
    """When these were last seen, from all their sightings."""
    seen = reads.list_last_seen(workplace_id)
    rows = [{"id": row_id, "last_verified_on": seen.get(row_id)} for row_id in sorted(ids)]
    if rows:
        db.session.execute(update(Asset), rows)


def _see_installations(audit: Audit, found: Reconciled, on: date) -> None:
    """Programs that are known were seen on these devices today; what a device that told its programs lacks is gone."""
    known = reads.read_installed(audit.workplace_id)
    changes = [
        {"id": known[pair][0], "last_seen_on": on, "removed_on": None} for pair in found.installed if pair in known
    ]
    told = {asset_id for _, asset_id in found.installed}
    gone = [
        {"id": row_id, "removed_on": on}
        for pair, (row_id, removed_on) in known.items()
        if removed_on is None and pair[1] in told and pair not in found.installed
    ]
    for rows in (changes, gone):
        if rows:
            db.session.execute(update(Installation), rows)
    new = [pair for pair in sorted(found.installed) if pair not in known]
    if new:
        frame = {"workplace_id": audit.workplace_id, "version": "", "first_seen_on": on, "last_seen_on": on}
        db.session.execute(
            insert(Installation), [{**frame, "product_id": product, "asset_id": asset} for product, asset in new]
        )


def _raise_findings(deed: Deed, found: Reconciled, known: set[str]) -> None:
    """In one go, however many there are."""
    new = [one for one in found.discrepancies if one.key not in known]
    if not new:
        return
    book, audit = Book(deed.workplace), deed.artefact
    last = select(func.max(Finding.number)).where(Finding.workplace_id == audit.workplace_id)
    book.go_on_from(Finding, db.session.scalar(last) or 0)
    for one in new:
        book.begin(
            Finding,
            finding_rules.MACHINE,
            "raise",
            {
                "title": one.title,
                "type": str(one.outcome),
                "key": one.key,
                "audit_id": audit.id,
                "asset_id": one.asset_id,
                "product_id": one.product_id,
                "seen": dict(one.seen),
                "recorded": dict(one.recorded),
            },
            actor=deed.actor,
            at=deed.event.at,
        )
    book.store((Finding,))


def _settle_findings(deed: Deed, found: Reconciled, waiting: list[Finding]) -> None:
    """What was acted on and is no longer there is verified by this audit."""
    audit: Audit = deed.artefact
    still = {one.key for one in found.discrepancies}
    seen = set(found.asset_of.values())
    sees_all = audit.method == "scan" and audit.site_id is None
    for finding in waiting:
        is_covered = finding.asset_id in seen if finding.asset_id else sees_all
        if finding.key in still or not is_covered or (finding.type in _OF_SOFTWARE and not sees_all):
            continue
        given = {"verification": f"{audit.ref} “{audit.title}” does not find it any more."}
        enact(deed.workplace, finding, "sighted_again", given, actor=None, at=deed.event.at)


ROOMS[ArtefactKind.AUDIT] = Room(
    Audit,
    MACHINE,
    "itsm_sandbox.show_audit",
    blank=_blank,
    facts=_facts,
    hides=hides_from_users,
    effects={
        "take_scan": (_keep_scan,),
        "upload_scan": (_keep_upload,),
        "sight": (_keep_sighting,),
        "reconcile": (_reconcile,),
    },
)
