"""Dashboards as people find them."""

from typing import Any

from sqlalchemy import select

from core.paging import Page, paginate
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.reporting.dashboards.models import Dashboard


def list_dashboards(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Dashboard, author, is_simulated), the newest first, retired ones last."""
    return paginate(
        select(Dashboard, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == Dashboard.author_id)
        .where(Dashboard.workplace_id == workplace_id)
        .order_by(Dashboard.state == "retired", Dashboard.number.desc()),
        page,
    )
