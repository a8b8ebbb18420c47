"""Training centres, each a world of its own, and the employers they work with."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Centre(Base):
    __tablename__ = "centre"

    name: Mapped[str] = mapped_column(unique=True)
    awarding_body: Mapped[str | None]


class Employer(Base):
    __tablename__ = "employer"
    __table_args__ = (UniqueConstraint("centre_id", "name"),)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    name: Mapped[str]
