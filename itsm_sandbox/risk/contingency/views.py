"""Contingency plans: the list, a new one, one with its parts, and each version that was issued."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.contingency.rules import MACHINE, missing_parts
from itsm_sandbox.risk.continuity import queries
from itsm_sandbox.risk.continuity.rules import EXERCISES


@bp.get("/<int:workplace_id>/contingency-plans")
@login_required
def list_contingency_plans(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "contingency/list_contingency_plans.html",
        visitor,
        page=queries.list_contingency_plans(workplace_id, page=requested_page()),
        today=visitor.today,
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/contingency-plans/add", methods=["GET", "POST"])
@login_required
def add_contingency_plan(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    return begin_page(
        visitor,
        ContingencyPlan.kind,
        "draft",
        heading="Begin a contingency plan",
        intro="How work goes on when services are lost for long, and who is told what meanwhile.",
        back=("Contingency plans", "list_contingency_plans"),
        label="Begin it",
        said="is begun",
        values={"trigger_hours": 4},
    )


@bp.get("/<int:workplace_id>/contingency-plans/<int:number>")
@login_required
def show_contingency_plan(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    plan: ContingencyPlan = get_artefact(workplace_id, ContingencyPlan.kind, number)
    return show(
        "contingency/show_contingency_plan.html",
        visitor,
        plan=plan,
        author=get_colleague(plan.author_id) if plan.author_id else None,
        services=queries.list_services(plan.service_ids),
        recovery=queries.find_recovery_of(plan),
        issued_to=queries.list_people(plan.issued_to),
        versions=queries.list_plan_versions(plan),
        missing=missing_parts(plan.values()),
        kinds=dict(EXERCISES),
        today=visitor.today,
        **history_of(visitor, plan),
    )


@bp.get("/<int:workplace_id>/contingency-plans/<int:number>/versions/<int:version>")
@login_required
def show_contingency_version(workplace_id: int, number: int, version: int) -> str:
    visitor = enter_support(workplace_id)
    plan: ContingencyPlan = get_artefact(workplace_id, ContingencyPlan.kind, number)
    return show(
        "continuity/show_plan_version.html",
        visitor,
        plan=plan,
        version=queries.get_plan_version(plan, version),
        back=("Contingency plans", ".list_contingency_plans"),
    )
