"""What people say of articles."""

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Feedback(Artefact):
    """What somebody said of an article after they had used it."""

    __tablename__ = "article_feedback"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "article_id"), Index(None, "change_id"))
    kind = "feedback"
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
