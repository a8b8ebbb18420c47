"""Files on their way in: what somebody uploaded, how its columns were understood, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.live_work.imports.rules.states import BatchState


class ImportBatch(Base):
    """One uploaded file. The file itself is kept only until it is confirmed or abandoned; its hash stays."""

    __tablename__ = "import_batch"
    __table_args__ = (Index(None, "workplace_id", "by_id"), Index(None, "sha256"))

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    what: Mapped[str]  # assets, software, installations, licences or live
    tool: Mapped[str] = mapped_column(default="")  # of live records: glpi, jira, servicenow or other
    record_kind: Mapped[str] = mapped_column(default="")  # of live records: ticket, change or asset
    my_names: Mapped[list[Any]] = mapped_column(JSON)  # what the importer is called in the file
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    sheet: Mapped[str] = mapped_column(default="")
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)  # of live records by column, else by field
    state: Mapped[BatchState]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)  # of the rows that came in
    uploaded_at: Mapped[datetime]  # in our time
    ended_at: Mapped[datetime | None]
