"""When something that is done again and again is next due, by the clock on the wall in the United Kingdom."""

from calendar import monthrange
from datetime import UTC, datetime, time, timedelta

from core.clock import LONDON
from itsm_sandbox.engine.calendar import ServiceCalendar

RHYTHMS = (("weekly", "Every week"), ("monthly", "Every month"))
_FURTHEST_DAYS = 400


def next_open_day(calendar: ServiceCalendar, after: datetime, at: time) -> datetime | None:
    """That time of the first day later than `after` on which the service desk opens; None when it opens no more."""
    day = after.astimezone(LONDON).date()
    for ahead in range(_FURTHEST_DAYS):
        one = day + timedelta(days=ahead)
        moment = datetime.combine(one, at, LONDON).astimezone(UTC)
        if moment > after and calendar.version_on(one).spans(one):
            return moment
    return None


def next_weekday(after: datetime, weekday: int, at: time) -> datetime:
    """That time of the first such day of the week (Monday is 0) later than `after`."""
    day = after.astimezone(LONDON).date()
    ahead = (weekday - day.weekday()) % 7
    moment = datetime.combine(day + timedelta(days=ahead), at, LONDON).astimezone(UTC)
    return moment if moment > after else datetime.combine(day + timedelta(days=ahead + 7), at, LONDON).astimezone(UTC)


def next_turn(first: datetime, rhythm: str, after: datetime) -> datetime:
    """The first turn later than `after` of what began at `first` and comes weekly or monthly."""
    turn, number = first, 0
    if rhythm == "weekly" and after > first:
        number = (after - first).days // 7
        turn = _weeks_later(first, number)
    while turn <= after:
        number += 1
        turn = _weeks_later(first, number) if rhythm == "weekly" else _months_later(first, number)
    return turn


def _weeks_later(first: datetime, weeks: int) -> datetime:
    wall = first.astimezone(LONDON)
    return datetime.combine(wall.date() + timedelta(weeks=weeks), wall.time(), LONDON).astimezone(UTC)


def _months_later(first: datetime, months: int) -> datetime:
    """The same day of the month, or its last day where it has fewer."""
    wall = first.astimezone(LONDON)
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    day = min(wall.day, monthrange(year, month + 1)[1])
    return wall.replace(year=year, month=month + 1, day=day).astimezone(UTC)
