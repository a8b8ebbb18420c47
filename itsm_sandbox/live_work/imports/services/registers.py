"""Importing into a register: each row becomes what somebody could have done by hand, through the same table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from core.db import db
from core.tables.faults import RowFault
from core.tables.table import Row, Table
from itsm_sandbox.engine.log import next_number
from itsm_sandbox.engine.machine import START, Ask, Transition, find_faults, is_told, refuse
from itsm_sandbox.engine.models import Artefact, Colleague, Workplace
from itsm_sandbox.engine.perform import apply_allowed, case_of
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.queries import list_all
from itsm_sandbox.live_work.imports.rules.registers import Register, added_fields, differing, key_of
from itsm_sandbox.live_work.imports.services.plans import SHOWN_ROWS, Effect, Outcome
from itsm_sandbox.live_work.imports.services.sheets import Sheet

Given = Mapping[str, Any]
_EMPTY: Mapping[Ask, Any] = {Ask.TEXT: "", Ask.LONG_TEXT: "", Ask.CHOICE: "", Ask.LINES: [], Ask.YES_NO: False}
_AGAIN = "Take one of the two rows out of the file."


@dataclass(frozen=True, slots=True)
class _Step:
    """An artefact with what is to be done to it; `artefact` is None for a new one."""

    row: int
    name: str
    artefact: Artefact | None
    deeds: tuple[tuple[Transition, Given], ...]
    differences: tuple[tuple[str, str], ...] = ()


class RegisterPlan:
    """Works out row by row what is new and what differs. Nothing is stored before `apply`."""

    def __init__(self, batch: ImportBatch, register: Register, table: Table, *, actor: Colleague, at: datetime) -> None:
        self.batch, self.register, self.table = batch, register, table
        self.actor, self.at = actor, at
        self.room = get_type(register.kind)
        self.sheet = Sheet(batch, register, table)
        self.added = added_fields(self.room.machine)
        self.faults: list[RowFault] = []
        self.steps: list[_Step] = []
        self.unchanged = 0
        self._seen: dict[tuple[int, Any], int] = {}
        for row in table.rows:
            self._take(row)

    @cached_property
    def outcome(self) -> Outcome:
        new = sum(step.artefact is None for step in self.steps)
        effects = [
            Effect(step.row, step.name, "changed" if step.artefact else "new", step.differences)
            for step in self.steps[:SHOWN_ROWS]
        ]
        return Outcome(new, len(self.steps) - new, self.unchanged, self.faults, effects)

    def apply(self, workplace: Workplace, *, actor: Colleague, at: datetime) -> None:
        number = next_number(self.room.model, workplace.id)
        made: list[tuple[_Step, Artefact]] = []
        for step in self.steps:
            if step.artefact is None:
                artefact = self._new(step.deeds[0][1])
                artefact.workplace_id, artefact.number = workplace.id, number + len(made)
                artefact.created_at = artefact.changed_at = at
                made.append((step, artefact))
        db.session.add_all(artefact for _, artefact in made)
        db.session.flush()
        for step, artefact in (*made, *((step, step.artefact) for step in self.steps if step.artefact)):
            for transition, given in step.deeds:
                case = case_of(self.room, artefact, actor, at, given)
                apply_allowed(workplace, artefact, transition, case, actor=actor, shown=self._shown(transition, given))

    # --- one row ---

    def _take(self, row: Row) -> None:
        given, faults = self.sheet.read(row)
        faults += self._said_before(row, given)
        if faults:
            self.faults += faults
            return
        artefact, fault = self._find(row, given)
        if fault is not None:
            self.faults.append(fault)
        elif artefact is None:
            self._add(row, given)
        else:
            self._change(row, artefact, given)

    def _said_before(self, row: Row, given: Given) -> list[RowFault]:
        faults = []
        for place, names in enumerate(self.register.keys):
            key = key_of(given, names)
            if key is None:
                continue
            first = self._seen.setdefault((place, key), row.number)
            if first != row.number:
                what = f"Row {first} has the same {self.sheet.label(names[0]).lower()}."
                faults.append(RowFault(row.number, self.sheet.column(names[0]), what, _AGAIN))
        return faults

    @cached_property
    def _stored(self) -> list[dict[tuple[Any, ...], Artefact]]:
        """Everything in the register by each of its keys."""
        found: list[dict[tuple[Any, ...], Artefact]] = [{} for _ in self.register.keys]
        for artefact in list_all(self.room.model, self.batch.workplace_id):
            values = artefact.values()
            for index, names in zip(found, self.register.keys, strict=True):
                key = key_of(values, names)
                if key is not None:
                    index.setdefault(key, artefact)
        return found

    def _find(self, row: Row, given: Given) -> tuple[Artefact | None, RowFault | None]:
        """What the row is about; a fault when its keys belong to different things."""
        keys = list(zip(self._stored, self.register.keys, strict=True))
        matches = [(names, index.get(key)) for index, names in keys if (key := key_of(given, names)) is not None]
        found = next((artefact for _, artefact in matches if artefact is not None), None)
        if found is None:
            return None, None
        stored = found.values()
        for names, artefact in matches:
            held = stored.get(names[0])
            if len(self.register.keys) > 1 and artefact is not found and (artefact is not None or is_told(held)):
                label = self.sheet.label(names[0]).lower()
                other = artefact.ref if artefact is not None else held
                what = f"The register has another {label} for this: {found.ref} is “{held}”, not “{given[names[0]]}”"
                what += f", which is that of {other}." if artefact is not None else "."
                to_do = "Find out which is right, and correct the file or the register."
                return None, RowFault(row.number, self.sheet.column(names[0]), what, to_do)
        return found, None

    def _add(self, row: Row, given: Given) -> None:
        transition = self.room.machine.get("add", START)
        told = {asked.name: _EMPTY.get(asked.ask) for asked in self.added}
        told |= {**self._excused(transition, row), **{name: given[name] for name in told if name in given}}
        artefact = self._new(told)
        if not self._is_possible(row, transition, artefact, told):
            return
        deeds = [(transition, told)]
        then = self.register.then
        if then is not None and then.for_field in given:
            state = transition.to or START
            follows = self.room.machine.get(then.event, state)
            known = {asked.name: given[asked.name] for asked in follows.fields if asked.name in given}
            known |= self._excused(follows, row)
            if not self._is_possible(row, follows, artefact, known, state=state):
                return
            deeds.append((follows, known))
        name = str(given.get("tag") or given.get("name") or self.names_of(given))
        words = tuple((self.sheet.label(one), self.sheet.word(one, value)) for one, value in given.items())
        self.steps.append(_Step(row.number, name, None, tuple(deeds), words))

    def _change(self, row: Row, artefact: Artefact, given: Given) -> None:
        stored = artefact.values()
        differences = differing(given, stored)
        if not differences:
            self.unchanged += 1
            return
        deeds, left = [], dict(differences)
        for update in self.register.updates:
            if not update.serves(artefact.state, left):
                continue
            transition = self.room.machine.find(update.event, artefact.state)
            names = {asked.name for asked in transition.fields} if transition else set()
            mine = {name: left.pop(name) for name in list(left) if name in names}
            if transition is None or not mine:
                continue
            kept = {asked.name: stored[asked.name] for asked in transition.fields if asked.name in stored}
            told = {**self._excused(transition, row), **kept, **mine}
            if not self._is_possible(row, transition, artefact, told):
                return
            deeds.append((transition, told))
        if left:
            self._refuse_the_rest(row, artefact, left)
            return
        words = tuple(self.sheet.change(name, stored.get(name), value) for name, value in differences.items())
        self.steps.append(_Step(row.number, self._name_of(artefact), artefact, tuple(deeds), words))

    def _refuse_the_rest(self, row: Row, artefact: Artefact, left: Given) -> None:
        name, value = next(iter(left.items()))
        state = self.room.machine.state(artefact.state).label.lower()
        said, wanted = (self.sheet.word(name, one) for one in (artefact.values().get(name), value))
        self.faults.append(
            RowFault(
                row.number,
                self.sheet.column(name),
                f"{artefact.ref} is {state}, and the register says “{said}” here, not “{wanted}”. "
                "An import cannot change that.",
                "Correct the file or the register, or leave this column out.",
            )
        )

    def _is_possible(
        self, row: Row, transition: Transition, artefact: Artefact, given: Given, *, state: str = ""
    ) -> bool:
        """Ask the machine, as for anybody who fills in its form; what it says against it is a fault of the row."""
        faults = find_faults(transition.fields, given)
        for name, sentence in faults.items():
            self.faults.append(RowFault(row.number, self.sheet.column(name), sentence, "Correct it in the file."))
        if faults:
            return False
        case = case_of(self.room, artefact, self.actor, self.at, given)
        case = replace(case, state=state) if state else case  # as it will be after the step before
        refusal = refuse(self.room.machine, transition.event, case)
        if refusal:
            self.faults.append(RowFault(row.number, "", refusal, "Correct the row, or take it out of the file."))
        return refusal is None

    def _new(self, given: Given) -> Artefact:
        artefact = self.room.blank(self.actor)
        artefact.workplace_id, artefact.state = self.batch.workplace_id, START
        for asked in self.added:
            if asked.name in given:
                setattr(artefact, asked.name, given[asked.name])
        return artefact

    def _excused(self, transition: Transition, row: Row) -> dict[str, Any]:
        """What a form asks for and no column holds: why it is done."""
        because = f"Imported from {self.batch.file_name}, row {row.number}."
        asked = [one for one in transition.fields if not one.keep and one.ask in {Ask.TEXT, Ask.LONG_TEXT}]
        return {one.name: because for one in asked if one.required or one.name == "note"}

    # --- words ---

    def _name_of(self, artefact: Artefact) -> str:
        values = artefact.values()
        return f"{artefact.ref} {values.get('tag') or values.get('name') or ''}".strip()

    def names_of(self, given: Given) -> str:
        """What a row without a name of its own is called: by its first key."""
        return ", ".join(self.sheet.word(name, given.get(name)) for name in self.register.keys[0] if given.get(name))

    def _shown(self, transition: Transition, given: Given) -> dict[str, str]:
        return {
            asked.name: self.sheet.word(asked.name, given[asked.name])
            for asked in transition.fields
            if asked.ask is Ask.ROW and given.get(asked.name)
        }
