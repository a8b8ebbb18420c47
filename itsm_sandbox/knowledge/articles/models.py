"""What was written down so that the next person need not find it out, in versions that freeze on publication."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Text, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from itsm_sandbox.engine.models import Artefact, Colleague

FROZEN = ("title", "type", "audience", "body", "service_id", "category")
"""The columns that a version keeps."""


class Article(Artefact):
    """Something written down so that the next person need not find it out: a procedure, a known error, a guide.

    Its own columns are the working copy. While a new version is written, the version in force is what people go by.
    """

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    kind = "article"
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
    version_number: Mapped[int] = mapped_column(default=0, server_default="0")  # of the one in force; 0 before it
    editors: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")  # who wrote the working copy
    change_note: Mapped[str] = mapped_column(Text, default="", server_default="")  # what is new in the working copy
    review: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # the last quality review
    test_run: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # "steps", "verdict", …
    doubt: Mapped[str] = mapped_column(Text, default="", server_default="")  # what a check found to be out of date

    @classmethod
    def is_in_force(cls) -> ColumnElement[bool]:
        """People go by it, though a newer version may be in work."""
        return or_(cls.state == "published", and_(cls.version_number > 0, cls.state != "retired"))

    def frozen(self) -> dict[str, Any]:
        """What a version keeps of it, as JSON."""
        return {name: getattr(self, name) for name in FROZEN}


class ArticleVersion(Base):
    """An article as it was published. The newest one is in force; those before it are superseded."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "number"),)
    append_only = "always"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # `Article.frozen()`
    change_note: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))

    published_by: Mapped[Colleague | None] = relationship(lazy="raise_on_sql", foreign_keys=[published_by_id])
