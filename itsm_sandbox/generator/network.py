"""What is really on a world's network: mostly what the register says, and a few things that it does not."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.audits.rules.reconciling import NETWORKED, PRESENT
from itsm_sandbox.assets.network.models import NetworkDevice
from itsm_sandbox.assets.software.models import Installation, SoftwareProduct
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.people import People
from itsm_sandbox.generator.registers import Registers

_MOVED = ("desktop", "printer", "access_point")
"""One of each of these kinds stands in another room than the register says."""


@dataclass(slots=True)
class Network:
    """What there is to be found."""

    unknown: list[dict[str, Any]] = field(default_factory=list)
    missing: list[Subject] = field(default_factory=list)
    prohibited: tuple[Subject, Subject] | None = None  # the product, and the device that it is on


def lay_network(
    history: HistoryWriter, people: People, registers: Registers, rng: random.Random, at: datetime
) -> Network:
    """Put every device on the network as it really is at the end of the history."""
    laying = _Laying(history, people, registers, rng, at)
    return laying.lay()


@dataclass(slots=True)
class _Laying:
    history: HistoryWriter
    people: People
    registers: Registers
    rng: random.Random
    at: datetime
    rows: list[dict[str, Any]] = field(default_factory=list)

    def lay(self) -> Network:
        network = Network()
        there = [
            one
            for one in self.history.subjects
            if one.model is Asset and one.values["type"] in NETWORKED and one.state in PRESENT
        ]
        network.missing = self._missing(there)
        software = self._software()
        rows = {one.id: self._row(one, software.get(one.id, [])) for one in there if one not in network.missing}
        self._misplace(there, rows)
        self._swap(rows)
        self.rows = list(rows.values())
        self._use_spare()
        network.prohibited = self._install_prohibited(there, rows)
        network.unknown = [self._stranger(about) for about in read("network")["unknown"]]
        self.history.add(NetworkDevice, *({**row, "device": number} for number, row in enumerate(self.rows, 1)))
        return network

    def _missing(self, there: list[Subject]) -> list[Subject]:
        """A tablet from a classroom and somebody's laptop."""
        tablet = next((one for one in reversed(there) if _is_shared(one, "tablet")), None)
        laptop = self.registers.of_user.get(self.people.users[-4].id)
        return [one for one in (tablet, laptop) if one is not None and one in there]

    def _software(self) -> dict[int, list[str]]:
        """By asset: the names of the products that are recorded as installed."""
        names = {one.id: one.values["name"] for one in self.history.subjects if one.model is SoftwareProduct}
        found: dict[int, list[str]] = defaultdict(list)
        for row in self.history.beside.get(Installation, []):
            if row.get("removed_on") is None:
                found[row["asset_id"]].append(names[row["product_id"]])
        return found

    def _row(self, asset: Subject, software: list[str]) -> dict[str, Any]:
        values = asset.values
        return {
            "workplace_id": self.history.workplace.id,
            "at": self.at,
            "serial": values["serial"],
            "macs": list(values["macs"]),
            "tag": values["tag"],
            "host_name": values["host_name"] or values["tag"].lower(),
            "site": self.history.words["sites"].get(values["site_id"], ""),
            "place": values["location"],
            "user": self.history.words["people"].get(values["custodian_id"], ""),
            "software": sorted(software),
            "is_there": True,
        }

    def _misplace(self, there: list[Subject], rows: dict[int, dict[str, Any]]) -> None:
        for kind in _MOVED:
            moved = next((one for one in there if _is_shared(one, kind) and one.id in rows), None)
            if moved is None:
                continue
            place = moved.values["location"]
            site, room = self.rng.choice([(site, room) for site, room in self.people.rooms if room != place])
            rows[moved.id] |= {"site": site.name, "place": room}

    def _swap(self, rows: dict[int, dict[str, Any]]) -> None:
        """The laptop of somebody who left is with somebody else, and two people have each other's."""
        left = self.registers.of_user.get(self.people.gone.id)
        if left is not None and left.id in rows:
            rows[left.id]["user"] = self.people.users[9].name
        pair = [self.registers.of_user.get(self.people.users[place].id) for place in (11, 12)]
        first, second = (rows.get(one.id) if one is not None else None for one in pair)
        if first and second:
            first["user"], second["user"] = second["user"], first["user"]

    def _use_spare(self) -> None:
        """A laptop that is in stock by the register is at work."""
        spares = [one for one in self.registers.assets["laptop"] if one.state == "in_stock"]
        if spares:
            site, room = self.people.rooms[-1]
            at_work = {"site": site.name, "place": room, "user": self.people.users[14].name}
            self.rows.append(self._row(spares[0], []) | at_work)

    def _install_prohibited(
        self, there: list[Subject], rows: dict[int, dict[str, Any]]
    ) -> tuple[Subject, Subject] | None:
        products = (one for one in self.history.subjects if one.model is SoftwareProduct)
        product = next((one for one in products if one.values["authorisation"] == "prohibited"), None)
        device = next((one for one in reversed(there) if one.values["type"] == "desktop" and one.id in rows), None)
        if product is None or device is None:
            return None
        rows[device.id]["software"] = sorted({*rows[device.id]["software"], product.values["name"]})
        return product, device

    def _stranger(self, about: dict[str, Any]) -> dict[str, Any]:
        site, room = self.rng.choice(self.people.rooms)
        row = {
            "workplace_id": self.history.workplace.id,
            "at": self.at,
            "serial": about["serial"],
            "macs": [about["mac"]],
            "tag": "",
            "host_name": about["host_name"],
            "site": site.name,
            "place": room,
            "user": self.people.users[17].name if about["is_personal"] else "",
            "software": [],
            "is_there": True,
        }
        self.rows.append(row)
        return {**row, "is_known_by": about["is_known_by"]}


def _is_shared(asset: Subject, kind: str) -> bool:
    return bool(asset.values["type"] == kind and asset.values["custodian_id"] is None)
