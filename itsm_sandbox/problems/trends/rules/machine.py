"""The table of what can happen to an analysis."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.periods import period_is_sound
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import REASON, authored, figures_frozen
from itsm_sandbox.problems.trends.rules.facts import TrendFacts

ANALYSTS = (
    WorkRole.FIRST_LEVEL,
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.SECOND_LEVEL,
    WorkRole.MAINTENANCE,
    WorkRole.DESIGN,
    WorkRole.IMPLEMENTATION,
    WorkRole.ICT_OWNER,
)
GROUPINGS = (
    ("category", "Category"),
    ("subcategory", "Part of a category"),
    ("service", "Service"),
    ("site", "Site"),
    ("asset", "Device"),
    ("requester", "Requester"),
    ("weekday", "Day of the week"),
    ("hour", "Hour of the day"),
)
TYPES = (("incident", "Incidents"), ("request", "Requests"))
NOTHING = "none"
FEWEST_DAYS, MOST_DAYS = 14, 731

_WRITER = (Tie.AUTHOR,)

PERIOD = (Field("from_on", "From", Ask.DAY), Field("to_on", "To", Ask.DAY))
VIEW = (
    Field("grouping", "Count by", Ask.CHOICE, choices=GROUPINGS),
    Field("ticket_type", "Only", Ask.CHOICE, required=False, choices=TYPES),
    Field("category", "Only this category", Ask.CHOICE, required=False, choices=CATEGORY_CHOICES),
    Field("service_id", "Only this service", Ask.ROW, required=False, offers="services"),
    Field("site_id", "Only this site", Ask.ROW, required=False, offers="sites"),
)
QUESTION = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: What kept us busy this term."),
    Field(
        "question",
        "What you want to find out",
        Ask.LONG_TEXT,
        at_least=20,
        hint="One question that counting can answer, and why it matters.",
    ),
)


def _standout_is_counted(case: Case) -> str | None:
    named = case.given["standout"].strip()
    labels = [label for label, _weekly in case.of(TrendFacts).figures()["rows"]]
    if named.casefold() in {NOTHING, *(label.casefold() for label in labels)}:
        return None
    return f"There is no group “{named}” in the table. Write one as it stands there, or “{NOTHING}”."


def _something_is_counted(case: Case) -> str | None:
    is_some = case.of(TrendFacts).figures()["total"]
    return None if is_some else "No tickets are counted. Choose a longer period or fewer filters."


def _prevention_is_named(case: Case) -> str | None:
    if case.given.get("article_id") or case.given.get("change_ref"):
        return None
    return "Choose an article or name a request for change. Write or raise one first when there is none."


def _counted_again(_case: Case) -> Mapping[str, Any]:
    return {"figures": {}}


def _prevented(case: Case) -> Mapping[str, Any]:
    given = case.given
    named = (("article", given.get("article_id")), ("change", given.get("change_ref")))
    added = [
        {"kind": kind, "id": row_id, "ref": case.of(TrendFacts).ref_of(kind, row_id), "note": given["note"]}
        for kind, row_id in named
        if row_id
    ]
    return {"preventions": [*case.values["preventions"], *added]}


_SOUND = period_is_sound(fewest_days=FEWEST_DAYS, most_days=MOST_DAYS)

MACHINE = Machine(
    "trend analysis",
    (
        State("draft", "Being counted", "none", "chart-line"),
        State("found", "Written up", "sub", "bulb"),
        State("recorded", "Recorded", "met", "clipboard-check", is_open=False),
        State("dropped", "Given up", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "start",
            "Keep this analysis",
            (START,),
            "draft",
            who=ANALYSTS,
            fields=(*QUESTION, *PERIOD, *VIEW),
            guards=(_SOUND,),
            sets=authored,
        ),
        Transition(
            "write_finding",
            "Write your finding",
            ("draft",),
            "found",
            who=_WRITER,
            fields=(
                Field(
                    "standout",
                    "The group that stands out",
                    at_most=200,
                    hint=f"As it stands in the table, or “{NOTHING}” when nothing does.",
                ),
                Field(
                    "narrative",
                    "What you see, and what may explain it",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="How large it is, since when, against what, where, and what you looked at to rule chance out.",
                ),
            ),
            guards=(_standout_is_counted,),
            early_guards=(_something_is_counted,),
            key="f",
            tone="primary",
            sets=figures_frozen(lambda case: case.of(TrendFacts).figures()),
            hint="The figures are frozen with it. Afterwards a computed check is shown beside your finding.",
        ),
        Transition(
            "adjust",
            "Count something else",
            ("draft",),
            None,
            who=_WRITER,
            fields=(*QUESTION, *PERIOD, *VIEW),
            guards=(_SOUND,),
            key="e",
        ),
        Transition(
            "record",
            "Record the analysis",
            ("found",),
            "recorded",
            who=_WRITER,
            fields=(
                Field(
                    "proposal",
                    "What you propose",
                    Ask.LONG_TEXT,
                    at_least=40,
                    hint="What would prevent it, who would have to do it, and how one would see that it worked.",
                ),
            ),
            key="r",
            tone="primary",
            hint="It stays as it is from then on, whatever happens to the tickets.",
        ),
        Transition(
            "propose_prevention",
            "Link what would prevent it",
            ("found", "recorded"),
            None,
            who=_WRITER,
            fields=(
                Field("article_id", "Article", Ask.ROW, required=False, offers="articles", keep=False),
                Field(
                    "change_ref",
                    "Request for change",
                    Ask.REF,
                    required=False,
                    offers="change",
                    hint="Such as RFC-0004.",
                    keep=False,
                ),
                Field("note", "How it prevents it", Ask.LONG_TEXT, at_least=10, keep=False),
            ),
            guards=(_prevention_is_named,),
            key="p",
            sets=_prevented,
        ),
        Transition(
            "look_again",
            "Look again",
            ("found",),
            "draft",
            who=_WRITER,
            fields=(REASON,),
            sets=_counted_again,
            hint="What you wrote stays in the history.",
        ),
        Transition(
            "note",
            "Add a note",
            ("draft", "found", "recorded"),
            None,
            who=(Tie.ANYONE,),
            fields=(Field("note", "Note", Ask.LONG_TEXT, at_least=3, keep=False),),
            key="n",
            merges=True,
        ),
        Transition("drop", "Give it up", ("draft", "found"), "dropped", who=_WRITER, fields=(REASON,), tone="danger"),
    ),
)
