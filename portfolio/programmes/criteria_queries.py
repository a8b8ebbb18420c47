"""Reading the criteria of a programme and what evidence claims of them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from core.db import db
from portfolio.enrolments.models import EnrolmentUnit
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.programmes.models import ProgrammeUnit
from portfolio.vocabulary import COUNTS_FOR_NOTHING
from standards.models import Criterion, CriterionKind, Unit


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


def count_claims_by_criterion(enrolment_id: int, *, except_evidence_id: int | None = None) -> dict[int, int]:
    """How many pieces of evidence claim each criterion in their newest submitted version; absent means none."""
    found = (
        select(Claim.criterion_id, func.count())
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(
            Evidence,
            and_(Evidence.id == EvidenceVersion.evidence_id, Evidence.submitted_number == EvidenceVersion.number),
        )
        .where(Evidence.enrolment_id == enrolment_id, Evidence.state.not_in(COUNTS_FOR_NOTHING))
        .group_by(Claim.criterion_id)
    )
    if except_evidence_id is not None:
        found = found.where(Evidence.id != except_evidence_id)
    return {row[0]: row[1] for row in db.session.execute(found)}
