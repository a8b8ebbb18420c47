"""What custom reports count, and the reports with their issues as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from core.clock import LONDON
from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.software.models import Installation, SoftwareProduct
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules.fields import CHANNELS
from itsm_sandbox.engine.models import Colleague, Site
from itsm_sandbox.problems.trends.queries import COLUMNS, HOURS, NOT_SAID, WEEKDAYS, labels_of
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition, ReportIssue
from itsm_sandbox.reporting.custom_reports.rules.asking import SOURCES
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES, Item, count_items
from itsm_sandbox.reporting.metrics.rules.reading import midnight


@dataclass(frozen=True, slots=True)
class Span:
    """The whole days that are counted, and the first of as many before them."""

    before_on: date
    from_on: date
    to_on: date

    @classmethod
    def of(cls, weeks: int, now: datetime) -> "Span":
        to_on = now.astimezone(LONDON).date()
        days = timedelta(weeks=weeks)
        from_on = to_on - days + timedelta(days=1)
        return cls(from_on - days, from_on, to_on)


def count_report(definition: ReportDefinition, now: datetime) -> dict[str, Any]:
    """The figures at this moment, in two queries at most."""
    span = Span.of(int(definition.weeks), now)
    items = _READERS[definition.source](definition, span, now)
    start = midnight(span.from_on)
    is_dated = SOURCES[definition.source].is_dated
    return count_items(
        [one for one in items if one.at is None or one.at >= start],
        [one for one in items if one.at is not None and one.at < start] if is_dated else None,
        MEASURES[definition.measure],
        (span.from_on, span.to_on),
        limit=definition.red_limit,
    )


def _tickets(definition: ReportDefinition, span: Span, now: datetime) -> list[Item]:
    columns = {**COLUMNS, "channel": Ticket.channel, "priority": Ticket.priority}
    grouping = definition.grouping
    filters = [Ticket.workplace_id == definition.workplace_id, Ticket.state != "cancelled"]
    wanted = (
        (Ticket.type, definition.ticket_type),
        (Ticket.category, definition.category),
        (Ticket.service_id, definition.service_id),
        (Ticket.site_id, definition.site_id),
    )
    filters += [column == value for column, value in wanted if value]
    rows = db.session.execute(
        select(
            Ticket.created_at,
            columns.get(grouping, Ticket.category),
            Ticket.running_s,
            Ticket.resolved_at,
            Ticket.fix_target_s,
            Ticket.fix_breached_at,
        ).where(*filters, Ticket.created_at >= midnight(span.before_on), Ticket.created_at < now)
    )
    words = _words_of_tickets(definition.workplace_id, grouping)
    items = []
    for at, key, running_s, resolved_at, target_s, breached_at in rows:
        hours = running_s / 3600 if resolved_at is not None else None
        met = None
        if target_s is not None and (resolved_at is not None or breached_at is not None):
            met = 0.0 if breached_at is not None else 100.0
        value = {"count": 1.0, "hours": hours, "met": met}[definition.measure]
        items.append(Item(at, _group(grouping, at, key, words), value, hours))
    return items


def _words_of_tickets(workplace_id: int, grouping: str) -> Mapping[Any, str]:
    if grouping == "channel":
        return dict(CHANNELS)
    return labels_of(workplace_id, grouping) if grouping in COLUMNS else {}


def _group(grouping: str, at: datetime, key: Any, words: Mapping[Any, str]) -> str:
    wall = at.astimezone(LONDON)
    if grouping == "weekday":
        return WEEKDAYS[wall.weekday()]
    if grouping == "hour":
        return HOURS[wall.hour]
    return words.get(key) or (key if grouping == "priority" and key else NOT_SAID)


def _changes(definition: ReportDefinition, span: Span, now: datetime) -> list[Item]:
    column = {"type": Change.type, "outcome": Change.outcome, "source": Change.source}[definition.grouping]
    rows = db.session.execute(
        select(Change.finished_at, column, Change.cost_pence).where(
            Change.workplace_id == definition.workplace_id,
            Change.finished_at >= midnight(span.before_on),
            Change.finished_at < now,
        )
    )
    is_count = definition.measure == "count"
    return [Item(at, _worded(key), 1.0 if is_count else (pence or 0) / 100) for at, key, pence in rows]


def _assets(definition: ReportDefinition, _span: Span, _now: datetime) -> list[Item]:
    column = {"type": Asset.type, "model": Asset.model, "site": Site.name, "state": Asset.state}[definition.grouping]
    found = (
        select(column, Asset.cost_pence)
        .outerjoin(Site, Site.id == Asset.site_id)
        .where(Asset.workplace_id == definition.workplace_id, Asset.state.not_in(["disposed", "written_off"]))
    )
    if definition.site_id:
        found = found.where(Asset.site_id == definition.site_id)
    is_count = definition.measure == "count"
    return [
        Item(None, _worded(key), 1.0 if is_count else (pence or 0) / 100) for key, pence in db.session.execute(found)
    ]


def _software(definition: ReportDefinition, _span: Span, _now: datetime) -> list[Item]:
    column = {
        "product": SoftwareProduct.name,
        "publisher": SoftwareProduct.publisher,
        "authorisation": SoftwareProduct.authorisation,
    }[definition.grouping]
    rows = db.session.execute(
        select(column, SoftwareProduct.unit_price_pence)
        .join(Installation, Installation.product_id == SoftwareProduct.id)
        .where(Installation.workplace_id == definition.workplace_id, Installation.removed_on.is_(None))
    )
    is_count = definition.measure == "count"
    return [Item(None, _worded(key), 1.0 if is_count else (pence or 0) / 100) for key, pence in rows]


_READERS = {"tickets": _tickets, "changes": _changes, "assets": _assets, "software": _software}


def _worded(key: str | None) -> str:
    words = (key or "").replace("_", " ")
    return words[:1].upper() + words[1:] if words else NOT_SAID


def list_definitions(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (ReportDefinition, author, is_simulated), the newest first, retired ones last."""
    return paginate(
        select(
            ReportDefinition, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated")
        )
        .join(Colleague, Colleague.id == ReportDefinition.author_id)
        .where(ReportDefinition.workplace_id == workplace_id)
        .order_by(ReportDefinition.state == "retired", ReportDefinition.number.desc()),
        page,
    )


def list_issues(definition_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (number, issued_at, is_unattended, narrative), the newest first."""
    return paginate(
        select(ReportIssue.number, ReportIssue.issued_at, ReportIssue.is_unattended, ReportIssue.narrative)
        .where(ReportIssue.definition_id == definition_id)
        .order_by(ReportIssue.number.desc()),
        page,
    )


def list_issues_to_choose(definition_id: int) -> list[dict[str, Any]]:
    """Each with its number, when it was issued and how its words begin, the newest first."""
    rows = db.session.execute(
        select(ReportIssue.number, ReportIssue.issued_at, func.substr(ReportIssue.narrative, 1, 200).label("narrative"))
        .where(ReportIssue.definition_id == definition_id)
        .order_by(ReportIssue.number.desc())
    )
    return [dict(row) for row in rows.mappings()]


def find_issue(definition_id: int, number: int) -> ReportIssue | None:
    return db.session.scalar(
        select(ReportIssue).where(ReportIssue.definition_id == definition_id, ReportIssue.number == number)
    )


def find_filter_names(definition: ReportDefinition) -> tuple[str | None, str | None]:
    """The service and the site that it is filtered by, in one query."""
    if not definition.service_id and not definition.site_id:
        return None, None
    row = db.session.execute(
        select(
            select(Service.name).where(Service.id == definition.service_id).scalar_subquery(),
            select(Site.name).where(Site.id == definition.site_id).scalar_subquery(),
        )
    ).one()
    return row[0], row[1]
