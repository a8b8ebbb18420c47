"""Audits as people read them, and what a comparison of the register with what was seen needs to know."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from core.clock import LONDON
from core.db import db
from core.paging import Page, paginate
from core.text import whole_number
from itsm_sandbox.assets.assets.models import Asset, Sighting
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.rules.reconciling import SERIOUS, Product, Recorded, Seen
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.licences.queries import list_positions
from itsm_sandbox.assets.software.models import Installation
from itsm_sandbox.engine.models import Colleague, Site

_SCANNED = ("scan", "upload")


def list_audits(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Audit, site, author, is_simulated, findings, unsettled), the newest first."""
    findings = select(func.count()).where(Finding.audit_id == Audit.id)
    return paginate(
        select(
            Audit,
            Site.name.label("site"),
            Colleague.name.label("author"),
            Colleague.membership_id.is_(None).label("is_simulated"),
            findings.scalar_subquery().label("findings"),
            findings.where(Finding.state != "closed").scalar_subquery().label("unsettled"),
        )
        .join(Colleague, Colleague.id == Audit.author_id)
        .outerjoin(Site, Site.id == Audit.site_id)
        .where(Audit.workplace_id == workplace_id)
        .order_by(Audit.number.desc()),
        page,
    )


def list_open_audits(workplace_id: int) -> Sequence[Audit]:
    """Those in which things can still be seen, the newest first."""
    return db.session.scalars(
        select(Audit)
        .where(Audit.workplace_id == workplace_id, Audit.state.in_(("started", "reconciled")))
        .order_by(Audit.number.desc())
    ).all()


class Related(NamedTuple):
    site: str | None
    author: Colleague
    sightings: int


def find_related(audit: Audit) -> Related:
    row = db.session.execute(
        select(Site.name, Colleague)
        .select_from(Audit)
        .join(Colleague, Colleague.id == Audit.author_id)
        .outerjoin(Site, Site.id == Audit.site_id)
        .where(Audit.id == audit.id)
    ).one()
    return Related(row[0], row[1], count_sightings(audit.id))


def count_sightings(audit_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Sighting.audit_id == audit_id)) or 0


def list_sightings(audit: Audit, *, outcome: str = "", page: int = 1) -> Page[Any]:
    """Rows of (Sighting, the asset's number and tag), the newest first."""
    found = (
        select(Sighting, Asset.number.label("number"), Asset.tag.label("asset_tag"))
        .outerjoin(Asset, Asset.id == Sighting.asset_id)
        .where(Sighting.audit_id == audit.id)
        .order_by(Sighting.id.desc())
    )
    return paginate(found.where(Sighting.outcome == outcome) if outcome else found, page)


def list_sightings_of_asset(asset: Asset, *, limit: int = 20) -> Sequence[Any]:
    """Rows of (Sighting, the audit's number and title, who saw it), the newest first."""
    return db.session.execute(
        select(Sighting, Audit.number.label("audit"), Audit.title.label("title"), Colleague.name.label("by"))
        .outerjoin(Audit, Audit.id == Sighting.audit_id)
        .outerjoin(Colleague, Colleague.id == Sighting.seen_by_id)
        .where(Sighting.asset_id == asset.id)
        .order_by(Sighting.id.desc())
        .limit(limit)
    ).all()


class Tally(NamedTuple):
    type: str
    findings: int
    settled: int
    oldest_at: datetime | None  # of those that are not settled


def tally_findings(audit: Audit) -> list[Tally]:
    """By class, the most first."""
    unsettled = Finding.state != "closed"
    rows = db.session.execute(
        select(
            Finding.type,
            func.count().label("findings"),
            func.count().filter(~unsettled).label("settled"),
            func.min(Finding.created_at).filter(unsettled).label("oldest_at"),
        )
        .where(Finding.audit_id == audit.id)
        .group_by(Finding.type)
        .order_by(func.count().desc(), Finding.type)
    )
    return [Tally(*row) for row in rows]


def count_undecided(audit_id: int) -> int:
    """Serious findings of this audit that nobody decided on yet."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Finding.audit_id == audit_id,
                Finding.state.in_(("open", "investigating")),
                Finding.type.in_(sorted(SERIOUS)),
            )
        )
        or 0
    )


def read_register(workplace_id: int) -> list[Recorded]:
    """Every asset in one query, with the names of its site and custodian."""
    rows = db.session.execute(
        select(
            Asset.id, Asset.tag, Asset.type, Asset.state, Asset.serial, Asset.macs, Asset.host_name,
            Site.name, Asset.location, Colleague.name,
        )
        .outerjoin(Site, Site.id == Asset.site_id)
        .outerjoin(Colleague, Colleague.id == Asset.custodian_id)
        .where(Asset.workplace_id == workplace_id)
    )  # fmt: skip
    return [
        Recorded(row_id, tag, kind, state, serial, macs or (), host_name, site or "", place, custodian or "")
        for row_id, tag, kind, state, serial, macs, host_name, site, place, custodian in rows
    ]


def read_seen(audit_id: int) -> list[Seen]:
    """What counts: all that was seen on a walk-round, and the newest scan. The newest first."""
    newest = (
        select(func.max(Sighting.seq))
        .where(Sighting.audit_id == audit_id, Sighting.source.in_(_SCANNED))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Sighting.id, Sighting.serial, Sighting.macs, Sighting.tag, Sighting.host_name, Sighting.site,
            Sighting.place, Sighting.user, Sighting.software,
        )
        .where(
            Sighting.audit_id == audit_id,
            or_(Sighting.source.not_in(_SCANNED), and_(Sighting.source.in_(_SCANNED), Sighting.seq == newest)),
        )
        .order_by(Sighting.id.desc())
    )  # fmt: skip
    return [Seen(*row) for row in rows]


def read_products(workplace_id: int, on: date) -> list[Product]:
    """Every product that is known, and by how much it is used beyond its licences."""
    lines = list_positions(workplace_id, on)
    return [
        Product(
            line.product.id,
            line.product.name,
            line.product.authorisation,
            max(0, -(line.position.balance or 0)) if line.product.authorisation != "prohibited" else 0,
        )
        for line in lines
    ]


def read_installed(workplace_id: int) -> dict[tuple[int, int], tuple[int, date | None]]:
    """By product and asset: the row's id, and the day on which it was taken off."""
    rows = db.session.execute(
        select(Installation.product_id, Installation.asset_id, Installation.id, Installation.removed_on).where(
            Installation.workplace_id == workplace_id
        )
    )
    return {(row.product_id, row.asset_id): (row.id, row.removed_on) for row in rows}


def find_asset(workplace_id: int, typed: str) -> Asset | None:
    """By the tag, serial number or host name that somebody typed, or by the address in the label's code."""
    sign = typed.strip().rstrip("/").rpartition("/")[2] if "://" in typed else typed.strip()
    signs = [func.lower(column) == sign.lower() for column in (Asset.tag, Asset.serial, Asset.host_name)]
    if "://" in typed:
        number = whole_number(sign)
        signs = [] if number is None else [Asset.number == number]
    if not sign or not signs:
        return None
    return db.session.scalars(
        select(Asset).where(Asset.workplace_id == workplace_id, or_(*signs)).order_by(Asset.id).limit(1)
    ).first()


def list_assets_seen(audit_id: int) -> set[int]:
    """The ids of the assets that sightings of this audit are known to be of."""
    found = select(Sighting.asset_id).where(Sighting.audit_id == audit_id, Sighting.asset_id.is_not(None)).distinct()
    return {row_id for row_id in db.session.scalars(found) if row_id is not None}


def list_last_seen(workplace_id: int) -> dict[int, date]:
    """By asset: the day of its newest sighting that was compared with the register."""
    rows = db.session.execute(
        select(Sighting.asset_id, func.max(Sighting.seen_at).label("seen_at"))
        .where(Sighting.workplace_id == workplace_id, Sighting.asset_id.is_not(None), Sighting.outcome != "")
        .group_by(Sighting.asset_id)
    )
    return {row.asset_id: row.seen_at.astimezone(LONDON).date() for row in rows}
