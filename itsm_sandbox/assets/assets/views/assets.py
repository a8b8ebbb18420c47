"""The register of assets, and one with its history."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.assets.assets import queries
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.assets.queries import AssetFilter
from itsm_sandbox.assets.assets.rules import ASSET, ASSET_TYPES
from itsm_sandbox.assets.assets.rules.fields import CRITICALITIES, DATA_CLASSES, ROUTES, WIPES
from itsm_sandbox.assets.audits.queries import list_open_audits, list_sightings_of_asset
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.software.queries import list_software_of_asset
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter, history_of, show

_WORDS = {
    "criticality": dict(CRITICALITIES),
    "data_class": dict(DATA_CLASSES),
    "wipe": dict(WIPES),
    "route": dict(ROUTES),
}


@bp.get("/<int:workplace_id>/assets")
@login_required
def list_assets(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    wanted = AssetFilter(asked("q"), asked("type"), asked("state"))
    return show(
        "assets/list_assets.html",
        visitor,
        page=queries.list_assets(workplace_id, wanted, page=requested_page()),
        wanted=wanted,
        counts=queries.count_assets(workplace_id),
        machine=ASSET,
        types=dict(ASSET_TYPES),
    )


@bp.route("/<int:workplace_id>/assets/add", methods=["GET", "POST"])
@login_required
def add_asset(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter(workplace_id),
        Asset.kind,
        "add",
        heading="Add an asset",
        intro="Its tag, what it is and where it is. Everything that happens to it later becomes its history.",
        back=("Assets", "list_assets"),
    )


@bp.route("/<int:workplace_id>/assets/plan", methods=["GET", "POST"])
@login_required
def plan_asset(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter(workplace_id),
        Asset.kind,
        "plan",
        heading="Plan to buy an asset",
        intro="It is in the register from now on, and becomes real when it is ordered and has come.",
        back=("Assets", "list_assets"),
        said="is planned",
    )


@bp.get("/<int:workplace_id>/assets/<int:number>")
@login_required
def show_asset(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    asset = get_artefact(workplace_id, Asset.kind, number)
    return show(
        "assets/show_asset.html",
        visitor,
        related=queries.find_related(asset),
        tickets=queries.list_tickets_of_asset(asset),
        types=dict(ASSET_TYPES),
        words=_WORDS,
        software=list_software_of_asset(asset.id) if visitor.sees_support_work else (),
        sightings=list_sightings_of_asset(asset),
        audits=list_open_audits(workplace_id) if visitor.colleague and visitor.sees_support_work else (),
        outcomes={outcome.value: outcome.label for outcome in Outcome},
        **history_of(visitor, asset),
    )
