"""Assets: what forbids to register one, what follows from a step, and the ICT owner's answer about what is gone."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import func, select

from core.clock import LONDON
from core.db import db
from core.errors import FieldErrors
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.assets.models import Asset, Sighting
from itsm_sandbox.assets.assets.queries import find_with_serial, is_tag_taken
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.engine.models import Colleague, Site, Timer, Workplace
from itsm_sandbox.engine.perform import apply_following
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.simulation import apply_as_owner, plan_owner_answer
from itsm_sandbox.engine.timers import forget, timer

WRITE_OFF = "asset.write_off"
_MINUTES = 120
"""Of service time until the simulated ICT owner gets to it, besides what their temperament adds."""

_THIN = 80
"""Letters below which they have it looked for again."""


def check_first(workplace_id: int, given: Mapping[str, Any]) -> None:
    if is_tag_taken(workplace_id, given.get("tag") or ""):
        raise FieldErrors({"tag": "Another asset has this tag. Look it up before you add it a second time."})
    known = find_with_serial(workplace_id, given.get("serial") or "")
    if known:
        raise FieldErrors({"serial": f"{known} has this serial number. Look it up before you add it a second time."})


def blank_asset(_adder: Colleague | None) -> Asset:
    return Asset(tag="", type="", macs=[])


def _count_seats(asset_id: int) -> int:
    held = select(func.count()).where(Allocation.asset_id == asset_id, Allocation.state == "allocated")
    return db.session.scalar(held) or 0


def facts_of(asset: Asset) -> Mapping[str, Any]:
    return {"seats": partial(_count_seats, asset.id)}


def keep_sighting(deed: Deed) -> None:
    """What was seen, and whether the register had been right."""
    asset: Asset = deed.artefact
    asset.last_verified_on = deed.event.at.astimezone(LONDON).date()
    moved = bool(deed.event.data["changes"].keys() & {"site_id", "location"})
    db.session.add(
        Sighting(
            workplace_id=asset.workplace_id,
            asset_id=asset.id,
            source="check",
            serial=asset.serial,
            macs=[],
            tag=asset.tag,
            site=db.session.get_one(Site, asset.site_id).name if asset.site_id else "",
            place=asset.location,
            software=[],
            seen_at=deed.event.at,
            seen_by_id=deed.event.actor_id,
            seq=deed.event.seq,
            outcome=Outcome.MOVED if moved else Outcome.MATCHED,
        )
    )


def release_seats(deed: Deed) -> None:
    """The licences that were allocated to what is disposed of are free again."""
    asset: Asset = deed.artefact
    held = select(Allocation).where(Allocation.asset_id == asset.id, Allocation.state == "allocated")
    for allocation in db.session.scalars(held).all():
        on = deed.event.at.astimezone(LONDON).date()
        apply_following(deed, allocation, "release_with_device", {"to_on": on, "device": f"{asset.ref} {asset.tag}"})


def plan_answer(deed: Deed) -> None:
    """Let a simulated ICT owner say whether it is written off."""
    asset: Asset = deed.artefact
    if deed.event.from_state in {"missing", "stolen"}:  # only then has anybody asked; a large import need not look
        forget(asset, WRITE_OFF)
    if deed.event.verb == "ask_to_write_off":
        plan_owner_answer(deed, WRITE_OFF, _MINUTES, letters=len(deed.given["searched"]))


@timer(WRITE_OFF)
def _write_off(_workplace: Workplace, due: Timer) -> None:
    asset = db.session.get_one(Asset, due.subject_id)
    if due.details["letters"] < _THIN:
        reason = "Say which rooms were searched and who was asked, and look again."
        apply_as_owner(asset, "keep_looking", {"reason": reason}, due.at)
    else:
        reason = "It was looked for long enough; nobody knows where it is."
        apply_as_owner(asset, "write_off", {"reason": reason}, due.at)
