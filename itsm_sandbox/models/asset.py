"""Things that ICT looks after."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.models.base import Artefact
from itsm_sandbox.rules.kinds import ArtefactKind


class Asset(Artefact):
    """A thing in the register. Its history is its events; a change without one is an unauthorised change."""

    __tablename__ = "asset"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), UniqueConstraint("workplace_id", "tag"))
    kind = ArtefactKind.ASSET
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
