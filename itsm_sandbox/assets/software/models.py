"""Software: products, where each is installed, and how many use it at once."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.models import Artefact


class SoftwareProduct(Artefact):
    """A program or service as its publisher licenses it, and whether the workplace allows it."""

    __tablename__ = "software_product"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), UniqueConstraint("workplace_id", "name"))
    kind = "software_product"
    prefix = "SWP"

    publisher: Mapped[str]
    name: Mapped[str]
    edition: Mapped[str] = mapped_column(default="")
    metric: Mapped[str]  # per_device, per_user, concurrent, site, subscription, free
    authorisation: Mapped[str]  # allowed, restricted, prohibited
    remote_use_allowed: Mapped[bool]
    unit_price_pence: Mapped[int] = mapped_column(default=0)  # of one device, user, seat or site


class Installation(Base):
    """A product on a device, as inventories saw it. `removed_on` is when it was taken off; seen again, it is None."""

    __tablename__ = "installation"
    __table_args__ = (
        UniqueConstraint("product_id", "asset_id"),
        Index(
            "ix_installation_counted",  # holds all that is read to count licences
            *("workplace_id", "product_id", "asset_id", "first_seen_on", "removed_on", "last_used_on"),
        ),
        Index(None, "asset_id"),
    )

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("software_product.id"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"))
    version: Mapped[str] = mapped_column(default="")
    first_seen_on: Mapped[date]
    last_seen_on: Mapped[date]
    last_used_on: Mapped[date | None]
    removed_on: Mapped[date | None]


class ConcurrentUse(Base):
    """The most that used a product at the same time on one day, as its licence server counted."""

    __tablename__ = "concurrent_use"
    __table_args__ = (UniqueConstraint("product_id", "on"),)

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("software_product.id"))
    on: Mapped[date]
    peak: Mapped[int]
