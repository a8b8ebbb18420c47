"""A workplace as somebody meets it, the people in it, and the history of an artefact."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from accounts.models import Membership, Role
from core import clock
from core.db import db
from core.errors import NotFound
from itsm_sandbox.engine.calendar import ServiceCalendar, in_force, version_of
from itsm_sandbox.engine.models import (
    Artefact,
    Colleague,
    OpeningHours,
    Site,
    SupportGroup,
    Timer,
    WorkEvent,
    Workplace,
)
from itsm_sandbox.engine.roles import SUPPORT
from itsm_sandbox.permissions import Visit
from portfolio.intake import apprentices_assessed_by


def get_visit(workplace_id: int, who: Membership) -> Visit:
    """The workplace with this person's seat and its roles, in two or three queries. Asks no permission."""
    workplace = db.session.get(Workplace, workplace_id)
    if workplace is None:
        raise NotFound("We could not find that workplace.")
    return Visit(workplace, find_colleague(workplace_id, who), _assesses_someone(workplace_id, who))


def find_workplace(workplace_id: int) -> tuple[Workplace, datetime | None] | None:
    """The workplace, and when something will next happen in it by itself."""
    next_at = select(func.min(Timer.at)).where(Timer.workplace_id == Workplace.id).scalar_subquery()
    row = db.session.execute(select(Workplace, next_at).where(Workplace.id == workplace_id)).one_or_none()
    return (row[0], row[1]) if row else None


def find_colleague(workplace_id: int, who: Membership) -> Colleague | None:
    """The seat of this membership."""
    return db.session.scalar(
        select(Colleague).where(
            Colleague.workplace_id == workplace_id, Colleague.membership_id == who.id, Colleague.left_at.is_(None)
        )
    )


def get_colleague(colleague_id: int) -> Colleague:
    found = db.session.get(Colleague, colleague_id)
    if found is None:
        raise NotFound("We could not find that person.")
    return found


def list_colleagues(workplace_id: int) -> Sequence[Colleague]:
    """All who have not left, by name."""
    return db.session.scalars(
        select(Colleague)
        .where(Colleague.workplace_id == workplace_id, Colleague.left_at.is_(None))
        .order_by(Colleague.name, Colleague.id)
    ).all()


def list_support(workplace_id: int) -> list[Colleague]:
    """Those who hold a support function now."""
    return [colleague for colleague in list_colleagues(workplace_id) if colleague.roles & SUPPORT]


def list_groups(workplace_id: int) -> Sequence[SupportGroup]:
    return db.session.scalars(
        select(SupportGroup)
        .where(SupportGroup.workplace_id == workplace_id)
        .order_by(SupportGroup.level, SupportGroup.name)
    ).all()


def list_sites(workplace_id: int) -> Sequence[Site]:
    return db.session.scalars(select(Site).where(Site.workplace_id == workplace_id).order_by(Site.name)).all()


def list_workplaces_of(who: Membership) -> Sequence[Row[Workplace, Colleague]]:
    """Where this membership works, the newest first."""
    return db.session.execute(
        select(Workplace, Colleague)
        .join(Colleague, Colleague.workplace_id == Workplace.id)
        .where(Colleague.membership_id == who.id, Colleague.left_at.is_(None))
        .order_by(Workplace.id.desc())
    ).all()


def list_workplaces_watched(who: Membership) -> Sequence[Workplace]:
    """Those an assessor's apprentices work in, or for an admin all of the centre; by name."""
    found = select(Workplace).where(Workplace.centre_id == who.centre_id).order_by(Workplace.name, Workplace.id)
    if who.role is Role.ASSESSOR:
        found = found.where(or_(_has_apprentice_of(who, Workplace.id), Workplace.created_by_id == who.id))
    elif who.role is not Role.PROVIDER_ADMIN:
        return ()
    return db.session.scalars(found).all()


def sim_now(workplace: Workplace) -> datetime:
    """The workplace's own time at this moment."""
    return workplace.clock.read(clock.now())


def list_hours(workplace_id: int) -> Sequence[OpeningHours]:
    """Every version kept, in the order they were made."""
    return db.session.scalars(
        select(OpeningHours).where(OpeningHours.workplace_id == workplace_id).order_by(OpeningHours.number)
    ).all()


def get_calendar(workplace_id: int) -> ServiceCalendar:
    """The opening hours of all days, from every version kept."""
    return calendar_of(list_hours(workplace_id))


def calendar_of(rows: Sequence[OpeningHours]) -> ServiceCalendar:
    """From versions in the order they were made."""
    return in_force([version_of(row.from_on, row.week, row.subdivision, row.closures) for row in rows])


def _assesses_someone(workplace_id: int, who: Membership) -> bool:
    if who.role is not Role.ASSESSOR:
        return False
    return bool(db.session.scalar(select(_has_apprentice_of(who, workplace_id))))


def _has_apprentice_of(who: Membership, workplace_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return exists().where(
        Colleague.workplace_id == workplace_id,
        Colleague.membership_id.in_(apprentices_assessed_by(who)),
    )


def list_events(kind: str, subject_id: int, *, after: int = 0, without: Collection[str] = ()) -> Sequence[WorkEvent]:
    """Oldest first, with who did each; only those after a number of the workplace's log."""
    found = select(WorkEvent).where(
        WorkEvent.subject_kind == kind, WorkEvent.subject_id == subject_id, WorkEvent.seq > after
    )
    if without:
        found = found.where(WorkEvent.verb.not_in(without))
    return db.session.scalars(found.order_by(WorkEvent.seq).options(joinedload(WorkEvent.actor))).all()


def last_told(artefact: Artefact, verb: str) -> Mapping[str, Any]:
    """What was told with the latest event of this name; nothing when there was none."""
    found = [event for event in list_events(artefact.kind, artefact.id) if event.verb == verb]
    return found[-1].data["given"] if found else {}
