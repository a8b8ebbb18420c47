"""When members come into a world: simulated colleagues give up the roles that members hold from now on."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from core.db import db
from itsm_sandbox.engine.log import record
from itsm_sandbox.engine.models import Colleague, GroupMember, SupportGroup, Workplace
from itsm_sandbox.engine.queries import list_colleagues, list_groups
from itsm_sandbox.engine.roles import WorkRole

_SHARED = frozenset({WorkRole.USER, WorkRole.SUPPLIER})
"""Roles that members and simulated people hold side by side."""


def make_room_for_members(workplace: Workplace) -> None:
    """In a locked workplace, once its members are in it. Simulated people whose work is taken over leave."""
    people = list_colleagues(workplace.id)
    members = [one for one in people if not one.is_simulated]
    taken = {role for one in members for role in one.roles} - _SHARED
    at = workplace.started_at
    for person in people:
        if person.is_simulated and person.roles & taken:
            _give_up(workplace, person, person.roles & taken, at)
    _join_groups(workplace, members, at)


def _give_up(workplace: Workplace, person: Colleague, roles: Collection[WorkRole], at: datetime) -> None:
    shown = {"colleague_id": person.name}
    if person.roles <= set(roles):
        person.left_at = at
        db.session.execute(delete(GroupMember).where(GroupMember.colleague_id == person.id))
        given = {"colleague_id": person.id}
        record(workplace, workplace, "left", actor=None, role="", at=at, given=given, shown=shown)
        return
    person.role_names = sorted(str(role) for role in person.roles - set(roles))
    for role in sorted(roles):
        told = {"colleague_id": person.id, "role": role}
        words = {**shown, "role": role.label}
        record(workplace, workplace, "role_ended", actor=None, role="", at=at, given=told, shown=words)


def _join_groups(workplace: Workplace, members: Collection[Colleague], at: datetime) -> None:
    """First-level support is in the groups of that level, second-level support in its own."""
    of_members = GroupMember.colleague_id.in_([one.id for one in members])
    there = {
        (row.group_id, row.colleague_id)
        for row in db.session.execute(select(GroupMember.group_id, GroupMember.colleague_id).where(of_members))
    }
    for group in list_groups(workplace.id):
        if group.is_supplier:
            continue
        role = WorkRole.FIRST_LEVEL if group.level == 1 else WorkRole.SECOND_LEVEL
        joined = [one for one in members if role in one.roles and (group.id, one.id) not in there]
        if joined:
            _join(workplace, group, joined, at)


def _join(workplace: Workplace, group: SupportGroup, joined: Collection[Colleague], at: datetime) -> None:
    db.session.add_all(GroupMember(group_id=group.id, colleague_id=one.id) for one in joined)
    given = {"group_id": group.id, "joined": [one.id for one in joined], "left": []}
    shown = {"group_id": group.name, "joined": ", ".join(one.name for one in joined), "left": ""}
    record(workplace, workplace, "group_changed", actor=None, role="", at=at, given=given, shown=shown)
