"""Budgets: what may be spent in a period, by the columns of the expenditure record."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Budget(Artefact):
    """Amounts for a period. What staff cost has a budget of its own, for the ICT owner alone."""

    __tablename__ = "budget"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "budget"
    prefix = "BUD"

    title: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    software_pence: Mapped[int] = mapped_column(default=0)
    hardware_pence: Mapped[int] = mapped_column(default=0)
    mice_pence: Mapped[int] = mapped_column(default=0)
    cables_pence: Mapped[int] = mapped_column(default=0)
    consumables_pence: Mapped[int] = mapped_column(default=0)
    contracts_pence: Mapped[int] = mapped_column(default=0)
    ad_hoc_pence: Mapped[int] = mapped_column(default=0)
    staff_pence: Mapped[int] = mapped_column(default=0)
    accommodation_pence: Mapped[int] = mapped_column(default=0)
    miscellaneous_pence: Mapped[int] = mapped_column(default=0)
    basis: Mapped[str] = mapped_column(Text, default="")  # where the amounts come from
    split_category: Mapped[str] = mapped_column(default="")  # told apart by finer lines
    split_lines: Mapped[list[str]] = mapped_column(JSON)
    revisions: Mapped[list[Any]] = mapped_column(JSON)  # {"on", "by", "why", "before": {category: pence}}
    is_restricted: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
