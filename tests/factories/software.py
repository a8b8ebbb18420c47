"""Software in a small practice workplace: products, licences, what is given out, what is installed."""

from datetime import date
from typing import Any

from core.db import db, transaction
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.software.models import Installation, SoftwareProduct
from itsm_sandbox.engine.models import Artefact, WorkEvent
from itsm_sandbox.engine.perform import create, perform
from tests.factories.problems import let
from tests.factories.workplaces import Workroom

TODAY = date(2026, 9, 7)
PRODUCT: dict[str, Any] = {
    "name": "Lineworks Studio",
    "publisher": "Braemar Design",
    "edition": "",
    "metric": "per_device",
    "unit_price_pence": 14_500,
    "remote_use_allowed": True,
    "purpose": "Technical drawing in the design rooms, for the two teachers of that subject.",
}
LICENCE: dict[str, Any] = {
    "quantity": 2,
    "starts_on": date(2026, 1, 1),
    "ends_on": date(2026, 12, 31),
    "order_ref": "ORD-1",
    "proof": "The invoice is in the safe.",
}


def begin(room: Workroom, kind: str, event: str, given: dict[str, Any]) -> Any:
    return create(room.workplace.id, kind, event, given, by=room.apprentice)


def do(room: Workroom, artefact: Artefact, event: str, **given: Any) -> WorkEvent:
    """As the apprentice."""
    return perform(room.workplace.id, artefact.kind, artefact.number, event, given, by=room.apprentice)


def make_product(room: Workroom, *, authorisation: str = "allowed", **over: Any) -> SoftwareProduct:
    """One on which the ICT owner has decided."""
    product: SoftwareProduct = begin(room, SoftwareProduct.kind, "add", {**PRODUCT, **over})
    told = {"authorisation": authorisation, "reason": "We agreed on it at the meeting."}
    let(room, product, "authorise", actor=room.head, **told)
    return product


def make_licence(room: Workroom, product: SoftwareProduct, **over: Any) -> Entitlement:
    given = {**LICENCE, "product_id": product.id, **over}
    licence: Entitlement = begin(room, Entitlement.kind, "add", given)
    return licence


def give_out(room: Workroom, licence: Entitlement, **over: Any) -> Allocation:
    """To the teacher, on premises, unless told otherwise."""
    given = {"entitlement_id": licence.id, "mode": "on_premises", "from_on": TODAY, **over}
    if not given.keys() & {"colleague_id", "asset_id", "site_id"}:
        given["colleague_id"] = room.teacher.id
    allocation: Allocation = begin(room, Allocation.kind, "allocate", given)
    return allocation


def make_device(room: Workroom, tag: str, **over: Any) -> Asset:
    """A laptop in use, as the register has it."""
    return make_devices(room, tag, **over)[0]


def make_devices(room: Workroom, *tags: str, **over: Any) -> list[Asset]:
    plain = {"type": "laptop", "model": "Latitude", "state": "in_use", "created_at": room.workplace.started_at}
    with transaction() as session:
        assets = [
            Asset(
                **{"workplace_id": room.workplace.id, "number": 500 + place, "tag": tag, **plain, **over},
                changed_at=room.workplace.started_at,
            )
            for place, tag in enumerate(tags)
        ]
        session.add_all(assets)
    return assets


def install(room: Workroom, product: SoftwareProduct, *assets: Asset, **over: Any) -> None:
    seen = {"first_seen_on": date(2026, 3, 1), "last_seen_on": TODAY, "last_used_on": TODAY, "version": "1"}
    with transaction() as session:
        for asset in assets:
            about = {"workplace_id": room.workplace.id, "product_id": product.id, "asset_id": asset.id}
            session.add(Installation(**{**about, **seen, **over}))
    db.session.flush()
