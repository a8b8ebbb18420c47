"""How a simulated ICT owner, where no member is one, comes to answer some service time later. It is practice only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from itsm_sandbox.models import Artefact, Workplace
from itsm_sandbox.queries.workplaces import get_calendar
from itsm_sandbox.rules.calendar import NeverOpens, add_open_seconds
from itsm_sandbox.rules.machine import refuse
from itsm_sandbox.rules.temperaments import answer_after_minutes
from itsm_sandbox.services.acting import case_of, enact
from itsm_sandbox.services.errands import schedule
from itsm_sandbox.services.owner_answers import find_simulated_owner
from itsm_sandbox.services.rooms import Deed, room_of


def ask_owner(deed: Deed, name: str, minutes: int, **details: Any) -> None:
    """Plan the errand of this name after so many minutes of service time and what their temperament adds."""
    owner = find_simulated_owner(deed.workplace.id)
    if owner is None:
        return
    seconds = (minutes + answer_after_minutes(owner.temperament)) * 60
    try:
        at = add_open_seconds(get_calendar(deed.workplace.id), deed.event.at, seconds)
    except NeverOpens:  # it closed for good, so nobody gets to it
        return
    schedule(deed.artefact, name, at, **details)


def answer_as_owner(
    workplace: Workplace, artefact: Artefact, event: str, given: Mapping[str, Any], at: datetime
) -> None:
    """Do it in the locked workplace, unless a member became the owner or something came in the way since."""
    owner = find_simulated_owner(workplace.id)
    if owner is None:
        return
    room = room_of(artefact)
    if refuse(room.machine, event, case_of(room, artefact, owner, at, given)) is None:
        enact(workplace, artefact, event, given, actor=owner, at=at)
