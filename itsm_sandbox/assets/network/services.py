"""What really happens on the simulated network when people do something to things, whatever they write down."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import db
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.audits.rules.reconciling import NETWORKED, PRESENT
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.network.models import NetworkDevice
from itsm_sandbox.assets.network.queries import find_device, list_devices, next_device
from itsm_sandbox.engine.models import Colleague, Site
from itsm_sandbox.engine.registry import Deed

_MOVES = frozenset({"hand_out", "install", "lend", "pass_on", "move", "return_to_use"})
_LEAVES = frozenset({"take_back", "send_to_repair", "return_to_stock", "retire", "dispose"})
_TAKEN_OFF = frozenset({"quarantine", "return_to_owner", "remove"})


def follow_on_network(deed: Deed) -> None:
    """A thing that is put somewhere is then there, and one that is taken back is no longer on the network."""
    asset: Asset = deed.artefact
    verb = deed.event.verb
    if asset.type not in NETWORKED or verb not in _MOVES | _LEAVES:
        return
    device = find_device(asset.workplace_id, serial=asset.serial, tag=asset.tag)
    if verb in _LEAVES:
        if device is not None and device.is_there:
            _write(device, deed.event.at, is_there=False)
        return
    if asset.state not in PRESENT:
        return
    where = _where(asset)
    if device is not None:
        _write(device, deed.event.at, is_there=True, tag=asset.tag, **where)
        return
    new = NetworkDevice(
        workplace_id=asset.workplace_id,
        device=next_device(asset.workplace_id),
        at=deed.event.at,
        serial=asset.serial,
        macs=list(asset.macs or ()),
        tag=asset.tag,
        host_name=asset.host_name or asset.tag.lower(),
        software=[],
        is_there=True,
        **where,
    )
    db.session.add(new)


def settle_on_network(finding: Finding, at: datetime) -> None:
    """What was decided about a finding has been done: programs are gone, devices are off the network."""
    if finding.decision not in _TAKEN_OFF:
        return
    seen = finding.seen
    software = seen.get("software")
    for device in list_devices(finding.workplace_id):
        if software:
            left = [name for name in device.software if name.casefold() != software.casefold()]
            if len(left) < len(device.software) and _is_named(device, seen):
                is_there = finding.decision != "quarantine"
                _write(device, at, software=left if is_there else list(device.software), is_there=is_there)
        elif finding.decision != "remove" and _is_seen(device, seen):
            _write(device, at, is_there=False)


def _is_named(device: NetworkDevice, seen: dict[str, Any]) -> bool:
    return bool({device.tag, device.host_name, device.serial} & set(seen.get("devices") or ()))


def _is_seen(device: NetworkDevice, seen: dict[str, Any]) -> bool:
    """The device by the strongest sign that was seen of it."""
    for sign in ("serial", "host_name", "tag"):
        if seen.get(sign):
            return str(getattr(device, sign)).casefold() == str(seen[sign]).casefold()
    return bool(set(device.macs) & set(seen.get("macs") or ()))


def _where(asset: Asset) -> dict[str, str]:
    site, custodian = db.session.execute(
        select(Site.name, Colleague.name)
        .select_from(Asset)
        .outerjoin(Site, Site.id == Asset.site_id)
        .outerjoin(Colleague, Colleague.id == Asset.custodian_id)
        .where(Asset.id == asset.id)
    ).one()
    return {"site": site or "", "place": asset.location, "user": custodian or ""}


def _write(device: NetworkDevice, at: datetime, **changes: Any) -> None:
    """The device as it is from now on; rows are never changed."""
    kept = ("workplace_id", "device", "serial", "macs", "tag", "host_name", "site", "place", "user", "software")
    values = {name: getattr(device, name) for name in kept} | {"is_there": device.is_there, "at": at, **changes}
    db.session.add(NetworkDevice(**values))
