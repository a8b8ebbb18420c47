"""Custom reports: what one counts, what is kept of each issue, and what happens by itself."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from core.db import db
from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import apply
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.registry import Deed, hides_from_users
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.timers import forget, schedule, schedule_after, timer
from itsm_sandbox.problems.trends.rules.machine import TYPES
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition, ReportIssue
from itsm_sandbox.reporting.custom_reports.queries import (
    count_report,
    find_filter_names,
    find_issue,
    list_issues_to_choose,
)
from itsm_sandbox.reporting.custom_reports.rules.asking import AUDIENCES, SOURCES
from itsm_sandbox.reporting.custom_reports.rules.charts import chart_of, finding_of
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES, to_comment
from itsm_sandbox.reporting.custom_reports.rules.facts import CustomReportFacts

ISSUE = "report_definition.issue"
ASK = "report_definition.ask"
ASKS_AFTER_S = 3 * 3600  # of service time


def new_definition(author: Colleague | None) -> ReportDefinition:
    """An empty one for `begin`."""
    return ReportDefinition(
        title="",
        rhythm="",
        issues=0,
        figures={},
        narrative="",
        notes=[],
        sent=[],
        questions=[],
        author_id=author.id if author else None,
    )


def numbers_of(definition: ReportDefinition, now: datetime) -> dict[str, Any]:
    """What is counted at this moment, with the chart of it. Kept whole when it is issued."""
    figures = count_report(definition, now)
    source = SOURCES[definition.source]
    grouped_by = source.groupings[definition.grouping]
    chart = chart_of(figures, definition.chart, title=definition.title, grouped_by=grouped_by, things=source.things)
    return {**figures, "grouped_by": grouped_by, "chart": chart.plain() if chart else None}


def asked_of(definition: ReportDefinition) -> dict[str, str]:
    """What it asks, in words."""
    service, site = find_filter_names(definition)
    return question_in_words(definition.values(), service=service or "", site=site or "")


def question_in_words(values: Mapping[str, Any], *, service: str, site: str) -> dict[str, str]:
    """What these columns ask, with the names of the service and the site that they are filtered by."""
    source, red_limit = SOURCES[values["source"]], values["red_limit"]
    words = {
        "Question": values["question"],
        "Counted": source.label,
        "How far back": f"{values['weeks']} weeks" if source.is_dated else "As it is on the day",
        "Grouped by": source.groupings[values["grouping"]],
        "Measured by": MEASURES[values["measure"]].label,
        "Only": dict(TYPES).get(values["ticket_type"] or "", ""),
        "Only the category": dict(CATEGORY_CHOICES).get(values["category"] or "", ""),
        "Only the service": service,
        "Only the site": site,
        "Red beyond": str(red_limit) if red_limit is not None else "",
        "Why this chart": values["chart_reason"],
    }
    return {name: text for name, text in words.items() if text}


def facts_of(definition: ReportDefinition) -> CustomReportFacts:
    counted: dict[datetime, dict[str, Any]] = {}

    def figures(now: datetime) -> dict[str, Any]:
        if now not in counted:
            counted[now] = numbers_of(definition, now)
        return counted[now]

    def missing(number: int) -> list[str]:
        issue = find_issue(definition.id, number)
        return to_comment(issue.figures) if issue else []

    return CustomReportFacts(
        figures=figures,
        list_issues=cache(partial(list_issues_to_choose, definition.id)),
        to_comment=missing,
        name_of=lambda row_id: get_colleague(row_id).name,
        is_simulated=lambda row_id: get_colleague(row_id).is_simulated,
    )


def ties_to(definition: ReportDefinition, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if definition.author_id == colleague.id else {Tie.ANYONE})


def hides(definition: ReportDefinition, colleague: Colleague) -> bool:
    """Who only uses ICT sees what was sent to them."""
    mine = any(person["id"] == colleague.id for one in definition.sent for person in one["to"])
    return not mine and hides_from_users(definition, colleague)


def keep_issue(deed: Deed) -> None:
    definition: ReportDefinition = deed.artefact
    db.session.add(
        ReportIssue(
            definition_id=definition.id,
            number=definition.issues,
            issued_at=deed.event.at,
            is_unattended=deed.actor is None,
            asked=asked_of(definition),
            figures=definition.figures,
            narrative=definition.narrative,
            seq=deed.event.seq,
        )
    )


def keep_schedule(deed: Deed) -> None:
    definition: ReportDefinition = deed.artefact
    if definition.next_at is None:
        forget(definition, ISSUE)
    else:
        schedule(definition, ISSUE, definition.next_at)


@timer(ISSUE)
def _issue_by_itself(workplace: Workplace, due: Timer) -> None:
    definition = db.session.get_one(ReportDefinition, due.subject_id)
    if definition.next_at is not None and definition.state != "retired":
        apply(workplace, definition, "issue_unattended", {}, actor=None, at=due.at)


def let_somebody_ask(deed: Deed) -> None:
    """A simulated person who got it asks about what stands out, some service hours later."""
    asker = next((one for row_id in deed.given["recipients"] if (one := get_colleague(row_id)).is_simulated), None)
    if asker is None:
        return
    schedule_after(
        deed.artefact,
        f"{ASK}_{deed.given['audience']}",
        deed.event.at,
        ASKS_AFTER_S,
        asker_id=asker.id,
        issue=deed.given["issue"],
        audience=deed.given["audience"],
    )


def _ask(workplace: Workplace, due: Timer) -> None:
    definition = db.session.get_one(ReportDefinition, due.subject_id)
    issue = find_issue(definition.id, due.details["issue"])
    if definition.state != "in_use" or issue is None:
        return
    wanted = (
        "What would it cost to change that, and by when would we see it?"
        if due.details["audience"] == "management"
        else "What does that mean for us, and what should we do differently?"
    )
    given = {"issue": issue.number, "asked": f"I read: {finding_of(issue.figures)} {wanted}"}
    apply(workplace, definition, "ask", given, actor=get_colleague(due.details["asker_id"]), at=due.at)


for _audience, _label in AUDIENCES:
    timer(f"{ASK}_{_audience}")(_ask)
