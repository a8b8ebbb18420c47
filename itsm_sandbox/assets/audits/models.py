"""Audits of what is really there, and what was seen during them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models.artefact import Artefact


class Audit(Artefact):
    """The register compared with what is there, at one site or at all. `figures` are those of the last comparison."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = ArtefactKind.AUDIT
    prefix = "AUD"

    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))  # None: all sites
    method: Mapped[str]  # scan, walk_round
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    conclusion: Mapped[str] = mapped_column(Text, default="")


class Sighting(Base):
    """A thing that somebody, or a scan of the network, saw. Which asset it is, a comparison may find out later."""

    __tablename__ = "sighting"
    __table_args__ = (
        Index(None, "audit_id"),
        Index(None, "asset_id"),
        Index(None, "workplace_id", "seen_at"),
    )

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))  # None: a check of one asset by itself
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    source: Mapped[str]  # scan, upload, walk_round, check
    serial: Mapped[str] = mapped_column(default="")
    macs: Mapped[list[Any]] = mapped_column(JSON)
    tag: Mapped[str] = mapped_column(default="")
    host_name: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    user: Mapped[str] = mapped_column(default="")
    software: Mapped[list[Any]] = mapped_column(JSON)
    seen_at: Mapped[datetime]  # in the workplace's time
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    seq: Mapped[int] = mapped_column(default=0)  # of the event in the workplace's log that told it
    outcome: Mapped[str] = mapped_column(default="")  # the class that the comparison gave it: matched, moved, ...
