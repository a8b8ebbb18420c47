"""The figures of an asset report, counted from the register and the licences, and the reports as people read them."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.asset_reports.models import AssetReport
from itsm_sandbox.assets.asset_reports.rules.counting import Thing, count_assets, count_licences
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.licences.queries import was_in_force_on
from itsm_sandbox.assets.positions.queries import freeze_positions
from itsm_sandbox.engine.models import Colleague

_GONE = ("retired", "disposed", "written_off", "planned", "ordered", "stolen")
"""States of what is not there, or not yet."""


def count_for_report(workplace_id: int, on: date) -> dict[str, Any]:
    """All that a report freezes, as JSON keeps it."""
    licence_pence = db.session.scalar(
        select(func.coalesce(func.sum(Entitlement.cost_pence), 0)).where(
            Entitlement.workplace_id == workplace_id, was_in_force_on(on)
        )
    )
    return {
        **count_assets(list_things(workplace_id), on),
        **count_licences(freeze_positions(workplace_id, on), int(licence_pence or 0)),
    }


def list_things(workplace_id: int) -> list[Thing]:
    """Every asset that is looked after, as a plain row."""
    rows = db.session.execute(
        select(
            Asset.number,
            Asset.tag,
            Asset.type,
            Asset.model,
            Asset.state,
            Asset.purchased_on,
            Asset.warranty_ends_on,
            Asset.cost_pence,
        )
        .where(Asset.workplace_id == workplace_id, Asset.state.not_in(_GONE))
        .order_by(Asset.tag)
    )
    return [
        Thing(
            ref=f"{Asset.prefix}-{row.number:04d}",
            tag=row.tag,
            type=row.type,
            model=row.model,
            state=row.state,
            purchased_on=row.purchased_on,
            warranty_ends_on=row.warranty_ends_on,
            cost_pence=row.cost_pence,
        )
        for row in rows
    ]


def list_asset_reports(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (AssetReport, author, is_simulated), the newest first."""
    return paginate(
        select(AssetReport, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == AssetReport.author_id)
        .where(AssetReport.workplace_id == workplace_id)
        .order_by(AssetReport.number.desc()),
        page,
    )
