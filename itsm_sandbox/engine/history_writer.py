"""A history written in memory: every event goes through its machine, and all are stored at once with their hashes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, func, insert, select, text

from core import clock
from core.db import Base, db
from itsm_sandbox.engine.log import WORKPLACE, hash_of_row
from itsm_sandbox.engine.machine import START, Actor, Ask, Case, Field, Machine, Transition, find_faults, refuse
from itsm_sandbox.engine.models import Artefact, Colleague, Timer, WorkEvent, Workplace
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.step import differences, fold, logged

_RESERVED_AT_ONCE = 500


class ImpossibleHistory(RuntimeError):
    """The history that was to be written breaks a rule of the workplace."""


@dataclass(slots=True)
class Entry:
    """An event before it has a place in the log."""

    verb: str
    from_state: str
    to_state: str
    at: datetime
    actor_id: int | None
    role: str
    data: dict[str, Any]
    seq: int = 0


@dataclass(slots=True)
class Subject:
    """An artefact in memory, with its events so far."""

    model: type[Artefact]
    machine: Machine
    values: dict[str, Any]
    entries: list[Entry] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.values["id"])

    @property
    def state(self) -> str:
        return str(self.values["state"])

    @property
    def last_at(self) -> datetime:
        return self.entries[-1].at

    @property
    def ref(self) -> str:
        return f"{self.model.prefix_of(self.values)}-{self.values['number']:04d}"

    @property
    def word(self) -> str:
        name = self.values.get("title") or self.values.get("name") or self.values.get("description") or ""
        return f"{self.ref} {name}".strip()


class HistoryWriter:
    """The workplace's log while its past is being written. The workplace must be locked."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.subjects: list[Subject] = []
        self.words: dict[str, dict[int, str]] = {}  # by what fields offer: ids with their words
        self.beside: dict[type[Any], list[dict[str, Any]]] = {}  # rows of other tables, stored last
        self._own = Subject(Artefact, Machine("workplace", (), ()), {"id": workplace.id, "state": ""})
        self._ids: dict[type[Any], list[int]] = {}
        self._last_ids: dict[type[Any], int] = {}
        self._numbers: dict[type[Any], int] = {}

    def go_on_from(self, model: type[Artefact], number: int) -> None:
        """The next artefact of this kind gets the number after this one."""
        self._numbers[model] = number

    def create(
        self,
        model: type[Artefact],
        machine: Machine,
        event: str,
        given: Mapping[str, Any],
        *,
        actor: Colleague | None,
        at: datetime,
        ties: Collection[Tie] = (),
        facts: object = None,
        **columns: Any,
    ) -> Subject:
        """A new artefact with its first event; `columns` are those that no event tells."""
        transition = machine.find(event, START)
        if transition is None:
            raise ImpossibleHistory(f"There is no first step {event} for a {machine.name}.")
        number = self._numbers[model] = self._numbers.get(model, 0) + 1
        values = empty_values(model)
        values |= {"id": self.reserve_id(model), "workplace_id": self.workplace.id, "number": number, "state": START}
        values |= {"created_at": at, **columns}
        values |= {one.name: given[one.name] for one in transition.fields if one.keep and one.name in given}
        subject = Subject(model, machine, values)
        self.subjects.append(subject)
        self.apply(subject, event, given, actor=actor, at=at, ties=ties, facts=facts)
        return subject

    def apply(
        self,
        subject: Subject,
        event: str,
        given: Mapping[str, Any],
        *,
        actor: Colleague | None,
        at: datetime,
        ties: Collection[Tie] = (),
        facts: object = None,
    ) -> Entry:
        """What `engine.perform.apply` does, in memory; raises when the tables would refuse it."""
        transition = subject.machine.find(event, subject.state)
        held = frozenset({Tie.TIMER}) if actor is None else frozenset({*actor.role_names, *ties, Tie.ANYONE})
        who = Actor(actor.id if actor else None, held, is_simulated=True)
        case = Case(subject.state, subject.values, who, at, given, facts)
        self._check(subject, event, transition, case)
        assert transition is not None
        step = fold(transition, case)
        different = differences(subject.values, step.changes)
        shown = {**self._shown(transition.fields, step.told), **step.shown}
        data = logged(subject.values, different, step.told, shown)
        entry = Entry(step.event, subject.state, step.to, at, who.id, step.role, data)
        subject.values.update(different)
        subject.entries.append(entry)
        subject.values["state"] = entry.to_state
        subject.values["changed_at"] = at
        return entry

    def log_own(self, verb: str, given: Mapping[str, Any], *, at: datetime, shown: Mapping[str, str]) -> None:
        """Something that happened to the workplace itself."""
        self._own.entries.append(Entry(verb, "", "", at, None, "", logged({}, {}, given, shown)))

    def plan(self, subject: Subject, name: str, at: datetime, **details: Any) -> None:
        """Let it happen later by itself."""
        about = {"subject_kind": subject.model.kind, "subject_id": subject.id, "details": details}
        self.add(Timer, {"workplace_id": self.workplace.id, "at": at, "name": name, **about})

    def add(self, model: type[Any], *rows: dict[str, Any]) -> None:
        """Rows that no event tells."""
        self.beside.setdefault(model, []).extend(rows)

    def reserve_id(self, model: type[Any]) -> int:
        """An id that the database will give to nobody else while the transaction lasts."""
        ids = self._ids.setdefault(model, [])
        if not ids:
            ids.extend(_reserve(model, _RESERVED_AT_ONCE, self._last_ids.get(model, 0)))
            self._last_ids[model] = ids[-1]
        return ids.pop(0)

    def store(self) -> None:
        """Write everything down: artefacts before those that point to them, rows beside them, the log in its order."""
        events = self._in_order()
        by_model: dict[type[Any], list[dict[str, Any]]] = {}
        for subject in self.subjects:
            subject.values["revision"] = subject.entries[-1].seq
            by_model.setdefault(subject.model, []).append(subject.values)
        place = {table: index for index, table in enumerate(Base.metadata.sorted_tables)}
        for model in sorted(by_model, key=lambda one: place[one.__table__]):
            _insert(model, by_model[model])
        for beside, rows in self.beside.items():
            _insert(beside, rows)
        _insert(WorkEvent, events)

    def _in_order(self) -> list[dict[str, Any]]:
        """Every event as a row, numbered and chained."""
        every = [
            (entry.at, place, index, subject, entry)
            for place, subject in enumerate([self._own, *self.subjects])
            for index, entry in enumerate(subject.entries)
        ]
        every.sort(key=lambda row: row[:3])
        recorded_at = clock.now()
        workplace = self.workplace
        rows = []
        for *_, subject, entry in every:
            workplace.last_seq += 1
            entry.seq = workplace.last_seq
            is_own = subject is self._own
            row = {
                "workplace_id": workplace.id,
                "seq": entry.seq,
                "subject_kind": WORKPLACE if is_own else subject.model.kind,
                "subject_id": subject.id,
                "verb": entry.verb,
                "from_state": entry.from_state,
                "to_state": entry.to_state,
                "at": entry.at,
                "recorded_at": recorded_at,
                "actor_id": entry.actor_id,
                "acting_role": entry.role,
                "data": entry.data,
                "prev_hash": workplace.last_hash,
            }
            row["hash"] = workplace.last_hash = hash_of_row(row)
            rows.append(row)
        if self._own.entries:
            workplace.revision = max(entry.seq for entry in self._own.entries)
        return rows

    def _check(self, subject: Subject, event: str, transition: Transition | None, case: Case) -> None:
        faults = find_faults(transition.fields, case.given) if transition else {}
        refusal = "; ".join(f"{name}: {said}" for name, said in faults.items())
        refusal = refusal or refuse(subject.machine, event, case) or ""
        if not refusal and subject.entries and case.now < subject.last_at:
            refusal = "It would happen before what happened last."
        if refusal:
            raise ImpossibleHistory(f"{subject.ref} {event} while {subject.state or 'new'}: {refusal}")

    def _shown(self, fields: Iterable[Field], told: Mapping[str, Any]) -> dict[str, str]:
        shown = {}
        for asked in fields:
            value = told.get(asked.name)
            if value and asked.ask in {Ask.ROW, Ask.ROWS, Ask.REF, Ask.REFS}:
                ids = value if isinstance(value, list) else [value]
                shown[asked.name] = ", ".join(self.words[asked.offers][one] for one in sorted(ids))
        return shown


def empty_values(model: type[Artefact]) -> dict[str, Any]:
    """Every column of a row before its first event."""
    values: dict[str, Any] = {}
    for column in model.__table__.columns:
        default = column.default.arg if column.default is not None and column.default.is_scalar else None
        if column.default is not None and column.default.is_callable:  # an empty list or mapping
            default = column.default.arg(None)
        values[column.key] = (
            [] if default is None and isinstance(column.type, JSON) and not column.nullable else default
        )
    return values


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model.__table__), rows)


def _reserve(model: type[Any], count: int, last: int) -> list[int]:
    table = model.__table__
    if db.engine.dialect.name == "postgresql":
        asked = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return list(db.session.scalars(asked, {"name": f'"{table.name}"', "count": count}))
    newest = max(last, db.session.scalar(select(func.max(model.id))) or 0)  # the write lock keeps others out
    return list(range(newest + 1, newest + 1 + count))
