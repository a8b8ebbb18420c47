"""How simulated colleagues, where nobody real can, come to answer some service time later. It is practice only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.db import db
from itsm_sandbox.engine.machine import refuse
from itsm_sandbox.engine.models import Artefact, Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import apply, case_of
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.registry import Deed, type_of
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.steps.reasons import Reply
from itsm_sandbox.engine.temperaments import answer_after_minutes
from itsm_sandbox.engine.timers import schedule_after, timer

READING_MINUTES = 240
"""Of service time, to read something that waits for a decision."""

Answers = Callable[[Any], Sequence[Reply]]
"""From an artefact as it is stored, what the owner does to it, in order."""


def find_simulated_owner(workplace_id: int) -> Colleague | None:
    """None when a member is the ICT owner, who then decides, or when there is none."""
    owners = [one for one in list_colleagues(workplace_id) if WorkRole.ICT_OWNER in one.roles]
    return owners[0] if owners and all(one.is_simulated for one in owners) else None


def plan_answer(
    artefact: Artefact, name: str, colleague: Colleague | None, at: datetime, minutes: int, **details: Any
) -> None:
    """Plan the timer of this name after so many minutes of service time and what their temperament adds."""
    if colleague is not None:
        seconds = (minutes + answer_after_minutes(colleague.temperament)) * 60
        schedule_after(artefact, name, at, seconds, **details)


def plan_owner_answer(deed: Deed, name: str, minutes: int, **details: Any) -> None:
    """Let the simulated ICT owner come to it, when there is one."""
    plan_answer(deed.artefact, name, find_simulated_owner(deed.workplace.id), deed.event.at, minutes, **details)


def apply_if_possible(
    artefact: Artefact, colleague: Colleague | None, event: str, given: Mapping[str, Any], at: datetime
) -> bool:
    """Do it in the locked workplace, unless something has come in the way since; tell whether it was done."""
    kind, workplace = type_of(artefact), db.session.get_one(Workplace, artefact.workplace_id)
    if refuse(kind.machine, event, case_of(kind, artefact, colleague, at, given)) is not None:
        return False
    apply(workplace, artefact, event, given, actor=colleague, at=at)
    return True


def apply_as_owner(artefact: Artefact, event: str, given: Mapping[str, Any], at: datetime) -> None:
    """The same as the simulated ICT owner, unless a member became the owner."""
    owner = find_simulated_owner(artefact.workplace_id)
    if owner is not None:
        apply_if_possible(artefact, owner, event, given, at)


def answer_as_owner(name: str, model: type[Artefact], states: Sequence[str], answers: Answers) -> None:
    """Register the timer that lets the owner answer while an artefact of this kind is in one of these states."""

    @timer(name)
    def handle(_workplace: Workplace, due: Timer) -> None:
        artefact = db.session.get(model, due.subject_id)
        owner = find_simulated_owner(due.workplace_id)
        if artefact is None or owner is None or artefact.state not in states:
            return
        for one in answers(artefact):
            apply_if_possible(artefact, owner, one.event, one.given, due.at)
