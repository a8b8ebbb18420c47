"""Outages: recording one, and its end."""

from datetime import datetime

from accounts.models import Membership
from accounts.permissions import require
from core.db import transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.choices import find_by_ref
from itsm_sandbox.engine.log import lock_workplace, record
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.queries import get_visit, sim_now
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.reporting.outages.models import Outage


def record_outage(
    workplace_id: int,
    *,
    service_id: int,
    from_at: datetime,
    until_at: datetime | None,
    ticket_ref: str = "",
    by: Membership,
) -> Outage:
    """Write down a time in which a service was not there, or still is not."""
    with transaction() as session:
        workplace, colleague, at = _enter(workplace_id, by)
        service = session.get(Service, service_id)
        if service is None or service.workplace_id != workplace_id:
            raise FieldErrors({"service_id": "Choose the service that was not there."})
        ticket_id = find_by_ref(workplace_id, Ticket.kind, ticket_ref) if ticket_ref else None
        faults = _faults_of_outage(from_at, until_at, at)
        if ticket_ref and ticket_id is None:
            faults["ticket_ref"] = f"There is no ticket {ticket_ref} here."
        if faults:
            raise FieldErrors(faults)
        outage = Outage(
            workplace_id=workplace_id, service_id=service_id, ticket_id=ticket_id, from_at=from_at, until_at=until_at
        )
        session.add(outage)
        session.flush()
        _record_outage("outage_recorded", outage, service, workplace=workplace, actor=colleague, at=at)
        return outage


def end_outage(workplace_id: int, outage_id: int, *, by: Membership) -> Outage:
    """The service is back."""
    with transaction() as session:
        workplace, colleague, at = _enter(workplace_id, by)
        outage = session.get(Outage, outage_id)
        if outage is None or outage.workplace_id != workplace_id:
            raise NotFound("We could not find that outage.")
        if outage.until_at is None:
            outage.until_at = at
            service = session.get_one(Service, outage.service_id)
            _record_outage("outage_ended", outage, service, workplace=workplace, actor=colleague, at=at)
        return outage


def _enter(workplace_id: int, by: Membership) -> tuple[Workplace, Colleague | None, datetime]:
    visit = get_visit(workplace_id, by)
    require(POLICY, "work_in_workplace", by, visit)
    workplace = lock_workplace(workplace_id)
    return workplace, visit.colleague, sim_now(workplace)


def _faults_of_outage(from_at: datetime, until_at: datetime | None, now: datetime) -> dict[str, str]:
    faults = {}
    if from_at > now:
        faults["from_at"] = "An outage begins before it is written down."
    if until_at is not None and until_at <= from_at:
        faults["until_at"] = "It ended after it began."
    elif until_at is not None and until_at > now:
        faults["until_at"] = "Leave this empty while the service is not back."
    return faults


def _record_outage(
    verb: str, outage: Outage, service: Service, *, workplace: Workplace, actor: Colleague | None, at: datetime
) -> None:
    given = {
        "outage_id": outage.id,
        "service_id": service.id,
        "from_at": outage.from_at,
        "until_at": outage.until_at,
        "ticket_id": outage.ticket_id,
    }
    shown = {"service_id": service.name}
    record(workplace, workplace, verb, actor=actor, role="", at=at, given=given, shown=shown)
