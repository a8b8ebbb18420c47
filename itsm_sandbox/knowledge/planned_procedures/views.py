"""The plan of procedures that are missing, in its order, and one item of it."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.desk.tickets.rules.categories import category_words
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show
from itsm_sandbox.knowledge.articles.rules.machine import ARTICLE_TYPES
from itsm_sandbox.knowledge.planned_procedures import queries
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.planned_procedures.rules import CRITERIA, MACHINE


@bp.get("/<int:workplace_id>/planned-procedures")
@login_required
def list_procedure_plans(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "planned_procedures/list_procedure_plans.html",
        visitor,
        page=queries.list_procedure_plans(workplace_id, page=requested_page()),
        today=visitor.today,
        types=dict(ARTICLE_TYPES),
        criteria=CRITERIA,
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/planned-procedures/add", methods=["GET", "POST"])
@login_required
def add_procedure_plan(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        ProcedurePlan.kind,
        "create",
        heading="Plan a procedure",
        intro="Something that support does and nobody has written down.",
        back=("Planned procedures", "list_procedure_plans"),
        said="is planned",
        values={"category": asked("category"), "title": asked("title"), "type": "procedure"},
    )


@bp.get("/<int:workplace_id>/planned-procedures/<int:number>")
@login_required
def show_procedure_plan(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    plan: ProcedurePlan = get_artefact(workplace_id, ProcedurePlan.kind, number)
    author, planner, process, article = queries.find_around_plan(plan)
    return show(
        "planned_procedures/show_procedure_plan.html",
        visitor,
        author=author,
        planner=planner,
        process=process,
        article=article,
        category=category_words(plan.category) if plan.category else "",
        types=dict(ARTICLE_TYPES),
        **history_of(visitor, plan),
    )
