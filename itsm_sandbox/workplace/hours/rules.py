"""Opening hours as people write them, such as "8:00-12:00, 13:00-17:00", and closures such as "24 Dec 2026: Shut"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from core.formatting import iso_day
from itsm_sandbox.engine.calendar import (
    Subdivision,
    bank_holidays,
    closed_days,
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SUBDIVISIONS = (("SCT", "Scotland"), ("ENG", "England"))
LONGEST_CLOSURE = timedelta(days=120)

_SPAN = re.compile(r"^(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})$")
_CLOSURE = re.compile(r"^(.+?)(?:\s+(?:to|–|-)\s+(.+?))?\s*:\s*(.+)$")


class HoursFault(ValueError):
    """What was written makes no opening hours. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month as the calendar shows it. `closed_for` names a bank holiday or a closure."""

    on: date
    hours: str  # empty: closed
    closed_for: str
    version: int


def read_spans(text: str) -> list[list[int]]:
    """Minutes from midnight; empty for a day on which nobody is there."""
    spans = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        found = _SPAN.match(part)
        if found is None:
            raise HoursFault("Write times such as 8:00-17:00, with a comma between two, or nothing when it is closed.")
        hours = [int(number) for number in found.groups()]
        start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if max(hours[1], hours[3]) > 59 or end > 24 * 60 or start >= end:
            raise HoursFault("Each opening time comes before its closing time, within one day.")
        spans.append([start, end])
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise HoursFault("Opening times of one day come in order and do not overlap.")
    return spans


def spans_text(spans: Iterable[Sequence[int]]) -> str:
    return ", ".join(f"{_time(start)}–{_time(end)}" for start, end in spans)


def read_closures(lines: Sequence[str]) -> list[list[str]]:
    """From lines such as "12 Oct 2026 to 23 Oct 2026: October holiday": first day, last day, name, in order."""
    closures = []
    for line in lines:
        found = _CLOSURE.match(line)
        first = _read_day(found[1]) if found else None
        last = _read_day(found[2]) if found and found[2] else first
        if found is None or first is None or last is None:
            raise HoursFault(f"“{line}” is not understood. Write 12 Oct 2026 to 23 Oct 2026: October holiday.")
        if last < first or last - first > LONGEST_CLOSURE:
            raise HoursFault(f"“{line}”: the last day comes after the first, at most 120 days later.")
        closures.append([first.isoformat(), last.isoformat(), found[3].strip()[:80]])
    return sorted(closures)


def closures_text(closures: Iterable[Sequence[str]]) -> list[str]:
    lines = []
    for first, last, name in closures:
        days = iso_day(first) if first == last else f"{iso_day(first)} to {iso_day(last)}"
        lines.append(f"{days}: {name}")
    return lines


def names_of_closed_days(subdivision: str, closures: Sequence[Any], years: Iterable[int]) -> dict[date, str]:
    """Each day that is closed for a reason of its own, with its name; a bank holiday's comes first."""
    names = dict(closed_days(closures))
    return names | bank_holidays(cast(Subdivision, subdivision), years)


def month_days(first: date) -> list[date]:
    """Every day of the month."""
    days = []
    day = first
    while day.month == first.month:
        days.append(day)
        day += timedelta(days=1)
    return days


def _read_day(text: str) -> date | None:
    for form in ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _time(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
