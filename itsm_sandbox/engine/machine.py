"""State machines as tables, and the one function that reads them and says why an event is refused.

A machine is a list of transitions. A transition names the event, the states it leaves from, the state it leads to
(None: the same), who may do it, what must be told with it, and guards: functions that look at the case and answer with
a sentence when something is missing. Nothing here knows a database or a page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from itsm_sandbox.engine.roles import Tie, WorkRole

Given = Mapping[str, Any]
"""What came with an event: text, whole numbers (also pence and row ids), booleans, dates, moments, lists of those."""

START = ""
"""The state before the first event."""

FactsT = TypeVar("FactsT")


class WrongFacts(TypeError):
    """A guard asks for facts that the case does not carry: a mistake of the programmer, never a permission."""


class Ask(StrEnum):
    """The kinds of answers a field takes; `forms/acting.py` draws each of them."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"  # one of `choices`
    MANY = "many"  # several of `choices`
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"  # pence
    DAY = "day"
    MOMENT = "moment"
    ROW = "row"  # the id of a row that the room offers under the field's `offers` name
    ROWS = "rows"
    REF = "ref"  # typed as "INC-0042"; the row's id once found. `offers` names its kind of artefact
    REFS = "refs"
    LINES = "lines"  # one thing a line
    ITEM = "item"  # the number of one of the artefact's own rows; `items` lists them
    ITEMS = "items"
    TARGETS = "targets"  # for each priority, minutes of service time: {"P1": [to respond, to fix], ...}


@dataclass(frozen=True, slots=True)
class Items:
    """The artefact's own rows to choose from, of an answer that is one of them."""

    column: str
    list: "Callable[[Case], Sequence[tuple[int, str]]]"  # their numbers and words, as the case stands
    fills: Mapping[str, str] = field(default_factory=dict)  # other answers that begin with what the row holds: its keys
    beside: str = ""  # on the link beside each row on the artefact's page


@dataclass(frozen=True, slots=True)
class Field:
    """One thing told with an event. `keep` False: it stands in the event only, not in the artefact's own row."""

    name: str
    label: str
    ask: Ask = Ask.TEXT
    required: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    offers: str = ""  # of ROW and ROWS: which list of the room, such as "groups"
    at_least: int = 0  # letters of a text
    at_most: int = 10_000
    keep: bool = True
    items: Items | None = None  # of ITEM and ITEMS


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it. `roles` are those held in the workplace and the ties to this artefact."""

    id: int | None
    roles: frozenset[str]
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """All that a guard may look at. `facts` are what the noun counted or looked up, in the dataclass of its own."""

    state: str
    values: Mapping[str, Any]  # of the artefact as stored
    actor: Actor
    now: datetime
    given: Given = field(default_factory=lambda: MappingProxyType({}))
    facts: object = None  # a noun that has none carries none

    def get(self, name: str) -> Any:
        """The value as it would be after the event: what is given, else what is stored."""
        return self.given[name] if name in self.given else self.values.get(name)

    def of(self, facts: type[FactsT]) -> FactsT:
        """The facts of this noun. What costs much to count is a function among them, called only by what needs it."""
        if not isinstance(self.facts, facts):
            carried = "no facts" if self.facts is None else type(self.facts).__name__
            raise WrongFacts(f"{facts.__name__} are asked of a case that carries {carried}.")
        return self.facts


Guard = Callable[[Case], str | None]
"""Answers with a sentence that says what would make the event possible, or None when nothing is in the way."""


@dataclass(frozen=True, slots=True)
class Transition:
    event: str
    label: str  # on the button: what the person does
    sources: tuple[str, ...]
    to: str | None
    _: KW_ONLY
    who: tuple[WorkRole | Tie, ...]
    fields: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    early_guards: tuple[Guard, ...] = ()  # those that can be told before anything is given; the screen shows them
    key: str = ""  # on the keyboard
    tone: str = "secondary"  # of the button; the one that usually comes next is "primary"
    hint: str = ""
    sets: Callable[[Case], Mapping[str, Any]] | None = None  # what follows from the case: columns with their values
    merges: bool = False  # it harms nothing that others did meanwhile, such as a note
    is_aside: bool = False  # others need not know of it to go on, and it is offered in a place of its own


@dataclass(frozen=True, slots=True)
class State:
    name: str
    label: str
    tone: str  # as tags have them: none, sub, more, met, bad, plain
    icon: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Machine:
    name: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def state(self, name: str) -> State:
        return next(state for state in self.states if state.name == name)

    def find(self, event: str, state: str) -> Transition | None:
        """The transition of this name out of this state; an event may lead elsewhere from another state."""
        return next((t for t in self.transitions if t.event == event and state in t.sources), None)

    def get(self, event: str, state: str) -> Transition:
        """The transition that must be in the table."""
        return next(t for t in self.transitions if t.event == event and state in t.sources)

    @property
    def asides(self) -> frozenset[str]:
        """The events that make nobody's page stale."""
        return frozenset(one.event for one in self.transitions if one.is_aside)

    @property
    def open_states(self) -> tuple[str, ...]:
        return tuple(state.name for state in self.states if state.is_open)


@dataclass(frozen=True, slots=True)
class Offer:
    """An event that starts from the present state: possible for this person now, or why not."""

    transition: Transition
    refusal: str | None

    @property
    def is_possible(self) -> bool:
        return self.refusal is None


def list_offers(machine: Machine, case: Case) -> tuple[Offer, ...]:
    """Every event a person could do from the case's state, in the table's order. A timer's own events are left out."""
    return tuple(
        Offer(transition, _refusal_before_asking(transition, case))
        for transition in machine.transitions
        if case.state in transition.sources and transition.who != (Tie.TIMER,) and case.state != START
    )


def refuse(machine: Machine, event: str, case: Case) -> str | None:
    """The sentence with which the event is refused, or None. What is given must have passed `find_faults` before."""
    transition = machine.find(event, case.state)
    if transition is None:
        return _refusal_of_state(machine, event, case.state)
    early = _refusal_before_asking(transition, case)
    return early or next(filter(None, (guard(case) for guard in transition.guards)), None)


def find_faults(fields: Sequence[Field], given: Given) -> dict[str, str]:
    """What is wrong with the answers, one sentence for each field by name."""
    faults = {}
    for asked in fields:
        fault = _fault_of(asked, given.get(asked.name))
        if fault:
            faults[asked.name] = fault
    return faults


def is_told(value: Any) -> bool:
    return value is not None and value not in ("", [], ())


def plain(value: Any) -> Any:
    """The value as JSON keeps it: days and moments as ISO text, enums by value."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def named(who: Sequence[WorkRole | Tie]) -> str:
    """Who may, in words: "first-level support or the requester"."""
    words = [one.label[0].lower() + one.label[1:] if one != WorkRole.ICT_OWNER else one.label for one in who]
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _refusal_before_asking(transition: Transition, case: Case) -> str | None:
    allowed = set(transition.who)
    if Tie.ANYONE not in allowed and not allowed & case.actor.roles:
        return f"This is for {named(transition.who)}."
    return next(filter(None, (guard(case) for guard in transition.early_guards)), None)


def _refusal_of_state(machine: Machine, event: str, state: str) -> str:
    sources = {name for transition in machine.transitions if transition.event == event for name in transition.sources}
    if not sources:
        return f"There is no such step for a {machine.name}."
    labels = [one.label.lower() for one in machine.states if one.name in sources]
    now = machine.state(state).label.lower() if state else "not yet logged"
    return f"It is {now}; this can be done while it is {' or '.join(labels)}." if labels else f"It is {now} already."


def _fault_of(asked: Field, value: Any) -> str | None:
    if not is_told(value):
        if not asked.required or asked.ask is Ask.YES_NO:
            return None
        start = "Choose" if asked.ask in _CHOSEN else "Fill in"
        return f"{start} “{asked.label}”."
    check = _CHECKS.get(asked.ask)
    return check(asked, value) if check else None


def _length(asked: Field, value: str) -> str | None:
    if len(value) < asked.at_least:
        return f"Write at least {asked.at_least} characters; there are {len(value)}."
    if len(value) > asked.at_most:
        return f"Write at most {asked.at_most:,} characters; there are {len(value):,}."
    return None


def _among(asked: Field, value: Any) -> str | None:
    chosen = set(value) if isinstance(value, list) else {value}
    return None if chosen <= {choice for choice, _ in asked.choices} else "Choose from the answers in the list."


def _size(_asked: Field, value: int) -> str | None:
    return None if 0 <= value < 2**31 else "Give a number that is not negative and not larger than any real one."


_CHOSEN = frozenset({Ask.CHOICE, Ask.MANY, Ask.ROW, Ask.ROWS, Ask.ITEM, Ask.ITEMS})
_CHECKS: Mapping[Ask, Callable[[Field, Any], str | None]] = {
    Ask.TEXT: _length,
    Ask.LONG_TEXT: _length,
    Ask.CHOICE: _among,
    Ask.MANY: _among,
    Ask.NUMBER: _size,
    Ask.MONEY: _size,
}
