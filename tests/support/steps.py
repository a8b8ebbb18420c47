"""A step of a state machine as a row of a test's table: what is asked, of what, by whom, and what is said to it.

A noun's `cases.py` tells its kind's tables: `KIND`, `POSSIBLE` (steps that are possible) and `REFUSED` (steps that a
guard refuses, each with a part of its sentence). `tests/unit/itsm_sandbox/engine/test_every_machine.py` reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from itsm_sandbox.engine.history_writer import empty_values
from itsm_sandbox.engine.machine import Actor, Ask, Case, Field, Transition
from itsm_sandbox.engine.registry import ArtefactType
from itsm_sandbox.engine.roles import Tie, WorkRole

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
ME, OTHER, THIRD = 1, 2, 3
EVERYTHING: frozenset[str] = frozenset({*WorkRole, *Tie})
TEXT = "Forty characters of text are needed here, and these are more than that."


@dataclass(frozen=True, slots=True)
class Asked:
    """A row tells only what matters to it: `answers_to` gives the step's other answers, the model's columns the rest.

    `roles` are those of `ME`, who asks; a row that leaves them out is asked by somebody with every role and tie.
    """

    event: str
    state: str
    given: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    roles: frozenset[str] = EVERYTHING
    now: datetime = NOW

    def __str__(self) -> str:
        return f"{self.event} from {self.state or 'the start'}"


def case_for(kind: ArtefactType, asked: Asked) -> Case:
    """What the guards of the kind's machine look at, when that is asked."""
    transition = kind.machine.find(asked.event, asked.state)
    values = {**empty_values(kind.model), **asked.values, "state": asked.state}
    given = {**(answers_to(transition) if transition else {}), **asked.given}
    is_timer = asked.roles == {Tie.TIMER}
    actor = Actor(None if is_timer else ME, asked.roles, is_simulated=is_timer)
    return Case(asked.state, values, actor, asked.now, given, _facts_for(kind.kind, **asked.facts))


def answers_to(transition: Transition) -> dict[str, Any]:
    """The least that answers each field which must be answered."""
    return {one.name: _least(one) for one in transition.fields if one.required and one.ask is not Ask.YES_NO}


def _least(asked: Field) -> Any:
    if asked.ask is Ask.CHOICE:
        return asked.choices[0][0]
    if asked.ask is Ask.MANY:
        return [asked.choices[0][0]]
    return _LEAST.get(asked.ask, (TEXT * 2)[: max(asked.at_least, 10)])


_LEAST: Mapping[Ask, Any] = {
    Ask.NUMBER: 1,
    Ask.MONEY: 100,
    Ask.DAY: TODAY,
    Ask.MOMENT: NOW,
    Ask.ROW: THIRD,
    Ask.ROWS: [THIRD],
    Ask.REF: THIRD,
    Ask.REFS: [THIRD],
    Ask.LINES: ["One thing."],
    Ask.ITEM: 1,
    Ask.ITEMS: [1],
    Ask.TARGETS: {"P1": [30, 240], "P2": [60, 480], "P3": [240, 960], "P4": [480, 2400]},
}


def _facts_for(_kind: str, **told: Any) -> Mapping[str, Any]:
    return told
