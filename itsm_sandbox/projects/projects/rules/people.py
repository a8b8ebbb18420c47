"""Who does what in a project, which skills that takes, and which duties must not be with one person."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

DUTIES = (
    ("R", "Responsible: does the work"),
    ("A", "Accountable: answers for it"),
    ("C", "Consulted: is asked before"),
    ("I", "Informed: is told after"),
)
PROJECT_ROLES = (
    ("manager", "Project manager"),
    ("designer", "Designer"),
    ("implementer", "Implementer"),
    ("tester", "Acceptance tester"),
    ("approver", "Approver"),
    ("supplier", "Supplier"),
    ("user", "User representative"),
)
HAS_SKILL = (("yes", "Yes"), ("partly", "In part"), ("no", "No"))
_LABELS = dict(PROJECT_ROLES)

_APART: Mapping[frozenset[str], str] = {
    frozenset({"implementer", "tester"}): "whoever made something does not see what is wrong with it",
    frozenset({"designer", "tester"}): "whoever designed something does not see what is wrong with it",
    frozenset({"implementer", "approver"}): "nobody approves their own work",
    frozenset({"designer", "approver"}): "nobody approves their own work",
    frozenset({"manager", "approver"}): "nobody approves the project that they lead",
}
"""Pairs of roles that one person must not have in the same piece of work, and why."""

Row = Mapping[str, Any]


def find_conflict(rows: Sequence[Row]) -> str | None:
    """The first pair of duties that must be separate and are with one person, in a sentence."""
    for one, other in combinations(rows, 2):
        if one["colleague_id"] != other["colleague_id"]:
            continue
        roles = frozenset({one["role"], other["role"]})
        same_work = same_package(one, other) or roles == frozenset({"manager", "approver"})
        if same_work and roles in _APART:
            words = " and ".join(_LABELS[row["role"]].lower() for row in (one, other))
            reason = _APART[roles]
            return f"{one['person']} would be {words} of “{other['package']}”: {reason}. Choose somebody else for one."
    return None


def find_second_accountable(rows: Sequence[Row]) -> str | None:
    for one, other in combinations(rows, 2):
        if one["duty"] == other["duty"] == "A" and same_package(one, other):
            return (
                f"{one['person']} is accountable for “{one['package']}” already, and only one person can be. "
                "Change that row first, or give this one another duty."
            )
    return None


def find_gaps(rows: Sequence[Row]) -> list[str]:
    """What is missing before work can be planned with these people."""
    gaps = []
    for package in packages_of(rows):
        duties = {row["duty"] for row in rows if row["package"].casefold() == package.casefold()}
        if "A" not in duties:
            gaps.append(f"Nobody is accountable for “{package}”.")
        if "R" not in duties:
            gaps.append(f"Nobody is responsible for “{package}”.")
    gaps += [
        f"{row['person']} lacks “{row['skill']}”, and no training is planned."
        for row in rows
        if row["has_skill"] == "no" and not row["training"]
    ]
    return gaps


def packages_of(rows: Sequence[Row]) -> list[str]:
    """The pieces of work, in the order in which they came."""
    return list({row["package"].casefold(): row["package"] for row in reversed(rows)}.values())[::-1]


def same_package(one: Row, other: Row) -> bool:
    return str(one["package"]).casefold() == str(other["package"]).casefold()


def matrix_of(rows: Sequence[Row]) -> tuple[list[tuple[int, str]], list[tuple[str, dict[int, str]]]]:
    """The people as columns, and for each piece of work the letters of each person by id."""
    people = list({row["colleague_id"]: row["person"] for row in rows}.items())
    lines = []
    for package in packages_of(rows):
        letters: dict[int, str] = {}
        for row in rows:
            if row["package"].casefold() == package.casefold():
                held = letters.get(row["colleague_id"], "")
                letters[row["colleague_id"]] = f"{held}, {row['duty']}" if held else row["duty"]
        lines.append((package, letters))
    return people, lines
