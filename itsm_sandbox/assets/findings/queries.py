"""Findings of audits as people read them, and how the register stands to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from core.db import db
from core.paging import Page, paginate
from core.text import whole_number
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.rules.reconciling import Outcome, plain_mac
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.engine.models import Colleague, WorkEvent


@dataclass(frozen=True, slots=True)
class FindingFilter:
    state: str = ""
    type: str = ""
    audit: str = ""  # its number, as the address has it


def list_findings(workplace_id: int, wanted: FindingFilter, *, page: int = 1) -> Page[Any]:
    """Rows of (Finding, the audit's number), those that wait longest first, settled ones last."""
    found = (
        select(Finding, Audit.number.label("audit"))
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .where(Finding.workplace_id == workplace_id)
        .order_by((Finding.state == "closed"), Finding.number)
    )
    if wanted.state:
        found = found.where(Finding.state == wanted.state)
    if wanted.type:
        found = found.where(Finding.type == wanted.type)
    if (audit := whole_number(wanted.audit)) is not None:
        found = found.where(Audit.number == audit)
    return paginate(found, page)


def count_findings(workplace_id: int) -> dict[str, int]:
    """How many there are in each state."""
    rows = db.session.execute(
        select(Finding.state, func.count().label("number"))
        .where(Finding.workplace_id == workplace_id)
        .group_by(Finding.state)
    )
    return {row.state: row.number for row in rows}


def list_unsettled(workplace_id: int) -> Sequence[Finding]:
    """Every one that is not closed, the oldest first."""
    return db.session.scalars(
        select(Finding).where(Finding.workplace_id == workplace_id, Finding.state != "closed").order_by(Finding.number)
    ).all()


class Related(NamedTuple):
    audit: Audit | None
    asset: Asset | None
    product: SoftwareProduct | None
    decided_by: Colleague | None
    acted_by: Colleague | None
    verified_by: Colleague | None


def find_related(finding: Finding) -> Related:
    decided, acted, verified = aliased(Colleague), aliased(Colleague), aliased(Colleague)
    row = db.session.execute(
        select(Audit, Asset, SoftwareProduct, decided, acted, verified)
        .select_from(Finding)
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .outerjoin(Asset, Asset.id == Finding.asset_id)
        .outerjoin(SoftwareProduct, SoftwareProduct.id == Finding.product_id)
        .outerjoin(decided, decided.id == Finding.decided_by_id)
        .outerjoin(acted, acted.id == Finding.acted_by_id)
        .outerjoin(verified, verified.id == Finding.verified_by_id)
        .where(Finding.id == finding.id)
    ).one()
    return Related(*row)


def missing_in_register(finding: Finding) -> str | None:
    """What the register must say before the decision can be called carried out."""
    if finding.decision == "register":
        return _not_registered(finding)
    asset = db.session.get(Asset, finding.asset_id) if finding.asset_id else None
    if asset is None:
        return None
    if finding.decision == "write_off" and asset.state != "written_off":
        return f"{asset.tag} is not written off yet. Report it missing and ask the ICT owner to write it off."
    if finding.decision == "correct_record" and asset.revision < _raised_seq(finding):
        return f"Nothing was recorded about {asset.tag} since it was found. Correct its record first."
    return None


def _raised_seq(finding: Finding) -> int:
    """The place in the log of the event with which it was found."""
    about = (WorkEvent.subject_kind == Finding.kind, WorkEvent.subject_id == finding.id)
    return db.session.scalar(select(func.min(WorkEvent.seq)).where(*about)) or 0


def _not_registered(finding: Finding) -> str | None:
    if finding.type == Outcome.UNKNOWN_SOFTWARE:
        name = finding.seen["software"]
        there = select(SoftwareProduct.id).where(
            SoftwareProduct.workplace_id == finding.workplace_id, func.lower(SoftwareProduct.name) == name.lower()
        )
        return None if db.session.scalar(there) else f"Add {name} to the software that is known first."
    return None if find_registered(finding) else "Add it to the register first, with the serial number that was seen."


def find_registered(finding: Finding) -> Asset | None:
    """The asset that was added for unknown hardware: with the same serial number, tag or host name, or card."""
    seen = finding.seen
    signs = [
        func.lower(column) == str(seen[name]).lower()
        for name, column in (("serial", Asset.serial), ("tag", Asset.tag), ("host_name", Asset.host_name))
        if seen.get(name)
    ]
    workplace = Asset.workplace_id == finding.workplace_id
    if signs:
        found = db.session.scalars(select(Asset).where(workplace, or_(*signs)).limit(1)).first()
        if found is not None:
            return found
    wanted = {plain_mac(mac) for mac in seen.get("macs", ())}
    if not wanted:
        return None
    newest = db.session.scalars(select(Asset).where(workplace, Asset.created_at >= finding.created_at))
    return next((asset for asset in newest if wanted & {plain_mac(mac) for mac in asset.macs or ()}), None)
