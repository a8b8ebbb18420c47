"""Projects as people read them, with their status reports and lessons."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.engine.models import Colleague, WorkEvent
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.related import count_pointing, list_pointing
from itsm_sandbox.projects.projects.models import Project, StatusReport
from itsm_sandbox.projects.projects.rules.machine import PROPOSERS, WRITING


def list_projects(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Project, author, is_simulated), the newest first."""
    return paginate(
        select(Project, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == Project.author_id)
        .where(Project.workplace_id == workplace_id)
        .order_by(Project.number.desc()),
        page,
    )


def list_reports(project_id: int) -> Sequence[StatusReport]:
    """The newest first."""
    return db.session.scalars(
        select(StatusReport).where(StatusReport.project_id == project_id).order_by(StatusReport.number.desc())
    ).all()


def find_last_report(project_id: int) -> StatusReport | None:
    return next(iter(list_reports(project_id)), None)


def get_report(project_id: int, number: int) -> StatusReport:
    found = db.session.scalar(
        select(StatusReport).where(StatusReport.project_id == project_id, StatusReport.number == number)
    )
    if found is None:
        raise NotFound("There is no such status report of this project.")
    return found


def list_lessons_of(project_id: int) -> list[Any]:
    return list_pointing("lesson", "project_id", project_id)


def count_lessons(project_id: int) -> int:
    return count_pointing("lesson", "project_id", project_id)


def list_writers(project_id: int) -> frozenset[int]:
    """The colleagues who had a hand in its case."""
    wrote = select(WorkEvent.actor_id).where(
        WorkEvent.subject_kind == Project.kind, WorkEvent.subject_id == project_id, WorkEvent.verb.in_(WRITING)
    )
    return frozenset(one for one in db.session.scalars(wrote.distinct()) if one is not None)


def list_leaders(workplace_id: int) -> list[Colleague]:
    """The members who could lead a project, by name."""
    return [one for one in list_colleagues(workplace_id) if could_lead(one)]


def could_lead(colleague: Colleague) -> bool:
    return not colleague.is_simulated and bool(colleague.roles & set(PROPOSERS))


def list_changes_of(project: Project) -> dict[int, Change]:
    """The requests for change in its log, by id."""
    ids = [row["change_id"] for row in project.changes]
    return {one.id: one for one in db.session.scalars(select(Change).where(Change.id.in_(ids)))} if ids else {}


def list_names(colleague_ids: Sequence[int]) -> list[str]:
    """As they are called now, by name; who is simulated is marked for ever."""
    people = list_people(colleague_ids).values()
    return [f"{one.name} (simulated)" if one.is_simulated else one.name for one in people]


def list_people(colleague_ids: Sequence[int | None]) -> dict[int, Colleague]:
    """By id, in the order of their names."""
    wanted = {one for one in colleague_ids if one}
    found = select(Colleague).where(Colleague.id.in_(wanted)).order_by(Colleague.name)
    return {one.id: one for one in db.session.scalars(found)} if wanted else {}


def read_people(workplace_id: int) -> dict[int, Colleague]:
    """Everybody who works there or did, by id, in the order of their names."""
    found = select(Colleague).where(Colleague.workplace_id == workplace_id).order_by(Colleague.name, Colleague.id)
    return {one.id: one for one in db.session.scalars(found)}
