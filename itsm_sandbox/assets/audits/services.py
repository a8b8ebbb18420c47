"""Audits: what is seen in one, the comparison with the register, and the findings that come of it."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, func, insert, select, update

from accounts.models import Membership
from core.clock import LONDON
from core.db import db
from core.errors import FieldErrors
from core.tables.table import MOST_BYTES, read_csv
from itsm_sandbox.assets.assets.models import Asset, Sighting
from itsm_sandbox.assets.audits import queries as reads
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.rules.machine import MOST_ROWS, numbers_of
from itsm_sandbox.assets.audits.rules.reconciling import Outcome, Reconciled, reconcile
from itsm_sandbox.assets.audits.rules.scans import read_scan
from itsm_sandbox.assets.findings import rules as finding_rules
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.findings.queries import list_unsettled
from itsm_sandbox.assets.network.queries import list_devices
from itsm_sandbox.assets.software.models import Installation
from itsm_sandbox.engine.history_writer import HistoryWriter
from itsm_sandbox.engine.models import Colleague, Site, WorkEvent, Workplace
from itsm_sandbox.engine.perform import apply, perform
from itsm_sandbox.engine.queries import sim_now
from itsm_sandbox.engine.registry import Deed

_AT_ONCE = 900
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
    return perform(workplace_id, Audit.kind, number, "upload_scan", given, by=by, revision=revision)


_COMPARED: WeakKeyDictionary[Audit, Reconciled] = WeakKeyDictionary()
"""What was just counted for the event that is being recorded, for what follows from it in the same transaction."""


def compare(audit: Audit) -> Reconciled:
    """The register beside what was seen in this audit, now."""
    workplace = db.session.get_one(Workplace, audit.workplace_id)
    site = db.session.get_one(Site, audit.site_id).name if audit.site_id else ""
    return reconcile(
        reads.read_register(audit.workplace_id),
        reads.read_seen(audit.id),
        reads.read_products(audit.workplace_id, _day_of(workplace)),
        method=audit.method,
        site=site,
    )


def _day_of(workplace: Workplace) -> date:
    return sim_now(workplace).astimezone(LONDON).date()


def blank(author: Colleague | None) -> Audit:
    return Audit(title="", method="", figures={}, author_id=author.id if author else None)


def facts_of(audit: Audit) -> Mapping[str, Any]:
    return {
        "sightings": partial(reads.count_sightings, audit.id),
        "figures": partial(_figures, audit),
        "undecided": partial(reads.count_undecided, audit.id),
    }


def _figures(audit: Audit) -> dict[str, Any]:
    found = _COMPARED[audit] = compare(audit)
    return numbers_of(found)


def keep_scan(deed: Deed) -> None:
    rows = [{name: getattr(device, name) for name in _SIGNS} for device in list_devices(deed.workplace.id)]
    _keep(deed, "scan", rows)


def keep_upload(deed: Deed) -> None:
    _keep(deed, "upload", deed.given["sightings"])


def _keep(deed: Deed, source: str, rows: list[dict[str, Any]]) -> None:
    event = deed.event
    frame = {"workplace_id": deed.workplace.id, "audit_id": deed.artefact.id, "source": source, "seq": event.seq}
    frame |= {"seen_at": event.at, "seen_by_id": event.actor_id, "outcome": ""}
    if rows:
        db.session.execute(insert(Sighting), [{**frame, **row} for row in rows])


def keep_sighting(deed: Deed) -> None:
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


def compare_with_register(deed: Deed) -> None:
    """Say of each sighting which asset it is, and of each discrepancy that is new that it was found."""
    audit: Audit = deed.artefact
    found = _COMPARED.pop(audit, None) or compare(audit)
    on = deed.event.at.astimezone(LONDON).date()
    db.session.flush()
    touched = reads.list_assets_seen(audit.id) | set(found.asset_of.values())
    outcomes = [
        {"row_id": row_id, "found_id": found.asset_of.get(row_id), "class": str(outcome)}
        for row_id, outcome in found.outcome_of.items()
    ]
    if outcomes:
        table: Any = Sighting.__table__
        named = table.update().where(table.c.id == bindparam("row_id"))
        db.session.execute(named.values(asset_id=bindparam("found_id"), outcome=bindparam("class")), outcomes)
    _verify_assets(audit.workplace_id, touched)
    _see_installations(audit, found, on)
    unsettled = {finding.key: finding for finding in list_unsettled(audit.workplace_id)}
    _raise_findings(deed, found, set(unsettled))
    _settle_findings(deed, found, [one for one in unsettled.values() if one.state == "actioned"])


def _verify_assets(workplace_id: int, ids: set[int]) -> None:
    """When these were last seen, from all their sightings."""
    seen = reads.list_last_seen(workplace_id)
    by_day: dict[date | None, list[int]] = defaultdict(list)
    for row_id in ids:
        by_day[seen.get(row_id)].append(row_id)
    for day, some in by_day.items():
        _set(Asset, some, last_verified_on=day)


def _set(model: type[Asset | Installation], ids: list[int], **values: Any) -> None:
    """The same values in all these rows, a few statements for any number."""
    for start in range(0, len(ids), _AT_ONCE):
        some = model.id.in_(sorted(ids)[start : start + _AT_ONCE])
        db.session.execute(update(model).where(some).values(**values).execution_options(synchronize_session=False))


def _see_installations(audit: Audit, found: Reconciled, on: date) -> None:
    """Programs that are known were seen on these devices today; what a device that told its programs lacks is gone."""
    known = reads.read_installed(audit.workplace_id)
    _set(Installation, [known[pair][0] for pair in found.installed if pair in known], last_seen_on=on, removed_on=None)
    told = {asset_id for _, asset_id in found.installed}
    gone = [
        row_id
        for pair, (row_id, removed_on) in known.items()
        if removed_on is None and pair[1] in told and pair not in found.installed
    ]
    _set(Installation, gone, removed_on=on)
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
    history, audit = HistoryWriter(deed.workplace), deed.artefact
    last = select(func.max(Finding.number)).where(Finding.workplace_id == audit.workplace_id)
    history.go_on_from(Finding, db.session.scalar(last) or 0)
    for one in new:
        history.create(
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
    history.store()


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
        apply(deed.workplace, finding, "sighted_again", given, actor=None, at=deed.event.at)
