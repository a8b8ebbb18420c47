"""What the metrics of assets and licences are computed from."""

from datetime import timedelta

from sqlalchemy import func, select

from core.db import db
from itsm_sandbox.models import Asset, Sighting
from itsm_sandbox.queries.licences import list_positions
from itsm_sandbox.rules.metrics.reading import Estate, Period

_SEEN_WITHIN = timedelta(days=365)


def read_estate(workplace_id: int, period: Period) -> Estate:
    """In four queries."""
    in_use, in_stock, seen = db.session.execute(
        select(
            func.count().filter(Asset.state == "in_use"),
            func.count().filter(Asset.state == "in_stock"),
            func.count().filter(
                Asset.state.in_(("in_use", "in_stock")), Asset.last_verified_on > period.last_day - _SEEN_WITHIN
            ),
        ).where(Asset.workplace_id == workplace_id)
    ).one()
    sighted, matched = db.session.execute(
        select(func.count(), func.count().filter(Sighting.outcome == "matched")).where(
            Sighting.workplace_id == workplace_id,
            Sighting.seen_at >= period.start,
            Sighting.seen_at < period.end,
            Sighting.outcome != "",
        )
    ).one()
    positions = [
        position
        for product, position in list_positions(workplace_id, period.last_day)
        if product.metric != "free" or product.authorisation == "prohibited"
    ]
    return Estate(in_use, in_stock, seen, sighted, matched, positions)
