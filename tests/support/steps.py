"""A step of a state machine as a row of a test's table: what is asked, of what, by whom, and what is said to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.discovery import import_package
from itsm_sandbox.engine.machine import Actor, Case, Machine, refuse
from itsm_sandbox.engine.registry import list_types
from itsm_sandbox.engine.roles import Tie, WorkRole
from tests.factories.facts import facts_for

import_package("itsm_sandbox")  # the kinds of artefact register themselves

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
ME, OTHER = 1, 2
EVERYTHING: frozenset[str] = frozenset({*WorkRole, *Tie})


@dataclass(frozen=True, slots=True)
class Asked:
    """`sentence` is a part of what it is refused with; empty: it is possible."""

    machine: Machine
    event: str
    state: str
    sentence: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    roles: frozenset[str] = EVERYTHING

    @property
    def refusal(self) -> str | None:
        kind = next(one.kind for one in list_types() if one.machine is self.machine)
        case = Case(self.state, self.values, Actor(ME, self.roles), NOW, self.given, facts_for(kind, **self.facts))
        return refuse(self.machine, self.event, case)

    def __str__(self) -> str:
        return f"{self.machine.name}: {self.event}"
