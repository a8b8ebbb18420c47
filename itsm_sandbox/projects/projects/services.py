"""Projects: whose they are, what is counted for one, and the status reports that are kept."""

from datetime import date
from functools import cache, partial
from typing import Any

from core.clock import LONDON
from core.db import db
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.engine.calendar import ServiceCalendar, open_spans
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.notifying import tell_member
from itsm_sandbox.engine.queries import get_calendar, get_colleague
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.projects.projects.models import Project, StatusReport
from itsm_sandbox.projects.projects.queries import (
    could_lead,
    count_lessons,
    find_last_report,
    list_names,
    list_writers,
    read_people,
)
from itsm_sandbox.projects.projects.rules.facts import ProjectFacts


def new_project(author: Colleague | None) -> Project:
    """An empty one for `begin`."""
    rows: dict[str, Any] = {
        name: [] for name in ("options", "roles", "tasks", "risks", "changes", "escalations", "contingencies")
    }
    return Project(title="", **rows, recipient_ids=[], figures={}, author_id=author.id if author else None)


def facts_of(project: Project) -> ProjectFacts:
    people = cache(partial(read_people, project.workplace_id))

    @cache
    def calendar() -> ServiceCalendar:
        return get_calendar(project.workplace_id)

    @cache
    def writers() -> frozenset[int]:
        return list_writers(project.id)

    @cache
    def is_owner_s_own() -> bool:
        return any(WorkRole.ICT_OWNER in people()[one].roles for one in {project.author_id, *writers()})

    def at_work() -> list[Colleague]:
        return [one for one in people().values() if one.left_at is None]

    def handing_over() -> list[str]:
        """Its leader and the ICT owner, where members are."""
        members = [one for one in at_work() if not one.is_simulated]
        return [one.name for one in members if one.id == project.author_id or WorkRole.ICT_OWNER in one.roles]

    return ProjectFacts(
        name_of=lambda colleague_id: get_colleague(colleague_id).name,
        is_open=lambda on: bool(open_spans(calendar(), on)),
        change_of=_change_of,
        lessons=partial(count_lessons, project.id),
        writers=writers,
        is_owner_s_own=is_owner_s_own,
        leaders=lambda: [one.id for one in at_work() if could_lead(one)],
        leader_left=lambda: people()[project.author_id].left_at is not None,
        handing_over=handing_over,
    )


def _change_of(change_id: int) -> str:
    change = db.session.get_one(Change, change_id)
    return f"{change.ref} {change.title}"


def ties_to(project: Project, colleague: Colleague) -> frozenset[Tie]:
    ties = set()
    if project.author_id == colleague.id:
        ties.add(Tie.LEADER)
    if any(task["owner_id"] == colleague.id and task["percent"] < 100 for task in project.tasks):
        ties.add(Tie.ASSIGNED)
    is_asked = any(row["to_id"] == colleague.id and not row["answer"] for row in project.escalations)
    if is_asked or any(row["with_id"] == colleague.id and row["status"] == "proposed" for row in project.contingencies):
        ties.add(Tie.APPROVER)
    return frozenset(ties)


def keep_report(deed: Deed) -> None:
    """As it was sent, with the figures of the day; nothing changes it later."""
    project: Project = deed.artefact
    at, given = deed.event.at, deed.given
    today = at.astimezone(LONDON).date()
    due_on = date.fromisoformat(deed.event.data["changes"]["report_due_on"][0])
    last = find_last_report(project.id)
    db.session.add(
        StatusReport(
            project_id=project.id,
            number=last.number + 1 if last else 1,
            at=at,
            by_id=deed.actor.id if deed.actor else None,
            due_on=due_on,
            is_late=today > due_on,
            rag=project.rag,
            from_on=last.to_on if last else project.baselined_on or today,
            to_on=today,
            recipients=list_names(project.recipient_ids),
            figures=project.figures,
            **{
                name: given.get(name) or ""
                for name in ("done", "coming", "troubles", "asks", "for_management", "for_users")
            },
        )
    )


def tell_leader(deed: Deed) -> None:
    project: Project = deed.artefact
    by = deed.actor.name if deed.actor else "The workplace"
    words = f"{by} handed {project.ref} {project.title} over to you. You lead it from now on."
    tell_member(deed, project.author_id, words)
