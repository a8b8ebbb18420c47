"""Reviews of the first-line process."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class ProcessReview(Artefact):
    """How the first line did against its service levels in a period, and what is to change."""

    __tablename__ = "process_review"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "review"
    prefix = "REV"

    title: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # frozen when it was agreed: this period's and those before
    findings: Mapped[str] = mapped_column(Text, default="")
    procedure_change: Mapped[str] = mapped_column(Text, default="")  # what the support procedure should say instead
    actions: Mapped[list[Any]] = mapped_column(JSON)  # {"what", "owner_id", "owner", "due_on", "done_on", "outcome"}
    effect: Mapped[str] = mapped_column(Text, default="")  # what the actions changed, told at the end
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
