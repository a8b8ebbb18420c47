"""Parts of licences that are given to people, devices and sites."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Allocation(Artefact):
    """A part of a licence given to a person, a device or a site. Exactly one of the three is set."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        Index(None, "entitlement_id"),
        Index(None, "colleague_id"),
        Index(None, "asset_id"),
    )
    kind = "allocation"
    prefix = "ALC"

    entitlement_id: Mapped[int] = mapped_column(ForeignKey("entitlement.id"))
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    mode: Mapped[str]  # on_premises, remote
    from_on: Mapped[date]
    to_on: Mapped[date | None]  # the last day; None: until it is reclaimed
    last_used_on: Mapped[date | None]  # as the publisher's own page says; what devices report is in `Installation`
