"""What people say of articles, and what is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.knowledge.articles.rules.machine import WRITERS

FEEDBACK_TYPES = (
    ("error", "Something in it is wrong"),
    ("unclear", "Something is hard to follow"),
    ("missing", "Something is missing"),
    ("idea", "An idea for it"),
    ("worked", "It worked"),
)
OPEN_STATES = ("new", "in_hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackFacts:
    """What the steps of a piece of feedback look up."""

    about: Callable[[int | None], tuple[str, int]]  # an article in words, and the number of its version in force
    is_open_request: Callable[[int], bool]


def _names_an_article(case: Case) -> str | None:
    if case.given.get("article_id") or case.given["type"] == "missing":
        return None
    return "Choose the article that it is about; only a missing one needs none."


def _is_open_request(case: Case) -> str | None:
    is_open = case.of(FeedbackFacts).is_open_request(case.given["change_id"])
    return None if is_open else "That request is decided already."


def _recorded(case: Case) -> Mapping[str, Any]:
    label = dict(FEEDBACK_TYPES)[case.given["type"]]
    title, version = case.of(FeedbackFacts).about(case.given.get("article_id"))
    giver = case.given.get("giver_id") or case.actor.id
    return {"title": f"{label}: {title}", "version": version, "giver_id": giver}


_ANSWER = Field("answer", "What you tell them", Ask.LONG_TEXT, at_least=10, at_most=2000)

MACHINE = Machine(
    "piece of feedback",
    (
        State("new", "New", "none", "message-2"),
        State("in_hand", "Change asked for", "sub", "message-2-share"),
        State("answered", "Answered", "met", "message-2-check", is_open=False),
    ),
    (
        Transition(
            "record_feedback",
            "Record feedback",
            (START,),
            "new",
            who=(Tie.ANYONE,),
            fields=(
                Field("article_id", "Article", Ask.ROW, required=False, offers="articles"),
                Field("type", "What they say", Ask.CHOICE, choices=FEEDBACK_TYPES),
                Field("text", "In their words", Ask.LONG_TEXT, at_least=10, at_most=4000),
                Field("giver_id", "Who says it", Ask.ROW, required=False, offers="people", hint="You, if empty."),
                Field("ticket_id", "Ticket", Ask.REF, required=False, offers="ticket"),
            ),
            guards=(_names_an_article,),
            sets=_recorded,
        ),
        Transition(
            "raise_change",
            "Ask for a change",
            ("new",),
            "in_hand",
            who=WRITERS,
            fields=(
                Field("wanted_title", "What is to change, in a few words", at_least=5, at_most=120, keep=False),
                Field(
                    "wanted",
                    "What it should say instead",
                    Ask.LONG_TEXT,
                    at_least=20,
                    at_most=4000,
                    keep=False,
                    hint="Which part, what it says now, what it should say.",
                ),
            ),
            tone="primary",
            key="r",
        ),
        Transition(
            "join_change",
            "Add it to a request",
            ("new",),
            "in_hand",
            who=WRITERS,
            fields=(
                Field("change_id", "Request", Ask.REF, offers="procedure_change_request", hint="Such as PCR-0001."),
            ),
            guards=(_is_open_request,),
        ),
        Transition(
            "link_change",
            "Its request is raised",
            ("in_hand",),
            None,
            who=(Tie.TIMER,),
            fields=(Field("change_id", "Request", Ask.REF, offers="procedure_change_request"),),
        ),
        Transition("answer", "Answer without a change", ("new",), "answered", who=WRITERS, fields=(_ANSWER,), key="a"),
        Transition(
            "tell_giver",
            "Tell what came of it",
            ("in_hand",),
            "answered",
            who=(*WRITERS, Tie.TIMER),
            fields=(_ANSWER,),
        ),
    ),
)

_EVERY = 3  # of those who confirm, so many say something


def said_after(event: str, ticket_number: int, ref: str) -> tuple[str, str] | None:
    """The kind and the words of a simulated requester; None for those who say nothing. Never by chance."""
    if event == "reopen":
        return "error", f"You did with me what {ref} says, and it is as it was before. Something in it is not right."
    if ticket_number % _EVERY:
        return None
    if ticket_number % 2:
        return "unclear", f"It works. But I could not have followed {ref} without you; the words are not ours."
    return "worked", f"What {ref} says worked at once."
