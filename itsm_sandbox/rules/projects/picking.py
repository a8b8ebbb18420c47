"""The rows of a project as a person chooses them: by their words, and only those that a step can be about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import shorten
from types import MappingProxyType

from itsm_sandbox.rules.machine import Ask, Case, Field, Items
from itsm_sandbox.rules.projects.people import PROJECT_ROLES
from itsm_sandbox.rules.projects.rows import Row, rows_of

_LONGEST = 80  # letters of what stands for a row
_ROLES = dict(PROJECT_ROLES)

Only = Callable[[Case, Row], bool]


def _task(row: Row) -> str:
    return f"{row['name']} (milestone)" if row["is_milestone"] else str(row["name"])


_NAMED: dict[str, tuple[str, Callable[[Row], str]]] = {
    "options": ("Option", lambda row: row["name"]),
    "roles": ("Row", lambda row: f"{row['person']}, {_ROLES[row['role']].lower()}: {row['package']}"),
    "tasks": ("Task or milestone", _task),
    "risks": ("Risk", lambda row: row["what"]),
    "escalations": ("Escalation", lambda row: row["what"]),
    "contingencies": ("Contingency", lambda row: row["trigger"]),
}
"""For each list, what one of it is called, and the words that stand for a row."""


def any_row(_case: Case, _row: Row) -> bool:
    return True


def is_other_task(case: Case, row: Row) -> bool:
    """Nothing follows itself."""
    return bool(row["number"] != case.given.get("number"))


def is_asked_of_them(case: Case, row: Row) -> bool:
    """An escalation without an answer, or a contingency that waits for agreement, of whoever looks."""
    if "to_id" in row:
        return row["to_id"] == case.actor.id and not row["answer"]
    return bool(row["with_id"] == case.actor.id and row["status"] == "proposed")


def status_is(*states: str) -> Only:
    return lambda _case, row: row["status"] in states


def pick(
    column: str,
    *,
    name: str = "number",
    label: str = "",
    fills: Iterable[str] = (),
    renamed: Mapping[str, str] = MappingProxyType({}),
    beside: str = "",
    only: Only = any_row,
    keep: bool = False,
) -> Field:
    """The answer that says which row a step is about. `renamed`: answers that the row keeps under another name."""
    items = Items(column, _lister(column, only), {**{one: one for one in fills}, **renamed}, beside)
    return Field(name, label or _NAMED[column][0], Ask.ITEM, items=items, keep=keep)


def pick_several(column: str, name: str, label: str, hint: str, *, only: Only) -> Field:
    return Field(
        name, label, Ask.ITEMS, required=False, hint=hint, items=Items(column, _lister(column, only)), keep=False
    )


def _lister(column: str, only: Only) -> Callable[[Case], Sequence[tuple[int, str]]]:
    word = _NAMED[column][1]

    def list_rows(case: Case) -> list[tuple[int, str]]:
        return [(row["number"], _words(row, word)) for row in rows_of(case, column) if only(case, row)]

    return list_rows


def _words(row: Row, word: Callable[[Row], str]) -> str:
    return f"{row['number']}. {shorten(word(row), _LONGEST, placeholder=' …')}"
