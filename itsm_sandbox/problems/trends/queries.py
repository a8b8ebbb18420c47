"""Tickets counted for an analysis, and the analyses as people read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from core.clock import LONDON
from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES, SUBCATEGORY_CHOICES
from itsm_sandbox.engine.models import Colleague, Site
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.trends.models import Trend
from itsm_sandbox.problems.trends.rules.counting import Counted, count_by_week

NOT_SAID = "Not said"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = tuple(f"{hour:02d}:00 to {hour:02d}:59" for hour in range(24))


@dataclass(frozen=True, slots=True)
class View:
    """What is counted: a period, a grouping, and what is left out."""

    from_on: date
    to_on: date
    grouping: str = "category"
    ticket_type: str = ""
    category: str = ""
    service_id: int | None = None
    site_id: int | None = None


def view_of(trend: Trend) -> View:
    return View(
        trend.from_on,
        trend.to_on,
        trend.grouping,
        trend.ticket_type,
        trend.category,
        trend.service_id,
        trend.site_id,
    )


def count_tickets(workplace_id: int, view: View) -> Counted:
    """Tickets logged in the period, by week and group, in two queries. Cancelled ones are left out."""
    rows = db.session.execute(
        select(Ticket.created_at, COLUMNS.get(view.grouping, Ticket.category)).where(
            Ticket.workplace_id == workplace_id, Ticket.state != "cancelled", *_conditions(view)
        )
    )
    if view.grouping == "weekday":
        logged = ((moment, WEEKDAYS[moment.astimezone(LONDON).weekday()]) for moment, _key in rows)
        return count_by_week(logged, view.from_on, view.to_on, order=WEEKDAYS)
    if view.grouping == "hour":
        logged = ((moment, HOURS[moment.astimezone(LONDON).hour]) for moment, _key in rows)
        counted = count_by_week(logged, view.from_on, view.to_on, order=HOURS)
        return replace(counted, rows=tuple(row for row in counted.rows if row.total))
    labels = labels_of(workplace_id, view.grouping)
    return count_by_week(((moment, labels.get(key) or NOT_SAID) for moment, key in rows), view.from_on, view.to_on)


def list_trends(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Trend, author, is_simulated, problem numbers' count), the newest first."""
    found = (
        select(Trend, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == Trend.author_id)
        .where(Trend.workplace_id == workplace_id)
        .order_by(Trend.number.desc())
    )
    return paginate(found, page)


@dataclass(frozen=True, slots=True)
class TrendRelated:
    author: Colleague
    service: str | None
    site: str | None
    problems: Sequence[Problem]
    preventions: Sequence[tuple[Article | Change, str]]  # with how each prevents it


def find_related(trend: Trend) -> TrendRelated:
    author, service, site = db.session.execute(
        select(Colleague, Service.name, Site.name)
        .select_from(Trend)
        .join(Colleague, Colleague.id == Trend.author_id)
        .outerjoin(Service, Service.id == Trend.service_id)
        .outerjoin(Site, Site.id == Trend.site_id)
        .where(Trend.id == trend.id)
    ).one()
    problems = db.session.scalars(select(Problem).where(Problem.trend_id == trend.id).order_by(Problem.number)).all()
    return TrendRelated(author, service, site, problems, _list_preventions(trend))


def _list_preventions(trend: Trend) -> list[tuple[Article | Change, str]]:
    found: dict[tuple[str, int], Article | Change] = {}
    models: tuple[tuple[str, type[Article] | type[Change]], ...] = (("article", Article), ("change", Change))
    for kind, model in models:
        ids = [one["id"] for one in trend.preventions if one["kind"] == kind]
        if ids:
            rows: Sequence[Any] = db.session.scalars(select(model).where(model.id.in_(ids))).all()
            found |= {(kind, row.id): row for row in rows}
    keys = [((one["kind"], one["id"]), one["note"]) for one in trend.preventions]
    return [(found[key], note) for key, note in keys if key in found]


COLUMNS: Mapping[str, Any] = {
    "category": Ticket.category,
    "subcategory": Ticket.subcategory,
    "service": Ticket.service_id,
    "site": Ticket.site_id,
    "asset": Ticket.asset_id,
    "requester": Ticket.requester_id,
}


def _conditions(view: View) -> list[ColumnElement[bool]]:
    given: list[ColumnElement[bool]] = [
        Ticket.created_at >= _midnight(view.from_on),
        Ticket.created_at < _midnight(view.to_on + timedelta(days=1)),
    ]
    if view.ticket_type:
        given.append(Ticket.type == view.ticket_type)
    if view.category:
        given.append(Ticket.category == view.category)
    if view.service_id is not None:
        given.append(Ticket.service_id == view.service_id)
    if view.site_id is not None:
        given.append(Ticket.site_id == view.site_id)
    return given


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def labels_of(workplace_id: int, grouping: str) -> dict[Any, str]:
    """The words for each group's key."""
    if grouping not in COLUMNS or grouping == "category":
        return dict(CATEGORY_CHOICES)
    if grouping == "subcategory":
        return dict(SUBCATEGORY_CHOICES)
    if grouping == "asset":
        assets = db.session.scalars(select(Asset).where(Asset.workplace_id == workplace_id))
        return {asset.id: f"{asset.tag} {asset.model}".strip() for asset in assets}
    model: Any = {"service": Service, "site": Site, "requester": Colleague}[grouping]
    rows = db.session.execute(select(model.id, model.name).where(model.workplace_id == workplace_id))
    return {row.id: row.name for row in rows}
