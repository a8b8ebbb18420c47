"""One-time links: made for a person, sent by mail, and used once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from accounts import queries
from accounts.models import OneTimeToken, Person, TokenPurpose
from accounts.secrets import hash_of, new_secret
from core import clock
from core.db import transaction
from core.errors import DomainError

LIFETIMES = {TokenPurpose.PASSWORD_RESET: timedelta(minutes=30), TokenPurpose.INVITATION: timedelta(hours=72)}


class LinkNoLongerWorks(DomainError):
    """The link was used, is too old, or never was one."""

    status = 410

    def __init__(self) -> None:
        super().__init__("This link was used already or is too old. Ask for a new one.")


def make_link(person: Person, purpose: TokenPurpose) -> str:
    """Return the path of a new link; only its hash is kept."""
    secret = new_secret()
    with transaction() as session:
        session.add(
            OneTimeToken(
                purpose=purpose,
                token_hash=hash_of(secret),
                person_id=person.id,
                expires_at=clock.now() + LIFETIMES[purpose],
                used_at=None,
            )
        )
    folder = "reset-password" if purpose is TokenPurpose.PASSWORD_RESET else "invitations"
    return f"/{folder}/{secret}"


def check_link(secret: str, purpose: TokenPurpose) -> Person:
    """Return whose link this is, without using it: mail scanners open links, people press buttons."""
    token = queries.find_usable_token(hash_of(secret), purpose)
    if token is None:
        raise LinkNoLongerWorks
    return token.person


def use_link(secret: str, purpose: TokenPurpose) -> Person:
    """Use the link up, and every other link of the person with it. Of many at once only one succeeds."""
    with transaction() as session:
        person = check_link(secret, purpose)
        unused: Any = session.execute(
            update(OneTimeToken)
            .where(OneTimeToken.token_hash == hash_of(secret), OneTimeToken.used_at.is_(None))
            .values(used_at=clock.now())
        )
        if unused.rowcount != 1:
            raise LinkNoLongerWorks
        session.execute(
            update(OneTimeToken)
            .where(OneTimeToken.person_id == person.id, OneTimeToken.used_at.is_(None))
            .values(used_at=clock.now())
        )
    return person
