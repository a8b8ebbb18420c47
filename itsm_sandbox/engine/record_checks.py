"""What a record shows by itself, without anybody's judgement: a check reads an artefact's values and its events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.engine.logged_events import LoggedEvent, last

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """`holds` None: there is nothing to see of it in this record."""

    name: str
    sentence: str
    holds: bool | None = None


RecordCheck = Callable[[Values, Sequence[LoggedEvent]], Fact | None]
"""Gives the fact, or None while there is nothing to see of it yet."""


def facts_shown(checks: Sequence[RecordCheck], values: Values, events: Sequence[LoggedEvent]) -> list[Fact]:
    """What the record shows, in the order of the checks."""
    return [fact for check in checks if (fact := check(values, events)) is not None]


def named_in(row: Mapping[str, Any], name: str) -> str:
    return f"{row[name]}{' (simulated)' if row['is_simulated'] else ''}"


def named_actor(event: LoggedEvent) -> str:
    return "a simulated colleague, which is no authorisation" if event.is_simulated else event.actor


def decided_by_owner(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    decided = last(events, "decide")
    if decided is None:
        return None
    by = "a simulated ICT owner, which is no authorisation" if decided.is_simulated else decided.actor
    return Fact("decision_recorded", f"A decision was recorded, by {by}.", holds=True)
