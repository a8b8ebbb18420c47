"""What the tables of many kinds of artefact use alike: a field, guards, what follows from a step, and an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.clock import LONDON
from itsm_sandbox.engine.machine import Ask, Case, Field

REASON = Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody simulated decides: the event, and what is told with it."""

    event: str
    given: Mapping[str, Any]


def today(case: Case) -> date:
    return case.now.astimezone(LONDON).date()


def reaches_another(case: Case) -> str | None:
    others = set(case.given["recipients"]) - {case.actor.id}
    return None if others else "Send it to somebody besides yourself."


def authored(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id}


def figures_frozen(figures: Callable[[Case], Mapping[str, Any]]) -> Callable[[Case], Mapping[str, Any]]:
    """Keeps the figures as they are at this moment; `figures` reads them from the facts of the noun."""
    return lambda case: {"figures": figures(case)}
