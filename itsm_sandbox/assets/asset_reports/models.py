"""Reports on assets and licences."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class AssetReport(Artefact):
    """What the register says on a day – age, warranty, use, cost, licences – and what is recommended."""

    __tablename__ = "asset_report"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "asset_report"
    prefix = "AMR"

    title: Mapped[str]
    as_of_on: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # frozen by `issue`; empty before
    analysis: Mapped[str] = mapped_column(Text, default="")  # what the figures say
    recommendation: Mapped[str] = mapped_column(Text, default="")
    cost_pence: Mapped[int | None]  # of what is recommended
    decision: Mapped[str] = mapped_column(default="")  # agreed, agreed_in_part, refused
    decision_note: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
