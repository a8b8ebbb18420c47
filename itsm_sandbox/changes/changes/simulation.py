"""Simulated colleagues who decide on changes for roles that nobody real holds, some service hours later.

They answer by the rules of `rules/changes/answers.py`, are marked as simulated wherever they appear, and what they
sign is practice: never a real authorisation.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import db
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.queries.lists import facts_for, list_people
from itsm_sandbox.changes.changes.rules.answers import (
    answer_consultation,
    answer_implement,
    answer_proceed,
    answer_review,
    answer_review_after,
)
from itsm_sandbox.changes.changes.rules.fields import EMERGENCY
from itsm_sandbox.changes.changes.rules.guards import missing_to_close
from itsm_sandbox.changes.changes.rules.signers import list_signers
from itsm_sandbox.engine.calendar import add_open_seconds, open_seconds
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import apply
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.simulation import apply_if_possible
from itsm_sandbox.engine.steps.reasons import Reply
from itsm_sandbox.engine.temperaments import answer_after_minutes
from itsm_sandbox.engine.timers import forget, schedule, timer

PROCEED, REVIEW, IMPLEMENT, REVIEW_AFTER, CLOSE, REVIEW_DUE = (
    "change.proceed",
    "change.review",
    "change.implement",
    "change.review_after",
    "change.close",
    "change.review_due",
)
_SIGNS = {
    PROCEED: "approve_proceed",
    REVIEW: "review_ok",
    IMPLEMENT: "approve_implement",
    REVIEW_AFTER: "review_after",
    CLOSE: "close",
}
_ASKED_IN = {"awaiting_proceed": PROCEED, "peer_review": REVIEW, "awaiting_implement": IMPLEMENT}
_READING_MINUTES, _EMERGENCY_MINUTES = 60, 15


def plan_answers(deed: Deed) -> None:
    """Let a simulated colleague answer what the request now waits for, unless a member may."""
    change: Change = deed.artefact
    moved_on = deed.event.from_state != change.state
    if not moved_on and deed.event.verb in {"note", "deviate", "communicate"}:
        return
    forget(change, *_SIGNS)
    name = _asked(change)
    stand_in = find_stand_in(change, _SIGNS[name], deed.event.at) if name else None
    if name and stand_in:
        schedule(change, name, _answers_at(change, stand_in, deed.event.at))


def find_stand_in(change: Change, event: str, at: datetime) -> Colleague | None:
    """The simulated colleague who may sign this; None when a member may, or when nobody may."""
    signers = list_signers(event, list_people(change.workplace_id), change.values(), facts_for(change), at)
    may = [one.person for one in signers if one.may]
    if not may or any(not person.is_simulated for person in may):
        return None
    return db.session.get(Colleague, may[0].id)


def _asked(change: Change) -> str | None:
    if change.state in _ASKED_IN:
        return _ASKED_IN[change.state]
    if change.state != "implemented":
        return None
    facts = facts_for(change)
    missing = missing_to_close(change.values(), facts)
    if not missing:
        return CLOSE
    is_owed = change.type == EMERGENCY and facts.peer_review_required and change.reviewed_by_id is None
    return REVIEW_AFTER if is_owed else None


def _answers_at(change: Change, colleague: Colleague, at: datetime) -> datetime:
    minutes = _READING_MINUTES + answer_after_minutes(colleague.temperament)
    if change.type == EMERGENCY and change.state == "awaiting_implement":
        return at + timedelta(minutes=_EMERGENCY_MINUTES)  # they are rung up, whatever the hour
    return add_open_seconds(get_calendar(change.workplace_id), at, minutes * 60)


def _answering(name: str, state: str, answer: Callable[[Change, datetime], Reply | None]) -> None:
    """Register the timer that lets the colleague of this signature answer while the request is in this state."""

    @timer(name)
    def handle(workplace: Workplace, due: Timer) -> None:
        change = db.session.get(Change, due.subject_id)
        if change is None or change.state != state:
            return
        colleague = find_stand_in(change, _SIGNS[name], due.at)
        given = answer(change, due.at) if colleague else None
        if colleague and given:
            apply_if_possible(change, colleague, given.event, given.given, due.at)


def _on_step_2(change: Change, at: datetime) -> Reply | None:
    """Ask the users first, where no member does; then decide."""
    facts = facts_for(change)
    if facts.consultations or change.planned_at is None or change.planned_at <= at:
        return answer_implement(change.values(), facts, at)
    people = list_people(change.workplace_id)
    owners = {str(WorkRole.FINAL_APPROVER), str(WorkRole.ICT_OWNER)}
    if any(person.roles & owners and not person.is_simulated for person in people):
        return None
    users = [person.name for person in people if person.is_simulated and WorkRole.USER in person.roles]
    ends = change.planned_at + timedelta(minutes=change.duration_minutes or 0)
    seconds = open_seconds(get_calendar(change.workplace_id), change.planned_at, ends)
    user = users[change.number % len(users)] if users else "The users"
    return answer_consultation(change.values(), user=user, open_minutes=seconds // 60)


def _closing(change: Change, _at: datetime) -> Reply | None:
    done = not missing_to_close(change.values(), facts_for(change))
    return Reply("close", {"comment": "Done, recorded and reviewed."}) if done else None


@timer(REVIEW_DUE)
def _note_missed_review(workplace: Workplace, due: Timer) -> None:
    change = db.session.scalar(select(Change).where(Change.id == due.subject_id))
    if change is not None and change.state == "implemented" and change.reviewed_by_id is None:
        apply(workplace, change, "miss_review", {}, actor=None, at=due.at)


_answering(PROCEED, "awaiting_proceed", lambda change, _at: answer_proceed(change.values()))
_answering(REVIEW, "peer_review", lambda change, _at: answer_review(change.values()))
_answering(IMPLEMENT, "awaiting_implement", _on_step_2)
_answering(REVIEW_AFTER, "implemented", lambda change, _at: answer_review_after(change.values()))
_answering(CLOSE, "implemented", _closing)
