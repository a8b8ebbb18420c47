"""What a custom report may ask: of which things, grouped how, measured by what, and drawn in which chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.problems.trends.rules.machine import GROUPINGS as TICKET_GROUPINGS
from itsm_sandbox.reporting.custom_reports.rules.charts import CHARTS
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be counted. What is not dated is counted as it is on the day."""

    label: str
    things: str
    groupings: Mapping[str, str]
    measures: tuple[str, ...]
    is_dated: bool


SOURCES: Mapping[str, Source] = {
    "tickets": Source(
        "Tickets logged in the period",
        "Tickets",
        {**dict(TICKET_GROUPINGS), "channel": "Channel", "priority": "Priority"},
        ("count", "hours", "met"),
        is_dated=True,
    ),
    "changes": Source(
        "Changes carried out in the period",
        "Changes",
        {"type": "Type", "outcome": "Outcome", "source": "Reason for it"},
        ("count", "cost"),
        is_dated=True,
    ),
    "assets": Source(
        "Assets as the register has them",
        "Assets",
        {"type": "Type", "model": "Model", "site": "Site", "state": "State"},
        ("count", "cost"),
        is_dated=False,
    ),
    "software": Source(
        "Installations of software as last seen",
        "Installations",
        {"product": "Product", "publisher": "Publisher", "authorisation": "Authorisation"},
        ("count", "cost"),
        is_dated=False,
    ),
}
WEEKS = (("4", "4 weeks"), ("8", "8 weeks"), ("12", "12 weeks"), ("26", "26 weeks"), ("52", "52 weeks"))
AUDIENCES = (("staff", "Staff"), ("management", "Management"))


def _labels() -> dict[str, str]:
    labels: dict[str, list[str]] = {}
    for source in SOURCES.values():
        for name, label in source.groupings.items():
            labels.setdefault(name, [label]).append(source.things.lower())
    return {name: f"{label} ({', '.join(things)})" for name, (label, *things) in labels.items()}


GROUPING_CHOICES = tuple(_labels().items())
SOURCE_CHOICES = tuple((name, source.label) for name, source in SOURCES.items())
MEASURE_CHOICES = tuple((one.name, one.label) for one in MEASURES.values())
_FILTERS = ("ticket_type", "category", "service_id")


def cannot_be_asked(asked: Mapping[str, Any]) -> str | None:
    """What does not fit together, as a sentence that names what would."""
    source = SOURCES[asked["source"]]
    things = source.things.lower()
    if asked["grouping"] not in source.groupings:
        return f"Group {things} by {_listed(source.groupings.values())}."
    if asked["measure"] not in source.measures:
        return f"Measure {things} by: {_listed([MEASURES[one].label for one in source.measures])}."
    if asked["source"] != "tickets" and any(asked.get(name) for name in _FILTERS):
        return f"Kind, category and service filter tickets only; you count {things}."
    if asked.get("site_id") and asked["source"] not in {"tickets", "assets"}:
        return f"{source.things} have no site to filter by."
    return _chart_refused(asked["chart"], source, asked["measure"])


def _chart_refused(chart: str, source: Source, measure: str) -> str | None:
    label = dict(CHARTS)[chart].partition(":")[0]
    if chart in {"line", "stacked", "heat"} and not source.is_dated:
        return f"{label} need weeks, and {source.things.lower()} are counted on one day. Choose another chart."
    if chart in {"pareto", "donut", "stacked"} and MEASURES[measure].merge != "sum":
        return f"{label} needs parts that add up, which means of hours or shares do not. Choose another chart."
    if chart == "scatter" and source is not SOURCES["tickets"]:
        return "A scatter plot compares how many tickets with how long they took. Choose another chart."
    return None


def _listed(words: Any) -> str:
    *most, last = (word.lower() for word in words)
    return f"{', '.join(most)} or {last}" if most else last
