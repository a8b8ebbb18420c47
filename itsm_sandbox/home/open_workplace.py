"""Opening a practice workplace: one's own, or one for a cohort with its members in their places."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta

from accounts.models import Membership
from accounts.permissions import require
from core import clock
from core.db import transaction
from core.errors import FieldErrors
from itsm_sandbox.engine.clock import ClockMode
from itsm_sandbox.engine.models import Workplace, WorkplaceKind
from itsm_sandbox.engine.role_sets import RoleSet
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.generator.world import build_world
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.workplace.opening import Plan
from itsm_sandbox.workplace.people.queries import list_candidates

ALONE = (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL, WorkRole.MAINTENANCE, WorkRole.IMPLEMENTATION)
"""What an apprentice does in a workplace of their own; simulated colleagues do the rest."""

MOST_MEMBERS = 30


def open_own(name: str, kind: WorkplaceKind, *, by: Membership) -> Workplace:
    """A workplace for one apprentice alone. Its time stands still until they let it pass."""
    return _open(name, kind, {by.id: ALONE}, is_solo=True, by=by)


def open_for_cohort(
    name: str, kind: WorkplaceKind, seats: Mapping[RoleSet, Collection[int]], *, by: Membership
) -> Workplace:
    """One workplace for several members of the centre, each with the roles of their places. Its time is real."""
    roles: dict[int, set[WorkRole]] = {}
    for seat, member_ids in seats.items():
        for member_id in member_ids:
            roles.setdefault(member_id, set()).update(seat.about.roles)
    if not 1 <= len(roles) <= MOST_MEMBERS:
        raise FieldErrors({"desk": f"Choose between 1 and {MOST_MEMBERS} members."})
    return _open(name, kind, roles, is_solo=False, by=by)


def first_moment(now: datetime) -> datetime:
    """Nine in the morning of the last working day: the moment at which people enter a new workplace."""
    day = now.astimezone(clock.LONDON).date()
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return datetime.combine(day, time(9), clock.LONDON)


def _open(
    name: str, kind: WorkplaceKind, roles: Mapping[int, Collection[WorkRole]], *, is_solo: bool, by: Membership
) -> Workplace:
    with transaction():
        require(POLICY, "add_workplace", by, by.centre_id)
        members = {one.id: one for one in list_candidates(by.centre_id)}
        if not roles.keys() <= members.keys():
            raise FieldErrors({"desk": "Choose members of your centre."})
        plan = Plan(
            name=name,
            kind=kind,
            starts_at=first_moment(clock.now()),
            seed=secrets.randbelow(10**6),
            is_solo=is_solo,
            clock_mode=ClockMode.PAUSED if is_solo else ClockMode.REAL,
        )
        return build_world(plan, [(members[member_id], held) for member_id, held in roles.items()], by=by)
