"""Checks of what an article points to."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class AssetCheck(Artefact):
    """Whether everything that an article names is still there and still so."""

    __tablename__ = "asset_check"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "article_id"))
    kind = "asset_check"
    prefix = "CHK"

    title: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    version: Mapped[int] = mapped_column(default=0)
    items: Mapped[list[Any]] = mapped_column(JSON)  # {"what", "kind", "seen", "is_sound", "is_current", "action"}
    verdict: Mapped[str] = mapped_column(default="")  # current or change_needed
    conclusion: Mapped[str] = mapped_column(Text, default="")
    checked_on: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
