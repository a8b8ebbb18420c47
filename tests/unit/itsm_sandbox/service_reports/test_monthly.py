from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from itsm_sandbox.engine.charts.chart import ChartKind, Series
from itsm_sandbox.reporting.metrics.rules import compute
from itsm_sandbox.reporting.metrics.rules.charts import around_pictures, ticket_pictures
from itsm_sandbox.reporting.metrics.rules.reading import Disk, Outage, ProblemStory
from itsm_sandbox.reporting.service_reports.rules.monthly import (
    FIGURES,
    Part,
    changed,
    month_values,
    numbers_of,
    pictures,
    uncommented,
)
from tests.unit.itsm_sandbox.metrics.test_metrics import SEPTEMBER, at, reading, story

COUNT = Part("x", "x", "", 2)


@pytest.mark.parametrize(
    ("value", "before", "is_change"),
    [(10, 10, False), (11, 10, False), (12, 10, True), (22, 20, False), (23, 20, True), (0, 2, True), (5, None, False)],
)
def test_a_change_is_more_than_a_tenth_and_at_least_two(value: int, before: int | None, *, is_change: bool) -> None:
    assert COUNT.has_changed(value, before) is is_change


def test_parts_read_as_people_write_them() -> None:
    time, space = Part("t", "t", "seconds", 3600), Part("d", "d", "GB", 10)
    assert (time.read(5400), space.read(1234), COUNT.read(None)) == ("1 h 30 min", "1,234 GB", "none")
    assert (time.difference(7200, 3600), COUNT.difference(3, 5), COUNT.difference(3, 3)) == (
        "1 h more",
        "2 less",
        "the same",
    )
    assert COUNT.difference(3, None) == ""


def values(**over: Any) -> dict[str, float | None]:
    return {part.key: 0 for one in FIGURES for part in one.parts} | over


def test_what_changed_needs_a_comment_that_says_something() -> None:
    figures = numbers_of(date(2026, 9, 1), values(incidents_logged=20, changes=1), values(incidents_logged=10), ())
    assert [one.key for one in changed(figures)] == ["logged"]
    assert uncommented(figures, {"comment_logged": "More."}) == ["Incidents and problems logged"]
    assert uncommented(figures, {"comment_logged": "The new wing opened in September."}) == []


def test_a_month_counts_incidents_problems_and_what_was_done() -> None:
    found = reading(
        story(at(7), resolved_at=at(9), last_resolve_s=7200),
        story(at(8), type="request", resolved_at=at(9)),
        story(at(28)),
        problems=(
            ProblemStory(1, at(1), is_open=False, has_workaround=False, resolved_at=at(5), incidents=()),
            ProblemStory(2, at(1, month=8), is_open=True, has_workaround=False, resolved_at=None, incidents=()),
        ),
        installations=3,
        changes_done=2,
        disks=(Disk("A", 80, 20, at(30)), Disk("B", 10, 90, at(30))),
    )
    counted = month_values(found)
    assert (counted["incidents_logged"], counted["problems_logged"], counted["requests_logged"]) == (2, 1, 1)
    assert (counted["incidents_open"], counted["problems_open"], counted["requests_open"]) == (1, 1, 0)
    assert counted["resolution_s"] == (2 + 4) * 86400 / 2
    assert counted["service_resolution_s"] == 7200
    assert (counted["installations"], counted["changes"]) == (3, 2)
    assert (counted["disk_used_gb"], counted["disk_free_gb"]) == (90, 110)
    figures = numbers_of(date(2026, 9, 1), counted, values(), found.disks)
    compared, space = pictures(figures, "September 2026", "August 2026")
    assert list(compared.series[1].values) == [2, 1, 1, 1, 3, 2]
    assert space.sentence == "The fullest server is A, with 80 % used."


def test_a_month_in_which_nothing_happened_has_no_averages() -> None:
    counted = month_values(reading())
    assert {counted["resolution_s"], counted["disk_used_gb"]} == {None}
    assert len(pictures(numbers_of(date(2026, 9, 1), counted, counted, ()), "September 2026", "August 2026")) == 1


def total(series: Series) -> float:
    return sum(value or 0 for value in series.values)


def test_pictures_show_what_the_metrics_count() -> None:
    stories = [story(at(day), resolved_at=at(day + 1), last_resolve_s=day * 3600) for day in range(1, 20, 2)]
    found = reading(*stories, story(at(28)), story(at(29), category=""))
    metrics = {one.id: one for one in compute(found)}
    flow, ages, verdicts, times, origins = ticket_pictures(found)
    assert total(flow.series[0]) == metrics["M1"].value("All") == 12
    assert total(flow.series[1]) == metrics["M4"].value("Resolutions")
    assert total(ages.series[0]) == metrics["M3"].value("Open at the end") == 2
    assert [total(one) for one in verdicts.series] == [8, 4]  # two are open and late
    assert total(times.series[0]) == metrics["M2"].value("Resolved")
    assert origins.labels == ("Printing", "Not classified")


def test_a_short_period_is_drawn_by_day_and_a_long_one_by_week() -> None:
    flow = ticket_pictures(reading(story(at(7))))[0]
    assert (flow.across, flow.labels[:2]) == ("Week beginning", ("31 Aug", "7 Sep"))
    few = reading()
    short = ticket_pictures(type(few)(SEPTEMBER._replace(end=SEPTEMBER.start + timedelta(days=3)), few.calendar, ()))[0]
    assert (short.across, short.labels) == ("Day", ("1 Sep", "2 Sep", "3 Sep"))


def test_outages_are_drawn_where_there_were_any() -> None:
    assert around_pictures(reading(services=(1, 2)), {1: "Email", 2: "Printing"}) == ()
    lost = (Outage(2, datetime(2026, 9, 7, 8, tzinfo=UTC), datetime(2026, 9, 7, 11, tzinfo=UTC)),)
    (figure,) = around_pictures(reading(services=(1, 2), outages=lost), {1: "Email", 2: "Printing"})
    assert (figure.kind, figure.labels, figure.series[0].values) == (ChartKind.BAR, ("Printing",), (3.0,))
