from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from itsm_sandbox.desk.tickets.rules.clocks import Clock, ClockStatus, StateEvent, fix_clock, response_clock, state_at
from itsm_sandbox.engine.calendar import CalendarVersion, ServiceCalendar, bank_holidays, open_seconds
from tests.support.calendars import ALWAYS_OPEN

HOUR = 3600
CALENDAR = ServiceCalendar(
    (CalendarVersion(date(2025, 1, 1), closed=frozenset(bank_holidays("SCT", range(2025, 2029)))),)
)
STATES = ["new", "awaiting_approval", "assigned", "in_progress", "pending", "resolved"]


def at(day: int, wall: str = "08:00") -> datetime:
    """Give a moment in November 2026: Monday is 16, Friday 20, Monday again 23."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(wall), LONDON)


def told(*events: tuple[datetime, str] | tuple[datetime, str, str]) -> list[StateEvent]:
    return [StateEvent(*event) for event in events]


def fix(events: list[StateEvent], now: datetime, hours: float | None = 8) -> Clock:
    target_s = None if hours is None else int(hours * HOUR)
    return fix_clock(events, target_s=target_s, calendar=CALENDAR, now=now)


def response(events: list[StateEvent], now: datetime, responded_at: datetime | None = None) -> Clock:
    return response_clock(events, target_s=HOUR, calendar=CALENDAR, now=now, responded_at=responded_at)


def test_a_running_clock_has_a_due_moment_and_what_is_left() -> None:
    clock = fix(told((at(20, "15:00"), "new"), (at(20, "15:30"), "assigned")), now=at(20, "16:00"))
    assert (clock.status, clock.is_counting) == (ClockStatus.RUNNING, True)
    assert (clock.elapsed_s, clock.left_s) == (HOUR, 7 * HOUR)
    assert clock.due_at == at(23, "14:00")
    assert clock.warned_at is clock.breached_at is clock.stopped_at is None


def test_a_ticket_logged_out_of_hours_starts_at_the_next_opening() -> None:
    clock = response(told((at(20, "20:00"), "new")), now=at(23, "08:30"))
    assert clock.elapsed_s == HOUR // 2
    assert clock.due_at == at(23, "09:00")


def test_the_response_clock_stops_at_the_first_human_answer_and_not_for_waiting() -> None:
    events = told((at(16, "09:00"), "new"), (at(16, "09:10"), "assigned"), (at(16, "09:20"), "pending", "supplier"))
    assert response(events, now=at(16, "09:40")).status == ClockStatus.RUNNING

    met = response(events, now=at(18), responded_at=at(16, "09:45"))
    assert (met.status, met.elapsed_s, met.stopped_at) == (ClockStatus.MET, 45 * 60, at(16, "09:45"))
    assert (met.warned_at, met.breached_at, met.due_at) == (at(16, "09:45"), None, None)

    missed = response(events, now=at(18), responded_at=at(16, "10:15"))
    assert (missed.status, missed.breached_at, missed.left_s) == (ClockStatus.MISSED, at(16, "10:00"), -15 * 60)


def test_an_answer_that_is_still_to_come_does_not_stop_the_clock() -> None:
    events = told((at(16, "09:00"), "new"))
    assert response(events, now=at(16, "09:30"), responded_at=at(16, "09:45")).status == ClockStatus.RUNNING


def test_a_ticket_resolved_without_an_answer_was_answered_by_that() -> None:
    events = told((at(16, "09:00"), "assigned"), (at(16, "09:30"), "resolved"), (at(20, "09:30"), "closed"))
    clock = response(events, now=at(20, "10:00"))
    assert (clock.status, clock.elapsed_s) == (ClockStatus.MET, HOUR // 2)


def test_the_response_clock_can_start_at_the_approval() -> None:
    events = told((at(16, "09:00"), "new"), (at(16, "09:10"), "awaiting_approval"))
    approved = [*events, StateEvent(at(17, "09:00"), "new")]

    def clock(events: list[StateEvent], now: datetime) -> Clock:
        return response_clock(
            events, target_s=HOUR, calendar=CALENDAR, now=now, responded_at=None, starts_at_approval=True
        )

    waiting = clock(events, at(16, "16:00"))
    assert (waiting.status, waiting.elapsed_s, waiting.due_at) == (ClockStatus.PAUSED, 0, None)
    running = clock(approved, at(17, "09:20"))
    assert (running.elapsed_s, running.due_at) == (20 * 60, at(17, "10:00"))
    assert response(approved, now=at(17, "09:20")).status == ClockStatus.BREACHED


def test_the_fix_clock_pauses_while_pending_and_keeps_what_is_left() -> None:
    events = told((at(16, "08:00"), "in_progress"), (at(16, "10:00"), "pending", "user"))
    paused = fix(events, now=at(19, "12:00"))
    assert (paused.status, paused.is_counting, paused.due_at) == (ClockStatus.PAUSED, False, None)
    assert (paused.elapsed_s, paused.left_s) == (2 * HOUR, 6 * HOUR)
    assert paused.pending_s == 7 * HOUR + 9 * HOUR * 2 + 4 * HOUR

    resumed = fix([*events, StateEvent(at(23, "09:00"), "in_progress")], now=at(23, "10:00"))
    assert (resumed.elapsed_s, resumed.due_at) == (3 * HOUR, at(23, "15:00"))


def test_pending_over_a_weekend_neither_gains_nor_loses() -> None:
    events = told((at(20, "16:00"), "in_progress"), (at(20, "17:00"), "pending", "user"), (at(23), "in_progress"))
    clock = fix(events, now=at(23, "09:00"))
    assert (clock.elapsed_s, clock.pending_s) == (2 * HOUR, 0)


def test_a_wait_that_we_planned_does_not_pause_unless_the_workplace_says_so() -> None:
    events = told((at(16, "08:00"), "in_progress"), (at(16, "09:00"), "pending", "scheduled"))
    clock = fix(events, now=at(16, "12:00"))
    assert (clock.elapsed_s, clock.pending_s, clock.is_counting) == (4 * HOUR, 0, True)
    pausing = fix_clock(events, target_s=8 * HOUR, calendar=CALENDAR, now=at(16, "12:00"), without_pause=frozenset())
    assert (pausing.elapsed_s, pausing.pending_s) == (HOUR, 3 * HOUR)


def test_waiting_for_approval_pauses_the_fix_clock() -> None:
    events = told((at(16, "08:00"), "new"), (at(16, "09:00"), "awaiting_approval"))
    clock = fix(events, now=at(16, "12:00"))
    assert (clock.status, clock.elapsed_s, clock.approval_s, clock.pending_s) == (ClockStatus.PAUSED, HOUR, 3 * HOUR, 0)


def test_reopening_continues_the_same_clock_and_the_resolved_time_is_neither_running_nor_pending() -> None:
    events = told((at(16, "08:00"), "in_progress"), (at(16, "15:00"), "resolved"))
    resolved = fix(events, now=at(17, "12:00"))
    assert (resolved.status, resolved.elapsed_s, resolved.stopped_at) == (ClockStatus.MET, 7 * HOUR, at(16, "15:00"))

    reopened = fix([*events, StateEvent(at(17, "10:00"), "in_progress")], now=at(17, "10:30"))
    assert (reopened.status, reopened.due_at, reopened.stopped_at) == (ClockStatus.RUNNING, at(17, "11:00"), None)
    assert (reopened.elapsed_s, reopened.pending_s, reopened.resolved_s) == (7 * HOUR + 1800, 0, 4 * HOUR)

    late = told((at(17, "10:00"), "in_progress"), (at(17, "13:00"), "resolved"), (at(19), "closed"))
    missed = fix(events + late, now=at(20))
    assert (missed.status, missed.elapsed_s, missed.stopped_at) == (ClockStatus.MISSED, 10 * HOUR, at(17, "13:00"))
    assert (missed.breached_at, missed.resolved_s) == (at(17, "11:00"), 4 * HOUR + 4 * HOUR + 9 * HOUR)


def test_warning_and_breach_are_facts_with_times() -> None:
    events = told((at(16, "08:00"), "new"), (at(16, "10:00"), "in_progress"))
    assert fix(events, now=at(16, "13:59:59")).warned_at is None
    assert fix(events, now=at(16, "14:00")).warned_at == at(16, "14:00")
    assert fix(events, now=at(16, "16:00")).status == ClockStatus.RUNNING

    breached = fix(events, now=at(18, "12:00"))
    assert (breached.status, breached.is_counting, breached.due_at) == (ClockStatus.BREACHED, True, None)
    assert (breached.warned_at, breached.breached_at) == (at(16, "14:00"), at(16, "16:00"))


def test_a_breach_stays_one_while_the_ticket_waits() -> None:
    events = told((at(16, "08:00"), "in_progress"), (at(16, "17:00"), "pending", "user"))
    clock = fix(events, now=at(18, "12:00"))
    assert (clock.status, clock.is_counting, clock.breached_at) == (ClockStatus.BREACHED, False, at(16, "16:00"))


def test_a_ticket_does_not_breach_while_it_waits() -> None:
    events = told((at(16, "08:00"), "in_progress"), (at(16, "15:59"), "pending", "user"))
    clock = fix(events, now=at(27, "12:00"))
    assert (clock.status, clock.left_s, clock.breached_at) == (ClockStatus.PAUSED, 60, None)


def test_a_target_that_ends_at_closing_time_is_met_until_the_next_opening() -> None:
    events = told((at(20, "09:00"), "in_progress"))
    saturday = fix([*events, StateEvent(at(21, "11:00"), "assigned")], now=at(21, "12:00"))
    assert (saturday.status, saturday.due_at, saturday.left_s) == (ClockStatus.RUNNING, at(20, "17:00"), 0)
    assert fix([*events, StateEvent(at(21, "11:00"), "resolved")], now=at(24)).status == ClockStatus.MET

    monday = fix(events, now=at(23, "08:00:01"))
    assert (monday.status, monday.breached_at) == (ClockStatus.BREACHED, at(23, "08:00"))


def test_escalation_and_reassignment_do_not_restart_the_clock() -> None:
    events = told((at(16, "08:00"), "new"), (at(16, "09:00"), "in_progress"), (at(16, "10:00"), "assigned"))
    clock = fix([*events, StateEvent(at(16, "11:00"), "assigned")], now=at(16, "12:00"))
    assert (clock.elapsed_s, clock.due_at) == (4 * HOUR, at(16, "16:00"))


def test_a_changed_priority_judges_the_same_events_by_the_new_target() -> None:
    events = told(
        (at(16, "08:00"), "in_progress"), (at(16, "10:00"), "pending", "supplier"), (at(17, "08:00"), "in_progress")
    )
    now = at(17, "10:00")
    slow, quick = fix(events, now, hours=16), fix(events, now, hours=3)
    assert (slow.elapsed_s, slow.pending_s) == (quick.elapsed_s, quick.pending_s) == (4 * HOUR, 7 * HOUR)
    assert (slow.status, slow.due_at) == (ClockStatus.RUNNING, at(18, "13:00"))
    assert (quick.status, quick.breached_at) == (ClockStatus.BREACHED, at(17, "09:00"))


def test_a_cancelled_ticket_is_judged_neither_way() -> None:
    events = told((at(16, "08:00"), "new"), (at(18, "08:00"), "cancelled"))
    for clock in (fix(events, now=at(20)), response(events, now=at(20))):
        assert (clock.status, clock.elapsed_s, clock.stopped_at) == (ClockStatus.STOPPED, 18 * HOUR, at(18, "08:00"))
    assert response(events, now=at(20), responded_at=at(16, "08:05")).status == ClockStatus.MET


def test_without_a_target_time_is_counted_and_not_judged() -> None:
    clock = fix(told((at(16, "08:00"), "in_progress"), (at(16, "10:00"), "resolved")), now=at(18), hours=None)
    assert (clock.status, clock.elapsed_s, clock.left_s) == (ClockStatus.NONE, 2 * HOUR, None)
    assert clock.warned_at is clock.breached_at is clock.due_at is None


def test_what_happens_after_now_has_not_happened_yet() -> None:
    events = told((at(16, "08:00"), "in_progress"), (at(16, "10:00"), "resolved"), (at(17), "closed"))
    clock = fix(events, now=at(16, "09:00"))
    assert (clock.status, clock.elapsed_s) == (ClockStatus.RUNNING, HOUR)
    assert state_at(events, at(16, "07:00")) is None
    assert state_at(events, at(16, "10:00")) == "resolved"


def test_a_clock_needs_the_event_that_logged_the_ticket() -> None:
    with pytest.raises(ValueError, match="logged"):
        fix([], now=at(16))


def test_a_workplace_that_has_closed_for_good_has_no_due_moment() -> None:
    closing = ServiceCalendar((CALENDAR.versions[0], CalendarVersion(date(2026, 11, 21), ((),) * 7)))
    events = told((at(20, "16:00"), "new"))
    clock = fix_clock(events, target_s=8 * HOUR, calendar=closing, now=at(24))
    assert (clock.status, clock.due_at, clock.elapsed_s) == (ClockStatus.RUNNING, None, HOUR)


histories = st.lists(
    st.tuples(st.integers(0, 3 * 86400), st.sampled_from(STATES), st.sampled_from(["user", "scheduled", ""])),
    max_size=12,
)


def history(steps: list[tuple[int, str, str]]) -> list[StateEvent]:
    events = [StateEvent(at(16, "08:00"), "new")]
    for seconds, state, reason in steps:
        why = reason if state == "pending" else ""
        events.append(StateEvent(events[-1].at + timedelta(seconds=seconds), state, why))
    return events


@given(histories, st.integers(0, 40 * 86400))
def test_every_service_second_is_in_exactly_one_sum(steps: list[tuple[int, str, str]], later: int) -> None:
    events = history(steps)
    now = events[0].at + timedelta(seconds=later)
    clock = fix(events, now)
    sums = clock.elapsed_s + clock.pending_s + clock.approval_s + clock.resolved_s
    assert sums == open_seconds(CALENDAR, events[0].at, now)


@given(histories, st.integers(1, 100 * HOUR), st.sampled_from(["office", "always"]))
def test_a_breach_is_found_at_its_time_and_not_a_second_before(
    steps: list[tuple[int, str, str]], target_s: int, hours: str
) -> None:
    calendar = CALENDAR if hours == "office" else ServiceCalendar((CalendarVersion(date(2025, 1, 1), ALWAYS_OPEN),))
    events = history(steps)
    now = events[-1].at + timedelta(days=9)

    def clock(now: datetime) -> Clock:
        return fix_clock(events, target_s=target_s, calendar=calendar, now=now)

    second = timedelta(seconds=1)
    found = clock(now)
    assert (found.breached_at is not None) == (found.elapsed_s > target_s)
    if found.breached_at:
        assert clock(found.breached_at).breached_at is None
        assert clock(found.breached_at).elapsed_s == target_s
        assert clock(found.breached_at + second).breached_at == found.breached_at
    if found.warned_at:
        assert clock(found.warned_at).warned_at == found.warned_at
        assert clock(found.warned_at - second).warned_at is None
    if found.due_at:
        later = clock(found.due_at) if found.due_at > now else found
        assert later.elapsed_s == target_s or found.due_at <= now


@given(histories, st.integers(1, 50 * HOUR), st.integers(1, 50 * HOUR))
def test_the_target_changes_nothing_that_was_counted(steps: list[tuple[int, str, str]], one: int, two: int) -> None:
    events = history(steps)
    now = events[-1].at + timedelta(days=1)
    a, b = fix(events, now, one / HOUR), fix(events, now, two / HOUR)
    assert (a.elapsed_s, a.pending_s, a.approval_s, a.resolved_s) == (
        b.elapsed_s,
        b.pending_s,
        b.approval_s,
        b.resolved_s,
    )
