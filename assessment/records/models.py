"""What the apprentice says of a record that an assessor made of their work."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from assessment.judging.models import Remark
from core.db import Base


class Confirmation(Base):
    """The apprentice's answer to one handed-in version of a record: a signature that it is right, or why it is not."""

    __tablename__ = "confirmation"
    append_only = "always"

    version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"), unique=True)
    is_right: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[str]  # the signer's role then
    statement: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str]  # of the version, as they saw it
    method: Mapped[str]
    remark_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"))
    comment_commitment: Mapped[str | None]
    at: Mapped[datetime]

    by: Mapped[Membership] = relationship(lazy="raise_on_sql")
    remark: Mapped[Remark | None] = relationship(lazy="raise_on_sql")
