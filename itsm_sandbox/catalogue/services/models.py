"""The service catalogue: services in versions that freeze on publication."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from itsm_sandbox.engine.models import Artefact, Colleague

FROZEN = (
    "name",
    "description",
    "importance",
    "availability",
    "user_groups",
    "owner_id",
    "first_level_id",
    "second_level_id",
    "contract",
    "targets",
    "request_items",
    "agreed_with",
)
"""The columns that a version keeps: what users were promised, and with whom it was agreed."""


class Service(Artefact):
    """What users rely on. Its own columns are the working copy; tickets point to the version in force when logged."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), UniqueConstraint("workplace_id", "name"))
    kind = "service"
    prefix = "SVC"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    importance: Mapped[str | None]  # critical, high, medium, low
    availability: Mapped[str] = mapped_column(default="")  # the up-time agreed, in words
    user_groups: Mapped[list[str]] = mapped_column(JSON)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    first_level_id: Mapped[int | None] = mapped_column(ForeignKey("support_group.id"))
    second_level_id: Mapped[int | None] = mapped_column(ForeignKey("support_group.id"))
    contract: Mapped[str] = mapped_column(default="")  # the reference of a supplier's contract
    targets: Mapped[dict[str, Any]] = mapped_column(JSON)  # priority: [response minutes, fix minutes] of service time
    request_items: Mapped[list[Any]] = mapped_column(JSON)  # {"name", "needs_approval", "steps"}
    agreed_with: Mapped[list[Any]] = mapped_column(JSON)  # meetings: {"on", "people", "note"}
    review_due_on: Mapped[date | None]
    version_number: Mapped[int] = mapped_column(default=0)  # of the version in force; 0 before the first

    versions: Mapped[list["ServiceVersion"]] = relationship(
        back_populates="service", lazy="raise_on_sql", order_by="ServiceVersion.number"
    )

    def frozen(self) -> dict[str, Any]:
        """What a version keeps of it, as JSON."""
        return {name: getattr(self, name) for name in FROZEN}


class ServiceVersion(Base):
    """A service as it was published."""

    __tablename__ = "service_version"
    __table_args__ = (UniqueConstraint("service_id", "number"),)
    append_only = "always"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # `Service.frozen()`
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))

    published_by: Mapped[Colleague | None] = relationship(lazy="raise_on_sql")
    service: Mapped[Service] = relationship(back_populates="versions", lazy="raise_on_sql")
