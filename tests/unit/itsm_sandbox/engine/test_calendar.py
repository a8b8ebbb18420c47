import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from itsm_sandbox.engine.calendar import (
    DEFAULT_WEEK,
    CalendarFault,
    CalendarVersion,
    NeverOpens,
    ServiceCalendar,
    Week,
    add_open_seconds,
    bank_holidays,
    open_readings,
    open_seconds,
    open_spans,
)
from tests.support.calendars import ALWAYS_OPEN

HOUR = 3600
SCOTLAND = frozenset(bank_holidays("SCT", range(2024, 2030)))
OFFICE = ServiceCalendar((CalendarVersion(date(2024, 1, 1), closed=SCOTLAND),))
ROUND_THE_CLOCK = ServiceCalendar((CalendarVersion(date(2024, 1, 1), ALWAYS_OPEN),))
LONGER_DAYS: Week = (((7 * 60, 12 * 60 + 30), (13 * 60, 19 * 60)),) * 5 + (((10 * 60, 12 * 60),), ())
CHANGED = ServiceCalendar(
    (
        CalendarVersion(date(2025, 1, 1), closed=SCOTLAND),
        CalendarVersion(date(2026, 3, 2), LONGER_DAYS, SCOTLAND),
        CalendarVersion(date(2026, 10, 20), ALWAYS_OPEN),
    )
)

calendars = st.sampled_from([OFFICE, ROUND_THE_CLOCK, CHANGED])


def moments_between(first: str, last: str) -> st.SearchStrategy[datetime]:
    """Draw moments in UTC; Hypothesis takes its limits without a zone."""
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last), timezones=st.just(UTC))


moments = moments_between("2025-01-01", "2027-12-31")


def at(day: date | str, wall: str) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time.fromisoformat(wall), LONDON)


def summed(calendar: ServiceCalendar, a: datetime, b: datetime) -> float:
    """Count slowly: every span of every day, cut to the interval."""
    days = (a.date() + timedelta(days=n) for n in range(-1, (b - a).days + 3))
    spans: Iterable[tuple[datetime, datetime]] = (span for day in days for span in open_spans(calendar, day))
    return sum(max(timedelta(), min(end, b) - max(start, a)).total_seconds() for start, end in spans)


def test_a_working_day_has_nine_hours_and_a_weekend_none() -> None:
    assert open_seconds(OFFICE, at("2026-11-18", "00:00"), at("2026-11-19", "00:00")) == 9 * HOUR
    assert open_seconds(OFFICE, at("2026-11-20", "17:00"), at("2026-11-23", "08:00")) == 0
    assert open_seconds(OFFICE, at("2026-11-20", "16:30"), at("2026-11-23", "08:30")) == HOUR


def test_nothing_passes_backwards_or_in_no_time() -> None:
    assert open_seconds(OFFICE, at("2026-11-19", "12:00"), at("2026-11-19", "09:00")) == 0
    assert open_seconds(OFFICE, at("2026-11-19", "12:00"), at("2026-11-19", "12:00")) == 0
    with pytest.raises(ValueError, match="never taken away"):
        add_open_seconds(OFFICE, at("2026-11-19", "12:00"), -1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        open_seconds(OFFICE, datetime.fromisoformat("2026-11-19T12:00"), at("2026-11-19", "13:00"))


def test_service_time_ends_at_the_last_moment_of_the_day_rather_than_the_next_morning() -> None:
    assert add_open_seconds(OFFICE, at("2026-11-20", "16:00"), HOUR) == at("2026-11-20", "17:00")
    assert add_open_seconds(OFFICE, at("2026-11-20", "16:00"), HOUR + 1) == at("2026-11-23", "08:00:01")
    assert add_open_seconds(OFFICE, at("2026-11-21", "12:00"), 0) == at("2026-11-21", "12:00")


@given(calendars, moments, st.integers(0, 400 * HOUR))
def test_counting_undoes_adding(calendar: ServiceCalendar, moment: datetime, seconds: int) -> None:
    reached = add_open_seconds(calendar, moment, seconds)
    assert open_seconds(calendar, moment, reached) == seconds
    if seconds:
        assert open_seconds(calendar, moment, reached - timedelta(seconds=1)) == seconds - 1


@given(calendars, moments, moments, moments)
def test_the_parts_of_an_interval_add_up_to_it(
    calendar: ServiceCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    a, b, c = sorted([one, two, three])
    assert open_seconds(calendar, a, b) + open_seconds(calendar, b, c) == open_seconds(calendar, a, c)


@given(calendars, moments, st.timedeltas(timedelta(), timedelta(days=20)))
def test_the_table_agrees_with_counting_day_by_day(
    calendar: ServiceCalendar, moment: datetime, length: timedelta
) -> None:
    a = moment.replace(microsecond=0)
    b = (moment + length).replace(microsecond=0)
    assert open_seconds(calendar, a, b) == summed(calendar, a, b)


@given(
    st.lists(st.lists(st.integers(0, 24 * 12), max_size=4, unique=True).map(sorted), min_size=7, max_size=7),
    moments_between("2026-03-26", "2026-04-02"),
    moments_between("2026-10-22", "2026-10-29"),
    st.integers(1, 60 * HOUR),
)
def test_any_week_keeps_the_laws_when_clocks_change(
    hours: list[list[int]], spring: datetime, autumn: datetime, seconds: int
) -> None:
    week = tuple(tuple((a * 5, b * 5) for a, b in zip(day[::2], day[1::2], strict=False)) for day in hours)
    calendar = ServiceCalendar((CalendarVersion(date(2026, 1, 1), week),))
    for moment in (spring.replace(microsecond=0), autumn.replace(microsecond=0)):
        later = moment + timedelta(seconds=seconds)
        assert open_seconds(calendar, moment, later) == summed(calendar, moment, later)
        if any(week):
            assert open_seconds(calendar, moment, add_open_seconds(calendar, moment, seconds)) == seconds


@given(st.integers(0, 9 * HOUR), st.integers(0, 9 * HOUR), st.integers(0, 30 * HOUR))
def test_waiting_over_a_weekend_neither_gains_nor_loses(before: int, after: int, target: int) -> None:
    friday = at("2026-11-20", "08:00")
    monday = at("2026-11-23", "08:00")
    paused, resumed = friday + timedelta(seconds=before), monday + timedelta(seconds=after)

    used = open_seconds(OFFICE, friday, paused)
    waited = open_seconds(OFFICE, paused, resumed)
    assert used + waited == open_seconds(OFFICE, friday, resumed)
    left = max(0, target - used)
    assert open_seconds(OFFICE, resumed, add_open_seconds(OFFICE, resumed, left)) == left


def test_days_on_which_clocks_change_have_their_true_length() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    day = timedelta(days=1)
    assert open_seconds(ROUND_THE_CLOCK, at(spring, "00:00"), at(spring + day, "00:00")) == 23 * HOUR
    assert open_seconds(ROUND_THE_CLOCK, at(autumn, "00:00"), at(autumn + day, "00:00")) == 25 * HOUR
    assert open_spans(OFFICE, date(2026, 3, 30)) == (
        (datetime(2026, 3, 30, 7, tzinfo=UTC), datetime(2026, 3, 30, 16, tzinfo=UTC)),
    )
    assert open_spans(OFFICE, date(2026, 10, 26)) == (
        (datetime(2026, 10, 26, 8, tzinfo=UTC), datetime(2026, 10, 26, 17, tzinfo=UTC)),
    )


def test_hours_that_the_spring_change_leaves_out_do_not_count() -> None:
    week: Week = ((), (), (), (), (), (), ((30, 75), (75, 105), (105, 180)))
    calendar = ServiceCalendar((CalendarVersion(date(2026, 1, 1), week),))
    spring = date(2026, 3, 29)
    assert open_spans(calendar, spring) == (
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)),
    )


def test_a_new_version_does_not_judge_the_past_again() -> None:
    first = OFFICE.versions[0]
    later = ServiceCalendar((first, CalendarVersion(date(2026, 11, 23), ALWAYS_OPEN)))
    friday, sunday, monday = at("2026-11-20", "16:00"), at("2026-11-22", "23:59:59"), at("2026-11-23", "02:00")

    assert open_seconds(later, friday, sunday) == open_seconds(OFFICE, friday, sunday) == HOUR
    assert open_seconds(later, friday, monday) == 3 * HOUR
    assert add_open_seconds(later, friday, 3 * HOUR) == monday


def test_the_first_version_also_serves_the_days_before_it() -> None:
    assert open_seconds(OFFICE, at("2019-06-05", "00:00"), at("2019-06-06", "00:00")) == 9 * HOUR
    assert OFFICE.version_on(date(2019, 6, 5)) == OFFICE.versions[0]
    assert add_open_seconds(OFFICE, at("2018-06-05", "09:00"), HOUR) == at("2018-06-05", "10:00")


def test_a_calendar_that_closes_for_good_says_so() -> None:
    never: Week = ((),) * 7
    closing = ServiceCalendar((CalendarVersion(date(2026, 1, 1)), CalendarVersion(date(2026, 11, 23), never)))
    friday = at("2026-11-20", "16:00")
    assert add_open_seconds(closing, friday, HOUR) == at("2026-11-20", "17:00")
    with pytest.raises(NeverOpens, match="no opening hours left"):
        add_open_seconds(closing, friday, HOUR + 1)
    with pytest.raises(NeverOpens):
        add_open_seconds(OFFICE, friday, 100 * 365 * 24 * HOUR)
    with pytest.raises(NeverOpens):
        add_open_seconds(ServiceCalendar((CalendarVersion(date(2026, 1, 1), never),)), friday, 1)


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        (DEFAULT_WEEK[:6], "seven days"),
        ((((600, 540),), *DEFAULT_WEEK[1:]), "before its closing time"),
        ((((600, 1500),), *DEFAULT_WEEK[1:]), "within one day"),
        ((((600, 700), (650, 800)), *DEFAULT_WEEK[1:]), "do not overlap"),
    ],
)
def test_hours_that_make_no_week_are_refused(week: Week, sentence: str) -> None:
    with pytest.raises(CalendarFault, match=sentence):
        CalendarVersion(date(2026, 1, 1), week)


def test_versions_come_in_order_and_there_is_one() -> None:
    version = CalendarVersion(date(2026, 1, 1))
    with pytest.raises(CalendarFault, match="at least one"):
        ServiceCalendar(())
    with pytest.raises(CalendarFault, match="starts after"):
        ServiceCalendar((version, version))


def test_readings_differ_by_the_service_time_between_their_moments() -> None:
    days = [at(date(2026, 11, 16) + timedelta(days=n), "12:00") for n in range(9)]
    readings = open_readings(OFFICE, days)
    assert [b - a for a, b in pairwise(readings)] == [open_seconds(OFFICE, a, b) for a, b in pairwise(days)]


def test_equal_calendars_share_their_table() -> None:
    again = ServiceCalendar((CalendarVersion(date(2024, 1, 1), closed=SCOTLAND),))
    assert again.timetable is OFFICE.timetable


def test_bank_holidays_of_scotland_and_england_differ_as_they_do() -> None:
    scotland, england = bank_holidays("SCT", [2026]), bank_holidays("ENG", [2026])
    only_scotland = {date(2026, 1, 2), date(2026, 8, 3), date(2026, 11, 30), date(2026, 6, 15)}
    only_england = {date(2026, 4, 6), date(2026, 8, 31)}
    assert only_scotland == scotland.keys() - england.keys()
    assert only_england == england.keys() - scotland.keys()
    assert {date(2026, 4, 3), date(2026, 5, 4), date(2026, 12, 25)} <= scotland.keys() & england.keys()
    assert scotland[date(2026, 11, 30)] == "Saint Andrew's Day"
    assert list(scotland) == sorted(scotland)
    assert date(2027, 6, 15) not in bank_holidays("SCT", [2027])


def test_four_hundred_intervals_agree_with_a_clock_that_is_read_every_minute() -> None:
    assert OFFICE.versions[0].week == DEFAULT_WEEK
    closed = holidays.country_holidays("GB", subdiv="SCT", years=range(2024, 2030))
    first, minute = datetime(2025, 12, 1, tzinfo=UTC), timedelta(minutes=1)
    walls = ((first + number * minute).astimezone(LONDON) for number in range(515 * 1440))
    is_open = [wall.weekday() < 5 and 8 <= wall.hour < 17 and wall.date() not in closed for wall in walls]
    minutes_before = [0, *accumulate(is_open)]

    def seconds_until(moment: datetime) -> int:
        number, rest = divmod(moment - first, minute)
        return 60 * minutes_before[number] + (rest.seconds if is_open[number] else 0)

    chance = random.Random(2026)
    for _ in range(400):
        a = first + timedelta(seconds=chance.randrange(500 * 86400))
        b = a + timedelta(seconds=chance.randrange(14 * 86400))
        assert open_seconds(OFFICE, a, b) == seconds_until(b) - seconds_until(a)
