"""How a metric can be shown on a dashboard: as numbers, as a table, or drawn in a way that fits what it is."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from itsm_sandbox.engine.calendar import CalendarVersion, ServiceCalendar
from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series, read_number
from itsm_sandbox.engine.numbers import Metric, Number, Unit
from itsm_sandbox.reporting.metrics.rules import METRICS, compute
from itsm_sandbox.reporting.metrics.rules.reading import Period, Reading, Story, midnight

SHAPES = (
    ("number", "Numbers"),
    ("table", "Table"),
    ("bar", "Bars beside one another"),
    ("line", "Line, week by week"),
    ("donut", "Donut: parts of a whole"),
    ("stacked", "Stacked bars: met and not met"),
)
SERVICE_LEVELS = frozenset({"M6", "M7", "M8"})
"""The metrics that say how service levels were kept."""

_PARTS = {
    "M1": ("Incidents", "Requests"),
    "M5": (),  # all of its numbers
    "M24": (),
}
_WEEKLY = {"M1": "All", "M2": "Resolved", "M6": "Median", "M7": "Median", "M8": "Fix", "M23": "Mean"}
"""What is drawn of each week; the other metrics say nothing of a week by itself."""

_UNITS = {
    Unit.COUNT: "Number",
    Unit.SHARE: "Share in %",
    Unit.PERCENT: "Share in %",
    Unit.SERVICE_TIME: "Hours of service time",
    Unit.CLOCK_TIME: "Hours by the clock",
    Unit.DAYS: "Service days",
    Unit.RATE: "A week",
    Unit.POINTS: "Points of 5",
    Unit.MONEY: "Pounds",
}
_DIVISORS = {Unit.SERVICE_TIME: 3600, Unit.CLOCK_TIME: 3600, Unit.MONEY: 100}


def _names() -> dict[str, str]:
    """What each metric is called, as it says itself of nothing at all."""
    calendar = ServiceCalendar((CalendarVersion(date(2020, 1, 1)),))
    nothing = Reading(Period(midnight(date(2020, 1, 1)), midnight(date(2020, 1, 2))), calendar, ())
    return {one.id: one.name for one in compute(nothing)}


METRIC_CHOICES = tuple((one, f"{one} {name}") for one, name in _names().items())


def cannot_be_drawn(metric_id: str, shape: str) -> str | None:
    """Why this shape does not fit what the metric tells, or None."""
    if shape == "line" and metric_id not in _WEEKLY:
        return f"{metric_id} tells nothing of single weeks. A line fits {_listed(_WEEKLY)}."
    if shape == "donut" and metric_id not in _PARTS:
        return f"{metric_id} is not made of parts of one whole. A donut fits {_listed(_PARTS)}."
    if shape == "stacked" and metric_id not in _SHARED:
        return f"{metric_id} has no share that was met. Stacked bars fit {_listed(_SHARED)}."
    if shape == "bar" and metric_id in _SINGLE:
        return f"{metric_id} is a single number. Show it as a number."
    return None


_SHARED = ("M8", "M9", "M10", "M11", "M14", "M15", "M20")
_SINGLE = frozenset({"M3", "M9", "M10", "M11", "M14", "M15", "M16"})


def draw(metric: Metric, shape: str, reading: Reading) -> Chart | None:
    """The figure of a tile; None for numbers and tables, and where there is nothing to draw."""
    drawer = _DRAWERS.get(shape)
    figure = drawer(metric, reading) if drawer else None
    return figure if figure and figure.labels else None


def _bars(metric: Metric, _reading: Reading) -> Chart:
    """The numbers that have the unit of the first."""
    unit = metric.numbers[0].unit
    drawn = [one for one in metric.numbers if one.unit is unit and one.value is not None]
    return Chart(
        ChartKind.BAR,
        f"{metric.id} {metric.name}",
        told(metric.numbers),
        "Figure",
        _UNITS[unit],
        tuple(one.label for one in drawn),
        (Series(_UNITS[unit], tuple(_size(one) for one in drawn)),),
    )


def _donut(metric: Metric, _reading: Reading) -> Chart:
    named = _PARTS[metric.id]
    parts = [one for one in metric.numbers if (one.label in named if named else _is_part(metric, one))]
    counts = [one for one in parts if one.value]
    unit = metric.numbers[0].unit
    most = max(counts, key=lambda one: one.value or 0, default=None)
    all_together = Number("", sum(one.value or 0 for one in counts), unit).text
    said = f"Most is {most.label}: {most.text} of {all_together}." if most else "There is nothing to show."
    return Chart(
        ChartKind.DONUT,
        f"{metric.id} {metric.name}",
        said,
        "Part",
        _UNITS[unit],
        tuple(one.label for one in counts),
        (Series(_UNITS[unit], tuple(_size(one) for one in counts)),),
    )


def _is_part(metric: Metric, number: Number) -> bool:
    return number.label.endswith(", spent") if metric.id == "M24" else True


def _stacked(metric: Metric, _reading: Reading) -> Chart:
    shares = [one for one in metric.numbers if one.unit is Unit.SHARE and one.n]
    yes, no = ("Met", "Missed") if metric.id == "M8" else ("Yes", "No")
    return Chart(
        ChartKind.STACKED,
        f"{metric.id} {metric.name}",
        told(metric.numbers),
        "Figure",
        "How many",
        tuple(one.label for one in shares),
        (
            Series(yes, tuple(float(one.part or 0) for one in shares)),
            Series(no, tuple(float((one.n or 0) - (one.part or 0)) for one in shares)),
        ),
    )


def _line(metric: Metric, reading: Reading) -> Chart:
    """Each week by itself, with what was logged, answered or resolved in it."""
    label = _WEEKLY[metric.id]
    weeks = list(weeks_of(reading.period))
    found = []
    for (start, end), tickets in zip(weeks, _by_week(reading, weeks), strict=True):
        part = METRICS[metric.id](replace(reading, period=Period(start, end), tickets=tuple(tickets)))
        found.append(next(one for one in part.numbers if one.label == label))
    unit = found[0].unit if found else Unit.COUNT
    values = tuple(_size(one) for one in found)
    told_of = [value for value in values if value is not None]
    said = "There is nothing to show."
    if told_of:
        said = (
            f"Week by week between {read_number(min(told_of))} and {read_number(max(told_of))}; "
            f"the last week that tells something has {read_number(told_of[-1])}."
        )
    return Chart(
        ChartKind.LINE,
        f"{metric.id} {metric.name}: {label.lower()} by week",
        said,
        "Week beginning",
        _UNITS[unit],
        tuple(f"{start.day} {start:%b}" for start, _end in weeks),
        (Series(label, values),),
    )


def _by_week(reading: Reading, weeks: Sequence[Period]) -> list[list[Story]]:
    """For each week, the tickets that something happened to in it, and all that are open."""
    starts = [week.start for week in weeks]
    found: list[list[Story]] = [[] for _week in weeks]
    for one in reading.tickets:
        if one.is_open:
            places: Iterable[int] = range(len(weeks))
        else:
            moments = (one.logged_at, one.responded_at, one.ended_at, *one.resolves)
            places = {bisect_right(starts, at) - 1 for at in moments if at is not None and reading.period.has(at)}
        for place in places:
            found[place].append(one)
    return found


def weeks_of(period: Period) -> Sequence[Period]:
    """The period in weeks that begin on Mondays; the first and the last may be cut short."""
    weeks, start = [], period.start
    while start < period.end:
        day = Period(start, period.end).first_day
        end = min(midnight(day + timedelta(days=7 - day.weekday())), period.end)
        weeks.append(Period(start, end))
        start = end
    return weeks


def told(numbers: Sequence[Number]) -> str:
    """The first numbers in one sentence."""
    return "; ".join(f"{one.label.lower()}: {one.text}" for one in numbers[:4]).capitalize() + "."


def _size(number: Number) -> float | None:
    """As it is drawn: hours for seconds, pounds for pence."""
    return None if number.value is None else round(number.value / _DIVISORS.get(number.unit, 1), 2)


def _listed(ids: Sequence[str] | Mapping[str, object]) -> str:
    *most, last = ids
    return f"{', '.join(most)} and {last}"


_DRAWERS: Mapping[str, Callable[[Metric, Reading], Chart]] = {
    "bar": _bars,
    "donut": _donut,
    "stacked": _stacked,
    "line": _line,
}
