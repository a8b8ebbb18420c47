"""Until when a peer has reviewed an emergency change: the end of the second service day after it."""

from datetime import datetime, timedelta

from core.clock import LONDON
from itsm_sandbox.engine.calendar import ServiceCalendar, open_spans

REVIEWED_WITHIN_DAYS = 2
_LOOKS_AHEAD = 120  # days; no service closes for longer


def review_due_at(calendar: ServiceCalendar, finished_at: datetime) -> datetime:
    day = finished_at.astimezone(LONDON).date()
    ends = finished_at
    found = 0
    for _ in range(_LOOKS_AHEAD):
        day += timedelta(days=1)
        spans = open_spans(calendar, day)
        if spans:
            found, ends = found + 1, spans[-1][1]
        if found == REVIEWED_WITHIN_DAYS:
            break
    return ends


def ends_at(planned_at: datetime | None, minutes: int | None) -> datetime | None:
    """When a planned change is over."""
    return None if planned_at is None else planned_at + timedelta(minutes=minutes or 0)
