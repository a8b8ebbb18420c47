"""The facts of an asset report: what its steps ask besides its own columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetReportFacts:
    """What an asset report counts."""

    figures: Callable[[], dict[str, Any]]  # of its day
