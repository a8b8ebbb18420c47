"""An append-only record of who did what, for everything that is not in the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, transaction


class AuditEvent(Base):
    __tablename__ = "audit_event"
    append_only = "always"

    at: Mapped[datetime] = mapped_column(index=True)
    centre_id: Mapped[int | None] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


def record(action: str, *, subject: Base, centre_id: int | None, actor_id: int | None, **details: Any) -> None:
    """Add an event such as `record("membership.ended", subject=membership, ...)`.

    `actor_id` is the membership that acted, or None for a visitor or the system. `details` hold codes and numbers,
    never free text, passwords or tokens.
    """
    with transaction() as session:
        session.flush()
        name = f"{subject.__tablename__}:{subject.id}"
        session.add(
            AuditEvent(
                at=clock.now(), centre_id=centre_id, actor_id=actor_id, action=action, subject=name, details=details
            )
        )
