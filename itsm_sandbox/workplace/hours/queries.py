"""Opening hours as a month shows them."""

from collections.abc import Sequence
from datetime import date

from core.clock import LONDON
from itsm_sandbox.engine.calendar import open_spans
from itsm_sandbox.engine.models import OpeningHours
from itsm_sandbox.engine.queries import calendar_of
from itsm_sandbox.workplace.hours.rules import Day, month_days, names_of_closed_days, spans_text


def read_month(versions: Sequence[OpeningHours], first: date) -> list[Day]:
    """Each day of the month by the version that serves it. Asks no query."""
    calendar = calendar_of(versions)
    names: dict[int, dict[date, str]] = {}
    days = []
    for day in month_days(first):
        starts_on = calendar.version_on(day).starts_on
        version = next(one for one in reversed(versions) if one.from_on == starts_on)
        if version.number not in names:
            names[version.number] = names_of_closed_days(version.subdivision, version.closures, [day.year])
        spans = [
            tuple(end.astimezone(LONDON).hour * 60 + end.astimezone(LONDON).minute or 1440 for end in span)
            for span in open_spans(calendar, day)
        ]
        days.append(Day(day, spans_text(spans), names[version.number].get(day, ""), version.number))
    return days
