"""What is on the simulated network now. Only scans and what follows from steps may read it."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from core.db import db
from itsm_sandbox.assets.network.models import NetworkDevice


def list_devices(workplace_id: int) -> Sequence[NetworkDevice]:
    """Every device that is there, by its number."""
    newest = (
        select(func.max(NetworkDevice.id))
        .where(NetworkDevice.workplace_id == workplace_id)
        .group_by(NetworkDevice.device)
    )
    return db.session.scalars(
        select(NetworkDevice).where(NetworkDevice.id.in_(newest), NetworkDevice.is_there).order_by(NetworkDevice.device)
    ).all()


def find_device(workplace_id: int, *, serial: str, tag: str) -> NetworkDevice | None:
    """The newest row of the device with this serial number or, failing that, tag; also of one that is gone."""
    signs = [NetworkDevice.serial == serial] if serial else []
    signs += [NetworkDevice.tag == tag] if tag else []
    if not signs:
        return None
    return db.session.scalars(
        select(NetworkDevice)
        .where(NetworkDevice.workplace_id == workplace_id, or_(*signs))
        .order_by((NetworkDevice.serial == serial).desc(), NetworkDevice.id.desc())
        .limit(1)
    ).first()


def next_device(workplace_id: int) -> int:
    """The number of a device that comes new."""
    highest = select(func.max(NetworkDevice.device)).where(NetworkDevice.workplace_id == workplace_id)
    return (db.session.scalar(highest) or 0) + 1
