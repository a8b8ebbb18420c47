"""What guards the door: sessions, one-time links and the record of sign-in attempts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models.person import Membership, Person
from core.db import Base


class SignInSession(Base):
    """One sign-in in one browser, acting as one membership. Only the SHA-256 of its key is stored."""

    __tablename__ = "sign_in_session"

    key_hash: Mapped[str] = mapped_column(unique=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    epoch: Mapped[int]  # the person's `session_epoch` when it began
    started_at: Mapped[datetime]  # of the sign-in; a change of role carries it over
    ended_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship(lazy="raise_on_sql")


class TokenPurpose(StrEnum):
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of a purpose, not a password
    INVITATION = "invitation"


class OneTimeToken(Base):
    """A link that works once. Only the SHA-256 of its secret is stored."""

    __tablename__ = "one_time_token"

    purpose: Mapped[TokenPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class AttemptKind(StrEnum):
    PASSWORD = "password"  # noqa: S105 -- the name of a kind, not a password
    RESET = "reset"  # somebody asked for a link to set a new password


class SignInAttempt(Base):
    """One try at an account, kept so that guessing can be slowed per account and per address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))

    kind: Mapped[AttemptKind]
    account: Mapped[str]  # SHA-256 of the e-mail address that was typed: it may not be anybody's
    address: Mapped[str]
    device: Mapped[str | None]  # of a browser that signed in to this account before
    at: Mapped[datetime]
    succeeded: Mapped[bool]
