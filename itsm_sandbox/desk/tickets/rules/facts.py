"""What the guards and setters of a ticket look up besides its own columns."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts:
    """Most guards of most steps ask for nothing, so that everything is looked up when it is asked for."""

    matrix: Callable[[], Mapping[str, str]]  # "impact urgency" to priority
    group_levels: Callable[[], Mapping[int, int]]  # by the group's id
    suppliers: Callable[[], Collection[int]]  # ids of groups
    services: Callable[[], Mapping[int, Mapping[str, Any]]]  # by id: "version" and "items" of those in force
    most_reminders: Callable[[], int]
    reopen_until: Callable[[], datetime | None]  # of a resolved ticket
