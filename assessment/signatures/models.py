"""The columns that every signature has, and what somebody writes beside one."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from accounts.models import Membership
from core.db import Base


class Remark(Base):
    """Personal text that a ledger entry commits to by salted hash, so that erasing it leaves every proof valid."""

    __tablename__ = "remark"

    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    text: Mapped[str | None] = mapped_column(Text)
    erased_at: Mapped[datetime | None]


class Signed:
    """A row that is a signature. Who signed is the table's own to say."""

    statement: Mapped[str] = mapped_column(Text)  # the sentence they agreed to
    content_hash: Mapped[str]  # of exactly what they saw
    method: Mapped[str]
    at: Mapped[datetime]


class SignedInRole(Signed):
    """A signature that says as what somebody gave it."""

    by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[str]  # the signer's role then

    @declared_attr
    @classmethod
    def by(cls) -> Mapped[Membership]:
        return relationship(lazy="raise_on_sql")


class Remarked:
    """A row with a remark, and the commitment to it that the ledger holds."""

    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"))
    comment_commitment: Mapped[str]

    @declared_attr
    @classmethod
    def remark(cls) -> Mapped[Remark]:
        return relationship(lazy="raise_on_sql")


class PerhapsRemarked:
    """The same, where somebody may say nothing."""

    remark_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"))
    comment_commitment: Mapped[str | None]

    @declared_attr
    @classmethod
    def remark(cls) -> Mapped[Remark | None]:
        return relationship(lazy="raise_on_sql")
