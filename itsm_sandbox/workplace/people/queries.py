"""The people of a workplace, and those of the centre who could work in it."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accounts.models import Membership, Person, Role
from core import clock
from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.log import WORKPLACE
from itsm_sandbox.engine.models import Colleague, GroupMember, SupportGroup, WorkEvent
from itsm_sandbox.engine.roles import WorkRole

MAY_WORK = (Role.APPRENTICE, Role.ASSESSOR, Role.LINE_MANAGER, Role.PROVIDER_ADMIN)


def list_candidates(centre_id: int, *, not_in: int | None = None) -> Sequence[Membership]:
    """Members of the centre who could work in a workplace (that they never worked in), apprentices first, by name."""
    today = clock.today()
    found = (
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.centre_id == centre_id,
            Membership.role.in_(MAY_WORK),
            Membership.from_on <= today,
            or_(Membership.to_on.is_(None), Membership.to_on >= today),
        )
        .options(contains_eager(Membership.person))
        .order_by(Membership.role != Role.APPRENTICE, Person.name, Membership.id)
    )
    if not_in is not None:
        seated = select(Colleague.membership_id).where(
            Colleague.workplace_id == not_in, Colleague.membership_id.is_not(None)
        )
        found = found.where(Membership.id.not_in(seated))
    return db.session.scalars(found).all()


def get_person(workplace_id: int, colleague_id: int) -> Colleague:
    """Somebody of this workplace, also one who has left."""
    found = db.session.scalar(
        select(Colleague).where(Colleague.id == colleague_id, Colleague.workplace_id == workplace_id)
    )
    if found is None:
        raise NotFound("We could not find that person. They may work somewhere else.")
    return found


def get_group(workplace_id: int, group_id: int) -> SupportGroup:
    found = db.session.scalar(
        select(SupportGroup).where(SupportGroup.id == group_id, SupportGroup.workplace_id == workplace_id)
    )
    if found is None:
        raise NotFound("We could not find that group. It may be in another workplace.")
    return found


def list_memberships(workplace_id: int) -> dict[int, list[tuple[int, str]]]:
    """For each person of the workplace, the id and name of each group they are in."""
    found: dict[int, list[tuple[int, str]]] = {}
    rows = db.session.execute(
        select(GroupMember.colleague_id, SupportGroup.id, SupportGroup.name)
        .join(SupportGroup, SupportGroup.id == GroupMember.group_id)
        .where(SupportGroup.workplace_id == workplace_id)
        .order_by(SupportGroup.level, SupportGroup.name)
    )
    for colleague_id, group_id, name in rows:
        found.setdefault(colleague_id, []).append((group_id, name))
    return found


def list_users(workplace_id: int) -> list[Colleague]:
    """The distribution list of whatever goes to all ICT users: everybody who works there and holds that role."""
    present = db.session.scalars(
        select(Colleague)
        .where(Colleague.workplace_id == workplace_id, Colleague.left_at.is_(None))
        .order_by(Colleague.name, Colleague.id)
    )
    return [one for one in present if WorkRole.USER in one.roles]


def find_group_by_name(workplace_id: int, name: str) -> SupportGroup | None:
    return db.session.scalar(
        select(SupportGroup).where(
            SupportGroup.workplace_id == workplace_id, func.lower(SupportGroup.name) == name.lower()
        )
    )


def list_member_ids(group_id: int) -> set[int]:
    return set(db.session.scalars(select(GroupMember.colleague_id).where(GroupMember.group_id == group_id)))


def count_held_tickets(colleague_id: int) -> int:
    """Open tickets that are assigned to them."""
    found = select(func.count()).where(Ticket.assigned_to_id == colleague_id, Ticket.ended_at.is_(None))
    return db.session.scalar(found) or 0


def list_everybody(workplace_id: int, *, page: int) -> Page[Colleague]:
    """Members before simulated people, each by name; after them those who have left."""
    return paginate(
        select(Colleague)
        .where(Colleague.workplace_id == workplace_id)
        .order_by(Colleague.left_at.is_not(None), Colleague.membership_id.is_(None), Colleague.name, Colleague.id),
        page,
    )


def list_role_events(workplace_id: int, colleague_id: int) -> list[WorkEvent]:
    """What the workplace's log says of somebody's roles: joining, each role from and to, leaving."""
    events = db.session.scalars(
        select(WorkEvent)
        .where(
            WorkEvent.subject_kind == WORKPLACE,
            WorkEvent.subject_id == workplace_id,
            WorkEvent.verb.in_(("joined", "role_given", "role_ended", "left", "returned")),
        )
        .options(joinedload(WorkEvent.actor))
        .order_by(WorkEvent.seq)
    )
    return [event for event in events if event.data["given"].get("colleague_id") == colleague_id]
