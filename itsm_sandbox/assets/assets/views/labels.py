"""What leaves the register: labels with a code, one or a sheet of them, and the history of an asset as a table."""

from flask import Response, url_for

from accounts.session import login_required
from core.formatting import when
from core.web import requested_page
from itsm_sandbox.assets.assets.label_codes import code_of
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.assets.queries import AssetFilter, list_assets
from itsm_sandbox.assets.assets.rules import ASSET, ASSET_TYPES
from itsm_sandbox.engine.export import csv_of
from itsm_sandbox.engine.history import describe
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import asked, enter, show


@bp.get("/<int:workplace_id>/assets/labels")
@login_required
def show_labels(workplace_id: int) -> str:
    """A sheet for what the register's filters find, a page of the list at a time."""
    visitor = enter(workplace_id)
    wanted = AssetFilter(asked("q"), asked("type"), asked("state"))
    page = list_assets(workplace_id, wanted, page=requested_page())
    labels = [(row.Asset, _code(row.Asset)) for row in page.items]
    return show("assets/labels.html", visitor, page=page, labels=labels, one=None)


@bp.get("/<int:workplace_id>/assets/<int:number>/label")
@login_required
def show_label(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    asset = get_artefact(workplace_id, Asset.kind, number)
    return show("assets/labels.html", visitor, page=None, labels=[(asset, _code(asset))], one=asset)


@bp.get("/<int:workplace_id>/assets/<int:number>/history.csv")
@login_required
def download_history(workplace_id: int, number: int) -> Response:
    """Everything that was recorded about one asset, oldest first."""
    enter(workplace_id)
    asset = get_artefact(workplace_id, Asset.kind, number)
    labels = {state.name: state.label for state in ASSET.states}
    kinds = dict(ASSET_TYPES)
    rows: list[list[object]] = [
        ["Asset", "Kind", "Number", "When", "What", "By", "Simulated", "As", "From state", "To state", "Told", "Hash"]
    ]
    for event in list_events(asset.kind, asset.id):
        told = describe(ASSET, event)
        rows.append(
            [
                asset.tag,
                kinds.get(asset.type, asset.type),
                event.seq,
                when(event.at),
                told.what,
                event.actor.name if event.actor else "The workplace",
                "yes" if event.actor is None or event.actor.is_simulated else "no",
                told.role,
                labels.get(event.from_state, ""),
                labels.get(event.to_state, ""),
                "; ".join(f"{label}: {words}" for label, words in told.facts),
                event.hash,
            ]
        )
    return table_response(csv_of(rows), f"{asset.ref.lower()}-history.csv")


def table_response(data: bytes, name: str) -> Response:
    """A table to keep under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype="text/csv", headers=headers)


def _code(asset: Asset) -> str:
    address = url_for("itsm_sandbox.show_asset", workplace_id=asset.workplace_id, number=asset.number, _external=True)
    return code_of(address)
