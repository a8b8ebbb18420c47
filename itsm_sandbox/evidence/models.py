"""What was frozen for a portfolio."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Snapshot(Base):
    """An artefact as it was when somebody took it into their portfolio; the files are the portfolio's from then on."""

    __tablename__ = "workplace_snapshot"
    __table_args__ = (
        Index(None, "subject_kind", "subject_id"),
        Index(None, "colleague_id"),
        Index(None, "evidence_id"),
    )
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    last_hash: Mapped[str]  # of the workplace's log then
    sha256: Mapped[str]  # of the JSON
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    taken_at: Mapped[datetime]  # in our time
