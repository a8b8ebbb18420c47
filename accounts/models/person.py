"""People, who sign in once, and memberships, the roles they hold in centres."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models.centre import Centre, Employer
from core.db import Base


class Role(StrEnum):
    APPRENTICE = "apprentice"
    LINE_MANAGER = "line_manager"
    ASSESSOR = "assessor"
    VERIFIER = "verifier"
    EXTERNAL_VERIFIER = "external_verifier"
    PROVIDER_ADMIN = "provider_admin"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Standing(StrEnum):
    """An assessor's standing: a trainee's judgements need a qualified assessor's countersignature."""

    QUALIFIED = "qualified"
    TRAINEE = "trainee"


class Person(Base):
    __tablename__ = "person"

    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    password_hash: Mapped[str | None]
    session_epoch: Mapped[int] = mapped_column(default=1)  # raised to end every session at once
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", lazy="raise_on_sql", order_by="Membership.id"
    )

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


class Membership(Base):
    """A person's role in a centre between two days. Everything people do, they do as a membership."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "centre_id", "role"), Index(None, "person_id"))

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    role: Mapped[Role]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"))  # apprentices and line managers
    standing: Mapped[Standing | None]  # assessors
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships", lazy="raise_on_sql")
    centre: Mapped[Centre] = relationship(lazy="raise_on_sql")
    employer: Mapped[Employer | None] = relationship(lazy="raise_on_sql")

    def is_current(self, on: date) -> bool:
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)
