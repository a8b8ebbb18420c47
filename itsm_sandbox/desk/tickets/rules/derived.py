"""What a ticket's events say about it: both clocks and every column that is derived from them. Nothing else is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from core.clock import LONDON
from itsm_sandbox.desk.tickets.rules.clocks import WITHOUT_PAUSE, Clock, StateEvent, fix_clock, response_clock
from itsm_sandbox.engine.calendar import NeverOpens, ServiceCalendar, add_open_seconds, open_seconds, open_spans
from itsm_sandbox.engine.priority import DEFAULT_TARGETS

NOTHING: Mapping[str, Any] = MappingProxyType({})
COUNTING = frozenset({"new", "assigned", "in_progress"})
_LONGEST_CLOSURE = 400  # days without opening hours before nothing is expected any more
_ENDED = frozenset({"closed", "cancelled"})
_NOT_WORDS = frozenset(
    {"channel", "type", "impact", "urgency", "override", "contact", "pending_reason", "clock", "rating", "rejection"}
    | {"support_mode", "identity_method", "resolution_code", "follow_up_at"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a ticket, as far as anything is derived from it. `changes` are columns with [before, after]."""

    at: datetime
    verb: str
    from_state: str
    to_state: str
    given: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    changes: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Targets:
    """Seconds of service time; None before triage, when nothing was agreed yet."""

    response_s: int | None = None
    fix_s: int | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    response: Clock
    fix: Clock


def targets_in(agreed: Mapping[str, Any] | None, priority: str | None) -> Targets:
    """The targets of a service (priority to minutes [response, fix]) for this priority, or the usual ones."""
    if priority is None:
        return Targets()
    response, fix = (agreed or {}).get(priority) or DEFAULT_TARGETS[priority]
    return Targets(response * 60, fix * 60)


def clocks_of(steps: Sequence[Step], targets: Targets, calendar: ServiceCalendar, now: datetime) -> Clocks:
    """Both clocks at `now`, by all events oldest first. Only an answer by a person stops the response clock."""
    events = _state_events(steps)
    return Clocks(
        response_clock(
            events, target_s=targets.response_s, calendar=calendar, now=now, responded_at=_first(steps, "respond")
        ),
        fix_clock(events, target_s=targets.fix_s, calendar=calendar, now=now),
    )


def facts_of(
    steps: Sequence[Step], targets: Targets, calendar: ServiceCalendar, now: datetime | None = None
) -> dict[str, Any]:
    """Every derived column of the ticket by name, as of its last event or `now`."""
    state = steps[-1].to_state
    both = clocks_of(steps, targets, calendar, now or steps[-1].at)
    responded_at = _first(steps, "respond")
    resolved = [step.at for step in steps if step.to_state == "resolved" and step.from_state != "resolved"]
    return {
        "responded_at": responded_at,
        "resolved_at": resolved[-1] if resolved and state in {"resolved", "closed"} else None,
        "ended_at": _end(steps) if state in _ENDED else None,
        "response_target_s": targets.response_s,
        "fix_target_s": targets.fix_s,
        "response_due_at": both.response.due_at,
        "fix_due_at": both.fix.due_at,
        "response_breached_at": both.response.breached_at,
        "fix_breached_at": both.fix.breached_at,
        "response_s": both.response.elapsed_s if responded_at else None,
        "running_s": both.fix.elapsed_s,
        "pending_s": both.fix.pending_s,
        "resolved_s": both.fix.resolved_s,
        "reopens": _count(steps, "reopen"),
        "escalations": _count(steps, "escalate_functional"),
        "reassignments": sum(step.verb == "reassign" or _was_taken_over(step) for step in steps),
        "reclassifications": _count_after_triage(steps, "reclassify"),
        "contacts": 1 + sum(step.verb in {"reply", "reopen"} for step in steps),
    }


def words_of(steps: Sequence[Step]) -> str:
    """Everything that was written in the ticket's events, for searching."""
    written = dict.fromkeys(
        value
        for step in steps
        for name, value in step.given.items()
        if isinstance(value, str) and len(value) > 1 and name not in _NOT_WORDS
    )
    return "\n".join(written)


def elapsed_now(
    running_s: int, changed_at: datetime, state: str, pending_reason: str, *, calendar: ServiceCalendar, now: datetime
) -> int:
    """Service seconds on the fix clock at `now`, from the columns as they were at the last event."""
    if not is_counting(state, pending_reason):
        return running_s
    return running_s + open_seconds(calendar, changed_at, now)


def is_counting(state: str, pending_reason: str) -> bool:
    return state in COUNTING or (state == "pending" and pending_reason in WITHOUT_PAUSE)


def after_service_days(calendar: ServiceCalendar, at: datetime, days: int) -> datetime | None:
    """The closing time of the nth day with opening hours after the day of `at`; None when there is no such day."""
    day = at.astimezone(LONDON).date()
    for _ in range(_LONGEST_CLOSURE):
        day += timedelta(days=1)
        spans = open_spans(calendar, day)
        days -= bool(spans)
        if spans and days == 0:
            return spans[-1][1]
    return None


def next_service_day(calendar: ServiceCalendar, at: datetime) -> datetime | None:
    """The same time of day on the next day with opening hours."""
    wall = at.astimezone(LONDON)
    for number in range(1, _LONGEST_CLOSURE):
        later = (wall.replace(tzinfo=None) + timedelta(days=number)).replace(tzinfo=LONDON)
        if open_spans(calendar, later.date()):
            return later
    return None


def when_used(clock: Clock, seconds: int, calendar: ServiceCalendar, now: datetime) -> datetime | None:
    """When so much of the target will have been used if nothing happens before; None for a clock that stands."""
    if not clock.is_counting or clock.target_s is None or clock.elapsed_s >= seconds:
        return None
    try:
        return add_open_seconds(calendar, now, seconds - clock.elapsed_s)
    except NeverOpens:  # the workplace has closed for good
        return None


def _state_events(steps: Sequence[Step]) -> list[StateEvent]:
    return [
        StateEvent(step.at, step.to_state, str(step.given.get("pending_reason", "")))
        for step in steps
        if step.from_state != step.to_state
    ]


def _first(steps: Sequence[Step], verb: str) -> datetime | None:
    return next((step.at for step in steps if step.verb == verb), None)


def _count(steps: Sequence[Step], verb: str) -> int:
    return sum(step.verb == verb for step in steps)


def _count_after_triage(steps: Sequence[Step], verb: str) -> int:
    first = next((place for place, step in enumerate(steps) if step.verb == "triage"), len(steps))
    return _count(steps[first:], verb)


def _end(steps: Sequence[Step]) -> datetime | None:
    return next((step.at for step in steps if step.to_state in _ENDED), None)


def _was_taken_over(step: Step) -> bool:
    before, _after = step.changes.get("assigned_to_id", (None, None))
    return step.verb == "take" and before is not None
