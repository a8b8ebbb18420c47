"""Lessons learnt: what happened, what it teaches, and what was changed because of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import LONDON
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import authored

COLLECTORS = (
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.FIRST_LEVEL,
    WorkRole.SECOND_LEVEL,
    WorkRole.MAINTENANCE,
    WorkRole.IMPLEMENTATION,
    WorkRole.DESIGN,
    WorkRole.ICT_OWNER,
)
SOURCES = (
    ("project", "A project"),
    ("change", "A request for change, or its review"),
    ("problem", "A problem"),
    ("other", "Something else"),
)
VERDICTS = (
    ("repeat", "It went well: do it again"),
    ("improve", "It can go better: change how it is done"),
    ("avoid", "It went wrong: never again"),
)
_REFS = {"project": "project_id", "change": "change_id", "problem": "problem_id"}
_EXAMPLES = {"project": "PRJ-0001", "change": "RFC-0004", "problem": "PRB-0002"}
_AUTHOR = (Tie.AUTHOR,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFacts:
    """What the steps of a lesson look up."""

    changed_since: Callable[[int], datetime | None]  # when an article was last published, if later than the lesson


def _source_is_named(case: Case) -> str | None:
    source = str(case.get("source"))
    if source in _REFS and not case.get(_REFS[source]):
        return f"Name the {source} that it comes from, such as {_EXAMPLES[source]}."
    return None


def _procedure_is_up_to_date(case: Case) -> str | None:
    article_id = case.given.get("article_id")
    if case.given.get("no_update_reason"):
        return None
    if not article_id:
        return "Choose the article that was updated because of it, or say why none has to be."
    if case.of(LessonFacts).changed_since(article_id) is None:
        return "No version of that article was published since the lesson was collected. Update it, or say why not."
    return None


def _acted(case: Case) -> Mapping[str, Any]:
    article_id = case.given.get("article_id")
    changed_at = case.of(LessonFacts).changed_since(article_id) if article_id else None
    return {"article_changed_on": changed_at.astimezone(LONDON).date() if changed_at else None}


_WHAT = (
    Field("title", "In a few words", at_least=5, at_most=120, hint="Such as: Order spare lamps before the holidays."),
    Field("source", "What it comes from", Ask.CHOICE, choices=SOURCES),
    Field("project_id", "Project", Ask.REF, required=False, offers="project", hint="Such as PRJ-0001."),
    Field("change_id", "Request for change", Ask.REF, required=False, offers="change", hint="Such as RFC-0004."),
    Field("problem_id", "Problem", Ask.REF, required=False, offers="problem", hint="Such as PRB-0002."),
    Field("happened", "What happened", Ask.LONG_TEXT, at_least=40, hint="What was expected, and what came instead."),
)

MACHINE = Machine(
    "lesson",
    (
        State("collected", "Collected", "none", "bulb"),
        State("evaluated", "Evaluated", "sub", "scale"),
        State("acted", "Acted on", "met", "checks", is_open=False),
        State("set_aside", "Set aside", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "collect",
            "Collect a lesson",
            (START,),
            "collected",
            who=COLLECTORS,
            fields=_WHAT,
            guards=(_source_is_named,),
            sets=authored,
        ),
        Transition(
            "evaluate",
            "Evaluate it",
            ("collected",),
            "evaluated",
            who=_AUTHOR,
            fields=(
                Field("verdict", "What it teaches", Ask.CHOICE, choices=VERDICTS),
                Field(
                    "evaluation",
                    "Why it came to that",
                    Ask.LONG_TEXT,
                    at_least=60,
                    hint="The cause, how much it mattered, whom it concerns, and whether it would happen again.",
                ),
            ),
            key="v",
            tone="primary",
        ),
        Transition(
            "act",
            "Say what was done",
            ("evaluated",),
            "acted",
            who=_AUTHOR,
            fields=(
                Field("action", "What is done differently now", Ask.LONG_TEXT, at_least=40),
                Field("article_id", "Article that was updated", Ask.ROW, required=False, offers="articles"),
                Field(
                    "no_update_reason",
                    "Why no article had to be",
                    Ask.LONG_TEXT,
                    required=False,
                    hint="Only when none was updated because of it.",
                ),
            ),
            guards=(_procedure_is_up_to_date,),
            sets=_acted,
            key="a",
            tone="primary",
        ),
        Transition(
            "correct", "Correct its words", ("collected",), None, who=_AUTHOR, fields=_WHAT, guards=(_source_is_named,)
        ),
        Transition(
            "set_aside",
            "Set it aside",
            ("collected", "evaluated"),
            "set_aside",
            who=_AUTHOR,
            fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            tone="danger",
        ),
    ),
)
