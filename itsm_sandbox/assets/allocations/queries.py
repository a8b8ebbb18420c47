"""What is given out of licences, as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.allocations.idle import is_idle_since, last_use, uses_by_person
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.positions.rules.counting import IDLE_AFTER
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.engine.models import Colleague, Site, WorkEvent


@dataclass(frozen=True, slots=True)
class AllocationFilter:
    words: str = ""
    show: str = ""  # idle, reclaimed; nothing: all that is given out
    mode: str = ""


def list_allocations(workplace_id: int, wanted: AllocationFilter, on: date, *, page: int = 1) -> Page[Any]:
    """Rows as `_rows` has them, by product and holder; of reclaim candidates, those unused for longest first."""
    found, used_on = _rows(), None
    if wanted.show == "idle":  # each row is looked at to put them in order, not only those of one page
        uses = uses_by_person(workplace_id)
        theirs = and_(uses.c.product_id == Entitlement.product_id, uses.c.custodian_id == Allocation.colleague_id)
        used_on = last_use(uses.c.used_on)
        found = _rows(used_on).outerjoin(uses, theirs)
    found = found.where(Allocation.workplace_id == workplace_id)
    for word in wanted.words.split():
        columns = (SoftwareProduct.name, Colleague.name, Asset.tag, Site.name)
        found = found.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    if wanted.mode:
        found = found.where(Allocation.mode == wanted.mode)
    found = found.where(Allocation.state == ("reclaimed" if wanted.show == "reclaimed" else "allocated"))
    if used_on is not None:
        found = found.where(is_idle_since(workplace_id, on - IDLE_AFTER))
        return paginate(found.order_by(func.coalesce(used_on, Allocation.from_on), Allocation.number), page)
    return paginate(found.order_by(SoftwareProduct.name, Allocation.number), page)


def list_of_licence(entitlement_id: int, *, page: int = 1) -> Page[Any]:
    """What is given out of one licence, the newest first."""
    return paginate(
        _rows().where(Allocation.entitlement_id == entitlement_id).order_by(Allocation.state, Allocation.number.desc()),
        page,
    )


def list_of_product(product_id: int, *, limit: int = 20) -> Sequence[Any]:
    """Of what is given out, those that were given first."""
    return db.session.execute(
        _rows()
        .where(Entitlement.product_id == product_id, Allocation.state == "allocated")
        .order_by(Allocation.number)
        .limit(limit)
    ).all()


def find_allocation(allocation: Allocation) -> Any:
    """One as `_rows` has it."""
    return db.session.execute(_rows().where(Allocation.id == allocation.id)).one()


def find_last_use(allocation: Allocation) -> date | None:
    return db.session.scalar(
        select(last_use())
        .select_from(Allocation)
        .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
        .where(Allocation.id == allocation.id)
    )


def find_other(allocation: Allocation, product_id: int) -> Allocation | None:
    """Another part of the product that the same person, device or site has now."""
    holder = next(
        (
            column == value
            for column, value in (
                (Allocation.colleague_id, allocation.colleague_id),
                (Allocation.asset_id, allocation.asset_id),
                (Allocation.site_id, allocation.site_id),
            )
            if value is not None
        ),
        None,
    )
    if holder is None:
        return None
    return db.session.scalar(
        select(Allocation)
        .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
        .where(
            holder,
            Entitlement.product_id == product_id,
            Allocation.state == "allocated",
            Allocation.id != allocation.id,
        )
        .limit(1)
    )


def _rows(used_on: Any = None) -> Select[Any]:
    """(Allocation, product, product_number, licence, person, is_simulated, tag, asset_number, site, used_on)."""
    return (
        select(
            Allocation,
            SoftwareProduct.name.label("product"),
            SoftwareProduct.number.label("product_number"),
            Entitlement.number.label("licence"),
            Colleague.name.label("person"),
            Colleague.membership_id.is_(None).label("is_simulated"),
            Asset.tag.label("tag"),
            Asset.number.label("asset_number"),
            Site.name.label("site"),
            (last_use() if used_on is None else used_on).label("used_on"),
        )
        .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
        .join(SoftwareProduct, SoftwareProduct.id == Entitlement.product_id)
        .outerjoin(Colleague, Colleague.id == Allocation.colleague_id)
        .outerjoin(Asset, Asset.id == Allocation.asset_id)
        .outerjoin(Site, Site.id == Allocation.site_id)
    )


def count_modes_given(workplace_id: int, colleague_id: int) -> dict[str, int]:
    """How many parts of licences this person gave out for use on the premises, and how many away from them."""
    given = select(WorkEvent.subject_id).where(
        WorkEvent.workplace_id == workplace_id,
        WorkEvent.subject_kind == Allocation.kind,
        WorkEvent.actor_id == colleague_id,
    )
    rows = db.session.execute(
        select(Allocation.mode, func.count()).where(Allocation.id.in_(given)).group_by(Allocation.mode)
    )
    return {mode: number for mode, number in rows if mode}
