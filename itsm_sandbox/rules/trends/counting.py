"""Counts tickets by week and group, ranks the groups, and checks which of them rises."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Any

from core.clock import LONDON
from itsm_sandbox.rules.figures import Figure, FigureKind, Series, pareto

WEEK = timedelta(days=7)
WEEKS_BEFORE, WEEKS_LAST = 8, 2
FEWEST = 5
"""A week with fewer tickets than this rises to nothing that could be told from chance."""

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
    """Tickets a week: the mean of eight weeks, that of the two after them, and the limit that chance seldom passes."""

    label: str
    before: float
    last: float
    limit: float

    @property
    def is_flagged(self) -> bool:
        return self.last > self.limit and self.last >= FEWEST


@dataclass(frozen=True, slots=True)
class Counted:
    from_on: date
    to_on: date
    weeks: tuple[date, ...]  # their Mondays
    rows: tuple[Row, ...]
    total: int

    @property
    def largest_first(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: (row.label == REST, -row.total, row.label))

    def is_whole(self, week: date) -> bool:
        return self.from_on <= week and week + timedelta(days=6) <= self.to_on

    def plain(self) -> dict[str, Any]:
        """Everything, as JSON keeps it; `counted_of` reads it back."""
        return {
            "from_on": self.from_on.isoformat(),
            "to_on": self.to_on.isoformat(),
            "weeks": [week.isoformat() for week in self.weeks],
            "rows": [[row.label, list(row.weekly)] for row in self.rows],
            "total": self.total,
        }


def counted_of(plain: Mapping[str, Any]) -> Counted:
    return Counted(
        date.fromisoformat(plain["from_on"]),
        date.fromisoformat(plain["to_on"]),
        tuple(date.fromisoformat(week) for week in plain["weeks"]),
        tuple(Row(label, tuple(weekly)) for label, weekly in plain["rows"]),
        plain["total"],
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
    first = weeks[0]
    tallies: dict[str, list[int]] = {label: [0] * len(weeks) for label in order}
    total = 0
    for moment, group in logged:
        place = (moment.astimezone(LONDON).date() - first) // WEEK
        tallies.setdefault(group, [0] * len(weeks))[place] += 1
        total += 1
    rows = [Row(label, tuple(weekly)) for label, weekly in tallies.items()]
    if not order:
        rows.sort(key=lambda row: (-row.total, row.label))
        if len(rows) > MOST_GROUPS:
            small = rows[MOST_GROUPS - 1 :]
            together = tuple(map(sum, zip(*(row.weekly for row in small), strict=True)))
            rows = [*rows[: MOST_GROUPS - 1], Row(REST, together)]
    return Counted(from_on, to_on, weeks, tuple(rows), total)


def find_rises(counted: Counted) -> list[Rise] | None:
    """Compare each group's last two whole weeks with the eight before; None when the period has fewer than ten."""
    whole = [place for place, week in enumerate(counted.weeks) if counted.is_whole(week)]
    if len(whole) < WEEKS_BEFORE + WEEKS_LAST:
        return None
    last, before = whole[-WEEKS_LAST:], whole[-WEEKS_LAST - WEEKS_BEFORE : -WEEKS_LAST]
    rises = []
    for row in counted.rows:
        mean = sum(row.weekly[place] for place in before) / WEEKS_BEFORE
        recent = sum(row.weekly[place] for place in last) / WEEKS_LAST
        rises.append(Rise(row.label, mean, recent, mean + 2 * sqrt(mean)))
    return rises


def line_figure(counted: Counted, grouped_by: str) -> Figure:
    """Tickets a week of the largest groups."""
    drawn = [row for row in counted.largest_first if row.label != REST][:DRAWN]
    title = f"Tickets logged a week, by {grouped_by}"
    largest = drawn[0] if drawn else None
    sentence = f"{counted.total:,} tickets in {len(counted.weeks)} weeks"
    if largest:
        sentence += f"; the largest group is {largest.label} with {largest.total:,}"
    return Figure(
        FigureKind.LINE,
        title,
        f"{sentence}.",
        "Week beginning",
        "Tickets logged",
        tuple(f"{week.day} {week:%b}" for week in counted.weeks),
        tuple(Series(row.label, row.weekly) for row in drawn),
    )


def pareto_figure(counted: Counted, grouped_by: str) -> Figure:
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
