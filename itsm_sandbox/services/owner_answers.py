"""The simulated ICT owner, where no member is one: holds the meeting, publishes, reviews, and issues the procedure.

What they decide is practice, and marked as simulated wherever it appears.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from core.clock import LONDON
from core.db import db
from itsm_sandbox.models import Artefact, Colleague, Errand, Procedure, Service, Workplace
from itsm_sandbox.queries.workplaces import get_calendar, list_colleagues
from itsm_sandbox.rules.calendar import NeverOpens, add_open_seconds
from itsm_sandbox.rules.machine import refuse
from itsm_sandbox.rules.roles import SUPPORT, WorkRole
from itsm_sandbox.rules.temperaments import answer_after_minutes
from itsm_sandbox.services.acting import case_of, enact
from itsm_sandbox.services.errands import errand, forget, schedule
from itsm_sandbox.services.rooms import Deed, room_of

MEET, PUBLISH, CONFIRM, ISSUE = "service.meet", "service.publish", "service.confirm", "procedure.issue"
_MINUTES = {MEET: 240, PUBLISH: 60, CONFIRM: 480, ISSUE: 120}
"""Of service time until they get to it, besides what their temperament adds."""

_UNTIL_REVIEW = timedelta(days=360)
_MOST_USERS_MET = 3


def plan_for_service(deed: Deed) -> None:
    """Let them answer what the service now waits for."""
    service: Service = deed.artefact
    forget(service, PUBLISH, CONFIRM)
    if service.state != "draft":
        forget(service, MEET)
    elif deed.event.verb == "call_meeting":
        _plan(service, MEET, deed.event.at)
    if service.state == "agreed" and service.first_level_id and service.second_level_id:
        _plan(service, PUBLISH, deed.event.at)
    elif service.state == "under_review":
        _plan(service, CONFIRM, deed.event.at)


def plan_for_procedure(deed: Deed) -> None:
    """Let them issue what was handed over to them."""
    procedure: Procedure = deed.artefact
    if deed.event.verb == "hand_over":
        _plan(procedure, ISSUE, deed.event.at)
    elif procedure.state != "with_owner":
        forget(procedure, ISSUE)


def find_simulated_owner(workplace_id: int) -> Colleague | None:
    """None when a member is the ICT owner, who then decides, or when there is none."""
    owners = [one for one in list_colleagues(workplace_id) if WorkRole.ICT_OWNER in one.roles]
    return owners[0] if owners and all(one.is_simulated for one in owners) else None


@errand(MEET)
def _meet(workplace: Workplace, due: Errand) -> None:
    service = db.session.get_one(Service, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    if owner is None:
        return
    people = list_colleagues(workplace.id)
    users = [one for one in people if WorkRole.USER in one.roles and one.id != owner.id][:_MOST_USERS_MET]
    support = [one for one in people if one.roles & SUPPORT and one.id != owner.id and one not in users]
    given = {
        "on": due.at.astimezone(LONDON).date(),
        "people": [one.id for one in (owner, *users, *support)],
        "others": "",
        "note": "Those who use it said what they need, support said what it can keep. Agreed as it was estimated.",
    }
    _do(service, owner, "agree", given, due.at)


@errand(PUBLISH)
def _publish(workplace: Workplace, due: Errand) -> None:
    service = db.session.get_one(Service, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    if owner is not None:
        _do(service, owner, "publish", {"review_due_on": _review_day(due.at)}, due.at)


@errand(CONFIRM)
def _confirm(workplace: Workplace, due: Errand) -> None:
    service = db.session.get_one(Service, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    given = {"review_due_on": _review_day(due.at), "note": "Nobody asked for a change; it stays as it is."}
    if owner is not None:
        _do(service, owner, "confirm", given, due.at)


@errand(ISSUE)
def _issue(workplace: Workplace, due: Errand) -> None:
    procedure = db.session.get_one(Procedure, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    if owner is None:
        return
    if not procedure.opening:
        opening = f"From today on there is one way to ask for support at {workplace.name}. It is described below."
        _do(procedure, owner, "write_memo", {"opening": opening, "closing": owner.name}, due.at)
    _do(procedure, owner, "issue", {"meeting": ""}, due.at)


def _plan(artefact: Artefact, name: str, at: datetime) -> None:
    owner = find_simulated_owner(artefact.workplace_id)
    if owner is None:
        return
    minutes = _MINUTES[name] + answer_after_minutes(owner.temperament)
    try:
        schedule(artefact, name, add_open_seconds(get_calendar(artefact.workplace_id), at, minutes * 60))
    except NeverOpens:  # it closed for good, so nobody gets to it
        return


def _do(artefact: Artefact, owner: Colleague, event: str, given: Mapping[str, Any], at: datetime) -> None:
    """Do it in the locked workplace, unless something has come in the way since."""
    room, workplace = room_of(artefact), db.session.get_one(Workplace, artefact.workplace_id)
    if refuse(room.machine, event, case_of(room, artefact, owner, at, given)) is None:
        enact(workplace, artefact, event, given, actor=owner, at=at)


def _review_day(at: datetime) -> date:
    return at.astimezone(LONDON).date() + _UNTIL_REVIEW
