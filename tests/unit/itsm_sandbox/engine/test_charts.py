import json
from xml.etree import ElementTree

import pytest

from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series, chart_from, pareto, read_number, shares_so_far
from itsm_sandbox.engine.charts.drawing import svg

WEEKS = ("7 Sep", "14 Sep", "21 Sep")


def a_chart(kind: ChartKind, *series: Series) -> Chart:
    shown = series or (Series("Incidents", (4, 0, 2.5)), Series("Requests", (1, None, 3)))
    if kind in {ChartKind.BAR, ChartKind.PARETO, ChartKind.HISTOGRAM}:
        shown = shown[:1]
    return Chart(kind, "Logged by week", "More each week.", "Week beginning", "Tickets", WEEKS, shown, (("Goal", 3),))


def words_of(drawn: bytes) -> set[str]:
    return {node.text or "" for node in ElementTree.fromstring(drawn).iter() if node.tag.endswith("text")}


WITH_LABELS_ACROSS = [kind for kind in ChartKind if kind not in {ChartKind.DONUT, ChartKind.SCATTER}]


@pytest.mark.parametrize("kind", WITH_LABELS_ACROSS)
def test_each_kind_is_drawn_with_named_axes_its_labels_and_its_limit(kind: ChartKind) -> None:
    words = words_of(svg(a_chart(kind)))
    assert {"Logged by week", "Week beginning", "Tickets", "Goal", *WEEKS} <= words
    if kind in {ChartKind.GROUPED, ChartKind.STACKED, ChartKind.LINE}:
        assert {"Incidents", "Requests"} <= words
    if kind is ChartKind.PARETO:
        assert "Share so far, in %" in words


def test_a_donut_names_each_part_with_its_size_and_share_around_the_whole() -> None:
    parts = Chart(ChartKind.DONUT, "Logged", "s", "Kind", "Tickets", ("Incidents", "Requests"), (Series("n", (3, 1)),))
    words = words_of(svg(parts))
    assert {"Logged", "Kind: tickets", "Incidents: 3 (75 %)", "Requests: 1 (25 %)", "4"} <= words


def test_a_scatter_plot_names_both_axes_and_the_points_that_have_both_values() -> None:
    series = (Series("Tickets", (30, 4)), Series("Hours", (2.5, None)))
    points = Chart(ChartKind.SCATTER, "How many, how long", "s", "Tickets", "Hours", ("Wi-Fi", "Toner"), series)
    words = words_of(svg(points))
    assert {"How many, how long", "Tickets", "Hours", "Wi-Fi"} <= words
    assert "Toner" not in words
    assert points.head == "Point"


def test_a_heat_map_names_its_rows_and_what_its_colour_tells() -> None:
    days = (Series("Monday", (4, 0)), Series("Tuesday", (1, 2)))
    hours = Chart(ChartKind.HEAT, "When", "s", "Hour", "Tickets", ("09:00", "10:00"), days, rows="Day")
    assert {"When", "Hour", "Day", "Tickets", "Monday", "Tuesday", "09:00", "4"} <= words_of(svg(hours))
    assert chart_from(json.loads(json.dumps(hours.plain()))) == hours


def test_long_labels_stand_beside_lying_bars_and_are_text_whatever_they_say() -> None:
    label = "<script>alert(1)</script> & “printers”"
    figure = Chart(ChartKind.BAR, "t", "s", "Category", "Tickets", (label,), (Series("n", (3,)),))
    drawn = svg(figure)
    assert label in words_of(drawn)
    assert b"<script" not in drawn


def test_a_figure_with_nothing_in_it_is_drawn() -> None:
    assert svg(Chart(ChartKind.BAR, "t", "s", "a", "b", (), (Series("n", ()),))).startswith(b"<svg")


def test_a_figure_comes_back_from_json_as_it_was() -> None:
    figure = a_chart(ChartKind.LINE)
    assert chart_from(json.loads(json.dumps(figure.plain()))) == figure


def test_a_pareto_puts_the_largest_first_and_adds_up_to_all() -> None:
    figure = pareto("t", "s", "Category", "Tickets", {"Email": 1, "Printing": 6, "Account": 1})
    assert figure.labels == ("Printing", "Account", "Email")
    assert shares_so_far(figure.series[0].values) == [75, 87.5, 100]
    assert shares_so_far((0, 0)) == [0, 0]


@pytest.mark.parametrize(("value", "read"), [(None, "–"), (0, "0"), (1234, "1,234"), (2.5, "2.5"), (90.0, "90")])
def test_numbers_read_without_needless_digits(value: float | None, read: str) -> None:
    assert read_number(value) == read
