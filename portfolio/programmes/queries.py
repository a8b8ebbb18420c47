"""Reading programmes, the units and criteria they use, and what they ask to be declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Membership
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import Enrolment, EnrolmentUnit
from portfolio.programmes.models import Programme, ProgrammeDeclarations, ProgrammeUnit
from portfolio.programmes.rules import DEFAULT_DECLARATIONS, Declarations
from standards.models import Criterion, CriterionKind, Framework, Unit


@dataclass(frozen=True, slots=True)
class OfferedUnit:
    """A unit of a framework as a programme may use it: once for each level that the framework publishes."""

    unit_id: int
    code: str
    title: str
    level: str | None
    mandatory: bool | None
    criteria: int

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.unit_id}-{self.level or ''}"


def list_programmes(centre_id: int) -> Sequence[Row[Any]]:
    """Rows of programme (framework loaded), number of units, number of enrolments, by title."""
    units = select(func.count()).where(ProgrammeUnit.programme_id == Programme.id).scalar_subquery()
    enrolments = select(func.count()).where(Enrolment.programme_id == Programme.id).scalar_subquery()
    return db.session.execute(
        select(Programme, units.label("units"), enrolments.label("enrolments"))
        .where(Programme.centre_id == centre_id)
        .options(joinedload(Programme.framework))
        .order_by(Programme.title, Programme.id)
    ).all()


def get_programme(programme_id: int) -> Programme:
    """With its framework and its units."""
    programme = db.session.scalar(
        select(Programme)
        .where(Programme.id == programme_id)
        .options(joinedload(Programme.framework), selectinload(Programme.units).joinedload(ProgrammeUnit.unit))
    )
    if programme is None:
        raise NotFound("There is no such programme.")
    return programme


def lock_programme(programme_id: int) -> None:
    """Let no other transaction change what the programme asks until this one ends."""
    db.session.execute(select(Programme.id).where(Programme.id == programme_id).with_for_update())


def is_title_taken(centre_id: int, title: str) -> bool:
    same = select(Programme.id).where(Programme.centre_id == centre_id, Programme.title == title)
    return db.session.scalar(same) is not None


def list_programme_units(programme_id: int, enrolment_id: int | None = None) -> Sequence[ProgrammeUnit]:
    """In order, each with its unit. For an enrolment, optional units only when chosen."""
    found = (
        select(ProgrammeUnit)
        .where(ProgrammeUnit.programme_id == programme_id)
        .options(joinedload(ProgrammeUnit.unit))
        .order_by(ProgrammeUnit.position)
    )
    if enrolment_id is not None:
        chosen = select(EnrolmentUnit.programme_unit_id).where(EnrolmentUnit.enrolment_id == enrolment_id)
        found = found.where(or_(ProgrammeUnit.is_mandatory, ProgrammeUnit.id.in_(chosen)))
    return db.session.scalars(found).all()


def list_offered_frameworks() -> Sequence[Framework]:
    """Published frameworks that have something to be judged, by title."""
    judged = select(Criterion.id).where(
        Criterion.framework_id == Framework.id, Criterion.kind != CriterionKind.META_SKILL
    )
    return db.session.scalars(select(Framework).where(judged.exists()).order_by(Framework.title, Framework.id)).all()


def list_offered_units(framework_id: int) -> list[OfferedUnit]:
    """In document order, the levels of a unit from low to high."""
    rows = db.session.execute(
        select(Unit.id, Unit.code, Unit.title, Criterion.level, Unit.mandatory, func.count())
        .join(Criterion, Criterion.unit_id == Unit.id)
        .where(
            Unit.framework_id == framework_id,
            Criterion.is_stem.is_(False),
            Criterion.kind != CriterionKind.META_SKILL,
        )
        .group_by(Unit.id, Unit.code, Unit.title, Criterion.level, Unit.mandatory, Unit.position)
        .order_by(Unit.position, Criterion.level)
    )
    return [OfferedUnit(*row) for row in rows]


def get_declarations(programme_id: int) -> Declarations:
    """The newest edition; for a programme from before there were editions, the one we bring."""
    row = db.session.scalar(_editions_of(programme_id).limit(1))
    if row is None:
        return DEFAULT_DECLARATIONS
    return Declarations(row.number, row.authenticity, row.recording, row.ai_use)


def list_declarations(programme_id: int) -> Sequence[ProgrammeDeclarations]:
    """Every edition, the newest first, each with who wrote it."""
    return db.session.scalars(
        _editions_of(programme_id).options(
            joinedload(ProgrammeDeclarations.by, innerjoin=True).joinedload(Membership.person, innerjoin=True)
        )
    ).all()


def _editions_of(programme_id: int) -> Select[ProgrammeDeclarations]:
    return (
        select(ProgrammeDeclarations)
        .where(ProgrammeDeclarations.programme_id == programme_id)
        .order_by(ProgrammeDeclarations.number.desc())
    )


class ProgrammeCriterion(NamedTuple):
    """A criterion that can be judged, as a programme uses it. Stems are left out: they are met through their parts."""

    id: int
    code: str
    kind: CriterionKind
    level: str | None
    heading: str | None
    statement: str
    position: int
    programme_unit_id: int
    unit_id: int
    unit_code: str
    unit_title: str
    is_mandatory: bool


def list_programme_criteria(programme_id: int, enrolment_id: int | None = None) -> Sequence[ProgrammeCriterion]:
    """In the programme's order of units, then document order. For an enrolment, optional units only when chosen."""
    found = (
        select(
            Criterion.id,
            Criterion.code,
            Criterion.kind,
            Criterion.level,
            Criterion.heading,
            Criterion.statement,
            Criterion.position,
            ProgrammeUnit.id,
            Unit.id,
            Unit.code,
            Unit.title,
            ProgrammeUnit.is_mandatory,
        )
        .join(Unit, Unit.id == Criterion.unit_id)
        .join(
            ProgrammeUnit,
            and_(
                ProgrammeUnit.unit_id == Unit.id,
                or_(ProgrammeUnit.level.is_(None), ProgrammeUnit.level == Criterion.level),
            ),
        )
        .where(ProgrammeUnit.programme_id == programme_id, Criterion.is_stem.is_(False))
        .order_by(ProgrammeUnit.position, Criterion.position)
    )
    if enrolment_id is not None:
        chosen = select(EnrolmentUnit.programme_unit_id).where(EnrolmentUnit.enrolment_id == enrolment_id)
        found = found.where(or_(ProgrammeUnit.is_mandatory, ProgrammeUnit.id.in_(chosen)))
    return [ProgrammeCriterion._make(row) for row in db.session.execute(found)]
