"""Frameworks, units, criteria and alignments as published; a row never changes once loaded."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from standards.rules import AlignmentType, CriterionKind

__all__ = ["Alignment", "AlignmentType", "Criterion", "CriterionKind", "Framework", "Unit"]


class Framework(Base):
    """One published version of a standard. A change is another row with another version."""

    __tablename__ = "framework"
    __table_args__ = (UniqueConstraint("key", "version"),)
    append_only = "always"

    key: Mapped[str]
    title: Mapped[str]
    version: Mapped[str]
    metadata_: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    attribution: Mapped[str]
    source_sha256: Mapped[str]
    loaded_at: Mapped[datetime]

    units: Mapped[list["Unit"]] = relationship(
        back_populates="framework", lazy="raise_on_sql", order_by="Unit.position"
    )


class Unit(Base):
    """`mandatory` is None where the framework has no such rule; `position` counts from 1 in document order."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("framework_id", "code"), UniqueConstraint("framework_id", "position"))
    append_only = "always"

    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    code: Mapped[str]
    title: Mapped[str]
    mandatory: Mapped[bool | None]
    goal: Mapped[str | None]
    outline: Mapped[str | None]
    position: Mapped[int]

    framework: Mapped[Framework] = relationship(back_populates="units", lazy="raise_on_sql")
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="unit", lazy="raise_on_sql", order_by="Criterion.position"
    )


class Criterion(Base):
    """One statement. `position` counts through the whole framework; a stem is met through its sub-statements."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("framework_id", "code"),
        UniqueConstraint("framework_id", "position"),
        CheckConstraint("parent_id IS NULL OR NOT is_stem", name="parts_are_not_stems"),
    )
    append_only = "always"

    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"), index=True)
    code: Mapped[str]
    kind: Mapped[CriterionKind]
    level: Mapped[str | None]
    heading: Mapped[str | None]
    statement: Mapped[str]
    position: Mapped[int]
    is_stem: Mapped[bool]

    unit: Mapped[Unit] = relationship(back_populates="criteria", lazy="raise_on_sql")
    parent: Mapped["Criterion | None"] = relationship(remote_side="Criterion.id", lazy="raise_on_sql")


class Alignment(Base):
    """From a unit's code to a meta-skill, a standard's code or a suite's name.

    `title` is what the source prints beside a standard's code. `to_criterion_id` is set when `to` is a loaded
    meta-skill.
    """

    __tablename__ = "alignment"
    __table_args__ = (
        UniqueConstraint("framework_id", "position"),
        Index("ix_alignment_framework_id_from_code", "framework_id", "from_code"),
    )
    append_only = "always"

    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    from_code: Mapped[str]
    to: Mapped[str]
    title: Mapped[str | None]
    to_criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"), index=True)
    type: Mapped[AlignmentType]
    position: Mapped[int]
