"""Analyses of the tickets, made by the people at work."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Trend(Artefact):
    """An analysis by the person at work: what was asked, what was counted, what they make of it."""

    __tablename__ = "trend"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "trend"
    prefix = "TRD"

    title: Mapped[str]
    question: Mapped[str] = mapped_column(Text, default="")
    from_on: Mapped[date]
    to_on: Mapped[date]
    grouping: Mapped[str]  # category, service, site, asset, requester, weekday, hour
    ticket_type: Mapped[str] = mapped_column(default="")  # incident, request or both
    category: Mapped[str] = mapped_column(default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # frozen: what was counted when the finding was written
    standout: Mapped[str] = mapped_column(default="")  # the group that the finding is about, as the table names it
    narrative: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    preventions: Mapped[list[Any]] = mapped_column(JSON)  # {"kind", "id", "ref", "note"} of an article or a change
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
