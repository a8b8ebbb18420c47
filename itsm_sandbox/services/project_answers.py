"""Simulated colleagues who answer a project some service hours later: the case, escalations, contingencies.

What they decide is practice, and marked as simulated wherever it appears.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.db import db
from itsm_sandbox.models import Colleague, Errand, Project, Workplace
from itsm_sandbox.queries.workplaces import get_calendar, list_colleagues
from itsm_sandbox.rules.calendar import NeverOpens, add_open_seconds
from itsm_sandbox.rules.machine import refuse
from itsm_sandbox.rules.projects.answers import answer_case, answer_contingency, answer_escalation
from itsm_sandbox.rules.temperaments import answer_after_minutes
from itsm_sandbox.services.acting import case_of, enact
from itsm_sandbox.services.errands import errand, forget, schedule
from itsm_sandbox.services.owner_answers import find_simulated_owner
from itsm_sandbox.services.rooms import Deed, room_of

CASE, ESCALATION, CONTINGENCY = "project.case", "project.escalation", "project.contingency"
_MINUTES = {CASE: 240, ESCALATION: 45, CONTINGENCY: 90}
"""Of service time until they get to it, besides what their temperament adds."""


def plan_answers(deed: Deed) -> None:
    """Let them answer what the project now waits for, where somebody simulated was asked."""
    project: Project = deed.artefact
    verb, at = deed.event.verb, deed.event.at
    if not room_of(project).machine.state(project.state).is_open:
        forget(project, CASE, ESCALATION, CONTINGENCY)
    elif verb == "submit_case":
        _plan(project, CASE, find_simulated_owner(project.workplace_id), at)
    elif verb == "escalate":
        _plan(project, ESCALATION, _find_simulated(project, deed.given["to_id"]), at)
    elif verb in {"plan_contingency", "change_contingency"}:
        number = deed.given.get("number")
        row = next((row for row in project.contingencies if row["number"] == number), project.contingencies[-1])
        _plan(project, CONTINGENCY, _find_simulated(project, row["with_id"]), at)


@errand(CASE)
def _decide(workplace: Workplace, due: Errand) -> None:
    project = db.session.get_one(Project, due.subject_id)
    owner = find_simulated_owner(workplace.id)
    if owner is not None and project.state == "submitted":
        event, words = answer_case(project.values())
        _do(project, owner, event, {"decision": words}, due.at)


@errand(ESCALATION)
def _answer(_workplace: Workplace, due: Errand) -> None:
    project = db.session.get_one(Project, due.subject_id)
    for row in project.escalations:
        person = _find_simulated(project, row["to_id"])
        if person is not None and not row["answer"]:
            given = {"number": row["number"], "answer": answer_escalation(row)}
            _do(project, person, "answer_escalation", given, due.at)


@errand(CONTINGENCY)
def _agree(_workplace: Workplace, due: Errand) -> None:
    project = db.session.get_one(Project, due.subject_id)
    for row in project.contingencies:
        person = _find_simulated(project, row["with_id"])
        if person is not None and row["status"] == "proposed":
            event, words = answer_contingency(row)
            _do(project, person, event, {"number": row["number"], "comment": words}, due.at)


def _find_simulated(project: Project, colleague_id: int) -> Colleague | None:
    people = {one.id: one for one in list_colleagues(project.workplace_id)}
    person = people.get(colleague_id)
    return person if person is not None and person.is_simulated else None


def _plan(project: Project, name: str, person: Colleague | None, at: datetime) -> None:
    if person is None:
        return
    minutes = _MINUTES[name] + answer_after_minutes(person.temperament)
    try:
        schedule(project, name, add_open_seconds(get_calendar(project.workplace_id), at, minutes * 60))
    except NeverOpens:  # it closed for good, so nobody gets to it
        return


def _do(project: Project, person: Colleague, event: str, given: Mapping[str, Any], at: datetime) -> None:
    """Do it in the locked workplace, unless something has come in the way since."""
    room, workplace = room_of(project), db.session.get_one(Workplace, project.workplace_id)
    if refuse(room.machine, event, case_of(room, project, person, at, given)) is None:
        enact(workplace, project, event, given, actor=person, at=at)
