"""Licences held for software."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Entitlement(Artefact):
    """A licence: how much of a product may be used, from when to when, and what proves it."""

    __tablename__ = "entitlement"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "product_id"))
    kind = "entitlement"
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
