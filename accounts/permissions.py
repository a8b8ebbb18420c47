"""How a package says who may do what; each package keeps its own table of rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may, and the words that complete the sentence “Your role here does not let you …”."""

    rule: Rule
    words: str


Policy = Mapping[str, Permission]


def may(policy: Policy, action: str, who: Membership, subject: object) -> bool:
    return policy[action].rule(who, subject) is Answer.YES


def require(policy: Policy, action: str, who: Membership, subject: object) -> None:
    """Raise `NotFound` or `NotAllowed` unless the policy lets this membership act on this subject."""
    answer = policy[action].rule(who, subject)
    if answer is Answer.HIDDEN:
        raise NotFound("We could not find that. It may have moved, or you may not have access to it.")
    if answer is Answer.NO:
        raise NotAllowed(f"Your role here does not let you {policy[action].words}.")


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
    "list_people": Permission(_is_admin, "see the people of this centre"),
    "invite_member": Permission(_is_admin, "invite people to this centre"),
    "create_employer": Permission(_is_admin, "add an employer"),
    "show_member": Permission(_is_admin_of_centre, "see this person’s roles"),
    "resend_invitation": Permission(_is_admin_of_centre, "send this invitation again"),
    "end_membership": Permission(_is_admin_of_centre, "end somebody’s role"),
    "switch_membership": Permission(_is_own_role, "act in this role"),
    "change_password": Permission(_is_themself, "change this password"),
    "read_notification": Permission(_is_told_to_them, "read this notification"),
}
