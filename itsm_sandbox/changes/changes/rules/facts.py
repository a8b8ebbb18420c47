"""What the guards of a request for change look up besides its own columns, and what pages need of that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a request has come by the rules of its workplace: enough to say whose turn it is."""

    profile: str  # of the workplace
    peer_review_required: bool
    communicated: int  # times that people were told since it was scheduled
    incidents_said: bool  # which it caused, or that it caused none


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts(Progress):
    """All that the guards ask."""

    consultations: int  # since step 2 was last written
    reschedule_asked: bool  # in the last of these
    template: Callable[[], Mapping[str, Any] | None]  # the columns of the standard change that it follows
    members: Callable[[], frozenset[int]]  # colleagues who are not simulated
    is_live: Callable[[], bool]  # whether change management is, in the workplace
    assets_missing: Callable[[], Sequence[str]]  # references of those whose history does not name this change
