"""Dashboards that somebody composes from the numbered metrics."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Dashboard(Artefact):
    """Tiles that name a metric and how it is shown. What they say is counted as somebody looks."""

    __tablename__ = "dashboard"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "dashboard"
    prefix = "DSH"

    title: Mapped[str]
    audience: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    days: Mapped[str] = mapped_column(default="30")  # how far it looks back
    tiles: Mapped[list[Any]] = mapped_column(JSON)  # {"metric", "shape", "why"}
    version: Mapped[int] = mapped_column(default=0)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # of the last publication: the period and what each tile said
    published_at: Mapped[datetime | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
