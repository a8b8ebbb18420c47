"""How a package says who may do what; each package keeps its own table of rules."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from accounts.models import Membership, Notification, Person, Role
from core.errors import NotAllowed, NotFound


class Answer(Enum):
    """What a rule answers: yes; no, but they may see it (403); or that it is not there for them (404)."""

    YES = "yes"
    NO = "no"
    HIDDEN = "hidden"


Rule = Callable[[Membership, Any], Answer]
Policy = Mapping[str, Rule]


def may(policy: Policy, action: str, who: Membership, subject: object) -> bool:
    return policy[action](who, subject) is Answer.YES


def require(policy: Policy, action: str, who: Membership, subject: object) -> None:
    """Raise `NotFound` or `NotAllowed` unless the policy lets this membership act on this subject."""
    answer = policy[action](who, subject)
    if answer is Answer.HIDDEN:
        raise NotFound("We could not find that. It may have moved, or you may not have access to it.")
    if answer is Answer.NO:
        raise NotAllowed(f"Your role here does not let you {action.replace('_', ' ')}.")


def _is_admin(who: Membership, _subject: Any) -> Answer:
    return Answer.YES if who.role is Role.PROVIDER_ADMIN else Answer.HIDDEN


def _is_admin_of_centre(who: Membership, subject: Any) -> Answer:
    return _is_admin(who, subject) if subject.centre_id == who.centre_id else Answer.HIDDEN


def _is_own_role(who: Membership, membership: Membership) -> Answer:
    return Answer.YES if membership.person_id == who.person_id else Answer.HIDDEN


def _is_themself(who: Membership, person: Person) -> Answer:
    return Answer.YES if person.id == who.person_id else Answer.HIDDEN


def _is_told_to_them(who: Membership, notification: Notification) -> Answer:
    return Answer.YES if notification.membership_id == who.id else Answer.HIDDEN


POLICY: Policy = {
    "list_people": _is_admin,
    "invite_member": _is_admin,
    "create_employer": _is_admin,
    "show_member": _is_admin_of_centre,
    "resend_invitation": _is_admin_of_centre,
    "end_membership": _is_admin_of_centre,
    "switch_membership": _is_own_role,
    "change_password": _is_themself,
    "read_notification": _is_told_to_them,
}
