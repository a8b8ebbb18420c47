"""What happened to services and servers: outages and disk readings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Outage(Base):
    """A time in which a service was not there."""

    __tablename__ = "outage"
    __table_args__ = (Index(None, "workplace_id", "from_at"), Index(None, "service_id"))

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class DiskReading(Base):
    """What a server's counters said."""

    __tablename__ = "disk_reading"
    __table_args__ = (UniqueConstraint("workplace_id", "server", "at"),)
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    server: Mapped[str]
    at: Mapped[datetime]
    used_gb: Mapped[int]
    free_gb: Mapped[int]
