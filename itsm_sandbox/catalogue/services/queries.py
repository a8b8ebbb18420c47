"""Reads of the service catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.errors import NotFound
from itsm_sandbox.catalogue.services.models import Service, ServiceVersion
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Colleague, SupportGroup
from itsm_sandbox.workplace.people.queries import list_users

_IMPORTANCE = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Names:
    """Words for the ids that services hold."""

    people: Mapping[int, str]
    groups: Mapping[int, str]
    suppliers: frozenset[int]


def list_catalogue(workplace_id: int, *, retired: bool = False) -> list[Service]:
    """Services by importance and name; those without an importance last. The retired ones only when asked for."""
    found = select(Service).where(Service.workplace_id == workplace_id).order_by(Service.name, Service.id)
    if not retired:
        found = found.where(Service.state != "retired")
    rank = {level: place for place, level in enumerate(_IMPORTANCE)}
    return sorted(db.session.scalars(found), key=lambda one: rank.get(one.importance or "", len(rank)))


def get_service(workplace_id: int, number: int) -> Service:
    found = db.session.scalar(select(Service).where(Service.workplace_id == workplace_id, Service.number == number))
    if found is None:
        raise NotFound("We could not find that service. It may be in another workplace.")
    return found


def find_service_by_name(workplace_id: int, name: str, *, except_id: int | None = None) -> Service | None:
    """In any case of letters."""
    found = select(Service).where(Service.workplace_id == workplace_id, func.lower(Service.name) == name.lower())
    return db.session.scalar(found.where(Service.id != except_id) if except_id else found)


def list_versions(service_id: int) -> Sequence[ServiceVersion]:
    """The newest first, with who published each."""
    return db.session.scalars(
        select(ServiceVersion)
        .where(ServiceVersion.service_id == service_id)
        .options(joinedload(ServiceVersion.published_by))
        .order_by(ServiceVersion.number.desc())
    ).all()


def count_open_tickets(service_id: int) -> int:
    found = select(func.count()).where(Ticket.service_id == service_id, Ticket.ended_at.is_(None))
    return db.session.scalar(found) or 0


def read_names(workplace_id: int) -> Names:
    """Of everybody who ever worked there, and all groups."""
    people = db.session.execute(
        select(Colleague.id, Colleague.name, Colleague.membership_id).where(Colleague.workplace_id == workplace_id)
    ).all()
    groups = db.session.execute(
        select(SupportGroup.id, SupportGroup.name, SupportGroup.is_supplier).where(
            SupportGroup.workplace_id == workplace_id
        )
    ).all()
    return Names(
        {one: name if member else f"{name} (simulated)" for one, name, member in people},
        {one: name for one, name, _supplier in groups},
        frozenset(one for one, _name, is_supplier in groups if is_supplier),
    )


def list_supplier_ids(workplace_id: int) -> frozenset[int]:
    return frozenset(
        db.session.scalars(
            select(SupportGroup.id).where(SupportGroup.workplace_id == workplace_id, SupportGroup.is_supplier.is_(True))
        )
    )


def list_user_ids(workplace_id: int) -> frozenset[int]:
    return frozenset(one.id for one in list_users(workplace_id))


def get_service_words(workplace_id: int, service_id: int) -> tuple[str, str]:
    """Its name, and its importance where the catalogue tells it."""
    found = db.session.get(Service, service_id)
    if found is None or found.workplace_id != workplace_id:
        raise NotFound("We could not find that service. It may be in another workplace.")
    return found.name, found.importance or ""
