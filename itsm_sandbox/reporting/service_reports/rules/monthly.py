"""The monthly service report of FITS: six figures, what counts as a change of one, and the words for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series
from itsm_sandbox.engine.durations import duration
from itsm_sandbox.reporting.metrics.rules.reading import Reading, Story

Values = dict[str, float | None]
CHANGED_BY = 0.1  # of what it was
FEWEST_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a figure. It has changed when it differs by more than a tenth and by at least `at_least`."""

    key: str
    label: str
    unit: str  # "", "seconds", "GB"
    at_least: int

    def read(self, value: float | None) -> str:
        if value is None:
            return "none"
        return duration(round(value / 60)) if self.unit == "seconds" else f"{value:,.0f} {self.unit}".strip()

    def has_changed(self, value: float | None, before: float | None) -> bool:
        if value is None or before is None:
            return False
        return abs(value - before) >= self.at_least and abs(value - before) > CHANGED_BY * abs(before)

    def difference(self, value: float | None, before: float | None) -> str:
        if value is None or before is None:
            return ""
        if value == before:
            return "the same"
        return f"{self.read(abs(value - before))} {'more' if value > before else 'less'}"


@dataclass(frozen=True, slots=True)
class MonthNumber:
    key: str
    label: str
    formula: str
    parts: tuple[Part, ...]

    @property
    def comment(self) -> str:
        """The column of the report that holds what its author says of it."""
        return f"comment_{self.key}"


FIGURES = (
    MonthNumber(
        "logged",
        "Incidents and problems logged",
        "Incidents and problems logged in the month. Requests stand beside them and belong to no figure of FITS.",
        (
            Part("incidents_logged", "Incidents", "", 2),
            Part("problems_logged", "Problems", "", 2),
            Part("requests_logged", "Requests", "", 2),
        ),
    ),
    MonthNumber(
        "resolution",
        "Average time to resolution",
        "By the clock, nights and weekends included: from the log to the last resolution, of the incidents and "
        "problems resolved in the month. In service time: how long the fix clock of those incidents ran.",
        (
            Part("resolution_s", "By the clock", "seconds", 3600),
            Part("service_resolution_s", "In service time", "seconds", 3600),
        ),
    ),
    MonthNumber(
        "outstanding",
        "Outstanding at the end of the month",
        "Incidents and problems that were then neither resolved nor closed nor cancelled.",
        (
            Part("incidents_open", "Incidents", "", 2),
            Part("problems_open", "Problems", "", 2),
            Part("requests_open", "Requests", "", 2),
        ),
    ),
    MonthNumber(
        "installations",
        "New installations",
        "Assets that first went into use in the month.",
        (Part("installations", "Installations", "", 2),),
    ),
    MonthNumber(
        "changes",
        "Changes",
        "Requests for change that were carried out in the month, whatever their outcome.",
        (Part("changes", "Changes", "", 2),),
    ),
    MonthNumber(
        "disk",
        "Server disk space",
        "The last reading of each server's counters in the month, added up.",
        (Part("disk_used_gb", "Used", "GB", 10), Part("disk_free_gb", "Available", "GB", 10)),
    ),
)


def month_values(reading: Reading) -> Values:
    """The numbers of one month, by key; None where there was nothing to count."""
    incidents = [one for one in reading.resolved if one.type == "incident"]
    walls = [_wall_s(one) for one in incidents] + [
        (one.resolved_at - one.logged_at).total_seconds()
        for one in reading.problems
        if one.resolved_at is not None and reading.period.has(one.resolved_at)
    ]
    return {
        "incidents_logged": _count(reading.logged, "incident"),
        "problems_logged": sum(reading.period.has(one.logged_at) for one in reading.problems),
        "requests_logged": _count(reading.logged, "request"),
        "resolution_s": round(fmean(walls)) if walls else None,
        "service_resolution_s": round(fmean(one.last_resolve_s for one in incidents)) if incidents else None,
        "incidents_open": _count(reading.open, "incident"),
        "problems_open": sum(one.is_open for one in reading.problems),
        "requests_open": _count(reading.open, "request"),
        "installations": reading.installations,
        "changes": reading.changes_done,
        "disk_used_gb": sum(one.used_gb for one in reading.disks) if reading.disks else None,
        "disk_free_gb": sum(one.free_gb for one in reading.disks) if reading.disks else None,
    }


def numbers_of(month: date, values: Values, before: Values, disks: Sequence[Any]) -> dict[str, Any]:
    """What a report freezes when it is issued."""
    return {
        "month": month.isoformat(),
        "values": values,
        "before": before,
        "disks": [[one.server, one.used_gb, one.free_gb] for one in disks],
    }


def changed(figures: Mapping[str, Any]) -> tuple[MonthNumber, ...]:
    """The figures that need a comment of the author's."""
    values, before = figures["values"], figures["before"]
    return tuple(
        one
        for one in FIGURES
        if any(part.has_changed(values.get(part.key), before.get(part.key)) for part in one.parts)
    )


def uncommented(figures: Mapping[str, Any], comments: Mapping[str, Any]) -> list[str]:
    """Labels of figures that changed and that nothing was said of."""
    return [one.label for one in changed(figures) if len((comments.get(one.comment) or "").strip()) < FEWEST_LETTERS]


def pictures(figures: Mapping[str, Any], month: str, month_before: str) -> tuple[Chart, ...]:
    """What can be drawn of a month beside the one before, and of its servers."""
    values, before = figures["values"], figures["before"]
    shown = [
        ("Incidents logged", "incidents_logged"),
        ("Problems logged", "problems_logged"),
        ("Incidents open", "incidents_open"),
        ("Problems open", "problems_open"),
        ("Installations", "installations"),
        ("Changes", "changes"),
    ]
    compared = Chart(
        ChartKind.GROUPED,
        f"{month} beside {month_before}",
        f"{month}: {values['incidents_logged']} incidents logged, {values['incidents_open']} open at the end; "
        f"the month before: {_told(before.get('incidents_logged'))} and {_told(before.get('incidents_open'))}.",
        "Figure",
        "Number",
        tuple(label for label, _ in shown),
        (
            Series(month_before, tuple(before.get(key) for _, key in shown)),
            Series(month, tuple(values[key] for _, key in shown)),
        ),
    )
    disks = figures["disks"]
    if not disks:
        return (compared,)
    fullest = max(disks, key=lambda disk: disk[1] / max(1, disk[1] + disk[2]))
    share = round(100 * fullest[1] / max(1, fullest[1] + fullest[2]))
    space = Chart(
        ChartKind.STACKED,
        "Server disk space at the end of the month",
        f"The fullest server is {fullest[0]}, with {share} % used.",
        "Server",
        "GB",
        tuple(disk[0] for disk in disks),
        (Series("Used", tuple(disk[1] for disk in disks)), Series("Available", tuple(disk[2] for disk in disks))),
    )
    return compared, space


def _count(stories: Sequence[Story], kind: str) -> int:
    return sum(one.type == kind for one in stories)


def _wall_s(story: Story) -> float:
    return (story.resolves[-1] - story.logged_at).total_seconds()


def _told(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.0f}"
