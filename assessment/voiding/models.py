"""Taking evidence out of account: one person proposes it, another one decides."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from assessment.signatures.models import PerhapsRemarked, Remarked, SignedInRole
from assessment.vocabulary import VoidReason
from core.db import Base
from portfolio.evidence.models import Evidence


class VoidProposal(Remarked, Base):
    __tablename__ = "void_proposal"
    __table_args__ = (Index(None, "evidence_id"),)
    append_only = "always"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    reason: Mapped[VoidReason]
    erases_files: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[str]  # the proposer's role then
    at: Mapped[datetime]

    evidence: Mapped[Evidence] = relationship(lazy="raise_on_sql")
    by: Mapped[Membership] = relationship(lazy="raise_on_sql")
    answer: Mapped["VoidAnswer | None"] = relationship(back_populates="proposal", lazy="raise_on_sql")


class VoidAnswer(SignedInRole, PerhapsRemarked, Base):
    """The second person's signature: the evidence is void from here, or it stays as it is."""

    __tablename__ = "void_answer"
    append_only = "always"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("void_proposal.id"), unique=True)
    is_agreed: Mapped[bool]

    proposal: Mapped[VoidProposal] = relationship(back_populates="answer", lazy="raise_on_sql")
