"""From an uploaded table to a register: which columns it takes, what a row's cells mean, and what would change."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.tables.cells import (
    name_of,
    read_choice,
    read_day,
    read_money,
    read_number,
    read_yes_no,
)
from core.tables.faults import RowFault, Unreadable
from core.tables.mapping import Role
from core.tables.table import Row
from itsm_sandbox.engine.machine import START, Ask, Field, Machine, is_told

LIVE = "live"
INSTALLATIONS = "installations"
_BETWEEN_LINES = re.compile(r"[\s;,|]+")


@dataclass(frozen=True, slots=True)
class Update:
    """An event that changes what is there: for one field alone, or in some states alone, where that is said."""

    event: str
    for_field: str = ""
    label: str = ""  # of that field's column, where the form's would not read well
    states: tuple[str, ...] = ()

    def serves(self, state: str, differing: Mapping[str, Any]) -> bool:
        return (not self.states or state in self.states) and (not self.for_field or self.for_field in differing)


@dataclass(frozen=True, slots=True)
class Register:
    """What can be imported into. `keys` are tried in order to find what a row is about.

    `updates` are the events that change what is there, `names` what columns are often called. `then` follows on what
    is new when its field is told. `fields` are those of rows that no machine has.
    """

    what: str
    label: str
    kind: str
    explains: str
    needs: tuple[str, ...]  # fields without which no row can be understood
    keys: tuple[tuple[str, ...], ...]
    updates: tuple[Update, ...]
    names: Mapping[str, tuple[str, ...]]
    then: Update | None = None
    fields: tuple[Field, ...] = ()


REGISTERS: tuple[Register, ...] = (
    Register(
        "assets",
        "Assets",
        "asset",
        "Matched by serial number, then by tag. What is new is added in stock; what differs is corrected or moved. "
        "What has a custodian is handed out to them, which needs its site and its room.",
        ("tag",),
        (("serial",), ("tag",)),
        (
            Update("update"),
            Update("hand_out", "custodian_id", states=("in_stock",)),
            Update("pass_on", "custodian_id"),
            Update("move"),
        ),
        {
            "tag": ("asset", "asset id", "asset number", "inventory number", "label", "asset tag number"),
            "type": ("kind", "category", "asset type", "device type", "model category", "types"),
            "model": ("make", "description", "product", "display name", "model name", "make model"),
            "serial": ("serial", "serial no", "s/n", "sn", "service tag"),
            "host_name": ("hostname", "computer name", "device name", "name", "dns name"),
            "macs": ("mac", "mac address", "mac addresses"),
            "site_id": ("building", "school", "campus", "entity"),
            "location": ("room", "place", "where", "room or place"),
            "custodian_id": ("user", "assigned to", "assigned user", "owner", "person", "who has it", "checked out to"),
            "service_id": ("service", "business service"),
            "purchased_on": ("purchased", "purchase date", "bought", "date of purchase"),
            "supplier": ("vendor",),
            "order_number": ("order", "order no", "po", "po number", "purchase order"),
            "funding": ("budget", "cost centre", "funded by"),
            "cost_pence": ("cost", "price", "value"),
            "warranty_ends_on": ("warranty", "warranty end", "warranty expiration", "warranty until"),
            "maintenance": ("contract",),
        },
        then=Update("hand_out", "custodian_id", "Custodian"),
    ),
    Register(
        "software",
        "Software products",
        "software_product",
        "Matched by name. What is new waits for the ICT owner to allow it; what differs is corrected.",
        ("name",),
        (("name",),),
        (Update("correct"),),
        {
            "name": ("product", "software", "title", "program", "application"),
            "publisher": ("vendor", "manufacturer", "maker"),
            "edition": ("version",),
            "metric": ("licence type", "license type", "licensing", "licence metric"),
            "unit_price_pence": ("price", "unit price", "cost"),
            "remote_use_allowed": ("remote", "remote use", "home use"),
        },
    ),
    Register(
        INSTALLATIONS,
        "Installations",
        "software_product",
        "Each row is a product on a device. The device is found by its serial number, then by its tag; device and "
        "product must be in their registers. What is not told of the day counts as seen today for the first time.",
        ("product_id",),
        (("serial",), ("tag",)),
        (),
        {
            "serial": ("serial", "serial no", "s/n", "sn", "service tag"),
            "tag": ("asset", "asset id", "asset number", "inventory number", "device"),
            "product_id": ("product", "software", "name", "title", "program", "application"),
            "version": ("release", "product version", "software version"),
            "installed_on": ("installed", "install date", "installation date", "first seen"),
            "last_used_on": ("last used", "last use", "last run"),
        },
        fields=(
            Field("serial", "Serial number", required=False, at_most=100),
            Field("tag", "Asset tag", required=False, at_most=40),
            Field("product_id", "Product", Ask.ROW, offers="products"),
            Field("version", "Version", required=False, at_most=60),
            Field("installed_on", "Installed on", Ask.DAY, required=False),
            Field("last_used_on", "Last used on", Ask.DAY, required=False),
        ),
    ),
    Register(
        "licences",
        "Licences",
        "entitlement",
        "Matched by product, order and first day. The products must be in the register before their licences.",
        ("product_id", "starts_on"),
        (("product_id", "order_ref", "starts_on"),),
        (Update("correct"),),
        {
            "product_id": ("product", "software", "name", "title"),
            "quantity": ("seats", "licences", "licenses", "number", "count", "how many"),
            "site_id": ("site", "school"),
            "starts_on": ("start", "start date", "from", "bought", "purchased"),
            "ends_on": ("end", "end date", "expires", "expiry", "expiry date", "until", "renewal date"),
            "supplier": ("vendor", "reseller"),
            "order_ref": ("order number", "po", "po number", "invoice"),
            "cost_pence": ("cost", "price", "total"),
            "proof": ("agreement", "certificate", "evidence"),
            "maintenance": ("support",),
        },
    ),
)


def register_of(what: str) -> Register | None:
    return next((one for one in REGISTERS if one.what == what), None)


_RULES = {
    Ask.DAY: "A date such as 2026-09-30 or 30/09/2026, day first.",
    Ask.MONEY: "Pounds, such as 1234.50 or £1,234.50.",
    Ask.NUMBER: "A whole number.",
    Ask.YES_NO: "Yes or No.",
    Ask.LINES: "One or several, with a semicolon or a space between.",
    Ask.ROW: "A name that is in this workplace already.",
}
_TO_DO = {
    "people": "Write a name or a login from the page People, or let them be added there first.",
    "products": "Write a name from the software register, or add the product there first.",
}
"""About a name that is nobody's or nothing's; of what is few, the names are told."""
_TAKEN = frozenset({Ask.TEXT, Ask.LONG_TEXT, Ask.CHOICE, *_RULES})


def added_fields(machine: Machine) -> tuple[Field, ...]:
    """All that is kept of what is new when it is added by hand."""
    add = machine.get("add", START)
    return tuple(asked for asked in add.fields if asked.keep and asked.ask in _TAKEN)


def fields_of(register: Register, machine: Machine) -> tuple[Field, ...]:
    """What a row may tell."""
    if register.fields or register.then is None:
        return register.fields or added_fields(machine)
    then = register.then
    follows = machine.get(then.event, machine.get("add", START).to or START)
    asked = next(one for one in follows.fields if one.name == then.for_field)
    return (*added_fields(machine), replace(asked, label=then.label, required=False))


def roles_of(register: Register, machine: Machine) -> tuple[Role, ...]:
    roles = []
    for asked in fields_of(register, machine):
        rule = _RULES.get(asked.ask, f"At most {asked.at_most:,} characters." if asked.at_most < 10_000 else "Text.")
        if asked.ask is Ask.CHOICE:
            rule = f"One of: {', '.join(label for _, label in asked.choices)}."
        if asked.required and asked.name not in register.needs:
            rule += " Needed for what is new."
        roles.append(
            Role(
                asked.name,
                asked.label,
                rule,
                required=asked.name in register.needs,
                names=(asked.name.removesuffix("_id").removesuffix("_pence"), *register.names.get(asked.name, ())),
            )
        )
    return tuple(roles)


@dataclass(frozen=True, slots=True)
class Names:
    """The rows that a field offers, by their names."""

    ids: Mapping[str, frozenset[int]]  # by `name_of`; several when they are called the same
    words: Mapping[int, str]

    @classmethod
    def of(cls, choices: Sequence[tuple[int, str, Sequence[str]]]) -> "Names":
        """From ids with their names and what else they are known by."""
        ids: dict[str, frozenset[int]] = {}
        for row_id, words, others in choices:
            for name in {name_of(one) for one in (words, *others)}:
                ids[name] = ids.get(name, frozenset()) | {row_id}
        return cls(ids, {row_id: words for row_id, words, _ in choices})


def read_cells(
    row: Row, places: Mapping[str, int], columns: Sequence[str], fields: Sequence[Field], names: Mapping[str, Names]
) -> tuple[dict[str, Any], list[RowFault]]:
    """What the row's cells say, without the empty ones; and what of it cannot be read."""
    given: dict[str, Any] = {}
    faults = []
    for asked in fields:
        place = places.get(asked.name)
        if place is None or not row.cells[place]:
            continue
        try:
            given[asked.name] = _value(asked, row.cells[place], names)
        except Unreadable as unreadable:
            faults.append(RowFault(row.number, columns[place], unreadable.what, unreadable.to_do))
    return given, faults


def differing(given: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says otherwise than the register. An empty cell says nothing."""
    return {name: value for name, value in given.items() if not _same(stored.get(name), value)}


def key_of(values: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...] | None:
    """The key of a row or of what is stored; None when the first part of it is not told."""
    parts = tuple(name_of(part) if isinstance(part := values.get(name), str) else part for name in names)
    return parts if is_told(parts[0]) else None


def _value(asked: Field, text: str, names: Mapping[str, Names]) -> Any:
    if asked.ask is Ask.CHOICE:
        return read_choice(text, asked.choices)
    if asked.ask is Ask.ROW:
        return _row_named(asked, text, names[asked.offers])
    reader = _READERS.get(asked.ask)
    return reader(text) if reader else text


def _row_named(asked: Field, text: str, names: Names) -> int:
    found = names.ids.get(name_of(text), frozenset())
    if len(found) == 1:
        return next(iter(found))
    if found:
        to_do = "Write the login instead." if asked.offers == "people" else "Give them different names first."
        raise Unreadable(f"{len(found)} in this workplace are called “{text[:60]}” ({asked.label.lower()}).", to_do)
    some = ", ".join(list(names.words.values())[:8]) or "none yet"
    to_do = _TO_DO.get(asked.offers, f"Use one of: {some}.")
    raise Unreadable(f"There is no “{text[:60]}” in this workplace ({asked.label.lower()}).", to_do)


def _same(stored: Any, value: Any) -> bool:
    if isinstance(stored, str) and isinstance(value, str):
        return stored.strip() == value.strip()
    if isinstance(stored, list) and isinstance(value, list):
        return sorted(map(name_of, stored)) == sorted(map(name_of, value))
    return bool(stored == value)


_READERS: Mapping[Ask, Callable[[str], Any]] = {
    Ask.DAY: read_day,
    Ask.MONEY: read_money,
    Ask.NUMBER: read_number,
    Ask.YES_NO: read_yes_no,
    Ask.LINES: lambda text: [part for part in _BETWEEN_LINES.split(text) if part],
}
