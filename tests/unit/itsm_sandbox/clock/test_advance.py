"""How far the time of a workplace goes at once: always forward."""

from datetime import date, datetime, timedelta

import pytest

from core.clock import LONDON
from itsm_sandbox.engine.calendar import CalendarVersion, ServiceCalendar
from itsm_sandbox.workplace.clock.advance import Step, moment_after

FRIDAY = datetime(2026, 9, 4, 16, 0, tzinfo=LONDON)
WEEKDAYS = ServiceCalendar((CalendarVersion(date(2026, 1, 1)),))


def led_to(step: Step, next_happening: datetime | None = None) -> datetime | None:
    return moment_after(step, FRIDAY, next_happening=next_happening, calendar=WEEKDAYS)


def test_a_step_goes_by_its_minutes_or_to_the_next_opening() -> None:
    assert led_to(Step.QUARTER) == FRIDAY + timedelta(minutes=15)
    assert led_to(Step.HOUR) == FRIDAY + timedelta(hours=1)
    opening = led_to(Step.OPENING)
    assert opening
    assert opening.astimezone(LONDON).date() == date(2026, 9, 7)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(minutes=1), timedelta(days=3)])
def test_it_goes_to_what_happens_next(ahead: timedelta) -> None:
    assert led_to(Step.NEXT, FRIDAY + ahead) == FRIDAY + ahead


def test_what_is_overdue_does_not_turn_the_clock_back() -> None:
    assert led_to(Step.NEXT, FRIDAY - timedelta(minutes=1)) == FRIDAY


def test_there_is_nothing_to_go_to_when_nothing_is_planned() -> None:
    assert led_to(Step.NEXT) is None
