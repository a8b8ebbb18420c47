"""Licences, and what is given out of them: what the rules look at, and what follows when a part is reclaimed."""

from datetime import date

from sqlalchemy import select, update

from core.db import db
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.allocations.queries import find_last_use, find_other
from itsm_sandbox.assets.allocations.rules import AllocationFacts
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.licences.queries import count_taken
from itsm_sandbox.assets.licences.rules import LicenceFacts, licence_terms
from itsm_sandbox.assets.software.models import Installation, SoftwareProduct
from itsm_sandbox.assets.software.rules import ProductTerms, product_terms
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.registry import Deed


def new_licence(_buyer: Colleague | None) -> Entitlement:
    """An empty one for `begin`."""
    return Entitlement(starts_on=date.min)


def new_allocation(_giver: Colleague | None) -> Allocation:
    """An empty one for `begin`."""
    return Allocation(mode="", from_on=date.min)


def facts_of_licence(licence: Entitlement) -> LicenceFacts:
    return LicenceFacts(
        product=lambda: _terms_of_product(licence),
        taken=lambda: count_taken(licence.id),
    )


def facts_of_allocation(allocation: Allocation) -> AllocationFacts:
    licence = db.session.get_one(Entitlement, allocation.entitlement_id)
    return AllocationFacts(
        licence=lambda: licence_terms(licence.values()),
        product=lambda: _terms_of_product(licence),
        taken=lambda: count_taken(licence.id),
        other=lambda: _other(allocation, licence.product_id),
        last_used_on=lambda: find_last_use(allocation),
    )


def _terms_of_product(licence: Entitlement) -> ProductTerms:
    return product_terms(db.session.get_one(SoftwareProduct, licence.product_id).values())


def _other(allocation: Allocation, product_id: int) -> str:
    found = find_other(allocation, product_id)
    return found.ref if found else ""


def take_off_devices(deed: Deed) -> None:
    """What was uninstalled is no longer on the device, nor on the devices of the person who had it."""
    if not deed.given.get("uninstalled"):
        return
    allocation: Allocation = deed.artefact
    licence = db.session.get_one(Entitlement, allocation.entitlement_id)
    on_devices = Installation.asset_id == allocation.asset_id
    if allocation.colleague_id is not None:
        on_devices = Installation.asset_id.in_(select(Asset.id).where(Asset.custodian_id == allocation.colleague_id))
    elif allocation.site_id is not None:
        on_devices = Installation.asset_id.in_(select(Asset.id).where(Asset.site_id == allocation.site_id))
    db.session.flush()
    db.session.execute(
        update(Installation)
        .where(Installation.product_id == licence.product_id, Installation.removed_on.is_(None), on_devices)
        .values(removed_on=deed.given["to_on"])
    )
