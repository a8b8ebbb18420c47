"""Running a centre's people: inviting them, ending their roles, naming their employers."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from accounts import queries
from accounts.models import Centre, Employer, Membership, Person, Role, Standing, TokenPurpose
from accounts.permissions import POLICY, require
from accounts.rules import is_email
from accounts.services.links import make_link
from accounts.services.notifications import notify
from accounts.services.signing_in import plain_email
from core import audit, clock, outbox
from core.addresses import address_of
from core.db import db, transaction
from core.errors import DomainError, FieldErrors

_INVITATION = """\
Hello {name},

{centre} invites you to Touchstone as {role}. Open this page within three days to choose your password:

{link}
"""

_NEW_ROLE = """\
Hello {name},

{centre} has given you a role in Touchstone: {role}. Sign in as usual; you can switch between your roles in the menu.

{link}
"""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite as what. `employer_id` is for apprentices and line managers, `standing` for assessors."""

    email: str
    name: str
    role: Role
    employer_id: int | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """The new membership, and the address of the invitation for someone who has no password yet."""

    membership: Membership
    link: str | None


class AlreadyHere(DomainError):
    """The invitation has been accepted."""


class CannotEnd(DomainError):
    """The role cannot be ended, or not by this person."""


def create_centre(name: str, *, admin_name: str, admin_email: str) -> Invited:
    """Open a centre and invite its first provider admin; done at the server's console."""
    name = " ".join(name.split())
    if not name:
        raise FieldErrors({"name": "Give the centre a name. Nothing was opened."})
    if not is_email(admin_email):
        raise FieldErrors({"admin_email": "Give an e-mail address such as name@example.org. Nothing was opened."})
    with transaction() as session:
        if db.session.scalar(select(Centre).where(Centre.name == name)):
            raise FieldErrors({"name": "There is a centre with this name already."})
        centre = Centre(name=name, awarding_body=None)
        session.add(centre)
        audit.record("centre.created", subject=centre, centre_id=centre.id, actor_id=None)
        invitation = Invitation(email=admin_email, name=admin_name, role=Role.PROVIDER_ADMIN)
        return _add_member(centre, invitation, actor_id=None)


def invite_member(invitation: Invitation, *, by: Membership) -> Invited:
    """Give a role in the acting admin's centre to someone, who learns of it by mail."""
    with transaction():
        require(POLICY, "invite_member", by, None)
        if invitation.employer_id and queries.find_employer(by.centre_id, invitation.employer_id) is None:
            raise FieldErrors({"employer_id": "Choose an employer of your centre."})
        return _add_member(by.centre, invitation, actor_id=by.id)


def resend_invitation(membership_id: int, *, by: Membership) -> Invited:
    with transaction():
        membership = queries.get_membership(membership_id)
        require(POLICY, "resend_invitation", by, membership)
        if membership.person.password_hash is not None:
            raise AlreadyHere(f"{membership.person.name} has accepted the invitation and can sign in.")
        audit.record("invitation.sent", subject=membership, centre_id=by.centre_id, actor_id=by.id)
        return _tell(membership)


def end_membership(membership_id: int, *, last_on: date | None, by: Membership) -> Membership:
    """End a role after its last day, or at once when that is None."""
    with transaction():
        membership = queries.get_membership(membership_id)
        require(POLICY, "end_membership", by, membership)
        today = clock.today()
        if membership.id == by.id:
            raise CannotEnd("You cannot end your own role. Ask another provider admin of your centre.")
        if membership.to_on is not None and membership.to_on < today:
            raise CannotEnd("This role has ended already.")
        if last_on is not None and last_on < today:
            raise FieldErrors({"last_on": "Choose today or a later day."})
        membership.to_on = last_on or today - timedelta(days=1)
        audit.record(
            "membership.ended",
            subject=membership,
            centre_id=by.centre_id,
            actor_id=by.id,
            to_on=membership.to_on.isoformat(),
        )
    return membership


def create_employer(name: str, *, by: Membership) -> Employer:
    with transaction() as session:
        require(POLICY, "create_employer", by, None)
        name = " ".join(name.split())
        if any(employer.name.casefold() == name.casefold() for employer in queries.list_employers(by.centre_id)):
            raise FieldErrors({"name": "Your centre has an employer with this name already."})
        employer = Employer(centre_id=by.centre_id, name=name)
        session.add(employer)
        audit.record("employer.created", subject=employer, centre_id=by.centre_id, actor_id=by.id)
    return employer


def _add_member(centre: Centre, invitation: Invitation, *, actor_id: int | None) -> Invited:
    with transaction() as session:
        person = _find_or_add_person(invitation)
        _refuse_second_role_alike(centre, person, invitation.role)
        role = invitation.role
        membership = Membership(
            person=person,
            centre=centre,
            role=role,
            employer_id=invitation.employer_id if role in {Role.APPRENTICE, Role.LINE_MANAGER} else None,
            standing=(invitation.standing or Standing.QUALIFIED) if role is Role.ASSESSOR else None,
            from_on=clock.today(),
            to_on=None,
        )
        session.add(membership)
        audit.record("member.invited", subject=membership, centre_id=centre.id, actor_id=actor_id, role=role.value)
        return _tell(membership)


def _find_or_add_person(invitation: Invitation) -> Person:
    email = plain_email(invitation.email)
    person = queries.find_person_by_email(email)
    if person is not None:
        return person
    person = Person(
        email=email,
        name=" ".join(invitation.name.split()),
        password_hash=None,
        created_at=clock.now(),
        disabled_at=None,
    )
    with transaction() as session:
        session.add(person)
        session.flush()
    return person


def _refuse_second_role_alike(centre: Centre, person: Person, role: Role) -> None:
    for held in queries.list_memberships_of(person.id):
        if held.centre_id == centre.id and held.role is role and held.is_current(clock.today()):
            raise FieldErrors({"email": f"This person is {role.label.lower()} in your centre already."})


def _tell(membership: Membership) -> Invited:
    """Write to the person: a link to choose a password, or that they have one more role."""
    person, centre, role = membership.person, membership.centre, membership.role.label.lower()
    if person.password_hash is None:
        link = address_of(make_link(person, TokenPurpose.INVITATION))
        text = _INVITATION.format(name=person.first_name, centre=centre.name, role=role, link=link)
    else:
        link = None
        text = _NEW_ROLE.format(name=person.first_name, centre=centre.name, role=role, link=address_of("/sign-in"))
        notify(membership, f"{centre.name} has given you this role: {role}.", "/account")
    outbox.send_mail(to=person.email, subject=f"{centre.name} invites you to Touchstone", text=text)
    return Invited(membership, link)
