"""Reading people, their roles, links and notifications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accounts.models import (
    AttemptKind,
    Employer,
    Membership,
    Notification,
    OneTimeToken,
    Person,
    Role,
    SignInAttempt,
    TokenPurpose,
)
from core import clock
from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate

_WITH_ALL = (joinedload(Membership.person), joinedload(Membership.centre), joinedload(Membership.employer))

PEOPLE_SORTS = {
    "name": (Person.name, Membership.id),
    "-name": (Person.name.desc(), Membership.id),
    "newest": (Membership.from_on.desc(), Membership.id.desc()),
}


def find_person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email))


def get_membership(membership_id: int) -> Membership:
    """Return the membership with its person, centre and employer."""
    membership = db.session.scalar(select(Membership).where(Membership.id == membership_id).options(*_WITH_ALL))
    if membership is None:
        raise NotFound("There is no such person here.")
    return membership


def list_memberships_of(person_id: int, *, centre_id: int | None = None) -> Sequence[Membership]:
    """Return every role the person holds or held (in that centre), with centre and employer, the current ones first."""
    found = (
        select(Membership)
        .where(Membership.person_id == person_id)
        .options(*_WITH_ALL)
        .order_by(Membership.to_on.is_not(None), Membership.from_on.desc(), Membership.id)
    )
    if centre_id is not None:
        found = found.where(Membership.centre_id == centre_id)
    return db.session.scalars(found).all()


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What the list of people shows; `search` looks in name and e-mail address."""

    search: str = ""
    role: Role | None = None
    with_ended: bool = False
    sort: str = "name"


def list_people(centre_id: int, chosen: PeopleFilter, *, page: int) -> Page[Row[Membership]]:
    """Return one page of the centre's memberships, each with its person and employer."""
    found = (
        select(Membership)
        .join(Membership.person)
        .where(Membership.centre_id == centre_id)
        .options(contains_eager(Membership.person), joinedload(Membership.employer))
        .order_by(*PEOPLE_SORTS.get(chosen.sort, PEOPLE_SORTS["name"]))
    )
    if chosen.search:
        found = found.where(
            or_(
                Person.name.icontains(chosen.search, autoescape=True),
                Person.email.icontains(chosen.search, autoescape=True),
            )
        )
    if chosen.role:
        found = found.where(Membership.role == chosen.role)
    if not chosen.with_ended:
        found = found.where(or_(Membership.to_on.is_(None), Membership.to_on >= clock.today()))
    return paginate(found, page)


def list_employers(centre_id: int) -> Sequence[Employer]:
    return db.session.scalars(select(Employer).where(Employer.centre_id == centre_id).order_by(Employer.name)).all()


def find_employer(centre_id: int, employer_id: int) -> Employer | None:
    return db.session.scalar(select(Employer).where(Employer.centre_id == centre_id, Employer.id == employer_id))


def find_usable_token(token_hash: str, purpose: TokenPurpose) -> OneTimeToken | None:
    """Return the link with its person, unless it was used, is too old, or the person is disabled."""
    return db.session.scalar(
        select(OneTimeToken)
        .join(OneTimeToken.person)
        .where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > clock.now(),
            Person.disabled_at.is_(None),
        )
        .options(contains_eager(OneTimeToken.person))
    )


def count_fresh_links(person_id: int, purpose: TokenPurpose) -> int:
    """Return how many links of the person could still be used."""
    found = select(func.count()).where(
        OneTimeToken.person_id == person_id,
        OneTimeToken.purpose == purpose,
        OneTimeToken.used_at.is_(None),
        OneTimeToken.expires_at > clock.now(),
    )
    return db.session.scalar(found) or 0


def list_failures_of_account(account: str, *, device: str | None, since: datetime) -> Sequence[datetime]:
    """Return when the account's latest wrong passwords were typed, newest first, back to the last right one.

    Browsers that the account knows are counted each by itself, so that nobody else's guesses count against them.
    """
    rows = db.session.execute(
        select(SignInAttempt.at, SignInAttempt.succeeded)
        .where(
            SignInAttempt.account == account,
            SignInAttempt.kind == AttemptKind.PASSWORD,
            SignInAttempt.at > since,
            or_(SignInAttempt.succeeded, SignInAttempt.device.is_not_distinct_from(device)),
        )
        .order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())
        .limit(100)
    )
    failures: list[datetime] = []
    for at, succeeded in rows:
        if succeeded:
            break
        failures.append(at)
    return failures


def list_tries_from_address(address: str, kind: AttemptKind, *, since: datetime) -> Sequence[datetime]:
    """Return when this address failed, or asked for links, newest first."""
    rows = db.session.scalars(
        select(SignInAttempt.at)
        .where(
            SignInAttempt.address == address,
            SignInAttempt.kind == kind,
            SignInAttempt.at > since,
            SignInAttempt.succeeded.is_(False),
        )
        .order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())
        .limit(200)
    )
    return rows.all()


def list_notifications(membership_id: int, *, page: int) -> Page[Row[Notification]]:
    """Return one page of what this membership was told, newest first."""
    found = (
        select(Notification)
        .where(Notification.membership_id == membership_id)
        .order_by(Notification.at.desc(), Notification.id.desc())
    )
    return paginate(found, page)


def get_notification(notification_id: int) -> Notification:
    notification = db.session.get(Notification, notification_id)
    if notification is None:
        raise NotFound("There is no such notification.")
    return notification
