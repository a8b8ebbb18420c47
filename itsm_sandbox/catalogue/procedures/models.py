"""The support procedure with its covering memo, in versions, and to whom each went."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from itsm_sandbox.engine.models import Artefact, Colleague


class Procedure(Artefact):
    """The support procedure that the single point of contact writes, and the ICT owner's memo that goes with it.

    Its own columns are the working copy. `opening` and `closing` are what the ICT owner writes around the key messages.
    """

    __tablename__ = "support_procedure"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "procedure"
    prefix = "PROC"

    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text, default="")
    opening: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
    version_number: Mapped[int] = mapped_column(default=0)  # of the version last issued; 0 before the first


class ProcedureVersion(Base):
    """The procedure and memo as they were issued: the master document that joiners get as well."""

    __tablename__ = "support_procedure_version"
    __table_args__ = (UniqueConstraint("procedure_id", "number"),)
    append_only = "always"

    procedure_id: Mapped[int] = mapped_column(ForeignKey("support_procedure.id"))
    number: Mapped[int]
    title: Mapped[str]
    memo: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str]  # of title, memo and body
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))


class ProcedureIssue(Base):
    """The procedure and memo as they went to one person."""

    __tablename__ = "support_procedure_issue"
    __table_args__ = (UniqueConstraint("procedure_id", "version_number", "colleague_id"), Index(None, "colleague_id"))
    append_only = "always"

    procedure_id: Mapped[int] = mapped_column(ForeignKey("support_procedure.id"))
    version_number: Mapped[int]
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    sha256: Mapped[str]  # of the version that was sent
    issued_at: Mapped[datetime]

    colleague: Mapped[Colleague] = relationship(lazy="raise_on_sql")
