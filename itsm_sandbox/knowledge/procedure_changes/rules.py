"""Requests to change a procedure: raised from feedback, accepted into a new version or rejected with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.knowledge.articles.rules.machine import PUBLISHERS, WRITERS

DECIDERS = (*PUBLISHERS, WorkRole.SECOND_LEVEL, WorkRole.FIRST_LEVEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChangeFacts:
    """What the guards of a request to change a procedure look up."""

    why_not_planned: Callable[[], str | None]


def _raised(case: Case) -> Mapping[str, Any]:
    return {"raised_by_id": case.actor.id}


def _decided(case: Case) -> Mapping[str, Any]:
    return {"decided_by_id": case.actor.id}


def _can_be_planned(case: Case) -> str | None:
    refusal: str | None = case.of(ProcedureChangeFacts).why_not_planned()
    return refusal


_REASON = Field("reason", "Why", Ask.LONG_TEXT, at_least=20, at_most=2000, hint="Those who asked for it are told this.")

MACHINE = Machine(
    "request to change a procedure",
    (
        State("open", "To decide", "none", "git-pull-request"),
        State("accepted", "Accepted", "sub", "check"),
        State("done", "Published", "met", "circle-check", is_open=False),
        State("rejected", "Rejected", "plain", "circle-x", is_open=False),
    ),
    (
        Transition(
            "raise",
            "Raise a request",
            (START,),
            "open",
            who=WRITERS,
            fields=(
                Field("title", "What is to change, in a few words", at_least=5, at_most=120),
                Field(
                    "article_id", "Article", Ask.ROW, required=False, offers="articles", hint="None when it is missing."
                ),
                Field("wanted", "What it should say instead", Ask.LONG_TEXT, at_least=20, at_most=4000),
            ),
            sets=_raised,
        ),
        Transition(
            "accept",
            "Accept it",
            ("open",),
            "accepted",
            who=DECIDERS,
            fields=(_REASON,),
            early_guards=(_can_be_planned,),
            sets=_decided,
            tone="primary",
            key="y",
            hint="A new version of the article is planned, and those who gave feedback are told.",
        ),
        Transition(
            "reject", "Reject it", ("open",), "rejected", who=DECIDERS, fields=(_REASON,), sets=_decided, key="n"
        ),
        Transition(
            "link_article",
            "Its article begins",
            ("accepted",),
            None,
            who=(Tie.TIMER,),
            fields=(Field("article_id", "Article", Ask.ROW, offers="articles"),),
        ),
        Transition("done", "The new version is published", ("accepted",), "done", who=WRITERS),
    ),
)
