"""The steps a unit goes through, each a signature that is only ever added."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessment.signatures.models import SignedInRole
from assessment.vocabulary import UnitEvent
from core.db import Base


class UnitStep(SignedInRole, Base):
    __tablename__ = "unit_step"
    __table_args__ = (Index(None, "enrolment_id", "programme_unit_id", "at"),)
    append_only = "always"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    programme_unit_id: Mapped[int] = mapped_column(ForeignKey("programme_unit.id"))
    event: Mapped[UnitEvent]
