"""Counting by week, the ranking and the check of what rises."""

from datetime import UTC, date, datetime, time, timedelta
from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from itsm_sandbox.engine.charts.chart import ChartKind
from itsm_sandbox.engine.machine import Actor, Case, refuse
from itsm_sandbox.engine.periods import period_before
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.problems.trends.rules import MACHINE
from itsm_sandbox.problems.trends.rules.counting import (
    MOST_GROUPS,
    REST,
    count_by_week,
    counted_of,
    few_that_make,
    line_chart,
    pareto_chart,
    weeks_between,
)

SUNDAY = date(2026, 9, 6)
FIRST = SUNDAY - timedelta(days=83)  # a Monday, twelve weeks before
GROUPS = ("Network", "Printing", "Software")


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=LONDON)


def test_weeks_begin_on_mondays() -> None:
    assert weeks_between(date(2026, 9, 2), date(2026, 9, 14)) == (
        date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14),
    )  # fmt: skip


def test_a_ticket_belongs_to_the_day_it_was_in_the_united_kingdom() -> None:
    late_on_sunday = datetime(2026, 8, 30, 23, 30, tzinfo=UTC)  # half past midnight on Monday, summer time
    counted = count_by_week([(late_on_sunday, "Network")], date(2026, 8, 24), SUNDAY)
    assert counted.rows[0].weekly == (0, 1)


@given(st.lists(st.tuples(st.integers(0, 83), st.sampled_from(GROUPS))))
def test_counts_equal_a_naive_sum(logged: list[tuple[int, str]]) -> None:
    counted = count_by_week([(at(FIRST + timedelta(days=day)), group) for day, group in logged], FIRST, SUNDAY)
    assert counted.total == len(logged)
    for row in counted.rows:
        assert list(row.weekly) == [
            sum(1 for day, group in logged if group == row.label and day // 7 == week) for week in range(12)
        ]
    assert counted.rises is not None
    for rise in counted.rises:
        days = [day for day, group in logged if group == rise.label]
        before = sum(1 for day in days if 14 <= day < 70) / 8
        assert rise.before == before
        assert rise.last == sum(1 for day in days if day >= 70) / 2
        assert rise.is_flagged == (rise.last > before + 2 * sqrt(before) and rise.last >= 5)
    assert counted_of(counted.plain()) == counted


def test_a_doubling_is_flagged_and_a_small_number_never() -> None:
    logged = [
        (at(FIRST + timedelta(days=7 * week, hours=number)), "Network") for week in range(12) for number in range(3)
    ]
    logged += [(at(SUNDAY - timedelta(days=number)), "Network") for number in range(12)]
    logged += [(at(SUNDAY), "Printing")] * 4
    counted = count_by_week(logged, FIRST, SUNDAY)
    assert counted.rises
    assert {rise.label: rise.is_flagged for rise in counted.rises} == {"Network": True, "Printing": False}


def test_a_period_of_less_than_ten_weeks_tells_nothing_about_a_rise() -> None:
    assert count_by_week([], SUNDAY - timedelta(days=68), SUNDAY).rises is None
    assert count_by_week([], SUNDAY - timedelta(days=69), SUNDAY).rises == ()


def test_many_small_groups_are_put_together() -> None:
    logged = [(at(SUNDAY), f"Asset {number:02d}") for number in range(30)] + [(at(SUNDAY), "Asset 00")]
    counted = count_by_week(logged, FIRST, SUNDAY)
    assert len(counted.rows) == MOST_GROUPS
    assert counted.rows[-1].label == REST
    assert counted.total == 31
    assert counted.largest_first[-1].label == REST


def test_weekdays_keep_their_order_even_when_one_is_empty() -> None:
    counted = count_by_week([(at(SUNDAY), "Sunday")], FIRST, SUNDAY, order=("Monday", "Sunday"))
    assert [row.label for row in counted.rows] == ["Monday", "Sunday"]


def test_few_groups_make_most_of_it() -> None:
    logged = [(at(SUNDAY), "Network")] * 8 + [(at(SUNDAY), "Printing"), (at(SUNDAY), "Software")]
    counted = count_by_week(logged, FIRST, SUNDAY)
    assert [row.label for row in few_that_make(counted, 80)] == ["Network"]
    figure = pareto_chart(counted, "category")
    assert figure.kind is ChartKind.PARETO
    assert figure.labels == ("Network", "Printing", "Software")
    assert figure.sentence == "1 of 3 groups make 80 % of the tickets."
    assert len(line_chart(counted, "category").labels) == 12


def test_nothing_counted_can_be_drawn_too() -> None:
    counted = count_by_week([], FIRST, SUNDAY)
    assert few_that_make(counted, 80) == []
    assert pareto_chart(counted, "category").sentence == "No tickets."
    assert line_chart(counted, "category").series == ()


def test_the_period_before_has_the_same_length() -> None:
    assert period_before(date(2026, 8, 1), date(2026, 8, 31)) == (date(2026, 7, 1), date(2026, 7, 31))


def case(state: str, given: dict[str, object], figures: dict[str, object] | None = None) -> Case:
    actor = Actor(1, frozenset({WorkRole.FIRST_LEVEL, Tie.AUTHOR}))
    counted = {"rows": [["Network", [1]]], "total": 1}
    return Case(state, {}, actor, at(SUNDAY), given, {"figures": lambda: figures or counted})


def test_the_finding_names_what_stands_in_the_table() -> None:
    assert refuse(MACHINE, "write_finding", case("draft", {"standout": "network "})) is None
    assert refuse(MACHINE, "write_finding", case("draft", {"standout": "none"})) is None
    assert refuse(MACHINE, "write_finding", case("draft", {"standout": "Printing"})) == (
        "There is no group “Printing” in the table. Write one as it stands there, or “none”."
    )
    assert refuse(MACHINE, "write_finding", case("draft", {}, {"rows": [], "total": 0})) == (
        "No tickets are counted. Choose a longer period or fewer filters."
    )


def test_a_period_is_over_in_order_and_long_enough() -> None:
    def said(first: date, last: date) -> str | None:
        return refuse(MACHINE, "start", case("", {"from_on": first, "to_on": last}))

    assert said(FIRST, SUNDAY) is None
    assert said(SUNDAY, FIRST) == "The last day comes after the first."
    assert (
        said(FIRST, SUNDAY + timedelta(days=1)) == "The last day is today or earlier: later tickets are not there yet."
    )
    assert said(SUNDAY - timedelta(days=12), SUNDAY) == "Take at least 14 days; these are 13."
    assert said(SUNDAY - timedelta(days=731), SUNDAY) == "Take at most 731 days; these are 732."


def test_nothing_is_recorded_before_something_was_found() -> None:
    assert (
        refuse(MACHINE, "record", case("draft", {})) == "It is being counted; this can be done while it is written up."
    )
