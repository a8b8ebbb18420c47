"""Asset reports: the list, a new one, and one with its figures and charts."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.assets.asset_reports import queries
from itsm_sandbox.assets.asset_reports.models import AssetReport
from itsm_sandbox.assets.asset_reports.rules.counting import charts_to_draw
from itsm_sandbox.assets.asset_reports.rules.machine import ASSET_REPORT
from itsm_sandbox.assets.asset_reports.services import numbers_of
from itsm_sandbox.assets.assets.rules import ASSET_TYPES
from itsm_sandbox.assets.positions.rules.counting import Status
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.steps.owner_decision import DECISIONS
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show


@bp.get("/<int:workplace_id>/asset-reports")
@login_required
def list_asset_reports(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "asset_reports/list_asset_reports.html",
        visitor,
        page=queries.list_asset_reports(workplace_id, page=requested_page()),
        machine=ASSET_REPORT,
        decisions=dict(DECISIONS),
    )


@bp.route("/<int:workplace_id>/asset-reports/add", methods=["GET", "POST"])
@login_required
def add_asset_report(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    today = visitor.today
    return begin_page(
        visitor,
        AssetReport.kind,
        "start",
        heading="Report on assets and licences",
        intro="What the register and the licences say on a day, what you make of it, and what you recommend.",
        label="Start the report",
        back=("Asset reports", "list_asset_reports"),
        said="is started",
        values={"as_of_on": today},
    )


@bp.get("/<int:workplace_id>/asset-reports/<int:number>")
@login_required
def show_asset_report(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    report: AssetReport = get_artefact(workplace_id, AssetReport.kind, number)
    figures = numbers_of(report)
    types = dict(ASSET_TYPES)
    return show(
        "asset_reports/show_asset_report.html",
        visitor,
        author=get_colleague(report.author_id),
        figures=figures,
        charts=charts_to_draw(figures, types),
        breaches=[row for row in figures["positions"] if Status(row["statuses"][0]).is_breach],
        status_of=Status,
        types=types,
        decisions=dict(DECISIONS),
        **history_of(visitor, report),
    )
