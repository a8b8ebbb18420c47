"""Requests to change a procedure, and the feedback that they come from."""

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.models.artefact import Artefact


class ProcedureChange(Artefact):
    """What an article should say instead, decided with a reason that those who asked for it are told."""

    __tablename__ = "procedure_change_request"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "article_id"))
    kind = ArtefactKind.PROCEDURE_CHANGE
    prefix = "PCR"

    title: Mapped[str]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))  # None: one that is missing
    wanted: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # of the decision
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))


class Feedback(Artefact):
    """What somebody said of an article after they had used it."""

    __tablename__ = "article_feedback"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "article_id"), Index(None, "change_id"))
    kind = ArtefactKind.FEEDBACK
    prefix = "FBK"

    title: Mapped[str]  # the kind of feedback with the article's reference
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))  # None: one that is missing
    version: Mapped[int] = mapped_column(default=0)  # that was in force
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    type: Mapped[str] = mapped_column(default="")  # error, unclear, missing, idea, worked
    text: Mapped[str] = mapped_column(Text, default="")
    change_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_change_request.id"))
    answer: Mapped[str] = mapped_column(Text, default="")  # what the giver was told
