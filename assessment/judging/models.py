"""What an assessor answers to claims: drafts while they look, then signed judgements that stay for ever."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from assessment.signatures.models import Remark, Remarked, Signed
from assessment.vocabulary import DecisionOutcome, Outcome
from core.db import Base
from portfolio.evidence.models import Claim, EvidenceVersion


class DraftJudgement(Base):
    """An answer the assessor has chosen but not signed; saved at every key and free to change."""

    __tablename__ = "draft_judgement"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    outcome: Mapped[Outcome | None]
    feedback: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class DraftDecision(Base):
    """The VACS check and the return date, as far as they are filled in."""

    __tablename__ = "draft_decision"

    version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"), unique=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    is_valid: Mapped[bool] = mapped_column(default=False)
    is_authentic: Mapped[bool] = mapped_column(default=False)
    is_current: Mapped[bool] = mapped_column(default=False)
    is_sufficient: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[DecisionOutcome | None]
    target_on: Mapped[date | None]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Decision(Signed, Base):
    """An assessor's signature on one submitted version and all the judgements in it."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "version_id"), Index(None, "assessor_id", "at"))
    append_only = "always"

    version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    outcome: Mapped[DecisionOutcome]
    is_valid: Mapped[bool]
    is_authentic: Mapped[bool]
    is_current: Mapped[bool]
    is_sufficient: Mapped[bool]
    target_on: Mapped[date | None]
    needs_countersignature: Mapped[bool]  # the assessor was a trainee then

    version: Mapped[EvidenceVersion] = relationship(lazy="raise_on_sql")
    assessor: Mapped[Membership] = relationship(lazy="raise_on_sql")
    judgements: Mapped[list["Judgement"]] = relationship(
        back_populates="decision", lazy="raise_on_sql", order_by="Judgement.id"
    )


class Judgement(Base):
    """An assessor's answer to one claim."""

    __tablename__ = "judgement"
    __table_args__ = (Index(None, "claim_id", "at"), Index(None, "decision_id"))
    append_only = "always"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    outcome: Mapped[Outcome]
    remark_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"))
    feedback_commitment: Mapped[str | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("judgement.id"))  # an earlier answer to this claim
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(back_populates="judgements", lazy="raise_on_sql")
    claim: Mapped[Claim] = relationship(lazy="raise_on_sql")
    remark: Mapped[Remark | None] = relationship(lazy="raise_on_sql")


class Countersignature(Signed, Base):
    """A qualified assessor's signature under a trainee's decision, without which it does not count."""

    __tablename__ = "countersignature"
    append_only = "always"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))

    assessor: Mapped[Membership] = relationship(lazy="raise_on_sql")


class CountersignatureRefusal(Remarked, Base):
    """A qualified assessor's reason not to sign under a trainee's decision, which goes back to the trainee."""

    __tablename__ = "countersignature_refusal"
    append_only = "always"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    content_hash: Mapped[str]  # of the decision they read
    at: Mapped[datetime]

    assessor: Mapped[Membership] = relationship(lazy="raise_on_sql")
