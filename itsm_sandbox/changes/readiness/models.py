"""The list that prepares a workplace to use change management."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class ChangeSetup(Artefact):
    """Preparing to implement change management: roles, training, start date, communication, materials, pilot."""

    __tablename__ = "change_setup"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "setup"
    prefix = "SET"

    roles_note: Mapped[str] = mapped_column(Text, default="")
    training: Mapped[list[Any]] = mapped_column(JSON)  # {"on", "people", "covered"}
    goes_live_at: Mapped[datetime | None]
    communication: Mapped[str] = mapped_column(Text, default="")
    materials: Mapped[list[str]] = mapped_column(JSON)
    pilot_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    pilot_review: Mapped[str] = mapped_column(Text, default="")
