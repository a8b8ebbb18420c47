"""Spans of whole days that an analysis or a review covers."""

from datetime import date, timedelta

from core.clock import LONDON
from itsm_sandbox.engine.machine import Case, Guard


def period_is_sound(*, fewest_days: int, most_days: int) -> Guard:
    """The period is in order, over, and neither too short nor too long to tell anything."""

    def guard(case: Case) -> str | None:
        from_on, to_on = case.get("from_on"), case.get("to_on")
        if to_on < from_on:
            return "The last day comes after the first."
        if to_on > case.now.astimezone(LONDON).date():
            return "The last day is today or earlier: later tickets are not there yet."
        days = (to_on - from_on).days + 1
        if days < fewest_days:
            return f"Take at least {fewest_days} days; these are {days}."
        return None if days <= most_days else f"Take at most {most_days} days; these are {days}."

    return guard


def period_before(from_on: date, to_on: date) -> tuple[date, date]:
    """The period of the same length that ends the day before."""
    length = to_on - from_on
    last = from_on - timedelta(days=1)
    return last - length, last
