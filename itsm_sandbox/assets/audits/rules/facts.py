"""The facts of an audit: what its steps ask besides its own columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFacts:
    """What the steps of an audit count."""

    sightings: Callable[[], int]
    undecided: Callable[[], int]  # serious findings that nobody decided on yet
    figures: Callable[[], dict[str, Any]]  # of comparing what was seen with the register
