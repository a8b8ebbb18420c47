"""A number with its unit and what it rests on, so that it is never shown bare."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from statistics import fmean, median

from itsm_sandbox.engine.durations import duration

FEWEST_FOR_PERCENT = 5


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"  # `part` of `n`; percent only when there are enough
    PERCENT = "%"  # of a measured whole, such as time
    SERVICE_TIME = "service time"  # seconds in which the service desk was open
    CLOCK_TIME = "clock time"  # seconds by the clock on the wall
    DAYS = "service days"
    RATE = "a week"
    POINTS = "of 5"
    MONEY = "£"  # pence


@dataclass(frozen=True, slots=True)
class Number:
    label: str
    value: float | None
    unit: Unit = Unit.COUNT
    n: int | None = None  # how many it rests on
    part: int | None = None

    @property
    def text(self) -> str:
        if self.unit is Unit.SHARE:
            return _read_share(self.value, self.part or 0, self.n or 0)
        if self.value is None:
            return "none"
        if self.unit in {Unit.SERVICE_TIME, Unit.CLOCK_TIME}:
            return duration(round(self.value / 60))
        write = _WRITTEN.get(self.unit)
        return write(self.value) if write else f"{self.value:,.1f} {self.unit}"

    @property
    def basis(self) -> str:
        """What it rests on: "n = 12", or for a share "9 of 12"."""
        if self.n is None:
            return ""
        if self.unit is Unit.SHARE:
            return f"{self.part:,} of {self.n:,}" if self.n >= FEWEST_FOR_PERCENT else ""
        return f"n = {self.n:,}"


@dataclass(frozen=True, slots=True)
class Metric:
    """One of the numbered metrics with the formula that everybody can check."""

    id: str
    name: str
    formula: str
    numbers: tuple[Number, ...]

    def value(self, label: str) -> float | None:
        return next(number.value for number in self.numbers if number.label == label)


def share(label: str, part: int, n: int) -> Number:
    return Number(label, 100 * part / n if n else None, Unit.SHARE, n, part)


def middle(label: str, values: Sequence[float], unit: Unit = Unit.SERVICE_TIME) -> Number:
    return Number(label, median(values) if values else None, unit, len(values))


def mean(label: str, values: Sequence[float], unit: Unit = Unit.SERVICE_TIME) -> Number:
    return Number(label, fmean(values) if values else None, unit, len(values))


def high(label: str, values: Sequence[float], unit: Unit = Unit.SERVICE_TIME) -> Number:
    """The 90th percentile: the smallest value that at least nine tenths of all do not exceed."""
    found = sorted(values)[ceil(0.9 * len(values)) - 1] if values else None
    return Number(label, found, unit, len(values))


def pounds(pence: float) -> str:
    """£1,234.50; what was taken back has a minus."""
    return f"{'−' if pence < 0 else ''}£{abs(pence) / 100:,.2f}"


def _rounded_percent(value: float) -> str:
    """Two digits, and never 100 for what is a little less."""
    return f"{floor(100 * value) / 100:.2f}".rstrip("0").rstrip(".")


_WRITTEN: Mapping[Unit, Callable[[float], str]] = {
    Unit.COUNT: lambda value: f"{value:,.0f}".replace("-", "−"),
    Unit.MONEY: pounds,
    Unit.PERCENT: lambda value: f"{_rounded_percent(value)} %",
}


def _read_share(value: float | None, part: int, n: int) -> str:
    if value is None:
        return "none to count"
    return f"{value:.0f} %" if n >= FEWEST_FOR_PERCENT else f"{part} of {n}"
