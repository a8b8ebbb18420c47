"""Planned and achieved, on track or not, and the sentences that say so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.progress.rules.progress import THRESHOLDS, Plan, Progress, Rag, working_days

START = date(2026, 1, 5)
TODAY = date(2026, 11, 22)

progresses = st.builds(
    lambda total, met, length, passed, sent: Progress(
        plan=Plan(TODAY - timedelta(days=passed), TODAY - timedelta(days=passed) + timedelta(days=length)),
        total=total,
        met=min(met, total),
        working=0,
        more=0,
        last_submitted_on=None if sent is None else TODAY - timedelta(days=sent),
        today=TODAY,
    ),
    total=st.integers(0, 300),
    met=st.integers(0, 300),
    length=st.integers(0, 1500),
    passed=st.integers(-100, 1600),
    sent=st.none() | st.integers(0, 120),
)


def at(percent_met: int, *, weeks_gone: int = 50, weeks: int = 100, sent_days_ago: int | None = 3) -> Progress:
    start = TODAY - timedelta(weeks=weeks_gone)
    return Progress(
        plan=Plan(start, start + timedelta(weeks=weeks)),
        total=100,
        met=percent_met,
        working=0,
        more=0,
        last_submitted_on=None if sent_days_ago is None else TODAY - timedelta(days=sent_days_ago),
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("met", "expected"),
    [(50, Rag.GREEN), (45, Rag.GREEN), (44, Rag.AMBER), (35, Rag.AMBER), (34, Rag.RED), (100, Rag.GREEN)],
)
def test_five_points_behind_is_still_on_track_and_fifteen_a_little_behind(met: int, expected: Rag) -> None:
    assert at(met).rag is expected


def test_nothing_sent_for_more_than_28_days_is_a_risk_however_much_is_met() -> None:
    assert at(60, sent_days_ago=28).rag is Rag.GREEN
    assert at(60, sent_days_ago=29).rag is Rag.RED
    assert at(60, sent_days_ago=29).silence == "Nothing has been submitted for 4 weeks."


def test_silence_counts_from_the_first_day_for_somebody_new() -> None:
    new = at(0, weeks_gone=2, sent_days_ago=None)
    assert new.rag is Rag.GREEN
    assert new.silence == ""
    assert at(0, weeks_gone=5, sent_days_ago=None).silence == "Nothing has been submitted yet."


def test_whoever_has_finished_or_not_begun_is_not_at_risk() -> None:
    assert at(100, sent_days_ago=200).rag is Rag.GREEN
    assert at(0, weeks_gone=-2, sent_days_ago=None).rag is Rag.GREEN


@pytest.mark.parametrize(
    ("met", "sentence"),
    [
        (50, "You are on plan."),
        (48, "You are about 2 weeks behind plan."),
        (49, "You are about 1 week behind plan."),
        (53, "You are about 3 weeks ahead of plan."),
        (30, "You are about 5 months behind plan."),
        (100, "You are finished: every criterion is met."),
    ],
)
def test_the_difference_is_said_in_weeks_of_the_plan(met: int, sentence: str) -> None:
    assert at(met).sentence() == sentence


def test_others_are_told_by_name() -> None:
    assert at(48).sentence("Aileen") == "Aileen is about 2 weeks behind plan."
    assert at(0, weeks_gone=-1).sentence("Aileen") == "Aileen is not due to start yet."


def test_the_week_is_counted_from_one_and_stops_at_the_last() -> None:
    plan = Plan(START, START + timedelta(weeks=104))
    assert (plan.week(START), plan.week(START + timedelta(days=7)), plan.weeks) == (1, 2, 104)
    assert plan.week(START + timedelta(weeks=200)) == 104


def test_the_plan_is_overdue_the_day_after_its_end_unless_finished() -> None:
    assert not at(90, weeks_gone=100).is_overdue
    assert at(90, weeks_gone=101).is_overdue
    assert not at(100, weeks_gone=101).is_overdue


@given(progresses)
def test_shares_stay_between_nothing_and_all(progress: Progress) -> None:
    assert 0 <= progress.percent <= 100
    assert 0 <= progress.planned_percent <= 100
    assert progress.percent + progress.waiting_percent <= 100
    assert progress.percent < 100 or progress.is_complete
    assert progress.sentence().startswith("You are ")
    assert progress.sentence().endswith(".")


@given(progresses, st.integers(1, 50))
def test_meeting_more_never_makes_the_standing_worse(progress: Progress, more: int) -> None:
    order = [Rag.RED, Rag.AMBER, Rag.GREEN]
    better = replace(progress, met=min(progress.total, progress.met + more))
    assert order.index(better.rag) >= order.index(progress.rag)


@given(progresses)
def test_the_standing_agrees_with_the_shares(progress: Progress) -> None:
    if progress.is_complete or not progress.has_started or progress.is_silent or not progress.total:
        return
    points = 100 * progress.met / progress.total - 100 * progress.plan.elapsed(TODAY) / progress.plan.days
    if points > THRESHOLDS.green_from_points + 1e-6:
        assert progress.rag is Rag.GREEN
    if points < THRESHOLDS.amber_from_points - 1e-6:
        assert progress.rag is Rag.RED


def test_working_days_leave_out_weekends_and_holidays() -> None:
    friday = date(2026, 11, 27)
    assert working_days(friday, friday, ()) == 0
    assert working_days(friday, friday + timedelta(days=3), ()) == 1
    assert working_days(friday, friday + timedelta(days=3), {date(2026, 11, 30)}) == 0
    assert working_days(friday, friday + timedelta(days=14), ()) == 10


@given(st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(first: int, second: int) -> None:
    middle, end = START + timedelta(days=first), START + timedelta(days=first + second)
    assert working_days(START, end, ()) == working_days(START, middle, ()) + working_days(middle, end, ())
