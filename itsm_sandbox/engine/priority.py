"""How urgent a ticket is: the matrix of impact and urgency, and the target times of each priority."""

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


def matrix_faults(matrix: Matrix) -> dict[tuple[str, str], str]:
    """Say by cell what keeps an edited matrix from being used: each of the nine names a priority."""
    faults = {
        cell: f"Choose a priority from {PRIORITIES[0]} to {PRIORITIES[-1]}."
        for cell in product(LEVELS, LEVELS)
        if matrix.get(cell) not in PRIORITIES
    }
    return faults | {cell: "There is no such impact or urgency." for cell in matrix if not set(cell) <= set(LEVELS)}
