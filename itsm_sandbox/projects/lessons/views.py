"""Lessons learnt: the list, a new one, and one with what was changed because of it."""

from typing import Any

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.choices import find_by_ref
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show
from itsm_sandbox.projects.lessons import queries
from itsm_sandbox.projects.lessons.models import Lesson
from itsm_sandbox.projects.lessons.rules import MACHINE, SOURCES, VERDICTS
from itsm_sandbox.projects.projects.models import Project


@bp.get("/<int:workplace_id>/lessons")
@login_required
def list_lessons(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "lessons/list_lessons.html",
        visitor,
        page=queries.list_lessons(workplace_id, page=requested_page()),
        machine=MACHINE,
        sources=dict(SOURCES),
        verdicts=dict(VERDICTS),
    )


@bp.route("/<int:workplace_id>/lessons/add", methods=["GET", "POST"])
@login_required
def add_lesson(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    return begin_page(
        visitor,
        Lesson.kind,
        "collect",
        heading="Collect a lesson",
        intro="While it is fresh: what was expected and what came instead. What it teaches comes in the next step.",
        label="Collect it",
        back=("Lessons", "list_lessons"),
        said="is collected",
        values=_source(workplace_id, asked("from")),
    )


@bp.get("/<int:workplace_id>/lessons/<int:number>")
@login_required
def show_lesson(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    lesson: Lesson = get_artefact(workplace_id, Lesson.kind, number, visitor=visitor.colleague)
    return show(
        "lessons/show_lesson.html",
        visitor,
        lesson=lesson,
        related=queries.find_related(lesson),
        sources=dict(SOURCES),
        verdicts=dict(VERDICTS),
        **history_of(visitor, lesson),
    )


def _source(workplace_id: int, ref: str) -> dict[str, Any]:
    """What it comes from, when the address names a project."""
    project_id = find_by_ref(workplace_id, Project.kind, ref) if ref else None
    return {"source": "project", "project_id": project_id} if project_id else {}
