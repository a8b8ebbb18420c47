"""When something will happen to a ticket by itself: warnings, breaches, reminders, and its closing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from itsm_sandbox.desk.tickets.rules import OPEN, SERVICE_DAYS_TO_REOPEN
from itsm_sandbox.desk.tickets.rules.clocks import WARNED_AT_PERCENT, Clock
from itsm_sandbox.desk.tickets.rules.derived import Clocks, Step, after_service_days, next_service_day, when_used
from itsm_sandbox.engine.calendar import ServiceCalendar

PLANS = (
    "ticket.response_warning",
    "ticket.response_breach",
    "ticket.fix_warning",
    "ticket.fix_breach",
    "ticket.follow_up",
    "ticket.auto_close",
    "ticket.communication",
)


def plans_of(
    steps: Sequence[Step],
    clocks: Clocks,
    values: Mapping[str, Any],
    calendar: ServiceCalendar,
    now: datetime,
) -> dict[str, datetime]:
    """What is to come, by name. `values` are the ticket's columns; `now` is when its last event happened, or later."""
    found = {
        **_of_clock("response", clocks.response, steps, calendar, now),
        **_of_clock("fix", clocks.fix, steps, calendar, now),
        "ticket.follow_up": _follow_up(steps, values, calendar),
        "ticket.auto_close": closes_at(steps, calendar) if values["state"] == "resolved" else None,
        "ticket.communication": _communication(steps, values),
    }
    return {name: at for name, at in found.items() if at is not None}


def closes_at(steps: Sequence[Step], calendar: ServiceCalendar) -> datetime | None:
    """Until when a resolved ticket can be reopened; then it closes by itself."""
    resolved = [step.at for step in steps if step.to_state == "resolved" and step.from_state != "resolved"]
    return after_service_days(calendar, resolved[-1], SERVICE_DAYS_TO_REOPEN) if resolved else None


def _of_clock(
    name: str, clock: Clock, steps: Sequence[Step], calendar: ServiceCalendar, now: datetime
) -> dict[str, datetime | None]:
    """A threshold passed without an event, as when the target was shortened, is told at once."""
    if clock.target_s is None or clock.stopped_at is not None:
        return {}
    told = {step.verb for step in steps if step.given.get("clock") == name}
    warning = -(-clock.target_s * WARNED_AT_PERCENT // 100)
    breach = when_used(clock, clock.target_s + 1, calendar, now) if clock.breached_at is None else now
    warn = when_used(clock, warning, calendar, now) if clock.warned_at is None else now
    return {
        f"ticket.{name}_breach": None if "clock.breached" in told else breach,
        f"ticket.{name}_warning": None if told or clock.breached_at else warn,
    }


def _follow_up(steps: Sequence[Step], values: Mapping[str, Any], calendar: ServiceCalendar) -> datetime | None:
    if values["state"] != "pending":
        return None
    since = next(step for step in reversed(steps) if step.from_state != step.to_state)
    last = next((step for step in reversed(steps) if step.verb in {"remind", "follow_up.due"}), None)
    follow_up_at: datetime | None = values["follow_up_at"]
    if last is None or last.at < since.at:
        return follow_up_at
    return next_service_day(calendar, last.at) if last.verb == "remind" else None


def _communication(steps: Sequence[Step], values: Mapping[str, Any]) -> datetime | None:
    """One reminder after each time that people were told."""
    if not values["is_major"] or values["state"] not in OPEN or not values["communicate_every"]:
        return None
    told = next(step for step in reversed(steps) if step.verb in {"communicate", "declare_major", "communication.due"})
    return None if told.verb == "communication.due" else told.at + timedelta(minutes=values["communicate_every"])
