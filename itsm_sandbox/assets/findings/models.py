"""What an audit found that is not as the register or the rules say, and what was done about it."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Finding(Artefact):
    """One discrepancy. `key` says what it is about, so that the next audit knows it again."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        Index(None, "workplace_id", "key"),
        Index(None, "audit_id"),
        Index(None, "asset_id"),
    )
    kind = "finding"
    prefix = "FND"

    title: Mapped[str]
    type: Mapped[str]  # the class of the discrepancy: moved, not_found, unknown_hardware, ...
    key: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))  # who compared
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("software_product.id"))
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the audit saw, by name
    recorded: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the register said then
    cause: Mapped[str] = mapped_column(Text, default="")
    proposed: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # for what is proposed or decided
    expires_on: Mapped[date | None]  # of an exception
    decision: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    evidence: Mapped[str] = mapped_column(Text, default="")
    acted_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    verification: Mapped[str] = mapped_column(Text, default="")
