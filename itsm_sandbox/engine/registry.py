"""What each kind of artefact brings to the one function that acts on them all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.machine import Machine
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.roles import Tie


@dataclass(frozen=True, slots=True)
class Deed:
    """An event that was just recorded, for what follows from it in the same transaction."""

    workplace: Workplace
    artefact: Any  # of the room's model
    event: WorkEvent
    actor: Colleague | None  # None: the timer
    given: Mapping[str, Any]


def _no_ties(_artefact: Any, _colleague: Colleague) -> frozenset[Tie]:
    return frozenset()


def _hides_nothing(_artefact: Any, _colleague: Colleague) -> bool:
    return False


def hides_from_users(_artefact: Any, colleague: Colleague) -> bool:
    """What support keeps for itself."""
    return not colleague.runs_ict


def _blank(_author: Colleague | None) -> Artefact:
    raise TypeError("This kind of artefact begins in a way of its own.")


def _nothing_in_the_way(_workplace_id: int, _given: Mapping[str, Any]) -> None:
    return None


def _no_facts(_artefact: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Room:
    model: type[Artefact]
    machine: Machine
    endpoint: str  # of the page that shows one; it takes workplace_id and number
    blank: Callable[[Colleague | None], Artefact] = _blank  # one before its first event, from who begins it
    check_first: Callable[[int, Mapping[str, Any]], None] = _nothing_in_the_way  # raises what forbids to begin it
    ties: Callable[[Any, Colleague], frozenset[Tie]] = _no_ties
    facts: Callable[[Any], Mapping[str, Any]] = _no_facts
    hides: Callable[[Any, Colleague], bool] = _hides_nothing  # from somebody who works in the same workplace
    effects: Mapping[str, Sequence[Callable[[Deed], None]]] = field(default_factory=dict)  # by event
    after: Sequence[Callable[[Deed], None]] = ()  # each event


ROOMS: dict[ArtefactKind, Room] = {}


def room_of(artefact: Artefact) -> Room:
    return ROOMS[artefact.kind]
