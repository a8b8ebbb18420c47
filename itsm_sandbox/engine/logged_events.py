"""What happened to an artefact, as rules read it: who did what when, and whose doing counts as help."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsm_sandbox.engine.roles import SUPPORT, Tie

HINT = "use_hint"  # the event with which help from the workplace itself is taken
_AT_WORK = frozenset({*SUPPORT, Tie.ASSIGNED, Tie.IMPLEMENTER, Tie.INVESTIGATOR, Tie.AUTHOR, Tie.ORIGINATOR})


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event. `actor_id` is None when the workplace did it by itself."""

    seq: int
    verb: str
    actor_id: int | None
    actor: str
    is_simulated: bool
    role: str
    at: datetime  # in the workplace's time
    recorded_at: datetime  # in ours
    from_state: str
    to_state: str
    changes: Mapping[str, Sequence[Any]]
    given: Mapping[str, Any]
    shown: Mapping[str, str]
    hash: str

    @property
    def is_by_person(self) -> bool:
        """A member did it, not a simulated colleague or the workplace."""
        return self.actor_id is not None and not self.is_simulated


@dataclass(frozen=True, slots=True)
class Help:
    """Whether the person had help with the work, and why it is called so."""

    is_assisted: bool
    why: str

    @property
    def word(self) -> str:
        return "assisted" if self.is_assisted else "solo"


def help_in(events: Sequence[LoggedEvent], me_id: int) -> Help:
    """Others at work on the same thing, or a hint, are help; users, approvers and simulated colleagues are not."""
    hints = sum(event.verb == HINT for event in events)
    if hints:
        return Help(is_assisted=True, why="A hint was used.")
    helpers = {
        event.actor: None
        for event in events
        if event.is_by_person and event.actor_id != me_id and event.role in _AT_WORK
    }
    if helpers:
        return Help(is_assisted=True, why=f"{_names(list(helpers))} worked on it too.")
    return Help(is_assisted=False, why="No other member worked on it and no hint was used.")


def verbs_of(events: Sequence[LoggedEvent], me_id: int) -> frozenset[str]:
    return frozenset(event.verb for event in events if event.actor_id == me_id)


def first(events: Sequence[LoggedEvent], *verbs: str) -> LoggedEvent | None:
    return next((event for event in events if event.verb in verbs), None)


def last(events: Sequence[LoggedEvent], *verbs: str) -> LoggedEvent | None:
    return next((event for event in reversed(events) if event.verb in verbs), None)


def several(events: Sequence[LoggedEvent], verbs: Collection[str]) -> list[LoggedEvent]:
    return [event for event in events if event.verb in verbs]


def _names(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
