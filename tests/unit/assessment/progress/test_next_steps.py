"""The gap to close next, what a manager can do, and what the criteria page keeps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.progress.rules.criteria_map import MapFilter, Show, needed_phrase
from assessment.progress.rules.next_steps import OpenGroup, UnitNeed, manager_advice, widest_gap
from assessment.progress.rules.progress import THRESHOLDS, Plan, Progress
from assessment.vocabulary import CriterionState

TODAY = date(2026, 11, 22)
STATES = [state.value for state in CriterionState]


def group(unit: int, heading: str | None, count: int, kind: str = "performance") -> OpenGroup:
    return OpenGroup(unit, f"U{unit}", f"Unit {unit}", heading, kind, count)


def progress(met: int = 50, sent_days_ago: int = 2) -> Progress:
    start = TODAY - timedelta(days=350)
    sent = TODAY - timedelta(days=sent_days_ago)
    return Progress(Plan(start, start + timedelta(days=700)), 100, met, 0, 0, sent, TODAY)


def test_the_task_that_covers_most_is_proposed() -> None:
    gap = widest_gap([group(1, "Plan", 2), group(1, "Do", 3), group(2, "Check", 5), group(2, "Act", 1)])
    assert gap
    assert (gap.unit_code, gap.heading, gap.coverable, gap.open_in_unit) == ("U2", "Check", 5, 6)
    assert gap.sentence == "6 criteria have no evidence yet. One good write-up about “Check” could cover up to 5."


def test_one_task_shows_doing_and_knowing_together() -> None:
    gap = widest_gap([group(1, "Plan", 3), group(2, "Do", 2), group(2, "Do", 2, "knowledge")])
    assert gap
    assert gap.heading == "Do"


def test_what_one_task_cannot_cover_does_not_choose_the_gap() -> None:
    most = THRESHOLDS.most_criteria_in_one_task
    gap = widest_gap([group(1, "Plan", most + 5), group(2, "Do", most), group(2, "Check", most - 1)])
    assert gap
    assert (gap.unit_code, gap.heading, gap.coverable) == ("U2", "Do", most)


def test_a_single_open_criterion_reads_as_one() -> None:
    gap = widest_gap([group(1, None, 1)])
    assert gap
    assert gap.sentence == "1 criterion has no evidence yet. One good write-up could cover it."


def test_without_a_gap_nothing_is_proposed() -> None:
    assert widest_gap([]) is None


@given(
    st.lists(st.builds(group, st.integers(1, 4), st.none() | st.sampled_from("abc"), st.integers(1, 30)), min_size=1)
)
def test_no_group_could_cover_more_than_the_one_proposed(found: list[OpenGroup]) -> None:
    gap = widest_gap(found)
    assert gap
    assert gap.open_in_unit == sum(one.count for one in found if one.programme_unit_id == gap.programme_unit_id)
    assert gap.coverable >= min(THRESHOLDS.most_criteria_in_one_task, max(one.count for one in found))
    assert gap.coverable <= gap.open_in_unit


def advice(given_progress: Progress, **facts: object) -> str:
    known = {"returned": 0, "waiting": 0, "need": None, **facts}
    return manager_advice(given_progress, first_name="Aileen", **known)  # type: ignore[arg-type] # of the test's own


def test_a_manager_is_told_of_returned_work_before_anything_else() -> None:
    assert "asked for more on a piece of work" in advice(progress(), returned=1, need=UnitNeed("SR", "Requests", 6))
    assert "2 pieces of work" in advice(progress(sent_days_ago=90), returned=2)


def test_a_manager_is_asked_for_one_thing_that_helps() -> None:
    assert advice(progress(sent_days_ago=40)) == (
        "Agree an hour this week for Aileen to write up a job they have done."
    )
    assert advice(progress(), need=UnitNeed("SR", "Requests", 6)) == (
        "Find Aileen a task in SR Requests: 6 criteria have no evidence yet."
    )
    assert advice(progress(), waiting=2) == "Nothing for now: the assessor has their work."
    assert advice(progress(met=100), returned=1).startswith("Nothing is left to do.")


@pytest.mark.parametrize(
    ("show", "kept"),
    [
        (Show.ALL, set(STATES)),
        (Show.GAPS, {"not_started", "more_needed", "challenged"}),
        (Show.WAITING, {"working_towards"}),
        (Show.MET, {"met"}),
        (Show.ONE_STEP, {"working_towards", "more_needed"}),
    ],
)
def test_the_filter_keeps_the_states_it_names(show: Show, kept: set[str]) -> None:
    wanted = MapFilter(show)
    assert {state for state in STATES if wanted.keeps("knowledge", state, ["one more occasion"])} == kept


def test_two_reasons_are_not_one_step_away() -> None:
    assert not MapFilter(Show.ONE_STEP).keeps("knowledge", "more_needed", ["one more occasion", "nothing observed yet"])


def test_the_kind_narrows_every_choice() -> None:
    assert not MapFilter(Show.ALL, "performance").keeps("knowledge", "met", ())


def test_reasons_read_as_one_phrase() -> None:
    assert needed_phrase(["one more occasion", "nothing observed yet"]) == "One more occasion; nothing observed yet"
    assert needed_phrase([]) == ""
