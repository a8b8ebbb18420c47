"""When what is given out of licences was last used, and what nobody used for long."""

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select

from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.software.models import Installation


def uses_by_person(workplace_id: int) -> Subquery:
    """When each person's devices last used each product, counted once for all that is read beside it."""
    return (
        select(Installation.product_id, Asset.custodian_id, func.max(Installation.last_used_on).label("used_on"))
        .join(Asset, Asset.id == Installation.asset_id)
        .where(Installation.workplace_id == workplace_id, Asset.custodian_id.is_not(None))
        .group_by(Installation.product_id, Asset.custodian_id)
        .subquery()
    )


def last_use(of_person: Any = None) -> Any:
    """When what is given out was last used: by the device, by one of the person's devices, or as its record says.

    `of_person` is the column that holds the second of these where many are read; else it is looked up for each.
    """
    device = (
        select(func.max(Installation.last_used_on))
        .where(Installation.product_id == Entitlement.product_id, Installation.asset_id == Allocation.asset_id)
        .correlate(Entitlement, Allocation)
        .scalar_subquery()
    )
    devices = (
        select(func.max(Installation.last_used_on))
        .join(Asset, Asset.id == Installation.asset_id)
        .where(Installation.product_id == Entitlement.product_id, Asset.custodian_id == Allocation.colleague_id)
        .correlate(Entitlement, Allocation)
        .scalar_subquery()
    )
    theirs = devices if of_person is None else of_person
    latest = case(
        (Allocation.asset_id.is_not(None), device), (Allocation.colleague_id.is_not(None), theirs), else_=None
    )
    own = Allocation.last_used_on
    return case((own.is_(None), latest), (latest.is_(None), own), (latest > own, latest), else_=own)


def is_idle_since(workplace_id: Any, since: Any, product_id: Any = None) -> ColumnElement[bool]:
    """As `rules.licences.is_idle` tells it of each allocation; what a whole site has is never idle."""
    used = [Installation.workplace_id == workplace_id, Installation.last_used_on >= since]
    if product_id is not None:
        used.append(Installation.product_id == product_id)
    device = select(Installation.product_id, Installation.asset_id).where(*used).subquery()
    person = (
        select(Installation.product_id, Asset.custodian_id)
        .join(Asset, Asset.id == Installation.asset_id)
        .where(*used, Asset.custodian_id.is_not(None))
        .distinct()
        .subquery()
    )
    of_product = [] if product_id is None else [Entitlement.product_id == product_id]
    idle = (
        select(Allocation.id)
        .join(Entitlement, Entitlement.id == Allocation.entitlement_id)
        .outerjoin(
            device, and_(device.c.product_id == Entitlement.product_id, device.c.asset_id == Allocation.asset_id)
        )
        .outerjoin(
            person,
            and_(person.c.product_id == Entitlement.product_id, person.c.custodian_id == Allocation.colleague_id),
        )
        .where(
            Allocation.workplace_id == workplace_id,
            *of_product,
            Allocation.site_id.is_(None),
            Allocation.from_on <= since,
            or_(Allocation.last_used_on.is_(None), Allocation.last_used_on < since),
            device.c.product_id.is_(None),
            person.c.product_id.is_(None),
        )
    )
    return Allocation.id.in_(idle)
