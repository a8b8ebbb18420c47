"""Steps on one of an artefact's own rows: which rows there are to choose from, and what the form begins with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from types import MappingProxyType
from typing import Any

from core.text import whole_number
from itsm_sandbox.engine.machine import Ask, Case, Field, Items, Offer, is_told

Choices = Sequence[tuple[int, str]]
Row = Mapping[str, Any]
Only = Callable[[Case, Row], bool]
"""Whether a step can be about the row."""

_LONGEST = 80  # letters of what stands for a row


@dataclass(frozen=True, slots=True)
class RowStep:
    """A step that starts beside a row: `name` is the answer that the row's number is."""

    event: str
    name: str
    label: str
    words: str  # of the row


def any_row(_case: Case, _row: Row) -> bool:
    return True


def numbered(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    """Each row with the number that people see: its own, or else its place, counted from one."""
    return [(row.get("number", place), row) for place, row in enumerate(rows, 1)]


def pick(
    column: str,
    label: str,
    words: Callable[[Row], str],
    *,
    name: str = "number",
    rows: Callable[[Case], Sequence[Row]] | None = None,
    fills: Iterable[str] = (),
    renamed: Mapping[str, str] = MappingProxyType({}),
    beside: str = "",
    only: Only = any_row,
    keep: bool = False,
) -> Field:
    """The answer that says which row a step is about, chosen by its words.

    `rows` where they do not stand in the column itself; `renamed`: answers that the row keeps under another name.
    """
    listed = lister(rows or (lambda case: case.values.get(column) or ()), words, only)
    items = Items(column, listed, {**{one: one for one in fills}, **renamed}, beside)
    return Field(name, label, Ask.ITEM, items=items, keep=keep)


def lister(
    rows: Callable[[Case], Sequence[Row]], words: Callable[[Row], str], only: Only = any_row
) -> Callable[[Case], Choices]:
    """The rows to choose from, each with its number before its words."""

    def list_rows(case: Case) -> Choices:
        found = numbered(rows(case))
        return [(number, f"{number}. {_short(words(row))}") for number, row in found if only(case, row)]

    return list_rows


def _short(words: str) -> str:
    return shorten(words, _LONGEST, placeholder=" …")


def choices_of(asked: Field, case: Case) -> Choices:
    return asked.items.list(case) if asked.items else ()


def words_of_items(fields: Sequence[Field], case: Case) -> dict[str, str]:
    """What the chosen rows are called at this moment, so that the event tells it whatever becomes of them."""
    shown = {}
    for asked in fields:
        value: Any = case.given.get(asked.name)
        if asked.items and is_told(value):
            words = dict(choices_of(asked, case))
            numbers = value if isinstance(value, list) else [value]
            shown[asked.name] = "; ".join(words.get(number, str(number)) for number in numbers)
    return shown


def row_asked(fields: Sequence[Field]) -> Field | None:
    """The answer that says which row the step is about, when others begin with what that row holds."""
    return next((asked for asked in fields if asked.items and asked.items.fills), None)


def choose(fields: Sequence[Field], case: Case, asked_for: Mapping[str, str]) -> dict[str, int]:
    """The rows that an address or a form names; where there is only one to choose, that one."""
    chosen = {}
    for asked in fields:
        if asked.ask is not Ask.ITEM:
            continue
        numbers = [number for number, _words in choices_of(asked, case)]
        text = asked_for.get(asked.name, "")
        if (number := whole_number(text)) in numbers:
            chosen[asked.name] = number
        elif len(numbers) == 1 and asked.required and not text:
            chosen[asked.name] = numbers[0]
    return chosen


def held_by(fields: Sequence[Field], values: Mapping[str, Any], chosen: Mapping[str, int]) -> dict[str, Any]:
    """What the chosen row holds now of the other answers, days as days."""
    asked = row_asked(fields)
    if asked is None or asked.items is None or asked.name not in chosen:
        return {}
    row = dict(numbered(values[asked.items.column]))[chosen[asked.name]]
    days = {one.name for one in fields if one.ask is Ask.DAY}
    held = {name: row[key] for name, key in asked.items.fills.items()}
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in held.items()}


def steps_on_rows(offers: Sequence[Offer], case: Case) -> dict[tuple[str, int], list[RowStep]]:
    """By column and number, what can be done to the row now; in the table's order."""
    steps: dict[tuple[str, int], list[RowStep]] = {}
    for offer in offers:
        for asked in offer.transition.fields if offer.is_possible else ():
            if asked.items is None or not asked.items.beside:
                continue
            for number, words in choices_of(asked, case):
                step = RowStep(offer.transition.event, asked.name, asked.items.beside, words)
                steps.setdefault((asked.items.column, number), []).append(step)
    return steps


def is_only_on_rows(offer: Offer) -> bool:
    """It starts beside its row, and has no key of its own: a button for all rows would only ask which."""
    starts_beside = any(asked.items and asked.items.beside for asked in offer.transition.fields)
    return offer.is_possible and starts_beside and not offer.transition.key
