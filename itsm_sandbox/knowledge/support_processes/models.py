"""The inventory of what support does."""

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class SupportProcess(Artefact):
    """Something that support does again and again, with the procedure that says how, where there is one."""

    __tablename__ = "support_process"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "support_process"
    prefix = "PRO"

    name: Mapped[str]
    trigger: Mapped[str] = mapped_column(default="")  # what sets it off
    frequency: Mapped[str] = mapped_column(default="")  # daily, weekly, monthly, termly, yearly
    category: Mapped[str] = mapped_column(default="")  # of the tickets that set it off
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))  # the procedure that says how
    risk: Mapped[str] = mapped_column(Text, default="")  # what goes wrong without one
    harm: Mapped[str] = mapped_column(default="")  # "1" to "5"
    score: Mapped[int] = mapped_column(default=0)  # how often times how bad
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
