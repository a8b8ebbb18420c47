"""What frozen figures and lists say on paper."""

from datetime import date, datetime, timedelta
from typing import Any

from core.clock import LONDON
from core.discovery import import_package
from itsm_sandbox.engine.charts.chart import Chart
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.problems.trends.rules.counting import count_by_week

SUNDAY = date(2026, 9, 6)
FIGURES = count_by_week(
    [(datetime(2026, 9, 1, 10, minute, tzinfo=LONDON), "Network") for minute in range(12)],
    SUNDAY - timedelta(days=69),
    SUNDAY,
).plain()


import_package("itsm_sandbox")  # the kinds of artefact register themselves


def words_of(kind: str, name: str, value: Any) -> str | None:
    words = get_type(kind).frozen_words.get(name)
    return words(value) if words and value else None


def charts_of(kind: str, values: dict[str, Any]) -> list[Chart]:
    return get_type(kind).charts(values)


def test_an_analysis_says_every_number_and_brings_its_charts() -> None:
    words = words_of("trend", "figures", FIGURES)
    assert words
    assert "12 tickets. Weeks beginning 29 Jun," in words
    assert "Network: 12 (0, 0, 0, 0, 0, 0, 0, 0, 0, 12)" in words
    assert "Network: 0.0 a week in 8 weeks, 6.0 in the last 2; the check flags it." in words
    charts = charts_of("trend", {"figures": FIGURES, "grouping": "category"})
    assert [chart.title for chart in charts] == [
        "Tickets logged a week, by category",
        "Share of the tickets, by category",
    ]
    assert charts_of("trend", {"figures": {}, "grouping": "category"}) == []
    assert charts_of("ticket", {"figures": FIGURES}) == []


def test_a_review_says_its_figures_and_actions() -> None:
    part = {
        "from_on": "2026-08-01",
        "to_on": "2026-08-31",
        "metrics": [{"id": "M10", "name": "First-line fix rate", "numbers": [
            {"label": "Fixed at level 1", "value": 50.0, "text": "50 %", "basis": "5 of 10"}
        ]}],
    }  # fmt: skip
    before = {**part, "from_on": "2026-07-01", "to_on": "2026-07-31", "metrics": []}
    assert words_of("review", "figures", {"now": part, "before": before}) == (
        "1 Aug 2026 to 31 Aug 2026, and before it 1 Jul 2026 to 31 Jul 2026.\n"
        "M10 First-line fix rate, Fixed at level 1: 50 % (5 of 10); before: none"
    )
    action = {
        "what": "Try it",
        "owner_id": 1,
        "owner": "Isla",
        "due_on": "2026-09-20",
        "done_on": "2026-09-08",
        "outcome": "It works.",
    }
    assert words_of("review", "actions", [action, {**action, "done_on": None}]) == (
        "1. Try it (Isla, due 20 Sep 2026); done 8 Sep 2026: It works.\n2. Try it (Isla, due 20 Sep 2026); not done yet"
    )


def test_whatever_else_is_frozen_has_no_words_of_its_own() -> None:
    assert words_of("trend", "title", "What kept us busy") is None
    assert words_of("trend", "figures", {}) is None
    assert words_of("trend", "preventions", [{"kind": "article", "id": 3, "ref": "KB-0001", "note": "So."}]) == (
        "KB-0001: So."
    )
