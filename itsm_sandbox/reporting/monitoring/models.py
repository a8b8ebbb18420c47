"""Readings of the services' state that somebody collects on a schedule."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.models import Artefact


class MonitoringLog(Artefact):
    """What is read, how often, and from when a reading is red. The counts are of all its collections."""

    __tablename__ = "monitoring_log"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "monitoring_log"
    prefix = "MON"

    title: Mapped[str]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))  # the procedure that asks for it
    routine: Mapped[str] = mapped_column(Text, default="")  # who does what with a red reading
    rhythm: Mapped[str] = mapped_column(default="daily")
    weekday: Mapped[str] = mapped_column(default="0")  # of weekly ones; Monday is 0
    time: Mapped[str] = mapped_column(default="08:30")
    watched: Mapped[list[str]] = mapped_column(JSON)
    disk_limit: Mapped[int] = mapped_column(default=85)  # percent used
    open_limit: Mapped[int] = mapped_column(default=30)
    due_at: Mapped[datetime | None]  # the next collection
    readings: Mapped[list[Any]] = mapped_column(JSON)  # the last ones: {"name", "label", "text", "is_red", "remark"}
    collected: Mapped[int] = mapped_column(default=0)
    on_time: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    missed: Mapped[int] = mapped_column(default=0)
    missed_in_a_row: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))


class Collection(Base):
    """What was read at one time, or that nobody did."""

    __tablename__ = "monitoring_collection"
    __table_args__ = (UniqueConstraint("log_id", "number"),)
    append_only = "always"

    log_id: Mapped[int] = mapped_column(ForeignKey("monitoring_log.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # None: between two times of the schedule
    outcome: Mapped[str]  # on_time, late, extra or missed
    by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    readings: Mapped[list[Any]] = mapped_column(JSON)
