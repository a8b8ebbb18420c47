"""The register of assets as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Colleague, Site


@dataclass(frozen=True, slots=True)
class AssetFilter:
    words: str = ""
    type: str = ""
    state: str = ""


def list_assets(workplace_id: int, wanted: AssetFilter, *, page: int = 1) -> Page[Any]:
    """Rows of (Asset, site, custodian's name, whether they are simulated), by tag."""
    found = (
        select(Asset, Site.name.label("site"), Colleague.name.label("custodian"))
        .outerjoin(Site, Site.id == Asset.site_id)
        .outerjoin(Colleague, Colleague.id == Asset.custodian_id)
        .where(Asset.workplace_id == workplace_id)
        .order_by(Asset.tag)
    )
    for word in wanted.words.split():
        found = found.where(
            or_(
                *(
                    column.icontains(word, autoescape=True)
                    for column in (Asset.tag, Asset.model, Asset.serial, Asset.location, Colleague.name, Site.name)
                )
            )
        )
    if wanted.type:
        found = found.where(Asset.type == wanted.type)
    if wanted.state:
        found = found.where(Asset.state == wanted.state)
    return paginate(found, page)


def count_assets(workplace_id: int) -> dict[str, int]:
    """How many there are in each state."""
    rows = db.session.execute(
        select(Asset.state, func.count().label("number"))
        .where(Asset.workplace_id == workplace_id)
        .group_by(Asset.state)
    )
    return {row.state: row.number for row in rows}


class AssetRow(NamedTuple):
    asset: Asset
    site: str | None
    custodian: Colleague | None
    service: Service | None


def find_related(asset: Asset) -> AssetRow:
    """The asset with the words for its place, its custodian and its service."""
    row = db.session.execute(
        select(Site.name, Colleague, Service)
        .select_from(Asset)
        .outerjoin(Site, Site.id == Asset.site_id)
        .outerjoin(Colleague, Colleague.id == Asset.custodian_id)
        .outerjoin(Service, Service.id == Asset.service_id)
        .where(Asset.id == asset.id)
    ).one()
    return AssetRow(asset, *row)


def list_tickets_of_asset(asset: Asset, *, limit: int = 20) -> Sequence[Ticket]:
    """The newest first."""
    return db.session.scalars(
        select(Ticket).where(Ticket.asset_id == asset.id).order_by(Ticket.created_at.desc()).limit(limit)
    ).all()


def is_tag_taken(workplace_id: int, tag: str) -> bool:
    return db.session.scalar(select(Asset.id).where(Asset.workplace_id == workplace_id, Asset.tag == tag)) is not None


def find_with_serial(workplace_id: int, serial: str) -> str | None:
    """The tag of the asset with this serial number."""
    if not serial:
        return None
    return db.session.scalar(
        select(Asset.tag).where(Asset.workplace_id == workplace_id, func.lower(Asset.serial) == serial.lower()).limit(1)
    )


def incident_about(asset: Asset, reporter_id: int) -> dict[str, Any]:
    """What a ticket about a thing that is missing or stolen begins with."""
    what = "Stolen" if asset.state == "stolen" else "Missing"
    data = "Personal data were on it. " if asset.data_class in {"personal", "special"} else ""
    return {
        "requester_id": reporter_id,
        "channel": "face_to_face",
        "title": f"Security: {what.lower()} {asset.type.replace('_', ' ')} {asset.tag}"[:120],
        "description": (
            f"{what}: {asset.tag}, {asset.model}, serial number {asset.serial or 'not recorded'}. {data}"
            "To do: change the passwords of whoever used it, take it out of the directory, wipe it from afar, and tell "
            "the ICT owner and the data protection officer."
        ),
        "service_id": asset.service_id,
        "site_id": asset.site_id,
        "location": asset.location,
        "asset_id": asset.id,
    }
