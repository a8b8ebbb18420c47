"""Software: products, the licences held for them, whom these are given to, and where the software is installed."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models.artefact import Artefact


class SoftwareProduct(Artefact):
    """A program or service as its publisher licenses it, and whether the workplace allows it."""

    __tablename__ = "software_product"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), UniqueConstraint("workplace_id", "name"))
    kind = ArtefactKind.SOFTWARE_PRODUCT
    prefix = "SWP"

    publisher: Mapped[str]
    name: Mapped[str]
    edition: Mapped[str] = mapped_column(default="")
    metric: Mapped[str]  # per_device, per_user, concurrent, site, subscription, free
    authorisation: Mapped[str]  # allowed, restricted, prohibited
    remote_use_allowed: Mapped[bool]
    unit_price_pence: Mapped[int] = mapped_column(default=0)  # of one device, user, seat or site


class Entitlement(Artefact):
    """A licence: how much of a product may be used, from when to when, and what proves it."""

    __tablename__ = "entitlement"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "product_id"))
    kind = ArtefactKind.ENTITLEMENT
    prefix = "LIC"

    product_id: Mapped[int] = mapped_column(ForeignKey("software_product.id"))
    quantity: Mapped[int | None]  # None: without a limit, at the site or everywhere
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]  # the last day; None: for ever
    order_ref: Mapped[str] = mapped_column(default="")
    supplier: Mapped[str] = mapped_column(default="")
    cost_pence: Mapped[int | None]
    proof: Mapped[str] = mapped_column(Text, default="")  # what proves it, and where that is kept
    maintenance: Mapped[str] = mapped_column(default="")  # the contract for updates and help


class Allocation(Artefact):
    """A part of a licence given to a person, a device or a site. Exactly one of the three is set."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        Index(None, "entitlement_id"),
        Index(None, "colleague_id"),
        Index(None, "asset_id"),
    )
    kind = ArtefactKind.ALLOCATION
    prefix = "ALC"

    entitlement_id: Mapped[int] = mapped_column(ForeignKey("entitlement.id"))
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    mode: Mapped[str]  # on_premises, remote
    from_on: Mapped[date]
    to_on: Mapped[date | None]  # the last day; None: until it is reclaimed
    last_used_on: Mapped[date | None]  # as the publisher's own page says; what devices report is in `Installation`


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
