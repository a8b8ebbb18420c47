"""The facts of a review of licence positions: what its steps ask besides its own columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionFacts:
    """What a review of licence positions counts."""

    positions: Callable[[], list[dict[str, Any]]]  # of its day
