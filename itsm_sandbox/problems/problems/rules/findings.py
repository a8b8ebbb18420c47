"""What is counted and written from a problem and the tickets like those it explains."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol


def count_since(moments: Sequence[datetime], since: datetime) -> int:
    """How many of them came later."""
    return sum(1 for moment in moments if moment > since)


SPAN = timedelta(weeks=8)
"""How far back tickets are counted to say how often it happened before."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Tickets like these a week: before the problem was logged, and since the fix."""

    before: float
    since: float | None  # None before a week has passed
    count_since: int


def rates_of(moments: Sequence[datetime], opened_at: datetime, fixed_at: datetime, now: datetime) -> Rates:
    before = sum(1 for moment in moments if opened_at - SPAN <= moment < opened_at)
    weeks = (now - fixed_at) / timedelta(weeks=1)
    count = count_since(moments, fixed_at)
    return Rates(before / (SPAN / timedelta(weeks=1)), count / weeks if weeks >= 1 else None, count)


def article_text(values: Mapping[str, Any], ref: str) -> str:
    """What the known error's article says, from the problem's own fields."""
    parts = [("How to recognise it", "symptoms"), ("What to do now", "workaround"), ("Why it happens", "root_cause")]
    told = [f"{heading}\n{values[name].strip()}" for heading, name in parts if (values.get(name) or "").strip()]
    return "\n\n".join([*told, f"This is the known error of {ref}; it holds until that is resolved."])


class Step(Protocol):
    """An event, as the log keeps it."""

    @property
    def verb(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Hypothesis:
    number: int
    text: str
    tests: Sequence[Mapping[str, Any]]

    @property
    def verdict(self) -> str:
        """That of its last test; empty before the first."""
        return str(self.tests[-1]["verdict"]) if self.tests else ""


@dataclass(frozen=True, slots=True)
class Notes:
    """What was written down on the way to the cause, sorted by the method that it belongs to."""

    whys: Sequence[Mapping[str, Any]]
    causes: Mapping[str, Sequence[Mapping[str, Any]]]  # by branch
    moments: Sequence[Mapping[str, Any]]  # by the time they tell of
    changes: Sequence[Mapping[str, Any]]
    hypotheses: Sequence[Hypothesis]

    @property
    def is_empty(self) -> bool:
        return not (self.whys or self.causes or self.moments or self.changes or self.hypotheses)


def notes_of(events: Iterable[Step]) -> Notes:
    """Read the notes out of a problem's events."""
    told: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        told[event.verb].append({**event.data.get("given", {}), "shown": event.data.get("shown", {})})
    causes: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for note in told["name_cause"]:
        causes[note["branch"]].append(note)
    tests: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for note in told["weigh"]:
        tests[note["hypothesis"]].append(note)
    return Notes(
        told["ask_why"],
        causes,
        sorted(told["place_moment"], key=lambda note: str(note["moment"])),
        told["review_change"],
        [Hypothesis(number, note["text"], tests[number]) for number, note in enumerate(told["hypothesise"], 1)],
    )
