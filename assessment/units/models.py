"""The steps a unit goes through, each a signature that is only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from assessment.vocabulary import UnitEvent
from core.db import Base


class UnitStep(Base):
    __tablename__ = "unit_step"
    __table_args__ = (Index(None, "enrolment_id", "programme_unit_id", "at"),)
    append_only = "always"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    programme_unit_id: Mapped[int] = mapped_column(ForeignKey("programme_unit.id"))
    event: Mapped[UnitEvent]
    by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[str]  # the signer's role then
    statement: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str]  # of the criteria and the judgements they rested on
    method: Mapped[str]
    at: Mapped[datetime]

    by: Mapped[Membership] = relationship(lazy="raise_on_sql")
