"""A small practice workplace with an apprentice in it, made by the product's own services."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.models import Membership
from core.db import transaction
from itsm_sandbox.models import Colleague, SupportGroup, Workplace, WorkplaceKind
from itsm_sandbox.rules.roles import WorkRole
from itsm_sandbox.services.log import lock_workplace
from itsm_sandbox.services.workplaces import Plan, add_colleague, add_group, open_workplace

MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
"""9.00 on a school day in Scotland."""

DESK = (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL)


@dataclass(frozen=True)
class Workroom:
    """One apprentice at the first level; everybody else is simulated."""

    workplace: Workplace
    apprentice: Membership
    desk: Colleague  # the apprentice's seat
    teacher: Colleague  # who reports things
    engineer: Colleague  # second level
    head: Colleague  # ICT owner
    first_line: SupportGroup
    second_line: SupportGroup


def make_workroom(apprentice: Membership, *, roles: Collection[WorkRole] = DESK, **plan: Any) -> Workroom:
    """Time stands still in it at nine on a Monday unless the plan says otherwise."""
    chosen = Plan(**{"name": "Glenbrae Academy", "kind": WorkplaceKind.SCHOOL, "starts_at": MONDAY, **plan})
    workplace = open_workplace(chosen, by=apprentice)
    with transaction():
        workplace = lock_workplace(workplace.id)
        at = chosen.starts_at
        desk = add_colleague(workplace, apprentice.person.name, roles=roles, membership=apprentice, at=at)
        teacher = add_colleague(workplace, "Morag Sinclair", roles={WorkRole.USER}, job="Teacher of music", at=at)
        engineer = add_colleague(workplace, "Dougal Weir", roles={WorkRole.SECOND_LEVEL, WorkRole.PEER_REVIEWER}, at=at)
        owner = {WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER, WorkRole.FINAL_APPROVER}
        head = add_colleague(workplace, "Elspeth Grant", roles=owner, job="Depute head", at=at)
        first = add_group(workplace, "Service desk", 1, [desk])
        second = add_group(workplace, "Network team", 2, [engineer])
    return Workroom(workplace, apprentice, desk, teacher, engineer, head, first, second)


def seat(workroom: Workroom, member: Membership, *roles: WorkRole) -> Colleague:
    """Let another member work there too."""
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        return add_colleague(
            workplace, member.person.name, roles=roles, membership=member, at=workroom.workplace.started_at
        )
