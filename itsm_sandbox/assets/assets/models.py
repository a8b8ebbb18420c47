"""Things that ICT looks after, and when each was seen in an audit."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from itsm_sandbox.engine.models import Artefact


class Asset(Artefact):
    """A thing in the register. Its history is its events; a change without one is an unauthorised change."""

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        UniqueConstraint("workplace_id", "tag"),
        Index(None, "workplace_id", "state"),
        Index(None, "custodian_id"),
    )
    kind = "asset"
    prefix = "AST"

    tag: Mapped[str]
    type: Mapped[
        str
    ]  # laptop, desktop, tablet, server, switch, access_point, printer, display, phone, peripheral, virtual
    model: Mapped[str] = mapped_column(default="")
    serial: Mapped[str] = mapped_column(default="")
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    location: Mapped[str] = mapped_column(default="")
    custodian_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    purchased_on: Mapped[date | None]
    warranty_ends_on: Mapped[date | None]
    cost_pence: Mapped[int | None]
    installed_on: Mapped[date | None]
    macs: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")  # of its network cards
    host_name: Mapped[str] = mapped_column(default="", server_default="")
    order_number: Mapped[str] = mapped_column(default="", server_default="")
    supplier: Mapped[str] = mapped_column(default="", server_default="")
    funding: Mapped[str] = mapped_column(default="", server_default="")
    maintenance: Mapped[str] = mapped_column(default="", server_default="")  # the contract, and until when
    criticality: Mapped[str] = mapped_column(default="", server_default="")  # high, medium, low
    data_class: Mapped[str] = mapped_column(default="", server_default="")  # none, internal, personal, special
    last_verified_on: Mapped[date | None]  # as its sightings say: its own, and those of an audit that matched it
    due_back_on: Mapped[date | None]  # of a loan
    wipe_method: Mapped[str] = mapped_column(default="", server_default="")
    wiped_by: Mapped[str] = mapped_column(default="", server_default="")
    wipe_certificate: Mapped[str] = mapped_column(default="", server_default="")
    disposal_route: Mapped[str] = mapped_column(default="", server_default="")  # weee, reuse


class Sighting(Base):
    """A thing that somebody, or a scan of the network, saw. Which asset it is, a comparison may find out later."""

    __tablename__ = "sighting"
    __table_args__ = (
        Index(None, "audit_id"),
        Index(None, "asset_id"),
        Index(None, "workplace_id", "seen_at"),
    )

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))  # None: a check of one asset by itself
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    source: Mapped[str]  # scan, upload, walk_round, check
    serial: Mapped[str] = mapped_column(default="")
    macs: Mapped[list[Any]] = mapped_column(JSON)
    tag: Mapped[str] = mapped_column(default="")
    host_name: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    user: Mapped[str] = mapped_column(default="")
    software: Mapped[list[Any]] = mapped_column(JSON)
    seen_at: Mapped[datetime]  # in the workplace's time
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    seq: Mapped[int] = mapped_column(default=0)  # of the event in the workplace's log that told it
    outcome: Mapped[str] = mapped_column(default="")  # the class that the comparison gave it: matched, moved, ...
