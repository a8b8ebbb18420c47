"""The plan of procedures that are missing."""

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class ProcedurePlan(Artefact):
    """A procedure that is to be written: why, how urgently, by whom and until when."""

    __tablename__ = "procedure_plan"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "procedure_plan"
    prefix = "PLN"

    title: Mapped[str]
    process_id: Mapped[int | None] = mapped_column(ForeignKey("support_process.id"))
    category: Mapped[str] = mapped_column(default="")
    type: Mapped[str] = mapped_column(default="procedure")  # of the article it becomes
    why: Mapped[str] = mapped_column(Text, default="")
    priority: Mapped[int | None]  # 1 comes first
    reason: Mapped[str] = mapped_column(Text, default="")  # for the priority
    due_on: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))  # who writes it
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))  # what it became
    planner_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
