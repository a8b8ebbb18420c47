"""What the steps of a custom report ask: its definition, comments, and which of its issues they are about."""

from core.formatting import when
from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.engine.items import Only, Row, any_row, pick
from itsm_sandbox.engine.machine import Ask, Case, Field
from itsm_sandbox.problems.trends.rules.machine import TYPES
from itsm_sandbox.reporting.custom_reports.rules.asking import GROUPING_CHOICES, MEASURE_CHOICES, SOURCE_CHOICES, WEEKS
from itsm_sandbox.reporting.custom_reports.rules.charts import CHARTS
from itsm_sandbox.reporting.custom_reports.rules.facts import CustomReportFacts

COMMENTS = Field(
    "comments",
    "Comments on the figures",
    Ask.LINES,
    required=False,
    keep=False,
    hint="One a line: the figure as the table names it, a colon, and why it is so. Each red or changed figure among "
    "the ten largest needs one, and so does “All”.",
)
DEFINITION = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: Where the hours go."),
    Field(
        "question",
        "The question",
        Ask.LONG_TEXT,
        at_least=20,
        hint="One that counting can answer, who asked it, and what depends on the answer.",
    ),
    Field("audience", "Who reads it", at_least=3, at_most=200),
    Field("source", "What is counted", Ask.CHOICE, choices=SOURCE_CHOICES),
    Field("weeks", "How far back", Ask.CHOICE, choices=WEEKS),
    Field("grouping", "Grouped by", Ask.CHOICE, choices=GROUPING_CHOICES),
    Field("measure", "Measured by", Ask.CHOICE, choices=MEASURE_CHOICES),
    Field("ticket_type", "Only tickets of this kind", Ask.CHOICE, required=False, choices=TYPES),
    Field("category", "Only this category", Ask.CHOICE, required=False, choices=CATEGORY_CHOICES),
    Field("service_id", "Only this service", Ask.ROW, required=False, offers="services"),
    Field("site_id", "Only this site", Ask.ROW, required=False, offers="sites"),
    Field(
        "red_limit",
        "A figure is red beyond",
        Ask.NUMBER,
        required=False,
        hint="More than this; of fix targets met, less than this.",
    ),
    Field("chart", "Chart", Ask.CHOICE, choices=CHARTS),
    Field(
        "chart_reason",
        "Why this chart",
        Ask.LONG_TEXT,
        at_least=30,
        hint="What the reader compares, and why another kind would hide it.",
    ),
)
ASKED = Field("asked", "What was asked", Ask.LONG_TEXT, at_least=10, keep=False)
ANSWER = Field("answer", "What you answered", Ask.LONG_TEXT, at_least=20, keep=False)


def which(beside: str, *, only: Only = any_row) -> Field:
    """Which issue a step is about, the newest first; `beside` stands on its link."""
    return pick(
        "issues",
        "Issue",
        lambda issue: f"{when(issue['issued_at'])}: {issue['narrative']}",
        name="issue",
        rows=lambda case: case.of(CustomReportFacts).list_issues(),
        beside=beside,
        only=only,
    )


def is_mine(case: Case, issue: Row) -> bool:
    return issue["number"] in sent_to(case)


def sent_to(case: Case) -> set[int]:
    """The issues that whoever looks was sent."""
    return {one["issue"] for one in case.values["sent"] if any(who["id"] == case.actor.id for who in one["to"])}
