"""Steps on one of an artefact's own rows: which rows there are to choose from, and what the form begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from itsm_sandbox.rules.machine import Ask, Case, Field, Offer, is_told

Choices = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class RowStep:
    """A step that starts beside a row: `name` is the answer that the row's number is."""

    event: str
    name: str
    label: str
    words: str  # of the row


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
        if text.isdecimal() and len(text) < 10 and int(text) in numbers:
            chosen[asked.name] = int(text)
        elif len(numbers) == 1 and asked.required and not text:
            chosen[asked.name] = numbers[0]
    return chosen


def held_by(fields: Sequence[Field], values: Mapping[str, Any], chosen: Mapping[str, int]) -> dict[str, Any]:
    """What the chosen row holds now of the other answers, days as days."""
    asked = row_asked(fields)
    if asked is None or asked.items is None or asked.name not in chosen:
        return {}
    row = next(one for one in values[asked.items.column] if one["number"] == chosen[asked.name])
    days = {one.name for one in fields if one.ask is Ask.DAY}
    fills = asked.items.fills.items()
    return {name: date.fromisoformat(row[key]) if name in days else row[key] for name, key in fills}


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
