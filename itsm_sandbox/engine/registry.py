"""The kinds of artefact of a workplace: each noun brings all that its kind is, and nothing else holds a list of kinds.

A noun registers its `ArtefactType` in its `artefact.py`. When every module has been imported the registry is sealed:
what comes later is a mistake of the programmer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from itsm_sandbox.engine.charts.chart import Chart
from itsm_sandbox.engine.frozen_tables import FrozenTable
from itsm_sandbox.engine.machine import Machine
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.offers import OfferedList, offer_list
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.engine.roles import Tie, WorkRole


@dataclass(frozen=True, slots=True)
class Deed:
    """An event that was just recorded, for what follows from it in the same transaction."""

    workplace: Workplace
    artefact: Any  # of the type's model
    event: WorkEvent
    actor: Colleague | None  # None: the timer
    given: Mapping[str, Any]


class Derivation(Protocol):
    """Computes columns of artefacts anew that are not told by their events but follow from them, for a workplace."""

    def take_in(self, event: WorkEvent) -> None:
        """Each event of the kind, in the order of the log."""

    def columns_of(self, artefact: Any) -> Mapping[str, Any]:
        """The columns by name, once every event was taken in."""


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


def _no_facts(_artefact: Any) -> None:
    return None


def _no_charts(_values: Values) -> list[Chart]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactType:
    """One kind of artefact. Its name, `kind`, is the model's; `path` is the word for it in addresses."""

    model: type[Artefact]
    machine: Machine
    label: str
    path: str
    page: str  # the endpoint of the page that shows one; it takes workplace_id and number
    prefixes: tuple[str, ...] = ()  # of references, where the model's own is not the only one

    # What is done to one.
    blank: Callable[[Colleague | None], Artefact] = _blank  # one before its first event, from who begins it
    check_first: Callable[[int, Mapping[str, Any]], None] = _nothing_in_the_way  # raises what forbids to begin it
    ties: Callable[[Any, Colleague], frozenset[Tie]] = _no_ties
    facts: Callable[[Any], object] = _no_facts  # the dataclass that the guards of its machine ask for
    hides: Callable[[Any, Colleague], bool] = _hides_nothing  # from somebody who works in the same workplace
    effects: Mapping[str, Sequence[Callable[[Deed], None]]] = field(default_factory=dict)  # by event
    after: Sequence[Callable[[Deed], None]] = ()  # each event

    # How it is found and offered.
    tab: Tab | None = None
    waits_for: Mapping[str, tuple[WorkRole, str]] = field(default_factory=dict)  # by state: whom, and for what
    is_titled_openly: bool = False  # anybody at work may read its title, apart from what is restricted
    offers: tuple[OfferedList, ...] = ()  # lists for the forms of others
    ids_in: Mapping[str, str] = field(default_factory=dict)  # columns that hold lists of ids, with the table of these

    # What its record shows, and how what it keeps reads on paper.
    record_checks: tuple[RecordCheck, ...] = ()
    practice_checks: tuple[Callable[[int, int], Fact], ...] = ()  # of all that a colleague did in a workplace
    frozen_words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)  # by column
    charts: Callable[[Values], list[Chart]] = _no_charts
    clocks: Callable[[Values], list[dict[str, str]]] | None = None  # told in a part of their own, with these columns
    clock_columns: frozenset[str] = frozenset()
    secret_columns: frozenset[str] = frozenset()  # what the generator knows and those at work are to find out
    is_live: bool = False  # it came in from real work

    # What proves it from its log, beside the columns that its events tell.
    frozen_tables: tuple[FrozenTable, ...] = ()  # each append-only table of the kind
    derived: Callable[[int], Derivation] | None = None  # from a workplace, what computes columns from events

    @property
    def kind(self) -> str:
        return self.model.kind


_TYPES: dict[str, ArtefactType] = {}
_BY_PATH: dict[str, ArtefactType] = {}
_seal: list[bool] = []


class RegistryMistake(RuntimeError):
    """Two kinds share a name, or one came after the registry was sealed."""


def register(new: ArtefactType) -> ArtefactType:
    """Let a workplace know of a kind of artefact, with its tab and the lists that it offers."""
    if _seal:
        raise RegistryMistake(f"The registry is sealed; {new.kind} came too late.")
    if new.kind in _TYPES or new.path in _BY_PATH:
        raise RegistryMistake(f"There are two kinds called {new.kind}, or at {new.path}.")
    _TYPES[new.kind] = _BY_PATH[new.path] = new
    if new.tab is not None:
        add_tab(new.tab, new.model.__module__.rpartition(".")[0])
    for offered in new.offers:
        offer_list(offered)
    return new


def seal() -> None:
    """Take no more kinds: every module has been imported."""
    _seal[:] = [True]


def get_type(kind: str) -> ArtefactType:
    """The kind that must be there."""
    return _TYPES[kind]


def find_type(kind: str) -> ArtefactType | None:
    return _TYPES.get(kind)


def find_type_at(path: str) -> ArtefactType | None:
    """The kind whose word in addresses this is."""
    return _BY_PATH.get(path)


def find_type_with_prefix(prefix: str) -> ArtefactType | None:
    """The kind whose references begin with these letters."""
    return next((one for one in list_types() if prefix in prefixes_of(one)), None)


def prefixes_of(one: ArtefactType) -> tuple[str, ...]:
    return one.prefixes or (one.model.prefix,)


def type_of(artefact: Artefact) -> ArtefactType:
    return _TYPES[artefact.kind]


def list_types() -> list[ArtefactType]:
    """All kinds, by name."""
    return [_TYPES[kind] for kind in sorted(_TYPES)]
