"""Dashboards: the list, one begun, one with its live tiles."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.paging import requested_page
from itsm_sandbox.models import Dashboard
from itsm_sandbox.queries import dashboards as queries
from itsm_sandbox.queries.workplaces import get_colleague
from itsm_sandbox.rules.dashboards import MACHINE, PERIODS
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.metrics.drawing import SHAPES
from itsm_sandbox.services import dashboards as services
from itsm_sandbox.services.acting import get_artefact
from itsm_sandbox.views import bp
from itsm_sandbox.views.beginning import begin_page
from itsm_sandbox.views.visiting import enter_support, history_of, show


@bp.get("/<int:workplace_id>/dashboards")
@login_required
def list_dashboards(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    page = queries.list_dashboards(workplace_id, page=requested_page())
    return show("list_dashboards.html", visitor, page=page, machine=MACHINE, periods=dict(PERIODS))


@bp.route("/<int:workplace_id>/dashboards/add", methods=["GET", "POST"])
@login_required
def add_dashboard(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        ArtefactKind.DASHBOARD,
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
    dashboard: Dashboard = get_artefact(workplace_id, ArtefactKind.DASHBOARD, number)
    period, tiles = services.count_tiles(dashboard, visitor.now)
    history = history_of(visitor, dashboard)
    return show(
        "show_dashboard.html",
        visitor,
        author=get_colleague(dashboard.author_id),
        period=period,
        tiles=tiles,
        frozen=dashboard.figures,
        shapes=dict(SHAPES),
        **history,
    )
