"""What an import would do, told before anything is done; and doing it, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.tables.faults import RowFault
from itsm_sandbox.engine.models import Colleague, Workplace

SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class Effect:
    """What one row would do, in words."""

    row: int
    name: str
    what: str  # new, changed
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`people` are the others who are masked in it."""

    new: int
    changed: int
    unchanged: int
    faults: Sequence[RowFault]
    effects: Sequence[Effect] = field(default=())
    people: int = 0

    @property
    def rows_with_faults(self) -> int:
        return len({fault.row for fault in self.faults})

    @property
    def counts(self) -> Mapping[str, int]:
        return {"new": self.new, "changed": self.changed, "unchanged": self.unchanged}

    @property
    def seal(self) -> str:
        """What a person confirms: when it differs at that moment, something changed since they looked."""
        return f"{self.new}/{self.changed}/{self.unchanged}/{self.rows_with_faults}"


class Plan(Protocol):
    @property
    def outcome(self) -> Outcome: ...

    def apply(self, workplace: Workplace, *, actor: Colleague, at: datetime) -> None:
        """Do it, in the locked workplace in which it was planned."""
