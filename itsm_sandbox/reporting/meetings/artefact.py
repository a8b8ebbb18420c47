"""Meeting: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.reporting.meetings.models import Meeting
from itsm_sandbox.reporting.meetings.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.reporting.meetings.rules import MACHINE
from itsm_sandbox.reporting.meetings.services import ask_stand_in, facts_of, hides, new_meeting, ties_to

register(
    ArtefactType(
        model=Meeting,
        machine=MACHINE,
        label="Meeting",
        path="meetings",
        page="itsm_sandbox.show_meeting",
        blank=new_meeting,
        ties=ties_to,
        facts=facts_of,
        hides=hides,
        effects={"hold": (ask_stand_in,)},
        tab=Tab("reports", 6, "Meetings", "list_meetings", "calendar-event", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
    )
)
