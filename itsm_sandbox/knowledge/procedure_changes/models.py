"""Requests to change a procedure."""

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class ProcedureChange(Artefact):
    """What an article should say instead, decided with a reason that those who asked for it are told."""

    __tablename__ = "procedure_change_request"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "article_id"))
    kind = "procedure_change_request"
    prefix = "PCR"

    title: Mapped[str]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))  # None: one that is missing
    wanted: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # of the decision
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
