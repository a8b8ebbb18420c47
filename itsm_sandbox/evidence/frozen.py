"""What the figures and lists that artefacts freeze say on paper: in words, and as charts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.assets.assets.record_checks import ASSET_WRITERS
from itsm_sandbox.assets.licences.record_checks import LICENCE_WRITERS, charts_of_report
from itsm_sandbox.engine.charts.chart import Figure
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.steps import actions
from itsm_sandbox.knowledge.articles.record_checks import KNOWLEDGE_WRITERS
from itsm_sandbox.problems.trends.rules.counting import counted_of, line_figure, pareto_figure
from itsm_sandbox.problems.trends.rules.machine import GROUPINGS
from itsm_sandbox.projects.projects.rules.wording import PROJECT_WRITERS
from itsm_sandbox.reporting.custom_reports.record_checks import REPORT_WRITERS, report_charts
from itsm_sandbox.risk.assessments.frozen_words import PLANNING_WRITERS


def words_of(kind: ArtefactKind, name: str, value: Any) -> str | None:
    """The text for a column that has words of its own; None for every other."""
    writer = _WRITERS.get((kind, name))
    return writer(value) if writer and value else None


def charts_of(kind: ArtefactKind, values: Mapping[str, Any]) -> list[Figure]:
    """The pictures that belong to what was counted."""
    if kind is ArtefactKind.ASSET_REPORT and values.get("figures"):
        return charts_of_report(values["figures"])
    charts = report_charts(kind, values)
    if charts is not None:
        return charts
    if kind is not ArtefactKind.TREND or not values.get("figures"):
        return []
    counted = counted_of(values["figures"])
    grouped_by = dict(GROUPINGS).get(values["grouping"], values["grouping"]).lower()
    return [line_figure(counted, grouped_by), pareto_figure(counted, grouped_by)]


def _counted(figures: Mapping[str, Any]) -> str:
    counted = counted_of(figures)
    weeks = ", ".join(f"{week.day} {week:%b}" for week in counted.weeks)
    lines = [f"{counted.total:,} tickets. Weeks beginning {weeks}."]
    lines += [f"{row.label}: {row.total:,} ({', '.join(map(str, row.weekly))})" for row in counted.largest_first]
    for rise in sorted(counted.rises or (), key=lambda one: (not one.is_flagged, -one.last, one.label)):
        verdict = "the check flags it" if rise.is_flagged else "within chance"
        lines.append(f"{rise.label}: {rise.before:.1f} a week in 8 weeks, {rise.last:.1f} in the last 2; {verdict}.")
    return "\n".join(lines)


def _compared(figures: Mapping[str, Any]) -> str:
    now, before = figures["now"], figures["before"]
    earlier = {(one["id"], number["label"]): number for one in before["metrics"] for number in one["numbers"]}
    lines = [f"{_period(now)}, and before it {_period(before)}."]
    for one in now["metrics"]:
        for number in one["numbers"]:
            was = earlier.get((one["id"], number["label"]))
            told = f"{_number(number)}; before: {_number(was) if was else 'none'}"
            lines.append(f"{one['id']} {one['name']}, {number['label']}: {told}")
    return "\n".join(lines)


def _period(part: Mapping[str, Any]) -> str:
    return f"{iso_day(part['from_on'])} to {iso_day(part['to_on'])}"


def _number(number: Mapping[str, Any]) -> str:
    return f"{number['text']} ({number['basis']})" if number["basis"] else str(number["text"])


def _preventions(preventions: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{one['ref']}: {one['note']}" for one in preventions)


def _columns(columns: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in columns)


_WRITERS: Mapping[tuple[ArtefactKind, str], Callable[[Any], str]] = {
    (ArtefactKind.LIVE_RECORD, "columns"): _columns,
    (ArtefactKind.TREND, "figures"): _counted,
    (ArtefactKind.TREND, "preventions"): _preventions,
    (ArtefactKind.REVIEW, "figures"): _compared,
    (ArtefactKind.REVIEW, "actions"): actions.in_words,
    **PLANNING_WRITERS,
    **PROJECT_WRITERS,
    **KNOWLEDGE_WRITERS,
    **ASSET_WRITERS,
    **LICENCE_WRITERS,
    **REPORT_WRITERS,
}
