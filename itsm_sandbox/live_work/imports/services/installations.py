"""Importing what is installed where, as an inventory of programs tells it."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, insert, update

from core.clock import LONDON
from core.db import db
from core.tables.cells import name_of
from core.tables.faults import RowFault
from core.tables.table import Row, Table
from itsm_sandbox.assets.assets.rules import ASSET
from itsm_sandbox.assets.software.models import Installation
from itsm_sandbox.engine.machine import find_faults
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.queries import Device, Installed, list_devices, read_installed
from itsm_sandbox.live_work.imports.rules.registers import Register
from itsm_sandbox.live_work.imports.services.plans import SHOWN_ROWS, Effect, Outcome
from itsm_sandbox.live_work.imports.services.sheets import Sheet

Given = Mapping[str, Any]
_COLUMNS = {"version": "version", "installed_on": "first_seen_on", "last_used_on": "last_used_on"}
"""Where what a row tells is kept."""


class InstallationPlan:
    """Works out row by row what is new on a device and what is otherwise now. Nothing is stored before `apply`."""

    def __init__(self, batch: ImportBatch, register: Register, table: Table, *, actor: Colleague, at: datetime) -> None:
        self.batch, self.actor = batch, actor
        self.sheet = Sheet(batch, register, table)
        self.today = at.astimezone(LONDON).date()
        self.faults: list[RowFault] = []
        self.effects: list[Effect] = []
        self.new: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.unchanged = 0
        self._rows: dict[tuple[int, int], int] = {}  # by product and device, where the file says it
        for row in table.rows:
            self._take(row)

    @cached_property
    def outcome(self) -> Outcome:
        return Outcome(len(self.new), len(self.changed), self.unchanged, self.faults, self.effects)

    def apply(self, workplace: Workplace, *, actor: Colleague, at: datetime) -> None:
        if self.new:
            db.session.execute(insert(Installation), [{"workplace_id": workplace.id, **one} for one in self.new])
        if self.changed:
            table: Any = Installation.__table__
            names = ("version", "first_seen_on", "last_used_on", "last_seen_on")
            seen_again = update(table).where(table.c.id == bindparam("row_id"))
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            db.session.execute(seen_again.values(removed_on=None, **values), self.changed)

    # --- one row ---

    def _take(self, row: Row) -> None:
        given, faults = self.sheet.read(row)
        for name, sentence in {} if faults else find_faults(self.sheet.fields, given).items():
            faults.append(self._fault(row, name, sentence, "Correct it in the file."))
        faults += self._days_out_of_order(row, given)
        device, fault = self._find(row, given)
        if fault is not None:
            faults.append(fault)
        if faults or device is None:
            self.faults += faults
            return
        pair = (given["product_id"], device.id)
        first = self._rows.setdefault(pair, row.number)
        if first != row.number:
            what = f"Row {first} says the same of {device.ref}."
            self.faults.append(self._fault(row, "product_id", what, "Take one of the two rows out of the file."))
            return
        known = self._installed.get(pair)
        if known is None:
            self._add(row, given, device)
        else:
            self._change(row, given, device, known)

    def _add(self, row: Row, given: Given, device: Device) -> None:
        first_seen_on = given.get("installed_on") or self.today
        self.new.append(
            {
                "product_id": given["product_id"],
                "asset_id": device.id,
                "version": given.get("version", ""),
                "first_seen_on": first_seen_on,
                "last_seen_on": self.today,
                "last_used_on": given.get("last_used_on"),
            }
        )
        told = [name for name in _COLUMNS if name in given]
        words = tuple((self.sheet.label(name), self.sheet.word(name, given[name])) for name in told)
        self._show(row, given, device, "new", words)

    def _change(self, row: Row, given: Given, device: Device, known: Installed) -> None:
        before = {name: getattr(known, column) for name, column in _COLUMNS.items()}
        after = {**before, **{name: given[name] for name in _COLUMNS if name in given}}
        words = [self.sheet.change(name, before[name], after[name]) for name in _COLUMNS if before[name] != after[name]]
        if known.removed_on is not None:
            words.append(("On the device", "taken off → seen again"))
        if not words:
            self.unchanged += 1
            return
        columns = {f"new_{column}": after[name] for name, column in _COLUMNS.items()}
        self.changed.append({"row_id": known.id, "new_last_seen_on": self.today, **columns})
        self._show(row, given, device, "changed", tuple(words))

    def _show(self, row: Row, given: Given, device: Device, what: str, words: tuple[tuple[str, str], ...]) -> None:
        if len(self.effects) < SHOWN_ROWS:
            name = f"{self.sheet.word('product_id', given['product_id'])} on {device.ref} {device.tag}"
            self.effects.append(Effect(row.number, name, what, words))

    # --- what is there ---

    @cached_property
    def _installed(self) -> dict[tuple[int, int], Installed]:
        return read_installed(self.batch.workplace_id)

    @cached_property
    def _devices(self) -> dict[str, dict[str, Device]]:
        """By serial number and by tag."""
        found: dict[str, dict[str, Device]] = {"serial": {}, "tag": {}}
        for device in list_devices(self.batch.workplace_id):
            for sign, index in found.items():
                if name := name_of(getattr(device, sign)):
                    index.setdefault(name, device)
        return found

    def _find(self, row: Row, given: Given) -> tuple[Device | None, RowFault | None]:
        told = {sign: given[sign] for sign in self._devices if given.get(sign)}
        if not told:
            to_do = "Fill in one of the two, or take the row out."
            return None, self._fault(row, "serial", "Neither a serial number nor an asset tag is told.", to_do)
        matches = {sign: self._devices[sign].get(name_of(text)) for sign, text in told.items()}
        for sign, device in matches.items():
            if device is None:
                what = f"The asset register has no {self.sheet.label(sign).lower()} “{told[sign][:60]}”."
                to_do = "Correct it, or import the asset first."
                return None, self._fault(row, sign, what, to_do)
        different = {device.id: device for device in matches.values() if device is not None}
        if len(different) > 1:
            refs = " and ".join(device.ref for device in different.values())
            what = f"The serial number and the tag are those of different things: {refs}."
            return None, self._fault(row, "tag", what, "Find out which is right, and correct the file or the register.")
        device = next(iter(different.values()))
        if not ASSET.state(device.state).is_open:
            said = f"{device.ref} is {ASSET.state(device.state).label.lower()}: nothing is installed on it any more."
            return None, self._fault(row, next(iter(told)), said, "Take the row out, or find out which device it is.")
        return device, None

    def _days_out_of_order(self, row: Row, given: Given) -> list[RowFault]:
        days: dict[str, date] = {name: given[name] for name in ("installed_on", "last_used_on") if name in given}
        faults = [
            self._fault(row, name, "This day is still to come.", "Correct the date.")
            for name, day in days.items()
            if day > self.today
        ]
        if len(days) == 2 and days["last_used_on"] < days["installed_on"]:
            what = "It was used before it was installed."
            faults.append(self._fault(row, "last_used_on", what, "Correct one of the two dates."))
        return faults

    def _fault(self, row: Row, name: str, what: str, to_do: str) -> RowFault:
        return RowFault(row.number, self.sheet.column(name), what, to_do)
