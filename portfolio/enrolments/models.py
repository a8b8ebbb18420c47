"""Enrolments: one apprentice on one programme, with the people around them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from core.db import Base
from portfolio.programmes.models import Programme, ProgrammeUnit


class Enrolment(Base):
    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("programme_id", "apprentice_id"),
        Index(None, "centre_id"),
        Index(None, "apprentice_id"),
        Index(None, "assessor_id"),
        Index(None, "verifier_id"),
        Index(None, "line_manager_id"),
    )

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    apprentice_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    line_manager_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    starts_on: Mapped[date]
    planned_end_on: Mapped[date]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    apprentice: Mapped[Membership] = relationship(lazy="raise_on_sql", foreign_keys=apprentice_id)
    assessor: Mapped[Membership] = relationship(lazy="raise_on_sql", foreign_keys=assessor_id)
    verifier: Mapped[Membership | None] = relationship(lazy="raise_on_sql", foreign_keys=verifier_id)
    line_manager: Mapped[Membership | None] = relationship(lazy="raise_on_sql", foreign_keys=line_manager_id)
    chosen: Mapped[list["EnrolmentUnit"]] = relationship(
        back_populates="enrolment", lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EnrolmentUnit.id"
    )


class EnrolmentUnit(Base):
    """An optional unit that this apprentice chose."""

    __tablename__ = "enrolment_unit"
    __table_args__ = (UniqueConstraint("enrolment_id", "programme_unit_id"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    programme_unit_id: Mapped[int] = mapped_column(ForeignKey("programme_unit.id"))

    enrolment: Mapped[Enrolment] = relationship(back_populates="chosen", lazy="raise_on_sql")
    programme_unit: Mapped[ProgrammeUnit] = relationship(lazy="raise_on_sql")
