"""Programmes: what an apprentice follows, and the rule of combination."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
