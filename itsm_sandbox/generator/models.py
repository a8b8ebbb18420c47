"""What the generator hid in a workplace's history for those at work there to find."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class PlantedTruth(Base):
    """Read by assessors and the provider's admins alone."""

    __tablename__ = "planted_truth"
    __table_args__ = (UniqueConstraint("workplace_id", "name"),)
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    name: Mapped[str]
    told: Mapped[str] = mapped_column(Text)  # what is so, and where it can be seen
    subjects: Mapped[list[Any]] = mapped_column(JSON)  # [kind, id] of the artefacts that it is about
    category: Mapped[str] = mapped_column(default="")  # the subcategory of tickets that it is about
