"""The two clocks of a ticket, response and fix: computed from its events on each reading, so nothing can drift.

Time is service time: whole seconds in which the calendar is open. A clock reaches its target at `due_at`; stopping it
then is still in time. It is past its target when more than that has been used, and that fact carries its own time,
whether or not anyone looked. A changed priority, service or target is the same events judged against the new target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from itsm_sandbox.engine.calendar import NeverOpens, ServiceCalendar, add_open_seconds, open_readings

WARNED_AT_PERCENT = 75
WITHOUT_PAUSE = frozenset({"scheduled"})  # reasons to wait that are our own doing
_PAUSES = frozenset({"pending", "awaiting_approval"})
_ENDS = frozenset({"resolved", "closed", "cancelled"})
_ONE_SECOND = timedelta(seconds=1)


class ClockStatus(StrEnum):
    """How a clock stands. Two words for late: `breached` while it can still be stopped, `missed` when it was."""

    NONE = "none"  # no target was agreed; time is counted all the same
    RUNNING = "running"
    PAUSED = "paused"
    BREACHED = "breached"  # past the target and not stopped, running or paused
    MET = "met"  # stopped in time
    MISSED = "missed"  # stopped after more than the target
    STOPPED = "stopped"  # the ticket was cancelled before an outcome; judged neither way


@dataclass(frozen=True, slots=True)
class StateEvent:
    """The ticket is in this state from this moment on; the same state again, as when reassigned, changes nothing."""

    at: datetime
    state: str
    pending_reason: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock at one moment. Each service second since the log is in one of the four sums, until the ticket ends."""

    status: ClockStatus
    is_counting: bool  # time is being used now: running, or breached and not paused
    target_s: int | None
    elapsed_s: int
    pending_s: int  # waiting with a reason that pauses
    approval_s: int  # waiting for an approver
    resolved_s: int  # between being resolved and reopened, closed or now
    due_at: datetime | None  # only while it is running in time; a paused clock has no due moment
    warned_at: datetime | None  # three quarters of the target were used
    breached_at: datetime | None  # from here on more than the target was used
    stopped_at: datetime | None  # by what stopped it: response, resolution or cancellation

    @property
    def left_s(self) -> int | None:
        """What is left of the target; below zero, how far it was passed."""
        return None if self.target_s is None else self.target_s - self.elapsed_s


def response_clock(
    events: Sequence[StateEvent],
    *,
    target_s: int | None,
    calendar: ServiceCalendar,
    now: datetime,
    responded_at: datetime | None,
    starts_at_approval: bool = False,
) -> Clock:
    """Time from the log to the first answer by a person, whatever else the ticket waited for meanwhile.

    `responded_at` is that answer; automatic replies are none. A ticket resolved without one was answered by that. With
    `starts_at_approval`, what went before the last approval does not count.
    """
    events, now = _happened(events, now)
    begins = events[0].at
    awaits = False
    if starts_at_approval:
        waits = [index for index, event in enumerate(events) if event.state == "awaiting_approval"]
        awaits = bool(waits) and waits[-1] == len(events) - 1
        if waits:
            begins = now if awaits else events[waits[-1] + 1].at
    stop = _answer(events, responded_at, now)
    end = stop.at if stop else now
    tally = _Tally(calendar, target_s)
    if not awaits:
        end = max(begins, end)
        tally.run(begins, end, *open_readings(calendar, (begins, end)))
    return tally.clock(stop, is_counting=not awaits)


def fix_clock(
    events: Sequence[StateEvent],
    *,
    target_s: int | None,
    calendar: ServiceCalendar,
    now: datetime,
    without_pause: frozenset[str] = WITHOUT_PAUSE,
) -> Clock:
    """Working time from the log to the resolution; reopening lets the same clock run on.

    It is paused while the ticket awaits approval or is pending, except for the reasons in `without_pause`.
    """
    events, now = _happened(events, now)
    moments = [*(event.at for event in events), now]
    readings = open_readings(calendar, moments)
    tally = _Tally(calendar, target_s)
    stop: _Stop | None = None
    is_counting = False
    for index, event in enumerate(events):
        used = readings[index + 1] - readings[index]
        pauses = event.state in _PAUSES and not (event.state == "pending" and event.pending_reason in without_pause)
        is_counting = not pauses and event.state not in _ENDS
        if event.state in _ENDS:
            stop = _Stop(event.at, is_cancelled=True) if event.state == "cancelled" else stop or _Stop(event.at)
        else:
            stop = None
        if is_counting:
            tally.run(event.at, moments[index + 1], readings[index], readings[index + 1])
        elif event.state in tally.waited:
            tally.waited[event.state] += used
    return tally.clock(stop, is_counting=is_counting)


def state_at(events: Sequence[StateEvent], moment: datetime) -> str | None:
    """Say which state the ticket was in at a moment; None before it was logged."""
    state = None
    for event in events:
        if event.at > moment:
            break
        state = event.state
    return state


@dataclass(frozen=True, slots=True)
class _Stop:
    at: datetime
    is_cancelled: bool = False


def _happened(events: Sequence[StateEvent], now: datetime) -> tuple[Sequence[StateEvent], datetime]:
    """Leave out what happened after `now`: it has not happened yet."""
    if not events:
        raise ValueError("A clock starts with the event that logged the ticket.")
    if events[-1].at > now:
        events = [events[0], *(event for event in events[1:] if event.at <= now)]
    return events, max(now, events[0].at)


def _answer(events: Sequence[StateEvent], responded_at: datetime | None, now: datetime) -> _Stop | None:
    if responded_at is not None and responded_at <= now:
        return _Stop(responded_at)
    for event in events:
        if event.state in _ENDS:
            return _Stop(event.at, is_cancelled=event.state == "cancelled")
    return None


class _Tally:
    """What has been used of a target so far, and when it was nearly and wholly used."""

    def __init__(self, calendar: ServiceCalendar, target_s: int | None) -> None:
        self.calendar = calendar
        self.target_s = target_s
        self.warn_s = 0 if target_s is None else -(-target_s * WARNED_AT_PERCENT // 100)
        self.elapsed_s = 0
        self.waited = {"pending": 0, "awaiting_approval": 0, "resolved": 0}
        self.warned_at: datetime | None = None
        self.breached_at: datetime | None = None
        # The current run, or the last one; one event that keeps the clock running does not begin another.
        self.run_began_at: datetime | None = None
        self.run_ended_at: datetime | None = None
        self.before_run_s = 0

    def run(self, start: datetime, end: datetime, start_reading: int, end_reading: int) -> None:
        began_at = self.run_began_at
        if began_at is None or self.run_ended_at != start:
            self.run_began_at = began_at = start
            self.before_run_s = self.elapsed_s
        self.run_ended_at = end
        self.elapsed_s += end_reading - start_reading
        if self.target_s is None:
            return
        if self.warned_at is None and self.elapsed_s >= self.warn_s:
            self.warned_at = add_open_seconds(self.calendar, began_at, self.warn_s - self.before_run_s)
        if self.breached_at is None and self.elapsed_s > self.target_s:
            # The last second in which it was not: after a target that ends at closing time, the next opening.
            over_s = self.target_s - self.before_run_s + 1
            self.breached_at = add_open_seconds(self.calendar, began_at, over_s) - _ONE_SECOND

    def clock(self, stop: _Stop | None, *, is_counting: bool) -> Clock:
        status = self._status(stop, is_counting=is_counting)
        return Clock(
            status=status,
            is_counting=is_counting and stop is None,
            target_s=self.target_s,
            elapsed_s=self.elapsed_s,
            pending_s=self.waited["pending"],
            approval_s=self.waited["awaiting_approval"],
            resolved_s=self.waited["resolved"],
            due_at=self._due_at() if status == ClockStatus.RUNNING else None,
            warned_at=self.warned_at,
            breached_at=self.breached_at,
            stopped_at=stop.at if stop else None,
        )

    def _status(self, stop: _Stop | None, *, is_counting: bool) -> ClockStatus:
        if stop and stop.is_cancelled:
            return ClockStatus.STOPPED
        if self.target_s is None:
            return ClockStatus.NONE
        is_late = self.breached_at is not None
        if stop:
            return ClockStatus.MISSED if is_late else ClockStatus.MET
        if is_late:
            return ClockStatus.BREACHED
        return ClockStatus.RUNNING if is_counting else ClockStatus.PAUSED

    def _due_at(self) -> datetime | None:
        if self.target_s is None or self.run_began_at is None:
            return None
        try:
            return add_open_seconds(self.calendar, self.run_began_at, self.target_s - self.before_run_s)
        except NeverOpens:  # a workplace that has closed for good: the target is never reached
            return None
