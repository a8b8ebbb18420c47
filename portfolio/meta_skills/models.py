"""Three series about meta-skills, kept apart: what evidence shows, what I say, what others say."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from core.db import Base
from standards.models import Criterion


class SelfEvaluation(Base):
    """What the apprentice says of themselves at one moment. A later one stands beside it, never over it."""

    __tablename__ = "self_evaluation"
    __table_args__ = (Index(None, "enrolment_id", "criterion_id", "at"),)
    append_only = "always"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    rating: Mapped[int]  # a step of the scale in standards/data
    reflection: Mapped[str] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(Text)
    is_shared: Mapped[bool]
    at: Mapped[datetime]

    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")


class MetaSkillFeedback(Base):
    """What someone else saw of a meta-skill."""

    __tablename__ = "meta_skill_feedback"
    __table_args__ = (Index(None, "enrolment_id", "criterion_id", "at"),)
    append_only = "always"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    rating: Mapped[int]
    comment: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    author: Mapped[Membership] = relationship(lazy="raise_on_sql")
    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")
