"""The text that an approver signs: one sequence of lines for each step, with the hash that an approval is bound to."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import ndiff
from itertools import chain
from typing import Any

from itsm_sandbox.changes.changes.rules.fields import SOURCE, STEP_1, STEP_2
from itsm_sandbox.engine.machine import Ask

_TYPE = "type"
COLUMNS_1 = (_TYPE, *(asked.name for asked in STEP_1))
COLUMNS_2 = tuple(asked.name for asked in STEP_2)
LABELS = {_TYPE: "Kind of change", **{asked.name: asked.label for asked in (*STEP_1, *STEP_2)}}
_MOMENTS = {"planned_at"}
_IDS = {asked.name for asked in (*STEP_1, *STEP_2) if asked.ask in {Ask.REFS, Ask.ROWS, Ask.ROW}}

Values = Mapping[str, Any]
Words = Mapping[str, Mapping[int, str]]
"""For a column of ids, the words they stand for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text now and as it was signed: in both ("same"), only as signed ("gone"), only now ("new")."""

    mark: str
    text: str


def lines_of(step: int, values: Values, words: Words | None = None) -> list[str]:
    """The step's text. With `words` it reads for people; without, it is what the hash is taken of."""
    columns = COLUMNS_1 if step == 1 else COLUMNS_2
    return list(chain.from_iterable(_lines(name, values.get(name), (words or {}).get(name)) for name in columns))


def hash_of_step(step: int, values: Values) -> str:
    """Hex SHA-256. Step 2 says which step 1 it belongs to, so that its approval holds for both."""
    head = [] if step == 1 else [f"Step 1: {hash_of_step(1, values)}"]
    text = "\n".join([*head, *lines_of(step, values)])
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def differences(signed: Sequence[str], now: Sequence[str]) -> list[Line]:
    marks = {"  ": "same", "- ": "gone", "+ ": "new"}
    return [Line(marks[line[:2]], line[2:]) for line in ndiff(signed, now) if line[:2] in marks]


def values_at(logged: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The columns of both steps after these logged of one change, oldest first: the `data` of its events."""
    values: dict[str, Any] = {}
    for data in logged:
        told = {name: value for name, value in data.get("given", {}).items() if name in LABELS}
        changed = {name: after for name, (_before, after) in data.get("changes", {}).items() if name in LABELS}
        values.update(told | changed)
    return values


def _lines(name: str, value: Any, words: Mapping[int, str] | None) -> list[str]:
    """The label with its value. Lines that follow are set in, so that no text can pass for another label."""
    label = LABELS[name]
    if value in (None, "", []):
        return [f"{label}:"]
    if name in _IDS:
        ids = value if isinstance(value, list) else [value]
        return [f"{label}: {', '.join((words or {}).get(one, str(one)) for one in ids)}"]
    if isinstance(value, list):
        return [f"{label}:", *(f"  {number}. {_on_one_line(one)}" for number, one in enumerate(value, start=1))]
    first, *rest = _words_of(name, value).splitlines() or [""]
    return [f"{label}: {first}", *(f"  {line}" for line in rest)]


def _words_of(name: str, value: Any) -> str:
    if name in _MOMENTS:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if name == "cost_pence":
        return f"£{value / 100:,.2f}"
    return str(value).replace("_", " ") if name in {_TYPE, SOURCE.name} else str(value)


def _on_one_line(item: object) -> str:
    return " / ".join(str(item).splitlines())
