"""The rows of a project as a person chooses them: by their words, and only those that a step can be about."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from itsm_sandbox.rules import items
from itsm_sandbox.rules.items import Only, any_row
from itsm_sandbox.rules.machine import Ask, Case, Field, Items
from itsm_sandbox.rules.projects.people import PROJECT_ROLES
from itsm_sandbox.rules.projects.rows import Row, rows_of

_ROLES = dict(PROJECT_ROLES)


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
    usual, words = _NAMED[column]
    return items.pick(
        column,
        label or usual,
        words,
        name=name,
        fills=fills,
        renamed=renamed,
        beside=beside,
        only=only,
        keep=keep,
    )


def pick_several(column: str, name: str, label: str, hint: str, *, only: Only) -> Field:
    listed = items.lister(lambda case: rows_of(case, column), _NAMED[column][1], only)
    return Field(name, label, Ask.ITEMS, required=False, hint=hint, items=Items(column, listed), keep=False)
