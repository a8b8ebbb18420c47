"""Numbered rows inside a project: added, changed and looked up by the number that people see."""

from collections.abc import Mapping, Sequence
from typing import Any

from itsm_sandbox.engine.machine import Case, Guard, is_told, plain
from itsm_sandbox.projects.projects.rules.facts import ProjectFacts

Row = Mapping[str, Any]


def rows_of(case: Case, column: str) -> Sequence[Row]:
    found: Sequence[Row] = case.values.get(column) or ()
    return found


def find_row(case: Case, column: str, number: int | None) -> Row | None:
    return next((row for row in rows_of(case, column) if row["number"] == number), None)


def added(case: Case, column: str, **row: Any) -> Mapping[str, Any]:
    """The column with one more row; its number is never used again while the row before it stays."""
    rows = rows_of(case, column)
    number = max((row["number"] for row in rows), default=0) + 1
    return {column: [*rows, {"number": number, **{name: plain(value) for name, value in row.items()}}]}


def changed(case: Case, column: str, **changes: Any) -> Mapping[str, Any]:
    """The column with the given row changed."""
    number = case.given["number"]
    new = {name: plain(value) for name, value in changes.items()}
    return {column: [{**row, **new} if row["number"] == number else row for row in rows_of(case, column)]}


def removed(case: Case, column: str) -> Mapping[str, Any]:
    return {column: [row for row in rows_of(case, column) if row["number"] != case.given["number"]]}


def told(case: Case, *names: str) -> dict[str, Any]:
    """The given answers of these names; one that was left empty is empty text."""
    return {name: case.given[name] if is_told(case.given.get(name)) else "" for name in names}


def named(case: Case, colleague_id: int | None) -> str:
    return str(case.of(ProjectFacts).name_of(colleague_id)) if colleague_id else ""


def row_exists(column: str, what: str) -> Guard:
    """Before anything is given, there must be a row at all; then the one with that number."""

    def guard(case: Case) -> str | None:
        rows = rows_of(case, column)
        if not rows:
            return f"There is no {what} yet."
        number = case.given.get("number")
        if number is None or any(row["number"] == number for row in rows):
            return None
        numbers = ", ".join(str(row["number"]) for row in rows)
        return f"There is no {what} {number}; the numbers are {numbers}."

    return guard
