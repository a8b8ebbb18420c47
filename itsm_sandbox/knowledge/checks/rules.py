"""Checks of what an article points to: each thing looked at, and what follows from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.reasons import today
from itsm_sandbox.knowledge.articles.rules.machine import WRITERS

ANSWERS = (("yes", "Yes, still current"), ("no", "No, out of date"))
VERDICTS = (("current", "All of it is current"), ("change_needed", "The article has to change"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """What the steps of a check look up about the article."""

    version: Callable[[int], int]  # in force; 0 for none
    title: Callable[[int], str]
    items: Callable[[int], list[dict[str, Any]]]  # what it points to


def next_item(items: Sequence[Mapping[str, Any]]) -> int | None:
    """The number of the first thing that nobody has looked at yet, from 1."""
    return next((number for number, item in enumerate(items, 1) if item["is_current"] is None), None)


def _is_in_force(case: Case) -> str | None:
    return None if case.of(CheckFacts).version(case.given["article_id"]) else "That article is not in force yet."


def _something_is_left(case: Case) -> str | None:
    return None if next_item(case.values["items"]) else "Everything was looked at. Finish the check."


def _all_was_looked_at(case: Case) -> str | None:
    left = sum(item["is_current"] is None for item in case.values["items"])
    return f"{left} of {len(case.values['items'])} things have not been looked at yet." if left else None


def _action_is_told(case: Case) -> str | None:
    if case.given["answer"] == "no" and len(case.given.get("action") or "") < 10:
        return "Say what is to be done about it."
    return None


def _verdict_fits(case: Case) -> str | None:
    stale = sum(item["is_current"] is False for item in case.values["items"])
    if stale and case.given["verdict"] == "current":
        return f"{stale} of its things {'is' if stale == 1 else 'are'} out of date, so the article has to change."
    return None


def _begun(case: Case) -> Mapping[str, Any]:
    article_id = case.given["article_id"]
    return {
        "title": case.of(CheckFacts).title(article_id),
        "version": case.of(CheckFacts).version(article_id),
        "items": case.of(CheckFacts).items(article_id),
        "author_id": case.actor.id,
    }


def _looked_at(case: Case) -> Mapping[str, Any]:
    items = case.values["items"]
    place = (next_item(items) or 1) - 1
    told = {"is_current": case.given["answer"] == "yes", "action": case.given.get("action") or ""}
    return {"items": [*items[:place], {**items[place], **told}, *items[place + 1 :]]}


def _finished(case: Case) -> Mapping[str, Any]:
    return {"checked_on": today(case)}


MACHINE = Machine(
    "check of linked things",
    (
        State("open", "Under way", "sub", "list-search"),
        State("done", "Done", "met", "circle-check", is_open=False),
        State("cancelled", "Cancelled", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "begin_check",
            "Start a check",
            (START,),
            "open",
            who=WRITERS,
            fields=(Field("article_id", "Article", Ask.ROW, offers="articles"),),
            guards=(_is_in_force,),
            sets=_begun,
        ),
        Transition(
            "check",
            "Look at the next thing",
            ("open",),
            None,
            who=(Tie.AUTHOR,),
            fields=(
                Field("answer", "Is it still current?", Ask.CHOICE, choices=ANSWERS, keep=False),
                Field(
                    "action",
                    "What is to be done",
                    Ask.LONG_TEXT,
                    required=False,
                    at_most=1000,
                    keep=False,
                    hint="Needed when it is out of date: what the article should say instead.",
                ),
            ),
            guards=(_action_is_told,),
            early_guards=(_something_is_left,),
            sets=_looked_at,
            tone="primary",
            key="n",
        ),
        Transition(
            "finish",
            "Finish the check",
            ("open",),
            "done",
            who=(Tie.AUTHOR,),
            fields=(
                Field("verdict", "What follows", Ask.CHOICE, choices=VERDICTS),
                Field("conclusion", "What you found", Ask.LONG_TEXT, at_least=20, at_most=2000),
            ),
            guards=(_verdict_fits,),
            early_guards=(_all_was_looked_at,),
            sets=_finished,
            key="f",
            hint="When the article has to change, its readers are warned and a request to change it is raised.",
        ),
        Transition(
            "cancel",
            "Cancel it",
            ("open",),
            "cancelled",
            who=(Tie.AUTHOR,),
            fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            tone="danger",
        ),
    ),
)
