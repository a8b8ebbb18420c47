"""The software register as people read it: products with their positions, and where each is installed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from sqlalchemy import func, select

from core.db import db
from core.paging import PAGE_SIZE, Page, paginate
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.licences.queries import Line, list_positions
from itsm_sandbox.assets.positions.rules.counting import Depending, Status
from itsm_sandbox.assets.software.models import Installation, SoftwareProduct
from itsm_sandbox.engine.models import Colleague, Site


@dataclass(frozen=True, slots=True)
class SoftwareFilter:
    words: str = ""
    status: str = ""
    metric: str = ""
    authorisation: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The products that were asked for, and how many of all there are in each status."""

    page: Page[Line]
    counts: Counter[Status]
    total: int


def list_software(workplace_id: int, wanted: SoftwareFilter, on: date, *, page: int = 1) -> Shelf:
    """Those with the gravest status first. Retired products are shown only to who asks for them by name."""
    every = list_positions(workplace_id, on, with_idle=False)
    listed = [line for line in every if line.product.state != "retired"]
    words = wanted.words.casefold().split()
    found = [line for line in (every if words else listed) if _matches(line, wanted, words)]
    order = list(Status)
    found.sort(key=lambda line: (order.index(line.position.status), line.product.name.casefold()))
    number = min(page, max(1, ceil(len(found) / PAGE_SIZE)))
    shown: Page[Line] = Page(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(found))
    return Shelf(shown, Counter(status for line in listed for status in line.position.statuses), len(listed))


def _matches(line: Line, wanted: SoftwareFilter, words: Sequence[str]) -> bool:
    product, position = line
    text = f"{product.name} {product.publisher} {product.edition}".casefold()
    return (
        all(word in text for word in words)
        and (not wanted.status or wanted.status in position.statuses)
        and (not wanted.metric or wanted.metric == product.metric)
        and (not wanted.authorisation or wanted.authorisation == product.authorisation)
    )


def is_name_taken(workplace_id: int, name: str, *, but: int = 0) -> bool:
    """Whether another product has this name, in any case of its letters."""
    found = select(SoftwareProduct.id).where(
        SoftwareProduct.workplace_id == workplace_id,
        func.lower(SoftwareProduct.name) == name.lower(),
        SoftwareProduct.id != but,
    )
    return db.session.scalar(found.limit(1)) is not None


def count_depending(product_id: int) -> Depending:
    """What would be left behind if the product went out of the register; one query."""
    seats = (
        select(func.count())
        .select_from(Allocation)
        .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
        .where(Entitlement.product_id == product_id, Allocation.state == "allocated")
    )
    installed = select(func.count()).where(Installation.product_id == product_id, Installation.removed_on.is_(None))
    licences = select(func.count()).where(Entitlement.product_id == product_id, Entitlement.state == "active")
    counts = (one.scalar_subquery() for one in (seats, installed, licences))
    return Depending(*db.session.execute(select(*counts)).one())


def list_licences_of(product_id: int) -> Sequence[Any]:
    """Rows of (Entitlement, site), those in force last."""
    return db.session.execute(
        select(Entitlement, Site.name.label("site"))
        .outerjoin(Site, Site.id == Entitlement.site_id)
        .where(Entitlement.product_id == product_id)
        .order_by(Entitlement.number)
    ).all()


def list_installations(product_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Installation, asset's number, tag and place, person); what was taken off comes last."""
    return paginate(
        select(
            Installation,
            Asset.number.label("asset_number"),
            Asset.tag.label("tag"),
            Asset.location.label("location"),
            Colleague.name.label("person"),
        )
        .join(Asset, Asset.id == Installation.asset_id)
        .outerjoin(Colleague, Colleague.id == Asset.custodian_id)
        .where(Installation.product_id == product_id)
        .order_by(Installation.removed_on.is_not(None), Asset.tag),
        page,
    )


def list_software_of_asset(asset_id: int) -> Sequence[Any]:
    """Rows of (Installation, product, its number, authorisation) on a device now, by name."""
    return db.session.execute(
        select(
            Installation,
            SoftwareProduct.name.label("product"),
            SoftwareProduct.number.label("number"),
            SoftwareProduct.authorisation.label("authorisation"),
        )
        .join(SoftwareProduct, SoftwareProduct.id == Installation.product_id)
        .where(Installation.asset_id == asset_id, Installation.removed_on.is_(None))
        .order_by(SoftwareProduct.name)
    ).all()
