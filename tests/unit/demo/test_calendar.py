from datetime import date, timedelta

import pytest

from demo.calendar import LAST_DAY, Calendar

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize("today", [SUNDAY + timedelta(days=n) for n in range(7)])
def test_history_ends_on_the_last_working_day_before_today_and_holds_working_days_only(today: date) -> None:
    calendar = Calendar(today)
    days = [calendar.date_of(number) for number in range(-5, LAST_DAY + 1)]

    assert 1 <= (today - days[-1]).days <= 3
    assert all(day.weekday() < 5 for day in days)
    assert days == sorted(set(days))
    assert (days[-1] - calendar.date_of(1)).days in {88, 90}


def test_moments_are_of_the_day_in_the_united_kingdom() -> None:
    calendar = Calendar(SUNDAY)
    assert calendar.moment(1, "09:00").isoformat() == "2026-08-24T09:00:00+01:00"
    assert calendar.moment(LAST_DAY, "09:00").isoformat() == "2026-11-20T09:00:00+00:00"


def test_days_in_texts_become_dates() -> None:
    text = "On [[d12]] (log of [[i12]]); [1] and [[x]] stay."
    assert Calendar(SUNDAY).fill(text) == "On 8 Sep 2026 (log of 2026-09-08); [1] and [[x]] stay."
