"""What a ticket's events say: counts, clocks in words, and when something will happen by itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from itsm_sandbox.desk.tickets.rules.conversation import ring_for_row, ring_of
from itsm_sandbox.desk.tickets.rules.derived import (
    Step,
    Targets,
    after_service_days,
    clocks_of,
    elapsed_now,
    facts_of,
    next_service_day,
    targets_in,
    words_of,
)
from itsm_sandbox.desk.tickets.rules.timers import plans_of
from itsm_sandbox.engine.calendar import CalendarVersion, ServiceCalendar, bank_holidays

MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)  # nine in Scotland, an hour after opening
CALENDAR = ServiceCalendar(
    (CalendarVersion(date(2026, 1, 1), closed=frozenset(bank_holidays("SCT", range(2026, 2028)))),)
)
TARGETS = Targets(3600, 4 * 3600)
COLUMNS: dict[str, Any] = {"state": "new", "follow_up_at": None, "is_major": False, "communicate_every": None}


def at(**later: float) -> datetime:
    return MONDAY + timedelta(**later)


LOGGED = Step(MONDAY, "log", "", "new", {"title": "No sound", "channel": "phone"})
TRIAGED = Step(at(minutes=10), "triage", "new", "assigned")
ANSWERED = Step(at(minutes=30), "respond", "assigned", "in_progress", {"text": "I called them.", "contact": "call"})
WAITS = Step(at(hours=1), "wait", "in_progress", "pending", {"pending_reason": "user"})
RESUMED = Step(at(hours=3), "resume", "pending", "in_progress")
RESOLVED = Step(at(hours=4), "resolve", "in_progress", "resolved", {"resolution": "A new cable."})
REOPENED = Step(at(hours=5), "reopen", "resolved", "in_progress", {"reason": "Silent again."})


def test_every_column_follows_from_the_events() -> None:
    facts = facts_of([LOGGED, TRIAGED, ANSWERED, WAITS, RESUMED, RESOLVED], TARGETS, CALENDAR)
    assert facts["responded_at"] == at(minutes=30)
    assert facts["resolved_at"] == at(hours=4)
    assert (facts["response_s"], facts["running_s"], facts["pending_s"]) == (1800, 2 * 3600, 2 * 3600)
    assert facts["fix_due_at"] is None
    assert facts["ended_at"] is None


def test_reopening_takes_the_resolution_back_and_counts() -> None:
    facts = facts_of([LOGGED, TRIAGED, ANSWERED, RESOLVED, REOPENED], TARGETS, CALENDAR)
    assert (facts["resolved_at"], facts["reopens"], facts["contacts"]) == (None, 1, 2)
    assert facts["resolved_s"] == 3600


def test_only_what_was_classified_again_after_triage_counts() -> None:
    early = Step(at(minutes=5), "reclassify", "new", "new")
    late = Step(at(minutes=20), "reclassify", "assigned", "assigned")
    assert facts_of([LOGGED, early, TRIAGED], TARGETS, CALENDAR)["reclassifications"] == 0
    assert facts_of([LOGGED, early, TRIAGED, late], TARGETS, CALENDAR)["reclassifications"] == 1


def test_taking_what_nobody_had_is_no_reassignment() -> None:
    taken = Step(at(minutes=20), "take", "assigned", "assigned", changes={"assigned_to_id": [None, 4]})
    passed_on = Step(at(minutes=25), "reassign", "assigned", "assigned", changes={"assigned_to_id": [4, 5]})
    assert facts_of([LOGGED, TRIAGED, taken], TARGETS, CALENDAR)["reassignments"] == 0
    assert facts_of([LOGGED, TRIAGED, taken, passed_on], TARGETS, CALENDAR)["reassignments"] == 1


def test_before_triage_nothing_was_agreed_and_afterwards_the_service_s_own_times_are() -> None:
    assert targets_in({"P1": [10, 30]}, None) == Targets()
    assert targets_in({"P1": [10, 30]}, "P1") == Targets(600, 1800)
    assert targets_in(None, "P1") == targets_in({}, "P1") == Targets(1800, 4 * 3600)


@pytest.mark.parametrize("later", [0, 45, 60 * 8, 60 * 40, 60 * 24 * 5])
@pytest.mark.parametrize("until", [2, 3, 4, 5])
def test_a_list_shows_the_same_time_as_the_clock_itself(until: int, later: int) -> None:
    steps = [LOGGED, TRIAGED, ANSWERED, WAITS, RESUMED][:until]
    now = steps[-1].at + timedelta(minutes=later)
    facts = facts_of(steps, TARGETS, CALENDAR)
    reason = steps[-1].given.get("pending_reason", "")
    shown = elapsed_now(facts["running_s"], steps[-1].at, steps[-1].to_state, reason, calendar=CALENDAR, now=now)
    assert shown == clocks_of(steps, TARGETS, CALENDAR, now).fix.elapsed_s


def test_service_days_leave_out_weekends_and_holidays() -> None:
    friday = datetime(2026, 9, 11, 10, 0, tzinfo=UTC)
    assert after_service_days(CALENDAR, friday, 1) == datetime(2026, 9, 14, 16, 0, tzinfo=UTC)
    assert next_service_day(CALENDAR, friday) == datetime(2026, 9, 14, 10, 0, tzinfo=UTC)
    christmas = datetime(2026, 12, 24, 10, 0, tzinfo=UTC)
    assert after_service_days(CALENDAR, christmas, 1) == datetime(2026, 12, 29, 17, 0, tzinfo=UTC)
    never = ServiceCalendar((CalendarVersion(date(2026, 1, 1), week=((),) * 7),))
    assert after_service_days(never, friday, 5) is None
    assert next_service_day(never, friday) is None


def plans(*steps: Step, now: datetime | None = None, **columns: Any) -> dict[str, datetime]:
    now = now or steps[-1].at
    values = {**COLUMNS, "state": steps[-1].to_state, **columns}
    return plans_of(steps, clocks_of(steps, TARGETS, CALENDAR, now), values, CALENDAR, now)


def test_thresholds_are_planned_for_the_second_at_which_they_are_passed() -> None:
    assert plans(LOGGED, TRIAGED) == {
        "ticket.response_warning": at(minutes=45),
        "ticket.response_breach": at(hours=1, seconds=1),
        "ticket.fix_warning": at(hours=3),
        "ticket.fix_breach": at(hours=4, seconds=1),
    }


def test_a_threshold_is_told_once_and_one_already_passed_at_once() -> None:
    warned = Step(at(hours=3), "clock.warned", "in_progress", "in_progress", {"clock": "fix"})
    assert "ticket.fix_warning" not in plans(LOGGED, TRIAGED, ANSWERED, warned)
    late = Step(at(hours=6), "reclassify", "in_progress", "in_progress")
    assert plans(LOGGED, TRIAGED, ANSWERED, late)["ticket.fix_breach"] == at(hours=6)
    told = Step(at(hours=6), "clock.breached", "in_progress", "in_progress", {"clock": "fix"})
    assert plans(LOGGED, TRIAGED, ANSWERED, late, told) == {}


def test_a_waiting_ticket_is_followed_up_and_then_every_service_day() -> None:
    assert plans(LOGGED, TRIAGED, ANSWERED, WAITS, follow_up_at=at(hours=2)) == {"ticket.follow_up": at(hours=2)}
    reminded = Step(at(hours=2), "remind", "pending", "pending")
    assert plans(LOGGED, TRIAGED, ANSWERED, WAITS, reminded, follow_up_at=at(hours=2)) == {
        "ticket.follow_up": at(days=1, hours=2)
    }
    asked = Step(at(hours=2), "follow_up.due", "pending", "pending")
    assert plans(LOGGED, TRIAGED, ANSWERED, WAITS, asked, follow_up_at=at(hours=2)) == {}


def test_a_resolved_ticket_closes_when_its_fifth_service_day_does() -> None:
    closes = datetime(2026, 9, 14, 16, 0, tzinfo=UTC)
    assert plans(LOGGED, TRIAGED, ANSWERED, RESOLVED) == {"ticket.auto_close": closes}


def test_a_clock_says_in_words_how_it_stands() -> None:
    def words(*steps: Step, now: datetime) -> list[str]:
        both = clocks_of(steps, TARGETS, CALENDAR, now)
        return [ring_of("Response", both.response).words, ring_of("Fix", both.fix).words]

    assert words(LOGGED, TRIAGED, now=at(minutes=20)) == ["40 min left", "3 h 40 min left"]
    assert words(LOGGED, TRIAGED, ANSWERED, WAITS, now=at(hours=2)) == ["met in 30 min", "paused, 3 h left"]
    assert words(LOGGED, TRIAGED, now=at(hours=5)) == ["missed, 4 h over", "missed, 1 h over"]
    assert words(LOGGED, TRIAGED, ANSWERED, RESOLVED, now=at(hours=6))[1] == "met in 4 h"
    row = ring_for_row(3 * 3600, 4 * 3600, is_counting=True)
    assert row
    assert (row.percent, row.tone, row.words) == (75, "more", "1 h left")
    assert ring_for_row(10, None, is_counting=True) is None


def test_what_was_written_is_searched_and_choices_are_not() -> None:
    assert words_of([LOGGED, ANSWERED, ANSWERED, RESOLVED]) == "No sound\nI called them.\nA new cable."
