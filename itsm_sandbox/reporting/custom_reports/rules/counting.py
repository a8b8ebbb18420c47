"""Counts what a custom report asks for: by group, beside what it was before, and week by week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from core.clock import LONDON
from itsm_sandbox.engine.charts.chart import read_number
from itsm_sandbox.engine.numbers import pounds
from itsm_sandbox.problems.trends.rules.counting import weeks_between

ALL = "All"
MOST_ROWS = 12
COMMENTED = 10  # the largest rows, which need a comment when they are red or changed


@dataclass(frozen=True, slots=True)
class Measure:
    """`merge` tells how the values of several things become one. A change counts from both limits on."""

    name: str
    label: str
    merge: str  # sum, mean
    at_least: float
    share: float = 0.25  # of what it was

    def read(self, value: float | None) -> str:
        if value is None:
            return "none"
        if self.name == "cost":
            return pounds(value * 100)
        return f"{read_number(value)}{' %' if self.name == 'met' else ''}"

    def has_changed(self, value: float | None, before: float | None) -> bool:
        if value is None or before is None:
            return False
        apart = abs(value - before)
        return apart >= self.at_least and apart > self.share * abs(before)

    def is_red(self, value: float | None, limit: int | None) -> bool:
        """Above the limit; of a share that should be high, below it."""
        if value is None or limit is None:
            return False
        return value < limit if self.name == "met" else value > limit


MEASURES: Mapping[str, Measure] = {
    one.name: one
    for one in (
        Measure("count", "How many", "sum", 5),
        Measure("hours", "Mean service hours to resolve", "mean", 1),
        Measure("met", "Fix targets met, in %", "mean", 10, share=0),
        Measure("cost", "Cost in pounds", "sum", 50),
    )
}


class Item(NamedTuple):
    """One thing that is counted. `value` None: it belongs to the group and tells nothing of the measure."""

    at: datetime | None  # None: of things that are as they are, such as a register
    group: str
    value: float | None
    also: float | None = None  # service hours to resolve, for comparing with how many


def count_items(
    items: Sequence[Item],
    before: Sequence[Item] | None,
    measure: Measure,
    period: tuple[date, date],
    *,
    limit: int | None,
) -> dict[str, Any]:
    """Everything that an issue freezes, besides what it asked. `before` None: there is nothing to compare with."""
    nothing = 0.0 if measure.merge == "sum" else None
    now = _merged(items, measure)
    earlier = _merged(before, measure) if before is not None else {}
    counts = {group: len(found) for group, found in _grouped(items).items()} | {ALL: len(items)}
    groups = {*now, *earlier} - {ALL}
    ordered = sorted(groups, key=lambda one: (-(now.get(one) or 0), one))
    kept = ordered[:MOST_ROWS]
    rows: list[dict[str, Any]] = []
    for one in (*kept, ALL):
        value = now.get(one, nothing)
        was = None if before is None else earlier.get(one, nothing)
        row: dict[str, Any] = {"label": one, "value": value, "before": was, "n": counts.get(one, 0)}
        row["is_red"] = one != ALL and measure.is_red(value, limit)
        row["is_changed"] = measure.has_changed(value, was)
        rows.append(row)
    figures: dict[str, Any] = {
        "from_on": period[0].isoformat(),
        "to_on": period[1].isoformat(),
        "measure": measure.name,
        "rows": rows,
        "left_out": len(ordered) - len(kept),
        "weeks": [],
        "weekly": [],
        "heat": [],
        "points": [
            [one, counts.get(one, 0), _mean([item.also for item in items if item.group == one])] for one in kept
        ],
    }
    dated = [one for one in items if one.at is not None]
    if dated:
        weeks = weeks_between(*period)
        figures["weeks"] = [week.isoformat() for week in weeks]
        figures["weekly"] = [[one, _weekly(dated, one, weeks, measure)] for one in kept]
        figures["heat"] = _by_hour(dated)
    return figures


def to_comment(figures: Mapping[str, Any]) -> list[str]:
    """The labels of the red and of the changed figures among the largest, and of the whole."""
    rows = [*figures["rows"][:-1][:COMMENTED], figures["rows"][-1]]
    return [row["label"] for row in rows if row["is_red"] or row["is_changed"]]


def _grouped(items: Iterable[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.group].append(item)
    return groups


def _merged(items: Sequence[Item], measure: Measure) -> dict[str, float | None]:
    merged = {group: _merge(found, measure) for group, found in _grouped(items).items()}
    if items:
        merged[ALL] = _merge(items, measure)
    return merged


def _merge(items: Iterable[Item], measure: Measure) -> float | None:
    values = [item.value for item in items if item.value is not None]
    if measure.merge == "sum":
        return round(sum(values), 2)
    return _mean(values)


def _mean(values: Sequence[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return round(sum(told) / len(told), 2) if told else None


def _weekly(items: Iterable[Item], group: str, weeks: Sequence[date], measure: Measure) -> list[float | None]:
    by_week: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.group == group and item.at is not None:
            by_week[(item.at.astimezone(LONDON).date() - weeks[0]) // timedelta(days=7)].append(item)
    return [_merge(by_week[place], measure) for place in range(len(weeks))]


def _by_hour(items: Iterable[Item]) -> list[list[int]]:
    """How many came on each day of the week at each hour of the day."""
    counts = [[0] * 24 for _day in range(7)]
    for item in items:
        if item.at is not None:
            wall = item.at.astimezone(LONDON)
            counts[wall.weekday()][wall.hour] += 1
    return counts
