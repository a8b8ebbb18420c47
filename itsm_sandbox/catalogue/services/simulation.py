"""The simulated ICT owner, where no member is one: holds the meeting, publishes, reviews, and issues the procedure.

What they decide is practice, and marked as simulated wherever it appears.
"""

from datetime import date, datetime, timedelta

from core.clock import LONDON
from core.db import db
from itsm_sandbox.catalogue.procedures.models import Procedure
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.models import Timer, Workplace
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import SUPPORT, WorkRole
from itsm_sandbox.engine.simulation import apply_if_possible, find_simulated_owner, plan_owner_answer
from itsm_sandbox.engine.timers import forget, timer

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
        plan_owner_answer(deed, MEET, _MINUTES[MEET])
    if service.state == "agreed" and service.first_level_id and service.second_level_id:
        plan_owner_answer(deed, PUBLISH, _MINUTES[PUBLISH])
    elif service.state == "under_review":
        plan_owner_answer(deed, CONFIRM, _MINUTES[CONFIRM])


def plan_for_procedure(deed: Deed) -> None:
    """Let them issue what was handed over to them."""
    procedure: Procedure = deed.artefact
    if deed.event.verb == "hand_over":
        plan_owner_answer(deed, ISSUE, _MINUTES[ISSUE])
    elif procedure.state != "with_owner":
        forget(procedure, ISSUE)


@timer(MEET)
def _meet(workplace: Workplace, due: Timer) -> None:
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
    apply_if_possible(service, owner, "agree", given, due.at)


@timer(PUBLISH)
def _publish(workplace: Workplace, due: Timer) -> None:
    service = db.session.get_one(Service, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    if owner is not None:
        apply_if_possible(service, owner, "publish", {"review_due_on": _review_day(due.at)}, due.at)


@timer(CONFIRM)
def _confirm(workplace: Workplace, due: Timer) -> None:
    service = db.session.get_one(Service, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    given = {"review_due_on": _review_day(due.at), "note": "Nobody asked for a change; it stays as it is."}
    if owner is not None:
        apply_if_possible(service, owner, "confirm", given, due.at)


@timer(ISSUE)
def _issue(workplace: Workplace, due: Timer) -> None:
    procedure = db.session.get_one(Procedure, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    if owner is None:
        return
    if not procedure.opening:
        opening = f"From today on there is one way to ask for support at {workplace.name}. It is described below."
        apply_if_possible(procedure, owner, "write_memo", {"opening": opening, "closing": owner.name}, due.at)
    apply_if_possible(procedure, owner, "issue", {"meeting": ""}, due.at)


def _review_day(at: datetime) -> date:
    return at.astimezone(LONDON).date() + _UNTIL_REVIEW
