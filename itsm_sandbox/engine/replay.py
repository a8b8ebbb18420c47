"""Reading a workplace's log from its beginning: one chain of hashes, and all that its events say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Date, ScalarResult, select

from core.db import Base, UtcDateTime, db
from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Person, Row
from itsm_sandbox.engine.history_writer import empty_values
from itsm_sandbox.engine.log import WORKPLACE, hash_of
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.registry import ArtefactType, Derivation, get_type, list_types
from itsm_sandbox.engine.roles import WorkRole

Subject = tuple[str, int]


class Mismatch(Exception):
    """Something kept is not what the log says. The message is a sentence that names it."""


@dataclass(slots=True)
class Fold:
    """What the events of one artefact say so far."""

    columns: dict[str, Any] = field(default_factory=dict)  # as JSON keeps them
    words: dict[str, str] = field(default_factory=dict)  # what ids in columns stood for


class Story:
    """What the log of a workplace says. `own_tables` are the frozen tables of the workplace itself."""

    def __init__(self, workplace: Workplace, own_tables: Sequence[FrozenTable]) -> None:
        self.workplace_id = workplace.id
        self.folds: dict[Subject, Fold] = {}
        self.workplace: dict[str, Any] = {}
        self.people: dict[int, Person] = {}
        self.frozen: dict[FrozenTable, dict[int, dict[tuple[Any, ...], Row]]] = {}  # by owner and key
        self.derivations: dict[str, Derivation] = {
            one.kind: one.derived(workplace.id) for one in list_types() if one.derived is not None
        }
        self._stored = _Stored(workplace.id)
        self._own_tables = own_tables

    def read(self, workplace: Workplace) -> None:
        """Every event in its order; raise `Mismatch` for the first that is not what was recorded."""
        seq, last_hash = 0, ""
        with _events(workplace.id) as events:
            for event in events:
                seq += 1
                if event.seq != seq:
                    raise Mismatch(f"Event {seq} of the log is missing; the next one is number {event.seq}.")
                if event.prev_hash != last_hash:
                    raise Mismatch(f"Event {seq} does not follow the one before it: it carries another hash of it.")
                last_hash = hash_of(event)
                if event.hash != last_hash:
                    raise Mismatch(f"Event {seq} ({event.verb}) is not what it was when it was recorded.")
                self._take_in(event)
        if (workplace.last_seq, workplace.last_hash) != (seq, last_hash):
            raise Mismatch(f"The workplace names event {workplace.last_seq} as its last; its log ends with {seq}.")

    def _take_in(self, event: WorkEvent) -> None:
        if event.subject_kind == WORKPLACE:
            self._take_in_workplace(event)
            self._freeze(self._own_tables, event, lambda: self.workplace, {})
            return
        kind = get_type(event.subject_kind)
        fold = self.folds.setdefault((event.subject_kind, event.subject_id), Fold())
        if fold.columns.get("state", START) != event.from_state:
            raise Mismatch(f"Event {event.seq} ({event.verb}) leaves from “{event.from_state}”, where it was not.")
        if event.from_state == START:
            _take_in_first(fold.columns, event)
        take_in_changes(fold.columns, event)
        fold.columns |= {"state": event.to_state, "revision": event.seq, "changed_at": event.at}
        fold.words |= event.data["shown"]
        if kind.kind in self.derivations:
            self.derivations[kind.kind].take_in(event)
        self._freeze(kind.frozen_tables, event, lambda: self.columns_of(kind.kind, event.subject_id), fold.words)

    def _take_in_workplace(self, event: WorkEvent) -> None:
        given = event.data["given"]
        take_in_changes(self.workplace, event)
        if event.verb == "opened":
            self.workplace |= {name: value for name, value in given.items() if name in Workplace.__table__.columns}
        elif event.verb in _OF_PEOPLE:
            if event.verb == "joined":
                self.people[given["colleague_id"]] = self._person(event)
            _OF_PEOPLE[event.verb](self.people[given["colleague_id"]], given)

    def _person(self, event: WorkEvent) -> Person:
        """Whether somebody is simulated is the same for ever, and stands in their row alone."""
        row_id = event.data["given"]["colleague_id"]
        return Person(event.data["shown"]["colleague_id"], row_id in self._stored.simulated_ids, set())

    def columns_of(self, kind: str, row_id: int) -> Row:
        """All columns of an artefact as the model has them."""
        model = get_type(kind).model
        values = empty_values(model) | {"id": row_id, "number": self._stored.number_of(model, row_id)}
        fold = self.folds.get((kind, row_id))
        return values | {name: _typed(model, name, value) for name, value in (fold.columns if fold else {}).items()}

    def _freeze(
        self, tables: Sequence[FrozenTable], event: WorkEvent, columns: Callable[[], Row], words: Mapping[str, str]
    ) -> None:
        for table in tables:
            if event.verb not in table.rows:
                continue
            kept = self.frozen.setdefault(table, {}).setdefault(event.subject_id, {})
            moment = Moment(
                event=event,
                columns=columns(),
                words=words,
                people=self.people,
                earlier=lambda model: self._earlier(tables, model, event.subject_id),
                other=self.columns_of,
            )
            for row in table.rows[event.verb](moment):
                kept[table.key_of(row)] = row

    def _earlier(self, tables: Sequence[FrozenTable], model: type[Base], owner_id: int) -> list[Row]:
        table = next(one for one in tables if one.model is model)
        return list(self.frozen.get(table, {}).get(owner_id, {}).values())


class _Stored:
    """What no event tells and nothing changes: the numbers of artefacts, and who is simulated."""

    def __init__(self, workplace_id: int) -> None:
        self._workplace_id = workplace_id
        self._numbers: dict[type[Artefact], dict[int, int]] = {}

    @cached_property
    def simulated_ids(self) -> frozenset[int]:
        found = select(Colleague.id).where(
            Colleague.workplace_id == self._workplace_id, Colleague.membership_id.is_(None)
        )
        return frozenset(db.session.scalars(found))

    def number_of(self, model: type[Artefact], row_id: int) -> int | None:
        if model not in self._numbers:
            rows = db.session.execute(select(model.id, model.number).where(model.workplace_id == self._workplace_id))
            self._numbers[model] = {row.id: row.number for row in rows}
        return self._numbers[model].get(row_id)


def _events(workplace_id: int) -> ScalarResult[WorkEvent]:
    found = select(WorkEvent).where(WorkEvent.workplace_id == workplace_id).order_by(WorkEvent.seq)
    return db.session.scalars(found.execution_options(yield_per=1000))


def _take_in_first(columns: dict[str, Any], event: WorkEvent) -> None:
    """An artefact is made with what is given, which its first event therefore does not count as a change."""
    kind = get_type(event.subject_kind)
    transition = kind.machine.find(event.verb, START)
    kept = {asked.name for asked in transition.fields if asked.keep} if transition else set()
    columns |= {name: value for name, value in event.data["given"].items() if name in kept}
    for name, (before, _after) in event.data["changes"].items():
        columns.setdefault(name, before)
    if _has_author_before(kind, event):
        columns.setdefault("author_id", event.actor_id)  # there from the beginning, so not counted as a change


def _has_author_before(kind: ArtefactType, event: WorkEvent) -> bool:
    """Whether one of this kind has its author before its first event."""
    author = kind.model.__table__.columns.get("author_id")
    if author is None or event.actor_id is None:
        return False
    return not author.nullable or kind.blank(Colleague(id=event.actor_id)).values()["author_id"] is not None


def take_in_changes(columns: dict[str, Any], event: WorkEvent) -> None:
    for name, (before, after) in event.data["changes"].items():
        if name in columns and not same(columns[name], before):
            raise Mismatch(f"Event {event.seq} ({event.verb}) changes {name} from something that it was not.")
        columns[name] = after


def _joined(person: Person, given: Mapping[str, Any]) -> None:
    person.roles = {WorkRole(one) for one in given["roles"]}


def _role_given(person: Person, given: Mapping[str, Any]) -> None:
    person.roles.add(WorkRole(given["role"]))


def _role_ended(person: Person, given: Mapping[str, Any]) -> None:
    person.roles.discard(WorkRole(given["role"]))


def _left(person: Person, _given: Mapping[str, Any]) -> None:
    person.has_left = True


def _returned(person: Person, _given: Mapping[str, Any]) -> None:
    person.has_left = False


_OF_PEOPLE: Mapping[str, Callable[[Person, Mapping[str, Any]], None]] = {
    "joined": _joined,
    "role_given": _role_given,
    "role_ended": _role_ended,
    "left": _left,
    "returned": _returned,
}


def _typed(model: type[Base], name: str, value: Any) -> Any:
    """A value from JSON as the column has it."""
    column = model.__table__.columns.get(name)
    if column is None or not isinstance(value, str):
        return value
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def same(one: Any, other: Any) -> bool:
    """Equal as JSON keeps them; moments in whatever zone they were written."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and "T" in one and "T" in other:
        try:
            return datetime.fromisoformat(one) == datetime.fromisoformat(other)
        except (ValueError, TypeError):  # a text with a T in it, or a moment without a zone
            return False
    return False
