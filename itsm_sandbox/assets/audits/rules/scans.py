"""A scan of the network as a table: its columns, and how a row of it is read."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import FieldErrors
from core.tables.table import Table
from itsm_sandbox.assets.audits.rules.reconciling import plain_mac

COLUMNS = ("serial", "mac", "tag", "host name", "site", "place", "user", "software")
_ALSO: Mapping[str, str] = {
    "serial number": "serial",
    "serialnumber": "serial",
    "mac address": "mac",
    "macs": "mac",
    "asset tag": "tag",
    "hostname": "host name",
    "host": "host name",
    "name": "host name",
    "location": "place",
    "room": "place",
    "logged in user": "user",
    "owner": "user",
    "programs": "software",
}
_SIGNS = ("serial", "mac", "tag", "host name")
_MOST_TOLD = 10


def read_scan(table: Table) -> list[dict[str, Any]]:
    """Each row as a sighting holds it. Nothing is read when a row is wrong; the first faults are told by row."""
    places = {_name_of(column): place for place, column in enumerate(table.columns)}
    if not places.keys() & set(_SIGNS):
        raise FieldErrors({"file": "The first row names no column that we know. Use: " + ", ".join(COLUMNS) + "."})
    rows, faults = [], []
    for row in table.rows:
        cells = {name: row.cells[places[name]].strip() if name in places else "" for name in COLUMNS}
        fault = _fault_of(cells)
        if fault:
            faults.append(f"Row {row.number}: {fault}")
        else:
            rows.append(_sighting(cells))
    if faults:
        more = f" And {len(faults) - _MOST_TOLD} more." if len(faults) > _MOST_TOLD else ""
        raise FieldErrors({"file": " ".join(faults[:_MOST_TOLD]) + more + " Nothing was read."})
    if not rows:
        raise FieldErrors({"file": "There is no device in this file."})
    return rows


def write_scan(devices: Sequence[Any]) -> list[list[str]]:
    """The same table, with the names of its columns first."""
    return [
        list(COLUMNS),
        *(
            [
                one.serial, " ".join(one.macs), one.tag, one.host_name, one.site, one.place, one.user,
                "; ".join(one.software),
            ]
            for one in devices
        ),
    ]  # fmt: skip


def _name_of(column: str) -> str:
    name = " ".join(column.lower().replace("_", " ").split())
    return _ALSO.get(name, name)


def _fault_of(cells: Mapping[str, str]) -> str:
    if not any(cells[name] for name in _SIGNS):
        return "it has no serial number, address, tag or host name."
    wrong = [mac for mac in _parts(cells["mac"]) if not plain_mac(mac)]
    return f"“{wrong[0][:40]}” is no address of a network card." if wrong else ""


def _sighting(cells: Mapping[str, str]) -> dict[str, Any]:
    return {
        "serial": cells["serial"],
        "macs": [plain_mac(mac) for mac in _parts(cells["mac"])],
        "tag": cells["tag"],
        "host_name": cells["host name"],
        "site": cells["site"],
        "place": cells["place"],
        "user": cells["user"],
        "software": [name.strip() for name in cells["software"].split(";") if name.strip()],
    }


def _parts(text: str) -> list[str]:
    return text.replace(",", " ").replace(";", " ").split()
