"""How far somebody alone in a workplace can let its time pass at once. Time only goes forward."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import LONDON
from itsm_sandbox.engine.calendar import ServiceCalendar, open_spans

MOST_DAYS_CLOSED = 120


class Step(StrEnum):
    QUARTER = "quarter"
    HOUR = "hour"
    NEXT = "next"
    OPENING = "opening"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Step.QUARTER: "15 minutes",
    Step.HOUR: "1 hour",
    Step.NEXT: "To the next thing that happens",
    Step.OPENING: "To the next day’s opening",
}


def next_opening(calendar: ServiceCalendar, now: datetime) -> datetime | None:
    """When it opens on the next day on which it does."""
    today = now.astimezone(LONDON).date()
    for ahead in range(1, MOST_DAYS_CLOSED):
        spans = open_spans(calendar, today + timedelta(days=ahead))
        if spans:
            return spans[0][0]
    return None


def open_until(calendar: ServiceCalendar, now: datetime) -> datetime | None:
    """When it closes, if it is open now."""
    day: date = now.astimezone(LONDON).date()
    return next((end for start, end in open_spans(calendar, day) if start <= now < end), None)


def opens_next(calendar: ServiceCalendar, now: datetime) -> datetime | None:
    """When it next opens, today or later."""
    day: date = now.astimezone(LONDON).date()
    later = next((start for start, _end in open_spans(calendar, day) if start > now), None)
    return later or next_opening(calendar, now)


def moment_after(
    step: Step, now: datetime, *, next_happening: datetime | None, calendar: ServiceCalendar
) -> datetime | None:
    """Where the step leads to; None when there is nothing to go to."""
    if step is Step.QUARTER:
        return now + timedelta(minutes=15)
    if step is Step.HOUR:
        return now + timedelta(hours=1)
    if step is Step.NEXT:
        return max(next_happening, now) if next_happening else None
    return next_opening(calendar, now)
