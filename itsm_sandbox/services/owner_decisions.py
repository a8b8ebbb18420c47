"""The simulated ICT owner's part in money, risk and continuity, where no member is the ICT owner.

What they decide is practice, and marked as simulated wherever it appears.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.db import db
from itsm_sandbox.models import Artefact, Errand, Workplace
from itsm_sandbox.queries.events import list_events
from itsm_sandbox.queries.workplaces import get_calendar
from itsm_sandbox.rules.calendar import NeverOpens, add_open_seconds
from itsm_sandbox.rules.changes.answers import Answer
from itsm_sandbox.rules.machine import refuse
from itsm_sandbox.rules.temperaments import answer_after_minutes
from itsm_sandbox.services.acting import case_of, enact
from itsm_sandbox.services.errands import errand, forget, schedule
from itsm_sandbox.services.owner_answers import find_simulated_owner
from itsm_sandbox.services.rooms import Deed, room_of

Answers = Callable[[Any], Sequence[Answer]]
"""From an artefact as it is stored, what the owner does to it, in order."""

READING_MINUTES = 240
URGENT_MINUTES = 15


def plan_answer(deed: Deed, name: str, *, minutes: int = READING_MINUTES) -> None:
    """Let them answer some service time from now; urgent things as soon as they are reached."""
    artefact, at = deed.artefact, deed.event.at
    owner = find_simulated_owner(artefact.workplace_id)
    if owner is None:
        return
    minutes += answer_after_minutes(owner.temperament) if minutes > URGENT_MINUTES else 0
    try:
        schedule(artefact, name, add_open_seconds(get_calendar(artefact.workplace_id), at, minutes * 60))
    except NeverOpens:  # it closed for good, so nobody gets to it
        return


def drop_answer(artefact: Artefact, name: str) -> None:
    """It no longer waits for them."""
    forget(artefact, name)


def answering(name: str, model: type[Artefact], states: Sequence[str], answers: Answers) -> None:
    """Register the errand that lets the owner answer while an artefact of this kind is in one of these states."""

    @errand(name)
    def handle(workplace: Workplace, due: Errand) -> None:
        artefact = db.session.get(model, due.subject_id)
        owner = find_simulated_owner(workplace.id)
        if artefact is None or owner is None or artefact.state not in states:
            return
        for answer in answers(artefact):
            room = room_of(artefact)
            case = case_of(room, artefact, owner, due.at, answer.given)
            if refuse(room.machine, answer.event, case) is None:
                enact(workplace, artefact, answer.event, answer.given, actor=owner, at=due.at)


def last_told(artefact: Artefact, verb: str) -> Mapping[str, Any]:
    """What was told with the latest event of this name; nothing when there was none."""
    found = [event for event in list_events(artefact.kind, artefact.id) if event.verb == verb]
    return found[-1].data["given"] if found else {}
