"""What the record of an analysis shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from itsm_sandbox.engine.charts.chart import Chart
from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.problems.trends.rules.counting import counted_of, line_chart, pareto_chart
from itsm_sandbox.problems.trends.rules.machine import GROUPINGS


def _proposed(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    held = bool(str(values.get("proposal") or "").strip())
    said = "Something is proposed that would prevent it." if held else "Nothing is proposed yet."
    return Fact("prevention_proposed", said, holds=held)


def _counted(figures: Mapping[str, Any]) -> str:
    counted = counted_of(figures)
    weeks = ", ".join(f"{week.day} {week:%b}" for week in counted.weeks)
    lines = [f"{counted.total:,} tickets. Weeks beginning {weeks}."]
    lines += [f"{row.label}: {row.total:,} ({', '.join(map(str, row.weekly))})" for row in counted.largest_first]
    for rise in sorted(counted.rises or (), key=lambda one: (not one.is_flagged, -one.last, one.label)):
        verdict = "the check flags it" if rise.is_flagged else "within chance"
        lines.append(f"{rise.label}: {rise.before:.1f} a week in 8 weeks, {rise.last:.1f} in the last 2; {verdict}.")
    return "\n".join(lines)


def _preventions(preventions: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{one['ref']}: {one['note']}" for one in preventions)


RECORD_CHECKS: tuple[RecordCheck, ...] = (_proposed,)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "figures": _counted,
    "preventions": _preventions,
}


def charts_of(values: Values) -> list[Chart]:
    """The pictures of what was counted."""
    if not values.get("figures"):
        return []
    counted = counted_of(values["figures"])
    grouped_by = dict(GROUPINGS).get(values["grouping"], str(values["grouping"])).lower()
    return [line_chart(counted, grouped_by), pareto_chart(counted, grouped_by)]
