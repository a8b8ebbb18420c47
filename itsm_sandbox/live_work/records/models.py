"""Records of real work, taken from what a service desk tool at the apprentice's own workplace exported."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class LiveRecord(Artefact):
    """One row of an export, with the names of others masked. It never mixes with what is simulated.

    `columns` are pairs of the tool's own column name and the masked text, in the file's order.
    """

    __tablename__ = "live_record"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        Index(None, "workplace_id", "author_id", "tool", "record_kind", "external_id"),
    )
    kind = "live_record"
    prefix = "LIV"

    tool: Mapped[str]  # glpi, jira, servicenow or other
    record_kind: Mapped[str]  # ticket, change or asset
    external_id: Mapped[str]
    title: Mapped[str] = mapped_column(Text)
    columns: Mapped[list[Any]] = mapped_column(JSON)
    opened_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    tool_state: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="")  # open, waiting, resolved, closed or cancelled, where it is known
    priority: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    is_mine: Mapped[bool] = mapped_column(default=False)  # assigned to the importer
    source_name: Mapped[str]
    source_sha256: Mapped[str]
    row_number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))  # who imported it
