"""When a workplace is open: service hours in versions, and how much service time lies between two moments."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal, cast

import holidays

from core.clock import LONDON

Span = tuple[int, int]  # minutes after midnight on the wall: the first that is open, the first that is not
Week = tuple[tuple[Span, ...], ...]  # Monday first
Subdivision = Literal["SCT", "ENG"]

MINUTES_IN_DAY = 24 * 60
OFFICE_DAY: tuple[Span, ...] = ((8 * 60, 17 * 60),)
DEFAULT_WEEK: Week = (OFFICE_DAY,) * 5 + ((), ())

_ONE_DAY = timedelta(days=1)
_ONE_YEAR = timedelta(days=366)
_FURTHEST_AHEAD = timedelta(days=366 * 50)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CalendarFault(ValueError):
    """These hours make no calendar. The message is a sentence."""


class NeverOpens(ValueError):
    """So much service time never passes: the calendar closes for good before."""

    def __init__(self) -> None:
        super().__init__("The service calendar has no opening hours left in which this time could pass.")


@dataclass(frozen=True)
class CalendarVersion:
    """Opening hours from one day on, until the next version. A span that runs past midnight is written as two."""

    starts_on: date
    week: Week = DEFAULT_WEEK
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise CalendarFault("A week has seven days.")
        for spans in self.week:
            if any(not 0 <= start < end <= MINUTES_IN_DAY for start, end in spans):
                raise CalendarFault("Each opening time comes before its closing time, within one day.")
            if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
                raise CalendarFault("Opening times of one day come in order and do not overlap.")

    def spans(self, day: date) -> tuple[Span, ...]:
        return () if day in self.closed else self.week[day.weekday()]

    @property
    def opens_at_all(self) -> bool:
        return any(self.week)


@dataclass(frozen=True)
class ServiceCalendar:
    """All versions, oldest first. The last one begun is in force on a day; the first also serves the days before."""

    versions: tuple[CalendarVersion, ...]

    def __post_init__(self) -> None:
        if not self.versions:
            raise CalendarFault("A calendar has at least one version.")
        if any(later.starts_on <= earlier.starts_on for earlier, later in pairwise(self.versions)):
            raise CalendarFault("Each version starts after the one before it.")

    def version_on(self, day: date) -> CalendarVersion:
        return self.versions[max(0, bisect_right(self._starts, day) - 1)]

    @cached_property
    def _starts(self) -> list[date]:
        return [version.starts_on for version in self.versions]

    @cached_property
    def timetable(self) -> "Timetable":
        return _timetable(self)


def open_spans(calendar: ServiceCalendar, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Give the open spans of one day in the United Kingdom, in UTC, as long as they really last when clocks change."""
    spans = ((_moment(day, start), _moment(day, end)) for start, end in calendar.version_on(day).spans(day))
    return tuple((start, end) for start, end in spans if start < end)


def open_seconds(calendar: ServiceCalendar, a: datetime, b: datetime) -> int:
    """Count the whole seconds of service time from `a` to `b`; none when `b` is not later."""
    timetable = calendar.timetable
    passed = timetable.passed(b) - timetable.passed(a)
    return passed if passed > 0 else 0


def open_readings(calendar: ServiceCalendar, moments: Sequence[datetime]) -> list[int]:
    """Read the calendar's own count of open seconds at each moment, where many intervals share their ends.

    `open_seconds` from one moment to a later one is the difference of their readings.
    """
    passed = calendar.timetable.passed
    return [passed(moment) for moment in moments]


def add_open_seconds(calendar: ServiceCalendar, a: datetime, seconds: int) -> datetime:
    """Give the first moment from `a` on, in UTC, by which so much service time has passed."""
    if seconds < 0:
        raise ValueError("Service time is added, never taken away.")
    start = _second(a)
    if seconds:
        start = calendar.timetable.reached(start, seconds)
    return _EPOCH + timedelta(seconds=start)


def bank_holidays(subdivision: Subdivision, years: Iterable[int]) -> dict[date, str]:
    """Give the bank holidays of Scotland or England by their day, in order; what a council adds is not among them."""
    return dict(_bank_holidays(subdivision, tuple(sorted(years))))


@lru_cache(maxsize=64)
def _bank_holidays(subdivision: Subdivision, years: tuple[int, ...]) -> tuple[tuple[date, str], ...]:
    return tuple(sorted(holidays.country_holidays("GB", subdiv=subdivision, years=years).items()))


class Timetable:
    """Open spans in seconds since 1970 with the service time before each, for the days asked for so far.

    The days known are replaced as a whole when more are asked for, so threads may share one.
    """

    def __init__(self, calendar: ServiceCalendar) -> None:
        self._calendar = calendar
        first = calendar.versions[0].starts_on
        self._known = _Known.of(calendar, first, first + _ONE_YEAR)

    def passed(self, moment: datetime) -> int:
        """Give the service time up to a moment, counted from an origin that stays the same."""
        since = moment - _EPOCH
        second = since.days * 86400 + since.seconds
        known = self._known
        if not known.since <= second < known.until:
            known = self._reaching(second)
        return known.passed_at(second)

    def reached(self, second: int, seconds: int) -> int:
        """Give the first moment after `second` by which `seconds` (at least one) of service time have passed."""
        known = self._reaching(second)
        goal = known.passed_at(second) + seconds
        while known.passed[-1] < goal:
            if known.last > _day(second) + _FURTHEST_AHEAD or self._closed_for_good(known.last):
                raise NeverOpens
            known = self._known = known.to_day(self._calendar, known.last + _ONE_YEAR)
        return known.moment_of(goal)

    def _reaching(self, second: int) -> "_Known":
        known = self._known
        if second < known.since:
            known = known.from_day(self._calendar, _day(second) - _ONE_YEAR)
        elif second >= known.until:
            known = known.to_day(self._calendar, _day(second) + _ONE_YEAR)
        self._known = known
        return known

    def _closed_for_good(self, day: date) -> bool:
        last = self._calendar.versions[-1]
        return day > last.starts_on and not last.opens_at_all


class _Known:
    """The open spans of the days from `first` up to `last` (not with it); `passed` has one more than `starts`."""

    def __init__(self, first: date, last: date, starts: list[int], passed: list[int]) -> None:
        self.first = first
        self.last = last
        self.since = _second(_moment(first, 0))
        self.until = _second(_moment(last, 0))
        self.starts = starts
        self.passed = passed

    @classmethod
    def of(cls, calendar: ServiceCalendar, first: date, last: date, passed: int = 0) -> "_Known":
        starts, sums = [], [passed]
        for start, end in _seconds(calendar, first, last):
            starts.append(start)
            sums.append(sums[-1] + end - start)
        return cls(first, last, starts, sums)

    def passed_at(self, second: int) -> int:
        index = bisect_right(self.starts, second) - 1
        if index < 0:
            return self.passed[0]
        passed = self.passed[index] + second - self.starts[index]
        following = self.passed[index + 1]
        return passed if passed < following else following  # within the span, or after its end

    def moment_of(self, passed: int) -> int:
        """Give the first moment at which so much has passed, which is more than at the beginning."""
        index = bisect_left(self.passed, passed) - 1
        return self.starts[index] + passed - self.passed[index]

    def to_day(self, calendar: ServiceCalendar, last: date) -> "_Known":
        more = _Known.of(calendar, self.last, last, self.passed[-1])
        return _Known(self.first, last, self.starts + more.starts, self.passed[:-1] + more.passed)

    def from_day(self, calendar: ServiceCalendar, first: date) -> "_Known":
        more = _Known.of(calendar, first, self.first)
        offset = self.passed[0] - more.passed[-1]
        sums = [passed + offset for passed in more.passed]
        return _Known(first, self.last, more.starts + self.starts, sums[:-1] + self.passed)


@lru_cache(maxsize=256)
def _timetable(calendar: ServiceCalendar) -> Timetable:
    """Share one timetable among equal calendars, however often they are read from the database."""
    return Timetable(calendar)


def _seconds(calendar: ServiceCalendar, first: date, last: date) -> Iterator[tuple[int, int]]:
    day = first
    while day < last:
        for start, end in open_spans(calendar, day):
            yield _second(start), _second(end)
        day += _ONE_DAY


def _second(moment: datetime) -> int:
    """Give whole seconds since 1970; a moment without a zone is a TypeError."""
    since = moment - _EPOCH
    return since.days * 86400 + since.seconds


def _day(second: int) -> date:
    return (_EPOCH + timedelta(seconds=second)).date()


def _moment(day: date, minute: int) -> datetime:
    """Turn a time on the wall into UTC: the first time it is shown, and the change itself when it is never shown."""
    days, minute = divmod(minute, MINUTES_IN_DAY)
    wall = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), LONDON)
    moment = wall.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != wall.replace(tzinfo=None):
        return datetime.combine(wall.date(), time(1), UTC)  # clocks go forward at one o'clock UTC
    return moment


def version_of(from_on: date, week: Sequence[Any], subdivision: str, closures: Sequence[Any]) -> CalendarVersion:
    """Opening hours as they are kept, with bank holidays and closures as closed days."""
    closed = set(bank_holidays(cast(Subdivision, subdivision), range(from_on.year, from_on.year + 6)))
    closed |= set(closed_days(closures))
    spans: tuple[tuple[Span, ...], ...] = tuple(tuple((start, end) for start, end in day) for day in week)
    return CalendarVersion(from_on, spans, frozenset(closed))


def in_force(versions: Sequence[CalendarVersion]) -> ServiceCalendar:
    """The calendar of all versions in the order they were made: a later one replaces those planned for after it."""
    kept: list[CalendarVersion] = []
    for version in versions:
        while kept and kept[-1].starts_on >= version.starts_on:
            kept.pop()
        kept.append(version)
    if not kept:
        raise CalendarFault("A calendar has at least one version.")
    return ServiceCalendar(tuple(kept))


def closed_days(closures: Sequence[Any]) -> dict[date, str]:
    days = {}
    for first, last, name in closures:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            days[day] = name
            day += timedelta(days=1)
    return days
