"""The facts of a custom report: what its steps ask besides its own columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomReportFacts:
    """What the steps of a custom report count and look up."""

    figures: Callable[[datetime], dict[str, Any]]  # as counted at a moment
    list_issues: Callable[[], Sequence[Mapping[str, Any]]]  # the newest first
    to_comment: Callable[[int], list[str]]  # the labels of an issue that need a comment
    name_of: Callable[[int], str]  # of a colleague, by id
    is_simulated: Callable[[int], bool]
