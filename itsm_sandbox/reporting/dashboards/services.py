"""Dashboards: what their tiles say now, and what was frozen when one was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from core.clock import LONDON
from core.db import db
from itsm_sandbox.engine.charts.chart import Chart
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.queries import sim_now
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.reporting.dashboards.models import Dashboard
from itsm_sandbox.reporting.metrics.queries.reading import read_tickets
from itsm_sandbox.reporting.metrics.rules import Metric, Period, compute, period_of
from itsm_sandbox.reporting.metrics.rules.drawing import draw


@dataclass(frozen=True, slots=True)
class Tile:
    metric: Metric
    shape: str
    why: str
    figure: Chart | None


def new_dashboard(author: Colleague | None) -> Dashboard:
    """An empty one for `begin`."""
    return Dashboard(title="", tiles=[], version=0, figures={}, author_id=author.id if author else None)


def count_tiles(dashboard: Dashboard, now: datetime) -> tuple[Period, Sequence[Tile]]:
    """What each tile says now; everything is read once, however many there are."""
    today = now.astimezone(LONDON).date()
    period = period_of(today - timedelta(days=int(dashboard.days) - 1), today, now)
    if not dashboard.tiles:
        return period, ()
    reading = read_tickets(dashboard.workplace_id, period)
    metrics = {one.id: one for one in compute(reading, *{tile["metric"] for tile in dashboard.tiles})}
    return period, [
        Tile(metrics[one["metric"]], one["shape"], one["why"], draw(metrics[one["metric"]], one["shape"], reading))
        for one in dashboard.tiles
    ]


def _frozen(dashboard: Dashboard) -> dict[str, Any]:
    now = sim_now(db.session.get_one(Workplace, dashboard.workplace_id))
    period, tiles = count_tiles(dashboard, now)
    return {
        "from_on": period.first_day.isoformat(),
        "to_on": period.last_day.isoformat(),
        "tiles": [
            {
                "id": one.metric.id,
                "name": one.metric.name,
                "formula": one.metric.formula,
                "shape": one.shape,
                "why": one.why,
                "numbers": [
                    {"label": number.label, "text": number.text, "basis": number.basis} for number in one.metric.numbers
                ],
                "figure": one.figure.plain() if one.figure else None,
            }
            for one in tiles
        ],
    }


def facts_of(dashboard: Dashboard) -> Mapping[str, Any]:
    return {"figures": partial(_frozen, dashboard)}


def ties_to(dashboard: Dashboard, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if dashboard.author_id == colleague.id else {Tie.ANYONE})
