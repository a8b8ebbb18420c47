"""Outages and disks as people read them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.reporting.outages.models import DiskReading, Outage


def list_outages(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (Outage, the service's name, Ticket), the latest first."""
    return paginate(
        select(Outage, Service.name.label("service"), Ticket)
        .join(Service, Service.id == Outage.service_id)
        .outerjoin(Ticket, Ticket.id == Outage.ticket_id)
        .where(Outage.workplace_id == workplace_id)
        .order_by(Outage.from_at.desc(), Outage.id.desc()),
        page,
    )


def list_last_readings(workplace_id: int) -> Sequence[DiskReading]:
    """The newest reading of each server, by name."""
    newest = (
        select(DiskReading.server, func.max(DiskReading.at).label("at"))
        .where(DiskReading.workplace_id == workplace_id)
        .group_by(DiskReading.server)
        .subquery()
    )
    return db.session.scalars(
        select(DiskReading)
        .join(newest, (newest.c.server == DiskReading.server) & (newest.c.at == DiskReading.at))
        .where(DiskReading.workplace_id == workplace_id)
        .order_by(DiskReading.server)
    ).all()
