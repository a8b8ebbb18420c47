"""Turns that come again, by the clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from itsm_sandbox.engine.calendar import CalendarVersion, ServiceCalendar
from itsm_sandbox.engine.recurrence import next_open_day, next_turn, next_weekday
from itsm_sandbox.engine.steps.remarks import asks_for_remarks, remark_on
from itsm_sandbox.reporting.monitoring.rules import outcome_of

CALENDAR = ServiceCalendar((CalendarVersion(date(2026, 1, 1), closed=frozenset({date(2026, 9, 14)})),))
MOMENTS = st.integers(0, 60 * 24 * 700).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def wall(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def test_a_weekly_turn_keeps_its_hour_when_clocks_change() -> None:
    assert next_turn(wall(2026, 10, 23), "weekly", wall(2026, 10, 24)) == wall(2026, 10, 30)


def test_a_monthly_turn_of_the_31st_comes_on_the_last_day_and_finds_back() -> None:
    first = wall(2026, 1, 31)
    assert next_turn(first, "monthly", wall(2026, 2, 1)) == wall(2026, 2, 28)
    assert next_turn(first, "monthly", wall(2026, 3, 1)) == wall(2026, 3, 31)


@given(MOMENTS, MOMENTS, st.sampled_from(["weekly", "monthly"]))
def test_the_next_turn_is_later_and_never_before_the_first(first: datetime, after: datetime, rhythm: str) -> None:
    turn = next_turn(first, rhythm, after)
    assert turn >= first
    assert turn > after or turn == first


def test_daily_times_leave_out_days_without_service_hours() -> None:
    assert next_open_day(CALENDAR, wall(2026, 9, 11, 10), time(9)) == wall(2026, 9, 15)  # a Friday; Monday is closed
    assert next_open_day(CALENDAR, wall(2026, 9, 11, 8), time(9)) == wall(2026, 9, 11)


@given(MOMENTS, st.integers(0, 6))
def test_weekly_times_fall_on_their_day_within_a_week(after: datetime, weekday: int) -> None:
    found = next_weekday(after, weekday, time(9, 30)).astimezone(LONDON)
    assert (found.weekday(), found.time()) == (weekday, time(9, 30))
    assert 0 < (found - after).total_seconds() <= 7 * 86400 + 3600


def test_a_collection_is_early_in_time_or_late() -> None:
    due = wall(2026, 9, 7, 9)
    assert outcome_of("daily", due, wall(2026, 9, 7, 2)) == "extra"
    assert outcome_of("daily", due, wall(2026, 9, 7, 10)) == "on_time"
    assert outcome_of("daily", due, wall(2026, 9, 7, 11)) == "late"
    assert outcome_of("daily", None, due) == "extra"


def test_remarks_are_found_by_the_name_of_their_figure() -> None:
    lines = ["disk of srv-01: full since the backups moved here", "Open tickets: many"]
    assert remark_on("Disk of SRV-01", lines) == "full since the backups moved here"
    assert asks_for_remarks(["Disk of SRV-01"], lines) is None
    assert "Open tickets" in str(asks_for_remarks(["Open tickets"], lines))
