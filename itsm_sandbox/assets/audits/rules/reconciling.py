"""The register compared with what was seen: which sighting is which asset, and what does not agree.

A sighting is matched by serial number, then by the address of a network card, then by tag, then by host name. What is
matched by a later sign while an earlier one belongs to another asset is a duplicate.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

NETWORKED = frozenset(
    {"laptop", "desktop", "tablet", "server", "switch", "access_point", "printer", "phone", "virtual"}
)
"""The kinds of assets that a scan of the network can see."""

EXPECTED = {
    "scan": frozenset({"in_use", "on_loan"}),
    "walk_round": frozenset({"in_use", "in_stock"}),
}
"""The states in which an audit by this method must find a thing."""

PRESENT = frozenset({"in_use", "on_loan"})
"""The states of things that may be seen at work. A thing in any other state that is on the network contradicts it."""


class Outcome(StrEnum):
    """The class of a sighting, of an asset that nobody saw, or of a product."""

    MATCHED = "matched"
    MOVED = "moved"
    WRONG_CUSTODIAN = "wrong_custodian"
    STATE_CONFLICT = "state_conflict"
    NOT_FOUND = "not_found"
    UNKNOWN_HARDWARE = "unknown_hardware"
    DUPLICATE_IDENTIFIER = "duplicate_identifier"
    UNKNOWN_SOFTWARE = "unknown_software"
    PROHIBITED_SOFTWARE = "prohibited_software"
    OVER_LICENSED = "over_licensed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Outcome.MATCHED: "As recorded",
    Outcome.MOVED: "In another place",
    Outcome.WRONG_CUSTODIAN: "With another person",
    Outcome.STATE_CONFLICT: "State contradicted",
    Outcome.NOT_FOUND: "Not found",
    Outcome.UNKNOWN_HARDWARE: "Unknown hardware",
    Outcome.DUPLICATE_IDENTIFIER: "Identifier used twice",
    Outcome.UNKNOWN_SOFTWARE: "Unknown software",
    Outcome.PROHIBITED_SOFTWARE: "Prohibited software",
    Outcome.OVER_LICENSED: "Used beyond its licences",
}
SERIOUS = frozenset(
    {
        Outcome.NOT_FOUND,
        Outcome.UNKNOWN_HARDWARE,
        Outcome.DUPLICATE_IDENTIFIER,
        Outcome.UNKNOWN_SOFTWARE,
        Outcome.PROHIBITED_SOFTWARE,
        Outcome.OVER_LICENSED,
    }
)
"""What must have been decided before an audit can be closed."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An asset as the register has it; names instead of ids, so that nothing else need be known."""

    id: int
    tag: str
    type: str
    state: str
    serial: str = ""
    macs: Sequence[str] = ()
    host_name: str = ""
    site: str = ""
    place: str = ""
    custodian: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting, by the id or the row that it has."""

    id: int
    serial: str = ""
    macs: Sequence[str] = ()
    tag: str = ""
    host_name: str = ""
    site: str = ""
    place: str = ""
    user: str = ""
    software: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Product:
    id: int
    name: str
    authorisation: str  # allowed, restricted, prohibited
    over_by: int = 0  # how many more are used than its licences allow


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """What becomes a finding. `key` is the same for the same thing in the next audit."""

    outcome: Outcome
    key: str
    title: str
    asset_id: int | None = None
    product_id: int | None = None
    seen: Mapping[str, Any] = field(default_factory=dict)
    recorded: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reconciled:
    asset_of: Mapping[int, int]  # sighting: asset
    outcome_of: Mapping[int, Outcome]  # by sighting
    discrepancies: Sequence[Discrepancy]
    installed: Collection[tuple[int, int]]  # product and asset, of products that are known
    expected: int  # assets that should have been seen
    found: int  # of those, how many were
    accurate: int  # of those, how many exactly as recorded

    @property
    def counts(self) -> dict[str, int]:
        counted = dict.fromkeys(map(str, Outcome), 0)
        counted[Outcome.MATCHED] = sum(one is Outcome.MATCHED for one in self.outcome_of.values())
        for one in self.discrepancies:
            counted[one.outcome] += 1
        return counted


def plain_mac(text: str) -> str:
    """Twelve hex digits in pairs, whatever stands between them; empty when it is no such address."""
    digits = "".join(letter for letter in text.lower() if letter.isalnum())
    if len(digits) != 12 or any(letter not in "0123456789abcdef" for letter in digits):
        return ""
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def signs_of(serial: str, tag: str) -> dict[str, Any]:
    """The host name and the network card of a device, the same for the same serial number."""
    digits = hashlib.sha256(serial.encode()).hexdigest()[:8]
    card = ":".join(["02", "1c", *(digits[at : at + 2] for at in range(0, 8, 2))])
    return {"host_name": tag.lower(), "macs": [card]}


def reconcile(
    assets: Sequence[Recorded],
    sightings: Sequence[Seen],
    products: Sequence[Product],
    *,
    method: str,
    site: str = "",
) -> Reconciled:
    """Compare the register with what was seen, the newest sighting first; `site` leaves all other sites out."""
    index = _Index(assets)
    by_id = {asset.id: asset for asset in assets}
    asset_of: dict[int, int] = {}
    outcome_of: dict[int, Outcome] = {}
    discrepancies: list[Discrepancy] = []
    first_sighting: dict[int, Seen] = {}
    accurate: set[int] = set()
    for one in sightings:
        found, clash = index.find(one)
        if site and one.site not in {"", site} and (found is None or by_id[found].site != site):
            continue
        if found is None:
            outcome_of[one.id] = Outcome.UNKNOWN_HARDWARE
            discrepancies.append(_unknown(one))
            continue
        asset = by_id[found]
        asset_of[one.id] = found
        earlier = first_sighting.get(found)
        if clash is not None or (earlier is not None and _are_two(earlier, one)):
            outcome_of[one.id] = Outcome.DUPLICATE_IDENTIFIER
            discrepancies.append(_duplicate(asset, one, by_id[clash] if clash is not None else None, earlier))
            continue
        first_sighting.setdefault(found, one)
        outcome = outcome_of[one.id] = _compare(asset, one)
        if earlier is not None:
            continue
        if outcome is Outcome.MATCHED:
            accurate.add(found)
        else:
            discrepancies.append(_differing(outcome, asset, one))
    seen_ids = set(asset_of.values())
    expected = [asset for asset in assets if _is_expected(asset, method, site)]
    discrepancies += [_missed(asset) for asset in expected if asset.id not in seen_ids]
    installed, about_software = _software(sightings, asset_of, by_id, products)
    return Reconciled(
        asset_of,
        outcome_of,
        list({one.key: one for one in [*discrepancies, *about_software]}.values()),
        installed,
        len(expected),
        sum(asset.id in seen_ids for asset in expected),
        sum(asset.id in accurate for asset in expected),
    )


class _Index:
    """The register by each sign; a sign that two assets share stands for the first."""

    def __init__(self, assets: Iterable[Recorded]) -> None:
        self.serial: dict[str, int] = {}
        self.mac: dict[str, int] = {}
        self.tag: dict[str, int] = {}
        self.host: dict[str, int] = {}
        for asset in sorted(assets, key=lambda one: (one.state in {"retired", "disposed", "written_off"}, one.id)):
            for sign, known in ((asset.serial, self.serial), (asset.tag, self.tag), (asset.host_name, self.host)):
                if sign:
                    known.setdefault(sign.casefold(), asset.id)
            for mac in asset.macs:
                self.mac.setdefault(plain_mac(mac), asset.id)

    def find(self, one: Seen) -> tuple[int | None, int | None]:
        """The asset, and another asset that one of the stronger signs after the first belongs to."""
        found = [
            self.serial.get(one.serial.casefold()) if one.serial else None,
            next((self.mac[mac] for mac in map(plain_mac, one.macs) if mac and mac in self.mac), None),
            self.tag.get(one.tag.casefold()) if one.tag else None,
        ]
        named = [row_id for row_id in found if row_id is not None]
        if not named:
            return (self.host.get(one.host_name.casefold()) if one.host_name else None), None
        return named[0], next((row_id for row_id in named if row_id != named[0]), None)


def _are_two(first: Seen, second: Seen) -> bool:
    """Whether two sightings that lead to one asset cannot be the same thing."""
    serials_differ = bool(first.serial and second.serial and first.serial.casefold() != second.serial.casefold())
    macs, others = ({plain_mac(mac) for mac in one.macs} - {""} for one in (first, second))
    return serials_differ or bool(macs and others and not macs & others)


def _is_expected(asset: Recorded, method: str, site: str) -> bool:
    if asset.state not in EXPECTED[method] or (site and asset.site != site):
        return False
    return method != "scan" or asset.type in NETWORKED


def _compare(asset: Recorded, one: Seen) -> Outcome:
    if asset.state not in PRESENT and not (asset.state == "in_stock" and not one.user and _same_place(asset, one)):
        return Outcome.STATE_CONFLICT
    if not _same_place(asset, one):
        return Outcome.MOVED
    if one.user and one.user.casefold() != asset.custodian.casefold() and (asset.custodian or asset.type == "laptop"):
        return Outcome.WRONG_CUSTODIAN
    return Outcome.MATCHED


def _same_place(asset: Recorded, one: Seen) -> bool:
    """What was not seen of a place does not contradict it."""
    pairs = ((asset.site, one.site), (asset.place, one.place))
    return all(not seen or seen.casefold() == recorded.casefold() for recorded, seen in pairs)


def _software(
    sightings: Sequence[Seen],
    asset_of: Mapping[int, int],
    by_id: Mapping[int, Recorded],
    products: Sequence[Product],
) -> tuple[set[tuple[int, int]], list[Discrepancy]]:
    known = {product.name.casefold(): product for product in products}
    installed: set[tuple[int, int]] = set()
    devices: dict[str, list[str]] = defaultdict(list)
    written: dict[str, str] = {}
    for one in sightings:
        asset_id = asset_of.get(one.id)
        for name in one.software:
            product = known.get(name.casefold())
            if product is not None and asset_id is not None:
                installed.add((product.id, asset_id))
            if product is None or product.authorisation == "prohibited":
                written.setdefault(name.casefold(), product.name if product else name)
                devices[name.casefold()].append(
                    by_id[asset_id].tag if asset_id is not None else one.host_name or one.serial or "a device"
                )
    found = []
    for folded, places in sorted(devices.items()):
        product, name = known.get(folded), written[folded]
        outcome = Outcome.PROHIBITED_SOFTWARE if product else Outcome.UNKNOWN_SOFTWARE
        found.append(
            Discrepancy(
                outcome,
                f"{outcome}:{folded}",
                f"{name} on {_listed(places)}",
                product_id=product.id if product else None,
                seen={"software": name, "devices": sorted(places)},
                recorded={"authorisation": "Prohibited"} if product else {},
            )
        )
    over = [
        Discrepancy(
            Outcome.OVER_LICENSED,
            f"{Outcome.OVER_LICENSED}:{product.name.casefold()}",
            f"{product.name}: {product.over_by} more in use than licensed",
            product_id=product.id,
            seen={"software": product.name, "over_by": product.over_by},
        )
        for product in products
        if product.over_by > 0
    ]
    return installed, found + over


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(sorted(names)[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _unknown(one: Seen) -> Discrepancy:
    sign = one.serial or next(iter(one.macs), "") or one.tag or one.host_name or f"row {one.id}"
    name = one.host_name or one.tag or one.serial or sign
    where = ", ".join(filter(None, (one.place, one.site)))
    return Discrepancy(
        Outcome.UNKNOWN_HARDWARE,
        f"{Outcome.UNKNOWN_HARDWARE}:{sign.casefold()}",
        f"{name} is not in the register" + (f"; seen in {where}" if where else ""),
        seen=_seen(one),
    )


def _duplicate(asset: Recorded, one: Seen, other: Recorded | None, earlier: Seen | None) -> Discrepancy:
    if other is not None:
        title = f"One thing has signs of {asset.tag} and of {other.tag}"
    else:
        title = f"Two things have signs of {asset.tag}"
    recorded = _recorded(asset)
    if other is not None:
        recorded["other_tag"] = other.tag
    if earlier is not None:
        recorded["also_seen_in"] = ", ".join(filter(None, (earlier.place, earlier.site)))
    key = f"{Outcome.DUPLICATE_IDENTIFIER}:{asset.id}:{(one.serial or one.host_name or one.tag).casefold()}"
    return Discrepancy(Outcome.DUPLICATE_IDENTIFIER, key, title, asset_id=asset.id, seen=_seen(one), recorded=recorded)


def _differing(outcome: Outcome, asset: Recorded, one: Seen) -> Discrepancy:
    where = ", ".join(filter(None, (one.place, one.site))) or "another place"
    state = asset.state.replace("_", " ")
    titles = {
        Outcome.MOVED: f"{asset.tag} was seen in {where}",
        Outcome.WRONG_CUSTODIAN: f"{asset.tag} is with {one.user}",
        Outcome.STATE_CONFLICT: f"{asset.tag} is {state} by the register and was seen in {where}",
    }
    return Discrepancy(
        outcome, f"{outcome}:{asset.id}", titles[outcome], asset_id=asset.id, seen=_seen(one), recorded=_recorded(asset)
    )


def _missed(asset: Recorded) -> Discrepancy:
    return Discrepancy(
        Outcome.NOT_FOUND,
        f"{Outcome.NOT_FOUND}:{asset.id}",
        f"{asset.tag} was not seen",
        asset_id=asset.id,
        recorded=_recorded(asset),
    )


def _seen(one: Seen) -> dict[str, Any]:
    named = {
        "serial": one.serial, "macs": list(one.macs), "tag": one.tag, "host_name": one.host_name,
        "site": one.site, "place": one.place, "user": one.user,
    }  # fmt: skip
    return {name: value for name, value in named.items() if value}


def _recorded(asset: Recorded) -> dict[str, Any]:
    named = {
        "tag": asset.tag, "state": asset.state, "serial": asset.serial, "site": asset.site, "place": asset.place,
        "user": asset.custodian,
    }  # fmt: skip
    return {name: value for name, value in named.items() if value}
