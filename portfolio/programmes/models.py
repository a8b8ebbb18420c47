"""Programmes: what an apprentice follows, the rule of combination, and what is declared at handing in."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from core.db import Base
from standards.models import Framework, Unit


class Programme(Base):
    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("centre_id", "title"),)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    title: Mapped[str]
    optional_minimum: Mapped[int] = mapped_column(default=0)  # how many optional units must be chosen

    framework: Mapped[Framework] = relationship(lazy="raise_on_sql")
    units: Mapped[list["ProgrammeUnit"]] = relationship(
        back_populates="programme", lazy="raise_on_sql", order_by="ProgrammeUnit.position"
    )


class ProgrammeUnit(Base):
    """A unit as this programme uses it: at one level where the framework has levels."""

    __tablename__ = "programme_unit"
    __table_args__ = (UniqueConstraint("programme_id", "unit_id", "level"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    level: Mapped[str | None]
    is_mandatory: Mapped[bool]
    position: Mapped[int]

    programme: Mapped[Programme] = relationship(back_populates="units", lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class ProgrammeDeclarations(Base):
    """One edition of the sentences declared at handing in. A change adds the next edition; the newest holds."""

    __tablename__ = "programme_declarations"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)
    append_only = "always"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    authenticity: Mapped[str] = mapped_column(Text)  # the apprentice's
    recording: Mapped[str] = mapped_column(Text)  # the assessor's, on what they recorded themselves
    ai_use: Mapped[dict[str, str]] = mapped_column(JSON)  # the sentence of each choice by its key
    by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]

    by: Mapped[Membership] = relationship(lazy="raise_on_sql")
