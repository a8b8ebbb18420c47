"""Plans that can be followed and those that cannot; duties that must be apart; what simulated colleagues say."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from itsm_sandbox.evidence.snapshot import rows_without
from itsm_sandbox.projects.projects.rules.answers import answer_case, answer_contingency, answer_escalation
from itsm_sandbox.projects.projects.rules.people import find_conflict, find_gaps, find_second_accountable, matrix_of
from itsm_sandbox.projects.projects.rules.plan import (
    Task,
    draw,
    find_closed_days,
    find_cycle,
    find_faults,
    list_late,
    next_milestones,
    numbers_on,
    order,
    percent_done,
    percent_planned,
)
from itsm_sandbox.projects.projects.rules.wording import FROZEN_WORDS

MONDAY = date(2026, 9, 7)


def on(days: int) -> date:
    return MONDAY + timedelta(days=days)


def task(number: int, starts: int, ends: int, *after: int, **over: Any) -> Task:
    return Task(number, f"Task {number}", on(starts), on(ends), after, **over)


@st.composite
def sound_plans(draw_: st.DrawFn) -> list[Task]:
    """Each task follows some of those before it, and begins when they have ended."""
    tasks: list[Task] = []
    for number in range(1, draw_(st.integers(1, 9)) + 1):
        after = draw_(st.lists(st.sampled_from(tasks), unique=True, max_size=3)) if tasks else []
        earliest = max(((one.ends_on - MONDAY).days for one in after), default=0)
        starts = earliest + draw_(st.integers(0, 9))
        percent = draw_(st.integers(0, 100))
        done_on = on(starts + draw_(st.integers(-9, 30))) if percent == 100 else None
        tasks.append(
            task(
                number,
                starts,
                starts + draw_(st.integers(0, 20)),
                *(one.number for one in after),
                percent=percent,
                done_on=done_on,
            )
        )
    return tasks


@settings(max_examples=40)
@given(sound_plans())
def test_a_plan_in_which_everything_waits_for_what_it_follows_has_no_faults(tasks: list[Task]) -> None:
    assert find_faults(tasks) == []
    assert find_cycle(tasks) == []
    assert sorted(one.number for one in order(tasks)) == [one.number for one in tasks]
    starts = [one.starts_on for one in order(tasks)]
    assert starts == sorted(starts)


@settings(max_examples=40)
@given(sound_plans(), st.data())
def test_closing_a_circle_is_always_found(tasks: list[Task], data: st.DataObject) -> None:
    last = data.draw(st.sampled_from([one for one in tasks if one.after] or tasks))
    first_number = data.draw(st.sampled_from(last.after or (last.number,)))
    circled = [
        task(one.number, 0, 0, *one.after, *([last.number] if one.number == first_number else [])) for one in tasks
    ]
    cycle = find_cycle(circled)
    assert cycle
    after = {one.number: one.after for one in circled}
    for number, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        assert following in after[number]


@settings(max_examples=40)
@given(sound_plans(), st.integers(-5, 60))
def test_every_bar_lies_within_the_picture_and_figures_stay_within_the_whole(tasks: list[Task], day: int) -> None:
    chart = draw(tasks, on(day))
    assert chart
    for _task, bar in chart.rows:
        assert 0 <= bar.x <= 100
        assert 0 <= bar.done <= bar.width
        assert bar.x + bar.width <= 100.2  # each is rounded to a tenth
    assert 0 <= percent_done(tasks) <= 100
    assert 0 <= percent_planned(tasks, on(day)) <= percent_planned(tasks, on(day + 1)) <= 100


def test_each_fault_is_named() -> None:
    faults = find_faults(
        [
            task(1, 3, 1),
            task(2, 0, 4, 1),
            task(3, 4, 5, 9),
            Task(4, "Go live", on(5), on(6), is_milestone=True),
        ]
    )
    assert faults == [
        "Task 1 ends before it begins.",
        "Task 2 begins before task 1, which it follows, has ended.",
        "Task 3 follows task 9, which is not in the plan.",
        "Milestone 4 is one day; give it the same start and end.",
    ]
    assert find_faults([task(1, 0, 0, 2), task(2, 0, 0, 1)]) == ["Tasks 1, 2 wait for one another in a circle."]


def test_closed_days_are_named() -> None:
    found = find_closed_days([task(1, 4, 5), task(2, 6, 6, is_milestone=True)], lambda day: day.weekday() < 5)
    assert found == ["Task 1 ends on 12 Sep 2026, a closed day.", "Task 2 begins on 13 Sep 2026, a closed day."]


def test_what_is_late_and_what_comes_next() -> None:
    tasks = [
        task(1, 0, 3, percent=100, baseline_starts_on=on(0), baseline_ends_on=on(2), done_on=on(4)),
        task(2, 1, 9, percent=0),
        task(3, 9, 9, is_milestone=True),
        task(4, 2, 2, is_milestone=True, percent=100, baseline_starts_on=on(2), baseline_ends_on=on(2), done_on=on(2)),
    ]
    assert [one.number for one in list_late(tasks, on(5))] == [2]
    assert [one.number for one in next_milestones(tasks)] == [3]
    assert tasks[0].slip == 2
    figures = numbers_on(tasks, on(5))
    assert (figures["tasks_done"], figures["tasks"], figures["late"]) == (1, 2, ["Task 2"])
    assert (figures["milestones_reached"], figures["milestones"], figures["milestones_on_time"]) == (1, 2, 1)
    assert figures["next_milestone"] == "Task 3, 16 Sep 2026"
    assert draw([], MONDAY) is None


def row(person: int, role: str, duty: str, package: str = "Installing", **over: Any) -> dict[str, Any]:
    about = {"skill": "Windows", "has_skill": "yes", "training": ""}
    return {
        "colleague_id": person,
        "person": f"P{person}",
        "role": role,
        "duty": duty,
        "package": package,
        **about,
        **over,
    }


def test_nobody_tests_or_approves_their_own_work() -> None:
    apart = [row(1, "implementer", "R"), row(2, "tester", "A"), row(1, "tester", "R", "Training")]
    assert find_conflict(apart) is None
    assert find_conflict([*apart, row(1, "tester", "C", "installing")]) == (
        "P1 would be implementer and acceptance tester of “installing”: whoever made something does not see what is "
        "wrong with it. Choose somebody else for one."
    )
    leads = [row(3, "manager", "A", "Leading"), row(3, "approver", "A", "Money")]
    assert "nobody approves the project that they lead" in (find_conflict(leads) or "")


def test_one_is_accountable_and_somebody_does_it() -> None:
    rows = [row(1, "implementer", "R"), row(2, "tester", "A")]
    assert find_second_accountable(rows) is None
    assert find_gaps(rows) == []
    assert "only one person can be" in (find_second_accountable([*rows, row(3, "designer", "A")]) or "")
    assert find_gaps([row(1, "user", "C", has_skill="no")]) == [
        "Nobody is accountable for “Installing”.",
        "Nobody is responsible for “Installing”.",
        "P1 lacks “Windows”, and no training is planned.",
    ]
    assert matrix_of([*rows, row(1, "user", "I")]) == ([(1, "P1"), (2, "P2")], [("Installing", {1: "R, I", 2: "A"})])


def test_a_case_that_cannot_be_weighed_is_sent_back_with_what_is_missing() -> None:
    long = "Pupils of two classes can draw at the same time, which they cannot do today at all."
    options = [
        {"number": 1, "name": "Leave it", "cost_pence": 0, "benefit": long, "risk": long},
        {"number": 2, "name": "Buy", "cost_pence": 500_00, "benefit": "Good for all.", "risk": "None to speak of."},
    ]
    case = {"options": options, "success": "12 lessons a week", "reasons": "It helps most.", "recommended": 2}
    event, words = answer_case(case)
    assert (event, "“Buy”" in words) == ("return_case", True)
    options[1] |= {"benefit": long, "risk": long}
    assert answer_case({**case, "success": "Everybody is happy"})[0] == "return_case"
    assert "not the cheapest" in answer_case(case)[1]
    event, words = answer_case({**case, "reasons": "It costs £500, and saves more in a year."})
    assert event == "approve_case"
    assert "£500.00" in words


def test_answers_depend_on_what_was_written() -> None:
    assert answer_contingency({"trigger": "When the supplier does not deliver"})[0] == "question_contingency"
    assert answer_contingency({"trigger": "No delivery by Friday at noon"})[0] == "agree_contingency"
    assert answer_escalation({"is_before": True, "name": "Go live"}).startswith("Thank you for telling me before")
    assert "while there is time" in answer_escalation({"is_before": False, "name": "Go live"})


def test_a_step_shows_only_the_rows_that_it_changed() -> None:
    before, after = [{"number": 1, "percent": 0}, {"number": 2}], [{"number": 1, "percent": 50}, {"number": 2}]
    assert rows_without(after, before) == [{"number": 1, "percent": 50}]
    assert rows_without(before, after) == [{"number": 1, "percent": 0}]
    assert rows_without([3, 4], [3]) == [3, 4]
    assert rows_without({"on": "2026-09-07"}, {}) == {"on": "2026-09-07"}


def test_a_project_stands_on_paper_in_words() -> None:
    assert FROZEN_WORDS["report_every"](7) == "7 days"
    told = {"number": 1, "change": "RFC-0002 New switch", "why": "It carries the laptops.", "on": "2026-09-07"}
    assert FROZEN_WORDS["changes"]([told]) == "7 Sep 2026: RFC-0002 New switch. It carries the laptops."
