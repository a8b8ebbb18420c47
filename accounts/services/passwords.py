"""Setting a password: by a link in the mail, by an invitation, or by knowing the present one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from accounts import queries
from accounts.hashing import hash_password
from accounts.models import Membership, Person, TokenPurpose
from accounts.permissions import POLICY, require
from accounts.rules import MOST_LINKS_AT_ONCE, find_password_problem
from accounts.services.links import check_link, make_link, use_link
from accounts.services.signing_in import check_password, count_reset_request, forgive_failures, plain_email
from core import audit, clock, outbox
from core.addresses import address_of
from core.db import transaction
from core.errors import FieldErrors
from core.formatting import when

__all__ = ["accept_invitation", "change_password", "check_link", "request_password_reset", "reset_password"]

_SECONDS_FOR_ANY_RESET_REQUEST = 0.15
_COMMON = Path(__file__).parents[1] / "data" / "common_passwords.txt"

_RESET = """\
Hello {name},

somebody, we hope you, asked to set a new password for your Touchstone account. Open this page within 30 minutes:

{link}

If it was not you, do nothing: your password stays as it is.
"""

_CHANGED = """\
Hello {name},

the password of your Touchstone account was changed on {when}, and every other browser was signed out.

If it was not you, set a new password at once:

{link}
"""


def request_password_reset(email: str, *, address: str) -> None:
    """Send a link to the person with this address, if there is one; the answer and its time are the same if not."""
    with _taking_the_same_time():
        count_reset_request(email, address=address)
        with transaction():
            person = queries.find_person_by_email(plain_email(email))
            if person is None or person.disabled_at or _has_enough_links(person):
                return
            link = address_of(make_link(person, TokenPurpose.PASSWORD_RESET))
            text = _RESET.format(name=person.first_name, link=link)
            outbox.send_mail(to=person.email, subject="Set a new password for Touchstone", text=text)
            audit.record("password.reset_requested", subject=person, centre_id=None, actor_id=None)


def reset_password(secret: str, password: str) -> Person:
    """Set a new password with a link from the mail. Every session of the person ends."""
    with transaction():
        person = use_link(secret, TokenPurpose.PASSWORD_RESET)
        _set_password(person, password, field="password")
        forgive_failures(person)
        audit.record("password.reset", subject=person, centre_id=None, actor_id=None)
    return person


def accept_invitation(secret: str, *, name: str, password: str) -> Person:
    """Take up an invitation with one's own name and a first password."""
    with transaction():
        person = use_link(secret, TokenPurpose.INVITATION)
        person.name = name.strip()
        _set_password(person, password, field="password")
        forgive_failures(person)
        audit.record("invitation.accepted", subject=person, centre_id=None, actor_id=None)
    return person


def change_password(present: str, new: str, *, by: Membership, address: str, device: str | None) -> None:
    """Change one's own password. Every session of the person ends, so the view starts a new one for this browser."""
    require(POLICY, "change_password", by, by.person)
    check_password(by.person.email, present, address=address, device=device, field="present")
    with transaction():
        _set_password(by.person, new, field="password")
        audit.record("password.changed", subject=by.person, centre_id=by.centre_id, actor_id=by.id)


def _set_password(person: Person, password: str, *, field: str) -> None:
    about = [person.name, person.email, person.email.partition("@")[0]]
    problem = find_password_problem(password, about=about, common=_common_passwords())
    if problem:
        raise FieldErrors({field: problem})
    is_first = person.password_hash is None
    person.password_hash = hash_password(password)
    person.session_epoch += 1
    if not is_first:
        text = _CHANGED.format(name=person.first_name, when=when(clock.now()), link=address_of("/forgotten-password"))
        outbox.send_mail(to=person.email, subject="Your Touchstone password was changed", text=text)


def _has_enough_links(person: Person) -> bool:
    return queries.count_fresh_links(person.id, TokenPurpose.PASSWORD_RESET) >= MOST_LINKS_AT_ONCE


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split("\n")) - {""}


@contextmanager
def _taking_the_same_time() -> Iterator[None]:
    """Answer no sooner than this, whatever was done, so that the time does not tell who has an account."""
    started = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, started + _SECONDS_FOR_ANY_RESET_REQUEST - time.monotonic()))
