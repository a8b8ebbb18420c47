"""A chart as plain data: what a chart draws, what its table lists and what one sentence says of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ChartKind(StrEnum):
    BAR = "bar"  # one series; lies on its side when the labels are long
    GROUPED = "grouped"  # several series side by side
    STACKED = "stacked"  # several series on one another
    LINE = "line"  # over labels that follow one another, such as weeks
    PARETO = "pareto"  # one series, largest first, with the share that those so far have of all
    HISTOGRAM = "histogram"  # one series over bands without gaps
    DONUT = "donut"  # one series, the parts of a whole
    HEAT = "heat"  # a series for each row; colour tells how much
    SCATTER = "scatter"  # a label for each point; the first series lies across, the second upwards


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float | None, ...]  # one for each label; None where there is nothing to tell


@dataclass(frozen=True, slots=True)
class Chart:
    """The axes carry their units: "Week beginning", "Incidents logged", "Minutes of service time"."""

    kind: ChartKind
    title: str
    sentence: str  # what it shows; also read to those who cannot see it
    across: str
    up: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    limits: tuple[tuple[str, float], ...] = ()  # lines to compare with, such as a target
    rows: str = ""  # of a heat map, what its rows are; `up` is what the colour tells then

    @property
    def head(self) -> str:
        """Over the labels in its table."""
        return "Point" if self.kind is ChartKind.SCATTER else self.across

    def plain(self) -> list[Any]:
        """Everything, as JSON keeps it; `chart_from` reads it back."""
        return [
            self.kind.value,
            self.title,
            self.sentence,
            self.across,
            self.up,
            list(self.labels),
            [[one.name, list(one.values)] for one in self.series],
            [list(limit) for limit in self.limits],
            *([self.rows] if self.rows else []),
        ]


def chart_from(plain: list[Any]) -> Chart:
    kind, title, sentence, across, up, labels, series, limits, *rows = plain
    return Chart(
        ChartKind(kind),
        title,
        sentence,
        across,
        up,
        tuple(labels),
        tuple(Series(name, tuple(values)) for name, values in series),
        tuple((name, value) for name, value in limits),
        *rows,
    )


def pareto(title: str, sentence: str, across: str, up: str, counts: dict[str, int]) -> Chart:
    """The largest first; those of the same size by name."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Chart(
        ChartKind.PARETO,
        title,
        sentence,
        across,
        up,
        tuple(name for name, _ in ordered),
        (Series(up, tuple(number for _, number in ordered)),),
    )


def shares_so_far(values: tuple[float | None, ...]) -> list[float]:
    """For each value, the share in percent that it and those before it have of all."""
    total = sum(value or 0 for value in values)
    shares, passed = [], 0.0
    for value in values:
        passed += value or 0
        shares.append(100 * passed / total if total else 0.0)
    return shares


def read_number(value: float | None) -> str:
    """As a table shows it: no trailing zeros, and a dash where there is nothing to tell."""
    if value is None:
        return "–"
    return f"{value:,.1f}".removesuffix(".0")
