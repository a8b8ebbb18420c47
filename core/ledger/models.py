"""The entries of the logs, and the head of each log."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class LedgerEntry(Base):
    """One leaf of one log. `canonical` holds the bytes that were hashed; they are never made again from the rest."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("log_id", "seq"),
        UniqueConstraint("log_id", "kind", "subject_id", name="uq_ledger_entry_subject"),
    )
    append_only = "always"

    log_id: Mapped[int]
    seq: Mapped[int]
    kind: Mapped[str]
    subject_id: Mapped[int]
    at: Mapped[datetime]
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    canonical: Mapped[bytes] = mapped_column(LargeBinary)


class LedgerHead(Base):
    """Where the next entry of a log goes; changed in the transaction that adds the entry, and its lock."""

    __tablename__ = "ledger_head"

    log_id: Mapped[int] = mapped_column(unique=True)
    size: Mapped[int]
    last_leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
