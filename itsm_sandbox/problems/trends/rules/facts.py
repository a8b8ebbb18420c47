"""The facts of an analysis: what its steps ask besides its own columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendFacts:
    """What the steps of an analysis count and look up."""

    figures: Callable[[], dict[str, Any]]  # of its period
    ref_of: Callable[[str, int], str]  # of an artefact, by kind and id
