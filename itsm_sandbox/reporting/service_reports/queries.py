"""Monthly service reports as people read them, and the figures of a month."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.clock import LONDON
from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.reporting.metrics.queries.reading import read_month
from itsm_sandbox.reporting.metrics.rules.reading import month_before, month_of
from itsm_sandbox.reporting.service_reports.models import ServiceReport
from itsm_sandbox.reporting.service_reports.rules.monthly import Values, month_values, numbers_of

MONTHS_OFFERED = 12


def list_reports(workplace_id: int, *, sent_to: int | None = None, page: int) -> Page[Any]:
    """The newest month first, with authors; for somebody who only uses ICT those that were sent to them."""
    found = (
        select(ServiceReport, Colleague)
        .join(Colleague, Colleague.id == ServiceReport.author_id)
        .where(ServiceReport.workplace_id == workplace_id)
        .order_by(ServiceReport.month_on.desc(), ServiceReport.number.desc())
    )
    if sent_to is None:
        return paginate(found, page)
    rows = [row for row in db.session.execute(found) if was_sent_to(row.ServiceReport, sent_to)]
    return Page(rows, number=1, total=len(rows), size=max(1, len(rows)))


def was_sent_to(report: ServiceReport, colleague_id: int) -> bool:
    return any(one["id"] == colleague_id for one in report.sent_to)


def find_report(workplace_id: int, month_on: date) -> ServiceReport | None:
    """The report of this month, unless it was given up."""
    return db.session.scalar(
        select(ServiceReport).where(
            ServiceReport.workplace_id == workplace_id,
            ServiceReport.month_on == month_on,
            ServiceReport.state != "cancelled",
        )
    )


def list_months_without(workplace_id: int, now: datetime) -> list[date]:
    """Months without a report, from the present one back to the first ticket, at most a year."""
    first = db.session.scalar(
        select(Ticket.created_at).where(Ticket.workplace_id == workplace_id).order_by(Ticket.created_at).limit(1)
    )
    taken = set(
        db.session.scalars(
            select(ServiceReport.month_on).where(
                ServiceReport.workplace_id == workplace_id, ServiceReport.state != "cancelled"
            )
        )
    )
    month = now.astimezone(LONDON).date().replace(day=1)
    earliest = min(month, (first or now).astimezone(LONDON).date().replace(day=1))
    months = []
    for _ in range(MONTHS_OFFERED):
        if month < earliest:
            break
        months.append(month)
        month = month_before(month)
    return [one for one in months if one not in taken]


def count_month(workplace_id: int, month_on: date, now: datetime) -> dict[str, Any]:
    """The figures of a month beside those of the month before: as they were reported, or counted when they were not."""
    reading = read_month(workplace_id, month_of(month_on, now))
    earlier = month_before(month_on)
    return numbers_of(month_on, month_values(reading), _values_before(workplace_id, earlier, now), reading.disks)


def _values_before(workplace_id: int, month_on: date, now: datetime) -> Values:
    reported = find_report(workplace_id, month_on)
    if reported is not None and reported.figures:
        values: Values = reported.figures["values"]
        return values
    return month_values(read_month(workplace_id, month_of(month_on, now)))


@dataclass(frozen=True, slots=True)
class ReportPeople:
    author: Colleague | None
    signed_by: Colleague | None


def find_people(report: ServiceReport) -> ReportPeople:
    """Who prepared it and who signed it off."""
    ids = [report.author_id, report.signed_by_id]
    found = {one.id: one for one in db.session.scalars(select(Colleague).where(Colleague.id.in_(ids)))}
    return ReportPeople(found.get(report.author_id), found.get(report.signed_by_id or 0))
