"""Service review meetings: whose they are, and who confirms one where nobody real may."""

from core.db import db
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import apply
from itsm_sandbox.engine.queries import get_colleague, list_colleagues
from itsm_sandbox.engine.registry import Deed, hides_from_users
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.actions import owns_open_action
from itsm_sandbox.engine.timers import schedule_after, timer
from itsm_sandbox.reporting.meetings.models import Meeting
from itsm_sandbox.reporting.meetings.rules import MeetingFacts

CONFIRM = "meeting.confirm"
CONFIRMS_AFTER_S = 2 * 3600  # of service time


def new_meeting(author: Colleague | None) -> Meeting:
    """An empty one for `begin`."""
    return Meeting(
        title="",
        agenda=[],
        invited=[],
        attended=[],
        decisions=[],
        confirmations=[],
        actions=[],
        author_id=author.id if author else None,
    )


def facts_of(_meeting: Meeting) -> MeetingFacts:
    return MeetingFacts(name_of=lambda row_id: get_colleague(row_id).name)


def ties_to(meeting: Meeting, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if meeting.author_id == colleague.id:
        ties.add(Tie.AUTHOR)
    if owns_open_action(meeting.actions, colleague.id):
        ties.add(Tie.ASSIGNED)
    return frozenset(ties)


def hides(meeting: Meeting, colleague: Colleague) -> bool:
    """Those who were invited or were there see it, and who runs ICT."""
    here = any(one["id"] == colleague.id for one in (*meeting.invited, *meeting.attended))
    return not here and hides_from_users(meeting, colleague)


def ask_stand_in(deed: Deed) -> None:
    """Where nobody real who was there may confirm it, a simulated colleague does, some service hours later."""
    if _find_stand_in(deed.artefact) is None:
        return
    schedule_after(deed.artefact, CONFIRM, deed.event.at, CONFIRMS_AFTER_S)


def _find_stand_in(meeting: Meeting) -> Colleague | None:
    """A simulated one who was there; None when a member may confirm it."""
    there = {one["id"] for one in meeting.attended} - {meeting.presenter_id, meeting.author_id}
    may = [one for one in list_colleagues(meeting.workplace_id) if one.id in there]
    return may[0] if may and all(one.is_simulated for one in may) else None


@timer(CONFIRM)
def _confirm(workplace: Workplace, due: Timer) -> None:
    meeting = db.session.get_one(Meeting, due.subject_id)
    colleague = _find_stand_in(meeting)
    if colleague is None or meeting.state not in {"held", "closed"} or meeting.confirmations:
        return
    presenter = get_colleague(meeting.presenter_id).name
    seen = f"I was there. {presenter} presented, and the minutes name those who came."
    apply(workplace, meeting, "confirm_attendance", {"seen": seen}, actor=colleague, at=due.at)
