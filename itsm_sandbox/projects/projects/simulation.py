"""Simulated colleagues who answer a project some service hours later: the case, escalations, contingencies.

What they decide is practice, and marked as simulated wherever it appears.
"""

from core.db import db
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.registry import Deed, type_of
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.simulation import apply_if_possible, find_simulated_owner, plan_answer
from itsm_sandbox.engine.timers import forget, timer
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.projects.projects.queries import list_writers
from itsm_sandbox.projects.projects.rules.answers import answer_case, answer_contingency, answer_escalation

CASE, ESCALATION, CONTINGENCY = "project.case", "project.escalation", "project.contingency"
_MINUTES = {CASE: 240, ESCALATION: 45, CONTINGENCY: 90}
"""Of service time until they get to it, besides what their temperament adds."""


def plan_answers(deed: Deed) -> None:
    """Let them answer what the project now waits for, where somebody simulated was asked."""
    project: Project = deed.artefact
    verb, at = deed.event.verb, deed.event.at
    if not type_of(project).machine.state(project.state).is_open:
        forget(project, CASE, ESCALATION, CONTINGENCY)
    elif verb == "submit_case" or (verb in {"hand_over", "take_over"} and project.state == "submitted"):
        forget(project, CASE)
        plan_answer(project, CASE, _find_decider(project), at, _MINUTES[CASE])
    elif verb == "escalate":
        plan_answer(project, ESCALATION, _find_simulated(project, deed.given["to_id"]), at, _MINUTES[ESCALATION])
    elif verb in {"plan_contingency", "change_contingency"}:
        number = deed.given.get("number")
        row = next((row for row in project.contingencies if row["number"] == number), project.contingencies[-1])
        plan_answer(project, CONTINGENCY, _find_simulated(project, row["with_id"]), at, _MINUTES[CONTINGENCY])


@timer(CASE)
def _decide(_workplace: Workplace, due: Timer) -> None:
    project = db.session.get_one(Project, due.subject_id)
    decider = _find_decider(project)
    if decider is not None and project.state == "submitted":
        event, words = answer_case(project.values())
        apply_if_possible(project, decider, event, {"decision": words}, due.at)


@timer(ESCALATION)
def _answer(_workplace: Workplace, due: Timer) -> None:
    project = db.session.get_one(Project, due.subject_id)
    for row in project.escalations:
        person = _find_simulated(project, row["to_id"])
        if person is not None and not row["answer"]:
            given = {"number": row["number"], "answer": answer_escalation(row)}
            apply_if_possible(project, person, "answer_escalation", given, due.at)


@timer(CONTINGENCY)
def _agree(_workplace: Workplace, due: Timer) -> None:
    project = db.session.get_one(Project, due.subject_id)
    for row in project.contingencies:
        person = _find_simulated(project, row["with_id"])
        if person is not None and row["status"] == "proposed":
            event, words = answer_contingency(row)
            apply_if_possible(project, person, event, {"number": row["number"], "comment": words}, due.at)


def _find_decider(project: Project) -> Colleague | None:
    """The simulated ICT owner; where a member is it, and the case is their own, the simulated final approver."""
    people = list_colleagues(project.workplace_id)
    theirs = {project.author_id, *list_writers(project.id)}
    if not any(one.id in theirs and WorkRole.ICT_OWNER in one.roles for one in people):
        return find_simulated_owner(project.workplace_id)
    return next((one for one in people if one.is_simulated and WorkRole.FINAL_APPROVER in one.roles), None)


def _find_simulated(project: Project, colleague_id: int) -> Colleague | None:
    people = {one.id: one for one in list_colleagues(project.workplace_id)}
    person = people.get(colleague_id)
    return person if person is not None and person.is_simulated else None
