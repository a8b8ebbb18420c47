"""An uploaded table as its columns were chosen: what its cells say, and the words for what they say."""

from collections.abc import Mapping
from typing import Any

from core import formatting
from core.tables.faults import RowFault
from core.tables.mapping import places_of
from core.tables.table import Row, Table
from itsm_sandbox.engine.machine import Ask, Field, is_told
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.queries import list_named
from itsm_sandbox.live_work.imports.rules.registers import Names, Register, fields_of, read_cells


class Sheet:
    """The table of one import into a register."""

    def __init__(self, batch: ImportBatch, register: Register, table: Table) -> None:
        self.register, self.table = register, table
        self.fields = fields_of(register, get_type(register.kind).machine)
        self.places = places_of(batch.mapping, table.columns)
        self.names = {
            asked.offers: Names.of(list_named(batch.workplace_id, asked.offers))
            for asked in self.fields
            if asked.ask is Ask.ROW
        }

    def read(self, row: Row) -> tuple[dict[str, Any], list[RowFault]]:
        """What the row says, without its empty cells; what of it cannot be read, or is needed and missing."""
        given, faults = read_cells(row, self.places, self.table.columns, self.fields, self.names)
        return given, faults + self._missing(row, given, faults)

    def _missing(self, row: Row, given: Mapping[str, Any], faults: list[RowFault]) -> list[RowFault]:
        wrong = {fault.column for fault in faults}
        return [
            RowFault(row.number, column, f"“{self.label(name)}” is empty.", "Fill it in, or take the row out.")
            for name in self.register.needs
            if not is_told(given.get(name)) and (column := self.column(name)) not in wrong
        ]

    def label(self, name: str) -> str:
        asked = self._field(name)
        return asked.label if asked else name

    def column(self, name: str) -> str:
        """The file's own name for the column that holds it; ours when none does."""
        place = self.places.get(name)
        return self.label(name) if place is None else self.table.columns[place]

    def word(self, name: str, value: Any) -> str:
        asked = self._field(name)
        if value is None or asked is None:
            return "" if value is None else str(value)
        if asked.ask is Ask.ROW:
            return self.names[asked.offers].words.get(value, str(value))
        if asked.ask is Ask.CHOICE:
            return dict(asked.choices).get(value, str(value))
        return _written(asked.ask, value)

    def change(self, name: str, before: Any, after: Any) -> tuple[str, str]:
        return self.label(name), f"{self.word(name, before) or 'nothing'} → {self.word(name, after)}"

    def _field(self, name: str) -> Field | None:
        return next((asked for asked in self.fields if asked.name == name), None)


def _written(ask: Ask, value: Any) -> str:
    if ask is Ask.MONEY:
        return f"£{value / 100:,.2f}"
    if ask is Ask.DAY:
        return formatting.day(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
