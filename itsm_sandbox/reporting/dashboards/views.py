"""Dashboards: the list, one begun, one with its live tiles."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show
from itsm_sandbox.reporting.dashboards import queries, services
from itsm_sandbox.reporting.dashboards.models import Dashboard
from itsm_sandbox.reporting.dashboards.rules import MACHINE, PERIODS
from itsm_sandbox.reporting.metrics.rules.drawing import SHAPES


@bp.get("/<int:workplace_id>/dashboards")
@login_required
def list_dashboards(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    page = queries.list_dashboards(workplace_id, page=requested_page())
    return show("dashboards/list_dashboards.html", visitor, page=page, machine=MACHINE, periods=dict(PERIODS))


@bp.route("/<int:workplace_id>/dashboards/add", methods=["GET", "POST"])
@login_required
def add_dashboard(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        Dashboard.kind,
        "begin",
        heading="Build a dashboard",
        intro="First who looks at it and what for. The tiles come next, one by one, each with its reason.",
        label="Begin the dashboard",
        back=("Dashboards", "list_dashboards"),
        said="is begun. Now add tiles",
        values={"days": "30"},
    )


@bp.get("/<int:workplace_id>/dashboards/<int:number>")
@login_required
def show_dashboard(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    dashboard: Dashboard = get_artefact(workplace_id, Dashboard.kind, number)
    period, tiles = services.count_tiles(dashboard, visitor.now)
    history = history_of(visitor, dashboard)
    return show(
        "dashboards/show_dashboard.html",
        visitor,
        author=get_colleague(dashboard.author_id),
        period=period,
        tiles=tiles,
        frozen=dashboard.figures,
        shapes=dict(SHAPES),
        **history,
    )
