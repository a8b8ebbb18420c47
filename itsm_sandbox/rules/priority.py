"""How urgent a ticket is: the matrix of impact and urgency, the target times of each priority, and their order."""

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

Matrix = Mapping[tuple[str, str], str]  # (impact, urgency) to priority
Targets = Mapping[str, tuple[int, int]]  # priority to minutes of service time for (response, fix)

LEVELS = ("high", "medium", "low")
PRIORITIES = ("P1", "P2", "P3", "P4", "P5")

DEFAULT_MATRIX: Matrix = MappingProxyType(
    {
        ("high", "high"): "P1",
        ("high", "medium"): "P2",
        ("high", "low"): "P3",
        ("medium", "high"): "P2",
        ("medium", "medium"): "P3",
        ("medium", "low"): "P4",
        ("low", "high"): "P3",
        ("low", "medium"): "P4",
        ("low", "low"): "P5",
    }
)

DEFAULT_TARGETS: Targets = MappingProxyType(
    {
        "P1": (30, 4 * 60),
        "P2": (60, 8 * 60),
        "P3": (4 * 60, 16 * 60),
        "P4": (8 * 60, 40 * 60),
        "P5": (16 * 60, 80 * 60),
    }
)


class UnknownLevel(ValueError):
    """The matrix has no row or column for this impact or urgency."""


def priority(matrix: Matrix, impact: str, urgency: str) -> str:
    try:
        return matrix[impact, urgency]
    except KeyError as error:
        raise UnknownLevel(f"The priority matrix does not know impact “{impact}” with urgency “{urgency}”.") from error


def matrix_faults(matrix: Matrix) -> dict[tuple[str, str], str]:
    """Say by cell what keeps an edited matrix from being used: each of the nine names a priority."""
    faults = {
        cell: f"Choose a priority from {PRIORITIES[0]} to {PRIORITIES[-1]}."
        for cell in product(LEVELS, LEVELS)
        if matrix.get(cell) not in PRIORITIES
    }
    return faults | {cell: "There is no such impact or urgency." for cell in matrix if not set(cell) <= set(LEVELS)}


def rank(priority: str | None, *, major: bool) -> int:
    """Order tickets, the most urgent lowest: major before P1, and last those that were not triaged."""
    if major:
        return 0
    return PRIORITIES.index(priority) + 1 if priority in PRIORITIES else len(PRIORITIES) + 1
