"""Every machine's steps, from the tables of its kind: possible where they should be, refused where they are not.

Each noun's `cases.py` fills the tables (`tests/support/steps.py` says how). A transition that no case tells of fails,
and so does a guard that refuses nothing in a step that asks it.
"""

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from inspect import getclosurevars
from typing import Any, cast

import pytest

import tests.unit.itsm_sandbox as every_noun
from core.discovery import import_package
from itsm_sandbox.engine.machine import START, Case, Guard, Machine, Transition, find_faults, refuse
from itsm_sandbox.engine.registry import ArtefactType, list_types
from itsm_sandbox.engine.roles import Tie
from tests.support.small_machine import ASSET as SMALL_KIND
from tests.support.steps import EVERYTHING, Asked, case_for

import_package("itsm_sandbox")


@dataclass(frozen=True)
class Tables:
    possible: tuple[Asked, ...] = ()
    refused: tuple[tuple[Asked, str], ...] = ()


@dataclass
class Watched:
    """A machine that keeps note of which of its guards was the one to refuse, and in which step."""

    machine: Machine
    refusing: list[tuple[str, Guard]] = field(default_factory=list)

    def __post_init__(self) -> None:
        watched = tuple(
            replace(
                one,
                guards=tuple(self._watch(one, guard) for guard in one.guards),
                early_guards=tuple(self._watch(one, guard) for guard in one.early_guards),
            )
            for one in self.machine.transitions
        )
        self.machine = replace(self.machine, transitions=watched)

    def _watch(self, transition: Transition, guard: Guard) -> Guard:
        def watched(case: Case) -> str | None:
            said = guard(case)
            if said:
                self.refusing.append((name_of(transition), guard))
            return said

        return watched


def guards_of(transition: Transition) -> tuple[Guard, ...]:
    return (*transition.early_guards, *transition.guards)


def name_of(transition: Transition) -> str:
    """The event with its states: another transition may have the same event."""
    return f"{transition.event} from {' or '.join(transition.sources) or 'the start'}"


def words_for(guard: Callable[..., Any]) -> str:
    """A guard by module and name; one that a function made also by what it was made with."""
    name = guard.__qualname__
    made_with = ", ".join(f"{key}={_brief(value)}" for key, value in getclosurevars(guard).nonlocals.items())
    if made_with:
        name = f"{name.partition('.<locals>')[0]}({made_with})"
    return f"{guard.__module__}.{name}"


def _brief(value: Any) -> str:
    return value.__qualname__ if callable(value) else repr(value)


def list_idle_guards(kind: ArtefactType, refused: Iterable[tuple[Asked, str]]) -> list[str]:
    """The guards that refuse none of these cases, each with the step that asks it."""
    watched = Watched(kind.machine)
    for asked, _ in refused:
        refuse(watched.machine, asked.event, case_for(kind, asked))
    return [
        f"{name_of(transition)}: {words_for(guard)}"
        for transition in kind.machine.transitions
        for guard in guards_of(transition)
        if (name_of(transition), guard) not in watched.refusing
    ]


@cache
def all_tables() -> Mapping[str, Tables]:
    """By kind, from every `cases.py`."""
    found: dict[str, Tables] = {}
    for module in pkgutil.walk_packages(every_noun.__path__, f"{every_noun.__name__}."):
        if module.name.endswith(".cases"):
            cases = import_module(module.name)
            assert cases.KIND not in found, f"{cases.KIND} has two tables."
            found[cases.KIND] = Tables(cases.POSSIBLE, cases.REFUSED)
    return found


@pytest.fixture(params=list_types(), ids=lambda one: one.kind)
def kind(request: pytest.FixtureRequest) -> ArtefactType:
    return cast(ArtefactType, request.param)


@pytest.fixture
def tables(kind: ArtefactType) -> Tables:
    return all_tables().get(kind.kind, Tables())


def cases_of(transition: Transition, kind: ArtefactType, tables: Tables) -> Iterator[Asked]:
    """The possible cases of one transition; another one may have the same event."""
    return (one for one in tables.possible if kind.machine.find(one.event, one.state) is transition)


def test_every_kind_has_a_table(kind: ArtefactType) -> None:
    assert kind.kind in all_tables()


def test_every_table_is_of_a_kind() -> None:
    assert all_tables().keys() <= {one.kind for one in list_types()}


def test_what_should_be_possible_is_possible(kind: ArtefactType, tables: Tables) -> None:
    amiss = []
    for number, asked in enumerate(tables.possible):
        case = case_for(kind, asked)
        transition = kind.machine.find(asked.event, asked.state)
        said = (transition and find_faults(transition.fields, case.given)) or refuse(kind.machine, asked.event, case)
        if said:
            amiss.append(f"{number} {asked}: {said}")
    assert not amiss, "\n".join(amiss)


def test_what_should_be_refused_is_refused_by_a_guard_with_its_sentence(kind: ArtefactType, tables: Tables) -> None:
    amiss = []
    for number, (asked, sentence) in enumerate(tables.refused):
        assert sentence, asked
        watched = Watched(kind.machine)
        said = refuse(watched.machine, asked.event, case_for(kind, asked))
        if not watched.refusing or sentence not in (said or ""):
            amiss.append(f"{number} {asked}: “{said}” in place of “{sentence}”")
    assert not amiss, "\n".join(amiss)


def test_what_a_guard_refuses_is_answered_soundly(kind: ArtefactType, tables: Tables) -> None:
    """A step whose answers have faults is refused before a guard is asked, unless it is told before any answer."""
    amiss = []
    for number, (asked, _) in enumerate(tables.refused):
        transition, case = kind.machine.get(asked.event, asked.state), case_for(kind, asked)
        is_early = any(guard(case) for guard in transition.early_guards)
        faults = find_faults(transition.fields, case.given)
        if faults and not is_early:
            amiss.append(f"{number} {asked}: {faults}")
    assert not amiss, "\n".join(amiss)


def test_every_step_is_possible_from_its_states_for_those_it_is_for(kind: ArtefactType, tables: Tables) -> None:
    impossible = []
    for transition in kind.machine.transitions:
        told = list(cases_of(transition, kind, tables))
        for state in transition.sources:
            for who in transition.who:
                asked = [
                    replace(one, state=state, roles=frozenset({who}) if one.roles == EVERYTHING else one.roles)
                    for one in told
                    if who in one.roles
                ]
                if not any(refuse(kind.machine, one.event, case_for(kind, one)) is None for one in asked):
                    impossible.append(f"{transition.event} from {state or 'the start'} by {who}")
    assert not impossible, "\n".join(impossible)


def test_every_step_is_refused_from_every_other_state(kind: ArtefactType, tables: Tables) -> None:
    for transition in kind.machine.transitions:
        asked = next(cases_of(transition, kind, tables), None)
        assert asked, transition.event
        for state in {START, *(one.name for one in kind.machine.states)}:
            if kind.machine.find(transition.event, state) is None:
                said = refuse(kind.machine, transition.event, case_for(kind, replace(asked, state=state)))
                assert said, (transition.event, state)
                assert said.startswith("It is "), (transition.event, state)


def test_every_step_is_refused_to_those_it_is_not_for(kind: ArtefactType, tables: Tables) -> None:
    for transition in kind.machine.transitions:
        if Tie.ANYONE not in transition.who:
            asked = next(cases_of(transition, kind, tables), None)
            assert asked, transition.event
            others = EVERYTHING - set(transition.who)
            said = refuse(kind.machine, transition.event, case_for(kind, replace(asked, roles=others)))
            assert said, transition.event
            assert said.startswith("This is for "), transition.event


def test_no_step_asks_a_guard_twice(kind: ArtefactType) -> None:
    """An early guard has looked at the same case before the later ones are asked."""
    for transition in kind.machine.transitions:
        guards = guards_of(transition)
        assert len(set(guards)) == len(guards), transition.event


def test_every_guard_of_every_machine_refuses_something(kind: ArtefactType, tables: Tables) -> None:
    idle = list_idle_guards(kind, tables.refused)
    assert not idle, "Nothing in the table is refused by:\n" + "\n".join(idle)


def test_a_guard_that_refuses_nothing_is_found() -> None:
    nowhere = Asked("hand_out", "in_stock")
    somewhere = replace(nowhere, values={"location": "Room 2"})
    sentence = "Say where it stands first."
    assert list_idle_guards(SMALL_KIND, [(somewhere, sentence)]) == [
        "hand_out from in_stock: tests.support.small_machine._has_place"
    ]
    assert not list_idle_guards(SMALL_KIND, [(nowhere, sentence)])
