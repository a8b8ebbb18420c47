"""The facts of a problem: what its steps ask besides its own columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class CarriedOut(NamedTuple):
    """The request for change that is to remove the cause."""

    ref: str
    state: str
    outcome: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts:
    """What the steps of a problem look up."""

    change: Callable[[], CarriedOut | None]
    hypotheses: Callable[[], Sequence[str]]  # the oldest first
    investigators: Callable[[], frozenset[int]]  # all who looked for its cause
    is_solo: Callable[[], bool]  # whether the workplace has one person only
    recurrences_since: Callable[[datetime], int]
