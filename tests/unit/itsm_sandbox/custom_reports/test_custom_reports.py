"""What custom reports and dashboards count and draw."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsm_sandbox.engine.charts.chart import chart_from
from itsm_sandbox.engine.charts.drawing import svg
from itsm_sandbox.reporting.custom_reports.rules.asking import SOURCES, cannot_be_asked
from itsm_sandbox.reporting.custom_reports.rules.charts import CHARTS, chart_of, finding_of
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES, Item, count_items, to_comment
from itsm_sandbox.reporting.metrics.rules import METRICS, Reading, compute, period_of
from itsm_sandbox.reporting.metrics.rules.drawing import METRIC_CHOICES, SHAPES, cannot_be_drawn, draw, weeks_of
from itsm_sandbox.reporting.metrics.rules.reading import Spending
from tests.unit.itsm_sandbox.metrics.test_metrics import CALENDAR, LATER, SEPTEMBER, at, story

DAYS = (date(2026, 9, 7), date(2026, 10, 4))
START = datetime(2026, 9, 7, 9, tzinfo=UTC)


def items(**groups: int) -> list[Item]:
    return [
        Item(START + timedelta(days=place % 28), group, 1.0, 2.0 + place)
        for group, number in groups.items()
        for place in range(number)
    ]


def test_groups_stand_beside_what_they_were_with_what_is_red_and_what_changed() -> None:
    found = count_items(items(wifi=20, print=6), items(wifi=8, print=7, phone=9), MEASURES["count"], DAYS, limit=15)
    rows = {row["label"]: (row["value"], row["before"], row["is_red"], row["is_changed"]) for row in found["rows"]}
    assert rows == {
        "wifi": (20, 8, True, True),
        "print": (6, 7, False, False),
        "phone": (0, 9, False, True),
        "All": (26, 24, False, False),
    }
    assert to_comment(found) == ["wifi", "phone"]
    assert finding_of(found) == ("wifi is highest with 20 of 26 (77 %). The largest change: wifi rose from 8 to 20.")


@given(st.lists(st.sampled_from("abcdefghijklmnopqrst"), max_size=60))
def test_weeks_and_groups_add_up_to_the_whole(groups: list[str]) -> None:
    made = [Item(START + timedelta(hours=7 * place), group, 1.0) for place, group in enumerate(groups)]
    found = count_items(made, [], MEASURES["count"], DAYS, limit=None)
    *rows, whole = found["rows"]
    assert whole["value"] == len(groups)
    if not found["left_out"]:
        assert sum(row["value"] for row in rows) == len(groups)
        assert sum(value for _label, values in found["weekly"] for value in values) == len(groups)
    assert sum(map(sum, found["heat"])) == len(groups)


def test_a_share_is_red_below_its_limit_and_means_ignore_what_tells_nothing() -> None:
    made = [Item(START, "wifi", 100.0), Item(START, "wifi", 0.0), Item(START, "wifi", None)]
    found = count_items(made, [], MEASURES["met"], DAYS, limit=80)
    assert [(row["value"], row["n"], row["is_red"]) for row in found["rows"]] == [(50, 3, True), (50, 3, False)]


@pytest.mark.parametrize("chart", [name for name, _label in CHARTS])
def test_every_chart_says_its_finding_and_labels_its_axes(chart: str) -> None:
    found = count_items(items(wifi=20, print=6), [], MEASURES["count"], DAYS, limit=None)
    figure = chart_of(found, chart, title="What keeps us busy", grouped_by="Category", things="Tickets")
    assert figure
    assert figure.across
    assert figure.up
    assert any(digit.isdigit() for digit in figure.sentence)
    assert chart_from(figure.plain()) == figure
    drawn = svg(figure).decode()
    assert figure.title in drawn
    assert figure.across in drawn or figure.series[0].name in drawn


def test_what_does_not_fit_is_refused_with_what_would() -> None:
    asked = {"source": "tickets", "grouping": "category", "measure": "count", "chart": "bar"}
    assert cannot_be_asked(asked) is None
    assert (
        "scatter" in str(cannot_be_asked({**asked, "source": "assets", "grouping": "type", "chart": "scatter"})).lower()
    )
    assert "filter tickets only" in str(
        cannot_be_asked({**asked, "source": "software", "grouping": "product", "category": "network"})
    )
    assert set(SOURCES) == {"tickets", "changes", "assets", "software"}


def test_every_metric_can_be_shown_in_every_shape_that_is_not_refused() -> None:
    made = [story(at(8), resolved_at=at(9), satisfaction=4), story(at(15), type="request"), story(at(28, month=8))]
    reading = Reading(SEPTEMBER, CALENDAR, tuple(made))
    for metric in compute(reading):
        for shape, _label in SHAPES:
            if cannot_be_drawn(metric.id, shape) is None:
                figure = draw(metric, shape, reading)
                assert figure is None or (figure.sentence.endswith(".") and figure.across and figure.up)
    assert [one for one, _words in METRIC_CHOICES] == list(METRICS)


def test_weeks_of_a_period_begin_on_mondays_and_cover_it() -> None:
    weeks = weeks_of(SEPTEMBER)
    assert (weeks[0].start, weeks[-1].end) == SEPTEMBER
    assert all(week.first_day.weekday() == 0 for week in weeks[1:])
    assert all(one.end == following.start for one, following in pairwise(weeks))
    assert weeks_of(period_of(date(2026, 9, 7), date(2026, 9, 13), LATER)) == [
        period_of(date(2026, 9, 7), date(2026, 9, 13), LATER)
    ]


def test_satisfaction_and_cost() -> None:
    made = [story(at(8), resolved_at=at(9), ended_at=at(10), satisfaction=score) for score in (5, 4, None)]
    (satisfaction,) = compute(Reading(SEPTEMBER, CALENDAR, tuple(made)), "M23")
    assert [number.text for number in satisfaction.numbers] == ["4.5 of 5", "2 of 3"]
    spending = (Spending("software", 40_000, 10_000, 50_000), Spending("cables", 2_000, 0, None))
    reading = Reading(SEPTEMBER, CALENDAR, (), spending=spending, tickets_logged=10)
    (cost,) = compute(reading, "M24")
    assert {number.label: number.text for number in cost.numbers} == {
        "Spent": "£420.00",
        "Committed": "£100.00",
        "Budget": "£500.00",
        "Spent for each ticket": "£42.00",
        "Software, spent": "£400.00",
        "Software, budget": "£500.00",
        "Cables, spent": "£20.00",
    }
