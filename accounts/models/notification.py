"""What happened that a person should know of, shown under the bell."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Notification(Base):
    __tablename__ = "notification"
    __table_args__ = (Index(None, "membership_id", "read_at"),)

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    text: Mapped[str]
    path: Mapped[str]  # where it leads, a path of our own
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
