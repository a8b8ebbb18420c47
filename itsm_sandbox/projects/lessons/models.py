"""Lessons learnt from projects, changes and problems."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Lesson(Artefact):
    """What happened, what it teaches, and what was changed because of it."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "project_id"))
    kind = "lesson"
    prefix = "LSN"

    title: Mapped[str]
    source: Mapped[str]  # project, change, problem, other
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    happened: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[str] = mapped_column(default="")  # repeat, improve, avoid
    evaluation: Mapped[str] = mapped_column(Text, default="")
    action: Mapped[str] = mapped_column(Text, default="")
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    article_changed_on: Mapped[date | None]  # since the lesson was collected
    no_update_reason: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
