"""Articles in plain form: written, revised, confirmed and retired."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.rules.assets import KEEPERS
from itsm_sandbox.rules.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.rules.roles import WorkRole

ARTICLE_TYPES = (
    ("procedure", "Procedure"),
    ("playbook", "Playbook"),
    ("faq", "Questions and answers"),
    ("known_error", "Known error"),
    ("user_guide", "Guide for users"),
    ("lesson", "Lesson learned"),
)
AUDIENCES = (("staff", "Support staff"), ("users", "Everybody"))
REVIEWED_EVERY = timedelta(days=365)


def _written(case: Case) -> Mapping[str, Any]:
    due = case.get("review_due_on") or _day(case) + REVIEWED_EVERY
    return {"author_id": case.values.get("author_id") or case.actor.id, "review_due_on": due}


_ARTICLE = (
    Field("title", "Title", at_most=200),
    Field("type", "Kind", Ask.CHOICE, choices=ARTICLE_TYPES),
    Field("audience", "For whom", Ask.CHOICE, choices=AUDIENCES),
    Field(
        "body",
        "Text",
        Ask.LONG_TEXT,
        at_least=40,
        at_most=50_000,
        hint="What it is for, what is needed first, the steps in order, what to see at the end, and whom to ask.",
    ),
    Field("service_id", "Service", Ask.ROW, required=False, offers="services"),
    Field("category", "Category of tickets", required=False, at_most=60),
    Field("review_due_on", "Check it again by", Ask.DAY, required=False, hint="In a year when you leave it empty."),
)
_WRITERS = (*KEEPERS, WorkRole.DESIGN, WorkRole.ICT_OWNER)

# icons: file-check archive
ARTICLE = Machine(
    "article",
    (
        State("published", "Published", "met", "file-check"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition(
            "write",
            "Write an article",
            (START,),
            "published",
            _WRITERS,
            (*_ARTICLE, Field("problem_id", "Problem", Ask.REF, required=False, offers="problem")),
            sets=_written,
        ),
        Transition(
            "revise",
            "Revise it",
            ("published",),
            None,
            _WRITERS,
            (*_ARTICLE, Field("why", "What changed and why", Ask.LONG_TEXT, at_least=5, keep=False)),
            sets=_written,
            tone="primary",
            key="e",
        ),
        Transition(
            "confirm",
            "It is still right",
            ("published",),
            None,
            _WRITERS,
            (
                Field("checked", "What you checked", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("review_due_on", "Check it again by", Ask.DAY),
            ),
        ),
        Transition(
            "retire",
            "Retire it",
            ("published",),
            "retired",
            _WRITERS,
            (Field("reason", "Why", Ask.LONG_TEXT, at_least=5, keep=False),),
            tone="danger",
        ),
    ),
)


def is_out_of_date(review_due_on: date | None, today: date) -> bool:
    return review_due_on is not None and review_due_on < today


def _day(case: Case) -> date:
    return case.now.astimezone(LONDON).date()
