"""The chart of a custom report, with a sentence that says what its numbers show."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series, pareto
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES, Measure

CHARTS = (
    ("bar", "Bars: groups beside one another"),
    ("pareto", "Pareto: the few that make most of it"),
    ("donut", "Donut: parts of a whole"),
    ("line", "Lines: week by week"),
    ("stacked", "Stacked bars: what each week is made of"),
    ("heat", "Heat map: groups by week, or days by hour"),
    ("scatter", "Scatter plot: how many against how long"),
)
DRAWN = 5  # lines; more cannot be told apart
SLICES = 6
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def chart_of(figures: Mapping[str, Any], chart: str, *, title: str, grouped_by: str, things: str) -> Chart | None:
    """None where there is nothing to draw."""
    if len(figures["rows"]) < 2:
        return None
    return _DRAWERS[chart](figures, title, grouped_by, things)


def finding_of(figures: Mapping[str, Any]) -> str:
    """What the numbers say, in one or two sentences."""
    measure = MEASURES[figures["measure"]]
    *rows, whole = figures["rows"]
    told = [row for row in rows if row["value"] is not None]
    if not told:
        return "There is nothing to count."
    first = told[0]
    said = f"{first['label']} is highest with {measure.read(first['value'])}"
    if measure.merge == "sum" and whole["value"]:
        said += f" of {measure.read(whole['value'])} ({100 * first['value'] / whole['value']:.0f} %)"
    elif whole["value"] is not None:
        said += f"; all together {measure.read(whole['value'])}"
    moved = [row for row in told if row["is_changed"]]
    if moved:
        most = max(moved, key=lambda row: abs(row["value"] - row["before"]))
        way = "rose" if most["value"] > most["before"] else "fell"
        said += f". The largest change: {most['label']} {way} from {measure.read(most['before'])}"
        said += f" to {measure.read(most['value'])}"
    return f"{said}."


def _axis(measure: Measure, things: str) -> str:
    return f"{things} counted" if measure.name == "count" else measure.label


def _told(figures: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in figures["rows"][:-1] if row["value"] is not None]


def _bar(figures: Mapping[str, Any], title: str, grouped_by: str, things: str) -> Chart:
    rows, up = _told(figures), _axis(MEASURES[figures["measure"]], things)
    return Chart(
        ChartKind.BAR,
        title,
        finding_of(figures),
        grouped_by,
        up,
        tuple(row["label"] for row in rows),
        (Series(up, tuple(row["value"] for row in rows)),),
    )


def _pareto(figures: Mapping[str, Any], title: str, grouped_by: str, things: str) -> Chart:
    counts = {row["label"]: row["value"] for row in _told(figures) if row["value"]}
    return pareto(title, finding_of(figures), grouped_by, _axis(MEASURES[figures["measure"]], things), counts)


def _donut(figures: Mapping[str, Any], title: str, grouped_by: str, things: str) -> Chart:
    rows = [row for row in _told(figures) if row["value"]]
    shown = [(row["label"], row["value"]) for row in rows[:SLICES]]
    others = (figures["rows"][-1]["value"] or 0) - sum(value for _label, value in shown)
    if others > 0:
        shown.append(("All others", round(others, 2)))
    up = _axis(MEASURES[figures["measure"]], things)
    labels, values = zip(*shown, strict=True) if shown else ((), ())
    return Chart(ChartKind.DONUT, title, finding_of(figures), grouped_by, up, labels, (Series(up, values),))


def _over_weeks(
    kind: ChartKind, figures: Mapping[str, Any], title: str, things: str, most: int, *, across: str = "Week beginning"
) -> Chart:
    return Chart(
        kind,
        title,
        finding_of(figures),
        across,
        _axis(MEASURES[figures["measure"]], things),
        tuple(f"{week.day} {week:%b}" for week in map(date.fromisoformat, figures["weeks"])),
        tuple(Series(label, tuple(values)) for label, values in figures["weekly"][:most]),
    )


def _line(figures: Mapping[str, Any], title: str, _grouped_by: str, things: str) -> Chart:
    return _over_weeks(ChartKind.LINE, figures, title, things, DRAWN)


def _stacked(figures: Mapping[str, Any], title: str, _grouped_by: str, things: str) -> Chart:
    return _over_weeks(ChartKind.STACKED, figures, title, things, SLICES)


def _heat(figures: Mapping[str, Any], title: str, grouped_by: str, things: str) -> Chart:
    if grouped_by in {"Day of the week", "Hour of the day"}:
        return _hours(figures["heat"], title, things)
    drawn = _over_weeks(ChartKind.HEAT, figures, title, things, len(figures["weekly"]))
    return Chart(drawn.kind, title, drawn.sentence, drawn.across, drawn.up, drawn.labels, drawn.series, rows=grouped_by)


def _hours(counts: Sequence[Sequence[int]], title: str, things: str) -> Chart:
    hours = [hour for hour in range(24) if any(day[hour] for day in counts)]
    hours = list(range(hours[0], hours[-1] + 1)) if hours else []
    days = [place for place in range(7) if any(counts[place])]
    number, day, hour = max(((counts[one][at], one, at) for one in days for at in hours), default=(0, 0, 0))
    said = f"Most come on {DAYS[day]} from {hour:02d}:00: {number}." if number else "There is nothing to count."
    return Chart(
        ChartKind.HEAT,
        title,
        said,
        "Hour of the day",
        f"{things} counted",
        tuple(f"{at:02d}:00" for at in hours),
        tuple(Series(DAYS[one], tuple(counts[one][at] for at in hours)) for one in days),
        rows="Day of the week",
    )


def _scatter(figures: Mapping[str, Any], title: str, _grouped_by: str, things: str) -> Chart:
    points = [point for point in figures["points"] if point[2] is not None]
    said = "There is nothing to compare."
    if points:
        most, longest = max(points, key=lambda one: one[1]), max(points, key=lambda one: one[2])
        said = f"{most[0]} has most ({most[1]}); {longest[0]} takes longest ({longest[2]:.1f} hours)."
    across, up = f"{things} counted", "Mean service hours to resolve"
    return Chart(
        ChartKind.SCATTER,
        title,
        said,
        across,
        up,
        tuple(label for label, _n, _hours_taken in points),
        (Series(across, tuple(n for _l, n, _h in points)), Series(up, tuple(taken for _l, _n, taken in points))),
    )


_DRAWERS: Mapping[str, Callable[[Mapping[str, Any], str, str, str], Chart]] = {
    "bar": _bar,
    "pareto": _pareto,
    "donut": _donut,
    "line": _line,
    "stacked": _stacked,
    "heat": _heat,
    "scatter": _scatter,
}
