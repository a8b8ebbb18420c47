"""Counts tickets by week and group, ranks the groups, and checks which of them rises."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Any

from core.clock import LONDON
from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series, pareto
from itsm_sandbox.reporting.metrics.rules.quality import FEWEST_FOR_A_FLAG, LAST_WEEKS, WEEKS_BEFORE

WEEK = timedelta(days=7)
DAYS_LAST = 7 * LAST_WEEKS
DAYS_COMPARED = DAYS_LAST + 7 * WEEKS_BEFORE

MOST_GROUPS = 15
REST = "All others"
DRAWN = 5  # groups in the line chart; more lines cannot be told apart


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    weekly: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.weekly)


@dataclass(frozen=True, slots=True)
class Rise:
    """Tickets a week in the eight weeks before the last two, and in those two: the check of M16 for one group."""

    label: str
    before: float
    last: float

    @property
    def limit(self) -> float:
        """What chance alone seldom passes."""
        return self.before + 2 * sqrt(self.before)

    @property
    def is_flagged(self) -> bool:
        return self.last > self.limit and self.last >= FEWEST_FOR_A_FLAG


@dataclass(frozen=True, slots=True)
class Counted:
    from_on: date
    to_on: date
    weeks: tuple[date, ...]  # their Mondays
    rows: tuple[Row, ...]
    total: int
    rises: tuple[Rise, ...] | None  # None when the period is too short to tell

    @property
    def largest_first(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: (row.label == REST, -row.total, row.label))

    def plain(self) -> dict[str, Any]:
        """Everything, as JSON keeps it; `counted_of` reads it back."""
        return {
            "from_on": self.from_on.isoformat(),
            "to_on": self.to_on.isoformat(),
            "weeks": [week.isoformat() for week in self.weeks],
            "rows": [[row.label, list(row.weekly)] for row in self.rows],
            "total": self.total,
            "rises": None if self.rises is None else [[one.label, one.before, one.last] for one in self.rises],
        }


def counted_of(plain: Mapping[str, Any]) -> Counted:
    return Counted(
        date.fromisoformat(plain["from_on"]),
        date.fromisoformat(plain["to_on"]),
        tuple(date.fromisoformat(week) for week in plain["weeks"]),
        tuple(Row(label, tuple(weekly)) for label, weekly in plain["rows"]),
        plain["total"],
        None if plain["rises"] is None else tuple(Rise(*one) for one in plain["rises"]),
    )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_between(from_on: date, to_on: date) -> tuple[date, ...]:
    first = monday_of(from_on)
    return tuple(first + number * WEEK for number in range((monday_of(to_on) - first) // WEEK + 1))


def count_by_week(
    logged: Iterable[tuple[datetime, str]], from_on: date, to_on: date, *, order: Sequence[str] = ()
) -> Counted:
    """Count (moment, group) by week. Groups come in their `order`, else by size with the small ones together."""
    weeks = weeks_between(from_on, to_on)
    days: dict[str, Counter[date]] = {label: Counter() for label in order}
    for moment, group in logged:
        days.setdefault(group, Counter())[moment.astimezone(LONDON).date()] += 1
    rows = [_row(label, counts, weeks) for label, counts in days.items()]
    total = sum(row.total for row in rows)
    if not order:
        rows = _with_small_together(sorted(rows, key=lambda row: (-row.total, row.label)))
    rises = None
    if (to_on - from_on).days + 1 >= DAYS_COMPARED:
        rises = tuple(_rise(label, counts, to_on) for label, counts in sorted(days.items()))
    return Counted(from_on, to_on, weeks, tuple(rows), total, rises)


def _row(label: str, counts: Counter[date], weeks: Sequence[date]) -> Row:
    weekly = [0] * len(weeks)
    for day, number in counts.items():
        weekly[(day - weeks[0]) // WEEK] += number
    return Row(label, tuple(weekly))


def _with_small_together(rows: list[Row]) -> list[Row]:
    if len(rows) <= MOST_GROUPS:
        return rows
    small = rows[MOST_GROUPS - 1 :]
    together = tuple(map(sum, zip(*(row.weekly for row in small), strict=True)))
    return [*rows[: MOST_GROUPS - 1], Row(REST, together)]


def _rise(label: str, counts: Counter[date], to_on: date) -> Rise:
    ages = [((to_on - day).days, number) for day, number in counts.items()]
    last = sum(number for age, number in ages if age < DAYS_LAST)
    before = sum(number for age, number in ages if DAYS_LAST <= age < DAYS_COMPARED)
    return Rise(label, before / WEEKS_BEFORE, last / LAST_WEEKS)


def line_chart(counted: Counted, grouped_by: str) -> Chart:
    """Tickets a week of the largest groups."""
    drawn = [row for row in counted.largest_first if row.label != REST][:DRAWN]
    title = f"Tickets logged a week, by {grouped_by}"
    largest = drawn[0] if drawn else None
    sentence = f"{counted.total:,} tickets in {len(counted.weeks)} weeks"
    if largest:
        sentence += f"; the largest group is {largest.label} with {largest.total:,}"
    return Chart(
        ChartKind.LINE,
        title,
        f"{sentence}.",
        "Week beginning",
        "Tickets logged",
        tuple(f"{week.day} {week:%b}" for week in counted.weeks),
        tuple(Series(row.label, row.weekly) for row in drawn),
    )


def pareto_chart(counted: Counted, grouped_by: str) -> Chart:
    """Which groups make most of the tickets."""
    counts = {row.label: row.total for row in counted.rows if row.total}
    few = few_that_make(counted, 80)
    sentence = f"{len(few)} of {len(counts)} groups make 80 % of the tickets." if counts else "No tickets."
    return pareto(f"Share of the tickets, by {grouped_by}", sentence, grouped_by.capitalize(), "Tickets logged", counts)


def few_that_make(counted: Counted, percent: int) -> list[Row]:
    """The largest groups that together make this share."""
    chosen, so_far = [], 0
    for row in counted.largest_first:
        if so_far * 100 >= counted.total * percent:
            break
        chosen.append(row)
        so_far += row.total
    return chosen
