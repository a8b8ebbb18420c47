"""What was written down so that the next person need not find it out."""

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.models.base import Artefact
from itsm_sandbox.rules.kinds import ArtefactKind


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
