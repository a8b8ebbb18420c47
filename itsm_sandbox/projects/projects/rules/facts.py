"""The facts of a project: what its steps ask besides its own columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """What the steps of a project look up about its people, its days and what belongs to it."""

    name_of: Callable[[int], str]  # of a colleague, by id
    is_open: Callable[[date], bool]  # whether the workplace is, on a day
    change_of: Callable[[int], str]  # a request for change in words
    lessons: Callable[[], int]
    writers: Callable[[], frozenset[int]]  # those who had a hand in its case
    is_owner_s_own: Callable[[], bool]  # the ICT owner wrote or leads it
    leaders: Callable[[], Sequence[int]]  # those who could lead it
    leader_left: Callable[[], bool]
    handing_over: Callable[[], Sequence[str]]  # the names of those who can hand it over
