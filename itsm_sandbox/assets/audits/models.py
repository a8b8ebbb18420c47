"""Audits of what is really there."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Audit(Artefact):
    """The register compared with what is there, at one site or at all. `figures` are those of the last comparison."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "audit"
    prefix = "AUD"

    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))  # None: all sites
    method: Mapped[str]  # scan, walk_round
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    conclusion: Mapped[str] = mapped_column(Text, default="")
