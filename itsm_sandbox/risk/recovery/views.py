"""Recovery plans: the list, a new one, one with its steps, and each version that was issued."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show
from itsm_sandbox.risk.continuity import queries
from itsm_sandbox.risk.continuity.rules import EXERCISES
from itsm_sandbox.risk.recovery.models import RecoveryPlan
from itsm_sandbox.risk.recovery.rules import MACHINE, missing_parts


@bp.get("/<int:workplace_id>/recovery-plans")
@login_required
def list_recovery_plans(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "recovery/list_recovery_plans.html",
        visitor,
        page=queries.list_recovery_plans(workplace_id, page=requested_page()),
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/recovery-plans/add", methods=["GET", "POST"])
@login_required
def add_recovery_plan(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    return begin_page(
        visitor,
        RecoveryPlan.kind,
        "draft",
        heading="Begin a recovery plan",
        intro="How one service is brought back: from what, in which order, by whom, and how one knows that it is.",
        back=("Recovery plans", "list_recovery_plans"),
        label="Begin it",
        said="is begun",
        values={"rto_hours": 8, "rpo_hours": 24},
    )


@bp.get("/<int:workplace_id>/recovery-plans/<int:number>")
@login_required
def show_recovery_plan(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    plan: RecoveryPlan = get_artefact(workplace_id, RecoveryPlan.kind, number)
    return show(
        "recovery/show_recovery_plan.html",
        visitor,
        plan=plan,
        author=get_colleague(plan.author_id) if plan.author_id else None,
        leader=get_colleague(plan.responsible_id) if plan.responsible_id else None,
        services=queries.list_services([plan.service_id] if plan.service_id else []),
        contingency_plans=queries.list_contingency_of(plan),
        issued_to=queries.list_people(plan.issued_to),
        versions=queries.list_plan_versions(plan),
        missing=missing_parts(plan.values()),
        kinds=dict(EXERCISES),
        today=visitor.today,
        **history_of(visitor, plan),
    )


@bp.get("/<int:workplace_id>/recovery-plans/<int:number>/versions/<int:version>")
@login_required
def show_recovery_version(workplace_id: int, number: int, version: int) -> str:
    visitor = enter_support(workplace_id)
    plan: RecoveryPlan = get_artefact(workplace_id, RecoveryPlan.kind, number)
    return show(
        "continuity/show_plan_version.html",
        visitor,
        plan=plan,
        version=queries.get_plan_version(plan, version),
        back=("Recovery plans", ".list_recovery_plans"),
    )
