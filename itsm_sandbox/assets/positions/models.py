"""Reviews of the licence positions."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class LicencePosition(Artefact):
    """The positions of all products on a day, with what is wrong with them and what is to be done."""

    __tablename__ = "licence_position"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "licence_position"
    prefix = "LPR"

    as_of_on: Mapped[date]
    positions: Mapped[list[Any]] = mapped_column(JSON)  # frozen by `position_review`; `rules.licences.Position.plain()`
    findings: Mapped[str] = mapped_column(Text, default="")  # what is wrong, and why
    plan: Mapped[str] = mapped_column(Text, default="")  # what to do about each
    decision: Mapped[str] = mapped_column(default="")  # agreed, agreed_in_part, refused
    decision_note: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
