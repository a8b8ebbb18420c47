"""The plan of procedures that are missing: what, why, in which order, by whom, until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.reasons import today
from itsm_sandbox.knowledge.articles.rules.machine import ARTICLE_TYPES, WRITERS

CRITERIA = (
    "The greatest harm without it comes first, then what is needed most often, then what is soonest written. "
    "1 is written first."
)
_TYPES = tuple(choice for choice in ARTICLE_TYPES if choice[0] != "known_error")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePlanFacts:
    """What the guards of a planned procedure look up."""

    is_published: Callable[[], bool]  # whether its article is


def _due_is_ahead(case: Case) -> str | None:
    return None if case.given["due_on"] >= today(case) else "Choose a day that is still to come."


def _rank_is_one_to_nine(case: Case) -> str | None:
    return None if 1 <= case.given["priority"] <= 9 else "Give a number from 1 to 9; 1 is written first."


def _is_published(case: Case) -> str | None:
    return None if case.of(ProcedurePlanFacts).is_published() else "Its article is not published yet."


def _planned(case: Case) -> Mapping[str, Any]:
    return {"planner_id": case.actor.id}


_REASON = Field("dropped_because", "Why", Ask.LONG_TEXT, at_least=10, keep=False)

MACHINE = Machine(
    "planned procedure",
    (
        State("listed", "Listed", "none", "calendar-plus"),
        State("prioritised", "In order", "sub", "sort-ascending"),
        State("started", "Being written", "sub", "pencil"),
        State("done", "Published", "met", "circle-check", is_open=False),
        State("dropped", "Dropped", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "create",
            "Plan a procedure",
            (START,),
            "listed",
            who=WRITERS,
            fields=(
                Field("title", "Procedure that is missing", at_least=5, at_most=120),
                Field("type", "Kind", Ask.CHOICE, choices=_TYPES),
                Field("process_id", "Process it is for", Ask.REF, required=False, offers="support_process"),
                Field("category", "Category of tickets", Ask.CHOICE, required=False, choices=CATEGORY_CHOICES),
                Field(
                    "why",
                    "Why it is needed",
                    Ask.LONG_TEXT,
                    at_least=20,
                    at_most=2000,
                    hint="Who asks for it, how often, and what happens now.",
                ),
            ),
            sets=_planned,
        ),
        Transition(
            "prioritise",
            "Put it in order",
            ("listed", "prioritised"),
            "prioritised",
            who=WRITERS,
            fields=(
                Field("priority", "Place in the order", Ask.NUMBER, hint=CRITERIA),
                Field("reason", "Why this place", Ask.LONG_TEXT, at_least=20, at_most=2000),
                Field("due_on", "Published by", Ask.DAY),
                Field(
                    "author_id",
                    "Who writes it",
                    Ask.ROW,
                    offers="support",
                    hint="A simulated colleague writes a draft that waits for your review.",
                ),
            ),
            guards=(_rank_is_one_to_nine, _due_is_ahead),
            tone="primary",
            key="p",
        ),
        Transition(
            "start",
            "Start it",
            ("prioritised",),
            "started",
            who=WRITERS,
            key="s",
            hint="It becomes a draft article of whoever writes it.",
        ),
        Transition(
            "link_article",
            "Its article begins",
            ("started",),
            None,
            who=(Tie.TIMER,),
            fields=(Field("article_id", "Article", Ask.ROW, offers="articles"),),
        ),
        Transition(
            "done", "It is published", ("started",), "done", who=WRITERS, early_guards=(_is_published,), key="d"
        ),
        Transition(
            "drop",
            "Drop it",
            ("listed", "prioritised", "started"),
            "dropped",
            who=WRITERS,
            fields=(_REASON,),
            tone="danger",
        ),
    ),
)
