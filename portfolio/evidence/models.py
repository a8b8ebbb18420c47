"""Evidence in numbered versions, its files, and what it claims. A submitted version never changes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from core.db import Base
from portfolio.enrolments.models import Enrolment
from portfolio.vocabulary import Assistance, EvidenceKind, EvidenceState, Origin
from standards.models import Criterion

PART_OF_SUBMITTED = (
    "EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)"
)


class Evidence(Base):
    """One piece of an apprentice's work. What it says is in its versions."""

    __tablename__ = "evidence"
    __table_args__ = (Index(None, "enrolment_id", "state"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    state: Mapped[EvidenceState] = mapped_column(default=EvidenceState.DRAFT)
    latest_number: Mapped[int] = mapped_column(default=1)
    submitted_number: Mapped[int | None]  # the newest submitted version, which is what others see
    created_by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # of its state
    files_erased_at: Mapped[datetime | None]  # of void evidence; the record of its files stays

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
    created_by: Mapped[Membership] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["EvidenceVersion"]] = relationship(
        back_populates="evidence", lazy="raise_on_sql", order_by="EvidenceVersion.number"
    )

    @property
    def is_record(self) -> bool:
        """Whether an assessor made it of the apprentice's work. The enrolment is loaded."""
        return self.created_by_id != self.enrolment.apprentice_id


class EvidenceVersion(Base):
    __tablename__ = "evidence_version"
    __table_args__ = (UniqueConstraint("evidence_id", "number"), Index(None, "submitted_at"))
    append_only = "OLD.submitted_at IS NOT NULL"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    kind: Mapped[EvidenceKind] = mapped_column(default=EvidenceKind.FILES)
    origin: Mapped[Origin | None]
    assistance: Mapped[Assistance | None]
    done_on: Mapped[date | None]
    account: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(default="")  # kept as text, never fetched
    work_location: Mapped[str] = mapped_column(default="")  # of a work product that stays at the workplace
    is_authentic: Mapped[bool] = mapped_column(default=False)
    ai_use: Mapped[str] = mapped_column(default="")  # a key of the programme's AI declaration
    declared: Mapped[str | None] = mapped_column(Text)  # the sentence agreed to, word for word
    ai_declared: Mapped[str | None] = mapped_column(Text)  # the sentence that `ai_use` stood for
    answer: Mapped[str] = mapped_column(Text, default="")  # to the assessor, when a version answers a return
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content_hash: Mapped[str | None]  # of everything in it, set at submission
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    evidence: Mapped[Evidence] = relationship(back_populates="versions", lazy="raise_on_sql")
    submitted_by: Mapped[Membership | None] = relationship(lazy="raise_on_sql")
    files: Mapped[list["EvidenceFile"]] = relationship(
        back_populates="version", lazy="raise_on_sql", order_by="EvidenceFile.position"
    )
    claims: Mapped[list["Claim"]] = relationship(back_populates="version", lazy="raise_on_sql", order_by="Claim.id")


class EvidenceFile(Base):
    """A file of a version. The bytes are in the file store under their SHA-256; the name is only ever shown."""

    __tablename__ = "evidence_file"
    __table_args__ = (Index(None, "version_id"), Index(None, "sha256"))
    append_only = PART_OF_SUBMITTED

    version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"))
    sha256: Mapped[str]
    size: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str]  # found from the content, not told by the browser
    position: Mapped[int]
    added_at: Mapped[datetime]

    version: Mapped[EvidenceVersion] = relationship(back_populates="files", lazy="raise_on_sql")


class Claim(Base):
    """The words “this version of this evidence meets this criterion”, with where to look and why."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("version_id", "criterion_id"), Index(None, "criterion_id"))
    append_only = PART_OF_SUBMITTED

    version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    locator: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))  # an assessor who saw more in it
    added_at: Mapped[datetime]

    version: Mapped[EvidenceVersion] = relationship(back_populates="claims", lazy="raise_on_sql")
    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")


class MetaSkillTag(Base):
    """A meta-skill that this version shows, and how."""

    __tablename__ = "meta_skill_tag"
    __table_args__ = (UniqueConstraint("version_id", "criterion_id"),)
    append_only = PART_OF_SUBMITTED

    version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    how: Mapped[str] = mapped_column(Text)

    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")
