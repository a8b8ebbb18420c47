"""The facts of a risk assessment: what its steps ask besides its own columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFacts:
    """What the steps of a risk assessment look up."""

    carried: Callable[[], Mapping[str, Any]]  # from the assessment before: "risks" and "previous_id"
    name_of: Callable[[int], str]  # of a colleague, by id
    service: Callable[[int], tuple[str, str]]  # its name, and its importance where the catalogue tells it
