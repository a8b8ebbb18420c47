"""Checking a password, with guesses slowed per account and per address."""

import math
from datetime import datetime, timedelta

from sqlalchemy import update

from accounts import queries
from accounts.hashing import hash_password, is_password, needs_new_hash
from accounts.models import AttemptKind, Membership, Person, SignInAttempt
from accounts.permissions import POLICY, require
from accounts.rules import (
    FAILURE_WINDOW,
    FREE_FAILURES,
    FREE_FAILURES_PER_ADDRESS,
    FREE_RESETS_PER_ADDRESS,
    MOST_FAILURES,
    find_next_try,
)
from accounts.secrets import hash_of
from core import audit, clock
from core.db import transaction
from core.errors import FieldErrors, NotFound
from core.formatting import when

NOT_RIGHT = "The e-mail address or the password is not right."


class TooManyTries(FieldErrors):
    """Guessing is slowed; the sentence says when to try again."""

    status = 429


def sign_in(email: str, password: str, *, address: str, device: str | None) -> Person:
    """Return the person whose address and password these are.

    `device` names a browser in which this account was signed in to before, so that a stranger's guesses cannot keep
    the owner out. Someone without an account gets the same answers after the same time as a wrong password.
    """
    email = plain_email(email)
    person = check_password(email, password, address=address, device=device, field="password")
    with transaction():
        memberships = queries.list_memberships_of(person.id)
        current = [membership for membership in memberships if membership.is_current(clock.today())]
        if not current:
            sentence = "You have no current role in any centre. Ask your training provider to invite you again."
            raise FieldErrors({"email": sentence})
        if needs_new_hash(person.password_hash or ""):
            person.password_hash = hash_password(password)
        _record(current[0], person)
    return person


def switch_membership(membership_id: int, *, by: Membership) -> Membership:
    """Return another role of the same person, for the view to go on as."""
    with transaction():
        membership = queries.get_membership(membership_id)
        require(POLICY, "switch_membership", by, membership)
        if not membership.is_current(clock.today()):
            raise NotFound("This role has ended.")
        audit.record("membership.switched", subject=membership, centre_id=membership.centre_id, actor_id=by.id)
    return membership


def check_password(email: str, password: str, *, address: str, device: str | None, field: str) -> Person:
    """Return the enabled person with this password, or refuse beside `field`; each try is counted before it is made."""
    account = account_of(email)
    attempt = _count_try(account, address=address, device=device, field=field)
    person = queries.find_person_by_email(email)
    if not is_password(password, person.password_hash if person else None) or person is None or person.disabled_at:
        raise FieldErrors({field: NOT_RIGHT if field == "password" else "This is not your current password."})
    with transaction() as session:
        session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt.id).values(succeeded=True))
    return person


def count_reset_request(email: str, *, address: str) -> None:
    """Note that somebody asked for a link, and refuse an address that asks for very many."""
    now = clock.now()
    with transaction() as session:
        tries = queries.list_tries_from_address(address, AttemptKind.RESET, since=now - FAILURE_WINDOW)
        _refuse_until(find_next_try(tries, free=FREE_RESETS_PER_ADDRESS), field="email")
        session.add(
            SignInAttempt(
                kind=AttemptKind.RESET, account=account_of(email), address=address, device=None, at=now, succeeded=False
            )
        )


def forgive_failures(person: Person) -> None:
    """Start counting afresh, once somebody proved by other means that the account is theirs."""
    with transaction() as session:
        session.add(
            SignInAttempt(
                kind=AttemptKind.PASSWORD,
                account=account_of(person.email),
                address="",
                device=None,
                at=clock.now(),
                succeeded=True,
            )
        )


def account_of(email: str) -> str:
    """Return the name under which tries at this e-mail address are counted; it does not tell the address."""
    return hash_of(plain_email(email))


def plain_email(email: str) -> str:
    """Return the address as it is kept; PostgreSQL would refuse a NUL, and nobody has one in their address."""
    return email.replace("\0", "").strip().lower()


def _count_try(account: str, *, address: str, device: str | None, field: str) -> SignInAttempt:
    now = clock.now()
    with transaction() as session:
        failures = queries.list_failures_of_account(account, device=device, since=now - timedelta(days=365))
        if len(failures) >= MOST_FAILURES:
            raise TooManyTries({field: "Too many wrong passwords. Reset your password to sign in."})
        recent = [at for at in failures if at > now - FAILURE_WINDOW]
        _refuse_until(find_next_try(recent, free=FREE_FAILURES), field=field)
        if device is None:
            tries = queries.list_tries_from_address(address, AttemptKind.PASSWORD, since=now - FAILURE_WINDOW)
            _refuse_until(find_next_try(tries, free=FREE_FAILURES_PER_ADDRESS), field=field)
        attempt = SignInAttempt(
            kind=AttemptKind.PASSWORD, account=account, address=address, device=device, at=now, succeeded=False
        )
        session.add(attempt)
    return attempt


def _refuse_until(moment: datetime | None, *, field: str) -> None:
    if moment is None or moment <= clock.now():
        return
    minutes = math.ceil((moment - clock.now()).total_seconds() / 60)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    raise TooManyTries({field: f"Too many tries. Wait {wait}, until {when(moment + timedelta(minutes=1))}."})


def _record(membership: Membership, person: Person) -> None:
    audit.record("person.signed_in", subject=person, centre_id=membership.centre_id, actor_id=membership.id)
