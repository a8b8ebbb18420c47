"""Who works in a workplace, in which roles and groups. Each of these is an event of the workplace."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Membership
from core.db import db
from core.errors import FieldErrors
from core.events import publish
from core.formatting import count
from itsm_sandbox.engine.models import Colleague, GroupMember, SupportGroup
from itsm_sandbox.engine.perform import Refused
from itsm_sandbox.engine.queries import list_colleagues, list_sites
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.workplace.opening import add_colleague, add_group
from itsm_sandbox.workplace.people.queries import (
    count_held_tickets,
    find_group_by_name,
    get_group,
    get_person,
    list_candidates,
    list_member_ids,
)
from itsm_sandbox.workplace.set_up import Arranging, arranging

NEEDED = (WorkRole.ICT_OWNER, WorkRole.SINGLE_POINT_OF_CONTACT)
"""Roles that somebody must hold at any time, once they are held."""


@dataclass(frozen=True, slots=True)
class Joiner:
    """Somebody new: a member of the centre, or else a simulated person of this name."""

    membership_id: int | None
    name: str
    job: str
    site_id: int | None
    roles: Collection[WorkRole]


def add_person(workplace_id: int, joiner: Joiner, *, by: Membership) -> Colleague:
    with arranging(workplace_id, by) as here:
        members = {one.id: one for one in list_candidates(here.workplace.centre_id, not_in=workplace_id)}
        member = members.get(joiner.membership_id or 0)
        if joiner.membership_id is not None and member is None:
            raise FieldErrors({"membership_id": "Choose somebody of your centre who has no place here yet."})
        if member is None and not joiner.name:
            raise FieldErrors({"name": "Give the simulated person a name, or choose a member."})
        if joiner.site_id is not None and joiner.site_id not in {site.id for site in list_sites(workplace_id)}:
            raise FieldErrors({"site_id": "Choose one of the sites."})
        person = add_colleague(
            here.workplace,
            member.person.name if member else joiner.name,
            roles=joiner.roles,
            membership=member,
            at=here.at,
            job=joiner.job,
            site_id=joiner.site_id,
        )
        publish("colleague.joined", workplace=here.workplace, joiner=person, at=here.at)
        return person


def give_role(workplace_id: int, colleague_id: int, role: WorkRole, *, by: Membership) -> Colleague:
    with arranging(workplace_id, by) as here:
        person = _present(workplace_id, colleague_id)
        if role in person.roles:
            raise Refused(f"{person.name} is {role.label} already.")
        _set_roles(here, person, {*person.roles, role}, "role_given", role)
        publish("colleague.joined", workplace=here.workplace, joiner=person, at=here.at)
        return person


def end_role(workplace_id: int, colleague_id: int, role: WorkRole, *, by: Membership) -> Colleague:
    with arranging(workplace_id, by) as here:
        person = _present(workplace_id, colleague_id)
        if role not in person.roles:
            raise Refused(f"{person.name} is not {role.label} now.")
        _keep_needed(workplace_id, person, {role})
        _set_roles(here, person, person.roles - {role}, "role_ended", role)
        return person


def let_leave(workplace_id: int, colleague_id: int, *, by: Membership) -> Colleague:
    """They keep their place in the history. Whoever holds open tickets hands them over first."""
    with arranging(workplace_id, by) as here:
        person = _present(workplace_id, colleague_id)
        _keep_needed(workplace_id, person, person.roles)
        held = count_held_tickets(person.id)
        if held:
            raise Refused(f"{person.name} still holds {count(held, 'open ticket')}. Reassign what they hold first.")
        person.left_at = here.at
        here.record("left", given={"colleague_id": person.id}, shown={"colleague_id": person.name})
        return person


def let_return(workplace_id: int, colleague_id: int, *, by: Membership) -> Colleague:
    with arranging(workplace_id, by) as here:
        person = get_person(workplace_id, colleague_id)
        if person.left_at is None:
            raise Refused(f"{person.name} works here.")
        person.left_at = None
        here.record("returned", given={"colleague_id": person.id}, shown={"colleague_id": person.name})
        return person


def create_group(workplace_id: int, name: str, level: int, *, is_supplier: bool, by: Membership) -> SupportGroup:
    with arranging(workplace_id, by) as here:
        if find_group_by_name(workplace_id, name) is not None:
            raise FieldErrors({"name": "There is a group of this name already."})
        group = add_group(here.workplace, name, level, is_supplier=is_supplier)
        given = {"group_id": group.id, "level": level, "is_supplier": is_supplier}
        here.record("group_added", given=given, shown={"group_id": name})
        return group


def choose_members(workplace_id: int, group_id: int, chosen: Collection[int], *, by: Membership) -> SupportGroup:
    """Make these the members of the group."""
    with arranging(workplace_id, by) as here:
        group = get_group(workplace_id, group_id)
        names = {one.id: one.name for one in list_colleagues(workplace_id)}
        if not set(chosen) <= names.keys():
            raise FieldErrors({"members": "Choose people who work here."})
        before = list_member_ids(group_id)
        joined, left = sorted(set(chosen) - before), sorted(before - set(chosen))
        if not joined and not left:
            return group
        db.session.add_all(GroupMember(group_id=group_id, colleague_id=one) for one in joined)
        db.session.execute(
            db.delete(GroupMember).where(GroupMember.group_id == group_id, GroupMember.colleague_id.in_(left))
        )
        here.record(
            "group_changed",
            given={"group_id": group_id, "joined": joined, "left": left},
            shown={
                "group_id": group.name,
                "joined": ", ".join(names[one] for one in joined),
                "left": ", ".join(names.get(one, "somebody who left") for one in left),
            },
        )
        return group


def _present(workplace_id: int, colleague_id: int) -> Colleague:
    person = get_person(workplace_id, colleague_id)
    if person.left_at is not None:
        raise Refused(f"{person.name} has left. Let them return first.")
    return person


def _set_roles(here: Arranging, person: Colleague, roles: Collection[WorkRole], verb: str, role: WorkRole) -> None:
    person.role_names = sorted(str(one) for one in roles)
    given = {"colleague_id": person.id, "role": role}
    here.record(verb, given=given, shown={"colleague_id": person.name, "role": role.label})


def _keep_needed(workplace_id: int, person: Colleague, ending: Collection[WorkRole]) -> None:
    others = [one for one in list_colleagues(workplace_id) if one.id != person.id]
    for role in NEEDED:
        if role in ending and not any(role in one.roles for one in others):
            raise Refused(f"Somebody must be the {role.label}. Give the role to somebody else first.")
