"""What the service desk's work touches, in plain form: assets, spending, articles, outages and disk readings."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
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


class Expenditure(Artefact):
    """Money committed or spent. A correction is another row."""

    __tablename__ = "expenditure"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "change_id"))
    kind = ArtefactKind.EXPENDITURE
    prefix = "EXP"

    on: Mapped[date]
    category: Mapped[str]  # one of the ten columns of FITS
    supplier: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    amount_pence: Mapped[int]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    is_restricted: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))


class Article(Artefact):
    """Something written down so that the next person need not find it out: a procedure, a known error, a guide."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = ArtefactKind.ARTICLE
    prefix = "KB"

    type: Mapped[str]  # procedure, playbook, faq, known_error, user_guide, lesson
    audience: Mapped[str] = mapped_column(default="staff")  # or users
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text, default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    category: Mapped[str] = mapped_column(default="")
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    review_due_on: Mapped[date | None]


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
