"""What is really on the simulated network, whatever the register says."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class NetworkDevice(Base):
    """A device as it is from a moment on; its newest row counts. Those at work see it only through a scan."""

    __tablename__ = "network_device"
    __table_args__ = (Index(None, "workplace_id", "device", "id"),)
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    device: Mapped[int]  # its number on the network
    at: Mapped[datetime]  # in the workplace's time
    serial: Mapped[str]
    macs: Mapped[list[Any]] = mapped_column(JSON)
    tag: Mapped[str]
    host_name: Mapped[str]
    site: Mapped[str]
    place: Mapped[str]
    user: Mapped[str]
    software: Mapped[list[Any]] = mapped_column(JSON)
    is_there: Mapped[bool]
