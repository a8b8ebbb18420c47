"""Projects: the list, a new one, one part by part, its status reports, and its plan as a table."""

from flask import Response
from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.calendar import open_spans
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show
from itsm_sandbox.projects.projects import queries
from itsm_sandbox.projects.projects.export import csv_of
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.projects.projects.rules import MACHINE, PARTS, next_step, part_of
from itsm_sandbox.projects.projects.rules.fields import RAG
from itsm_sandbox.projects.projects.rules.people import DUTIES, HAS_SKILL, PROJECT_ROLES, find_gaps, matrix_of
from itsm_sandbox.projects.projects.rules.plan import draw, find_closed_days, find_faults, numbers_on, order, tasks_of

# icons: briefcase users chart-bar alert-triangle report history
PART_LABELS = {
    "case": ("Business case", "briefcase"),
    "people": ("People and skills", "users"),
    "plan": ("Plan", "chart-bar"),
    "logs": ("Risks and logs", "alert-triangle"),
    "status": ("Status reports", "report"),
    "history": ("History", "history"),
}


@bp.get("/<int:workplace_id>/projects")
@login_required
def list_projects(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "projects/list_projects.html",
        visitor,
        page=queries.list_projects(workplace_id, page=requested_page()),
        machine=MACHINE,
        today=visitor.today,
        numbers_on=lambda project, today: numbers_on(tasks_of(project.tasks), today),
    )


@bp.route("/<int:workplace_id>/projects/add", methods=["GET", "POST"])
@login_required
def add_project(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        Project.kind,
        "propose",
        heading="Begin a project",
        intro="It begins with a business case: what is wrong today, what should be so, and which ways lead there. "
        "Nothing is planned before the ICT owner has approved the case.",
        label="Write the case",
        back=("Projects", "list_projects"),
        said="is begun",
    )


@bp.get("/<int:workplace_id>/projects/<int:number>")
@login_required
def show_project(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    project: Project = get_artefact(workplace_id, Project.kind, number, visitor=visitor.colleague)
    history = history_of(visitor, project)
    verbs = [event.verb for event in history["events"]]
    part = asked("part")
    if part not in PART_LABELS:
        part = part_of(verbs[-1]) if verbs else "case"
    names = {step.event for step in PARTS.get(part, ())}
    tasks, today = tasks_of(project.tasks), visitor.today
    calendar = get_calendar(workplace_id)
    asked_people = [row["to_id"] for row in project.escalations] + [row["with_id"] for row in project.contingencies]
    people = queries.list_people([project.author_id, project.decided_by_id, *project.recipient_ids, *asked_people])
    return show(
        "projects/show_project.html",
        visitor,
        **{**history, "offers": [one for one in history["offers"] if one.transition.event in names]},
        project=project,
        part=part,
        parts=PART_LABELS,
        people=people,
        next_step=next_step(project.values()),
        today=today,
        tasks=order(tasks),
        chart=draw(tasks, today),
        figures=numbers_on(tasks, today),
        faults=find_faults(tasks),
        closed_days=find_closed_days(tasks, lambda day: bool(open_spans(calendar, day))),
        matrix=matrix_of(project.roles),
        gaps=find_gaps(project.roles),
        labels={"role": dict(PROJECT_ROLES), "duty": dict(DUTIES), "skill": dict(HAS_SKILL), "rag": dict(RAG)},
        changes=queries.list_changes_of(project),
        reports=queries.list_reports(project.id),
        lessons=queries.list_lessons_of(project.id),
    )


@bp.get("/<int:workplace_id>/projects/<int:number>/reports/<int:report_number>")
@login_required
def show_status_report(workplace_id: int, number: int, report_number: int) -> str:
    visitor = enter_support(workplace_id)
    project: Project = get_artefact(workplace_id, Project.kind, number, visitor=visitor.colleague)
    report = queries.get_report(project.id, report_number)
    author = queries.list_people([report.by_id]).get(report.by_id) if report.by_id else None
    return show("projects/show_status_report.html", visitor, project=project, report=report, author=author)


@bp.get("/<int:workplace_id>/projects/<int:number>/plan.csv")
@login_required
def download_plan(workplace_id: int, number: int) -> Response:
    visitor = enter_support(workplace_id)
    project: Project = get_artefact(workplace_id, Project.kind, number, visitor=visitor.colleague)
    response = Response(csv_of(order(tasks_of(project.tasks))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{project.ref}-plan.csv"'
    return response
