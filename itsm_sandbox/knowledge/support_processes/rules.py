"""What support does again and again: how often, what goes wrong without a procedure, and how much that matters."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.knowledge.articles.rules.machine import WRITERS

FREQUENCIES = (
    ("daily", "Every day"),
    ("weekly", "Every week"),
    ("monthly", "Every month"),
    ("termly", "A few times a year"),
    ("yearly", "Once a year or less"),
)
HARMS = (
    ("1", "1: an annoyance"),
    ("2", "2: somebody waits"),
    ("3", "3: several people cannot work"),
    ("4", "4: a service stops, or money is lost"),
    ("5", "5: personal data or safety is at risk"),
)
_WEIGHTS = {"daily": 5, "weekly": 4, "monthly": 3, "termly": 2, "yearly": 1}
HOW_SCORED = "How often (5 every day, 1 once a year) times the harm without a procedure (1 to 5)."

_FIELDS = (
    Field("name", "What is done", at_least=4, at_most=120, hint="Such as: Setting up a starter."),
    Field("trigger", "What sets it off", at_most=200, hint="Such as: a form from the office, or an alarm."),
    Field("frequency", "How often", Ask.CHOICE, choices=FREQUENCIES),
    Field("category", "Category of tickets", Ask.CHOICE, required=False, choices=CATEGORY_CHOICES),
    Field("article_id", "Procedure that says how", Ask.ROW, required=False, offers="articles"),
    Field("risk", "What goes wrong without a procedure", Ask.LONG_TEXT, at_least=20, at_most=2000),
    Field("harm", "How bad that is", Ask.CHOICE, choices=HARMS),
)


def score_of(frequency: str, harm: int) -> int:
    """From 1 to 25."""
    return _WEIGHTS[frequency] * harm


def _scored(case: Case) -> Mapping[str, Any]:
    author = case.values.get("author_id") or case.actor.id
    return {"score": score_of(case.given["frequency"], int(case.given["harm"])), "author_id": author}


MACHINE = Machine(
    "support process",
    (
        State("recorded", "In the inventory", "met", "list-search"),
        State("retired", "No longer done", "plain", "archive", is_open=False),
    ),
    (
        Transition("record", "Record a process", (START,), "recorded", who=WRITERS, fields=_FIELDS, sets=_scored),
        Transition(
            "revise",
            "Revise it",
            ("recorded",),
            None,
            who=WRITERS,
            fields=_FIELDS,
            sets=_scored,
            tone="primary",
            key="e",
        ),
        Transition(
            "retire",
            "It is no longer done",
            ("recorded",),
            "retired",
            who=WRITERS,
            fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=5, keep=False),),
            tone="danger",
        ),
    ),
)
