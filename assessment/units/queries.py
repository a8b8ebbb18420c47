"""Reads one unit of an enrolment: its criteria, what each rests on, and the signatures on it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Membership, Person
from assessment.judging.models import Decision, Judgement
from assessment.standing.models import CriterionStanding
from assessment.standing.queries import get_scope, list_last_steps, load_claims
from assessment.standing.rules.units import UnitFacts, unit_facts, unit_hash
from assessment.units.models import UnitStep
from assessment.vocabulary import CriterionState, Outcome
from core import clock
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import EnrolmentUnit
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.queries import recorded_by
from portfolio.programmes.models import ProgrammeUnit
from portfolio.vocabulary import EvidenceState, Origin
from standards.models import Criterion, CriterionKind, Unit


def count_met(enrolment_id: int, criterion_ids: Collection[int]) -> int:
    found = select(func.count()).where(
        CriterionStanding.enrolment_id == enrolment_id,
        CriterionStanding.criterion_id.in_(criterion_ids),
        CriterionStanding.state == CriterionState.MET,
    )
    return db.session.scalar(found) or 0


class SupportRow(NamedTuple):
    """A piece of evidence that a criterion rests on or that waits: its newest submitted version and the last answer."""

    criterion_id: int
    evidence_id: int
    title: str
    number: int
    origin: Origin | None
    done_on: date | None
    state: EvidenceState
    outcome: Outcome | None
    assessor: str | None
    at: datetime | None
    recorded_by: str | None


@dataclass(frozen=True)
class CriterionLine:
    criterion: Criterion
    state: CriterionState
    reasons: Sequence[str]
    support: Sequence[SupportRow]


@dataclass(frozen=True)
class UnitPage:
    """`content_hash` is what a signature given now would cover."""

    programme_unit: ProgrammeUnit
    lines: Sequence[CriterionLine]
    steps: Sequence[UnitStep]
    facts: UnitFacts
    content_hash: str

    @property
    def unit(self) -> Unit:
        return self.programme_unit.unit


def get_unit(enrolment_id: int, programme_id: int, programme_unit_id: int) -> ProgrammeUnit:
    """Return a unit that counts for the enrolment."""
    chosen = select(EnrolmentUnit.programme_unit_id).where(EnrolmentUnit.enrolment_id == enrolment_id)
    found = db.session.scalar(
        select(ProgrammeUnit)
        .where(
            ProgrammeUnit.id == programme_unit_id,
            ProgrammeUnit.programme_id == programme_id,
            or_(ProgrammeUnit.is_mandatory, ProgrammeUnit.id.in_(chosen)),
        )
        .options(joinedload(ProgrammeUnit.unit, innerjoin=True))
    )
    if found is None:
        raise NotFound("This unit is not part of the enrolment.")
    return found


def get_unit_page(enrolment_id: int, programme_id: int, programme_unit_id: int) -> UnitPage:
    """Return everything that the page of a unit shows, and what a signature given now would cover."""
    programme_unit = get_unit(enrolment_id, programme_id, programme_unit_id)
    lines = list_unit_criteria(enrolment_id, programme_unit)
    scope = get_scope(enrolment_id)
    criteria = scope.criteria_of(programme_unit_id)
    claims = load_claims(enrolment_id, [criterion.id for criterion in criteria])
    last = list_last_steps(enrolment_id).get(programme_unit_id)
    met = sum(line.state is CriterionState.MET for line in lines)
    return UnitPage(
        programme_unit,
        lines,
        list_unit_steps(enrolment_id, programme_unit_id),
        unit_facts(scope, programme_unit_id, met, claims, last),
        unit_hash(scope.units[programme_unit_id], criteria, claims, until=clock.now()),
    )


def list_unit_criteria(enrolment_id: int, programme_unit: ProgrammeUnit) -> list[CriterionLine]:
    """In document order, each with its state and the evidence that claims it, the oldest first."""
    rows = db.session.execute(
        select(Criterion, CriterionStanding.state, CriterionStanding.reasons)
        .outerjoin(
            CriterionStanding,
            and_(CriterionStanding.criterion_id == Criterion.id, CriterionStanding.enrolment_id == enrolment_id),
        )
        .where(
            Criterion.unit_id == programme_unit.unit_id,
            Criterion.is_stem.is_(False),
            Criterion.kind != CriterionKind.META_SKILL,
            *([Criterion.level == programme_unit.level] if programme_unit.level is not None else []),
        )
        .order_by(Criterion.position)
    ).all()
    support = _list_support(enrolment_id, [criterion.id for criterion, _, _ in rows])
    return [
        CriterionLine(criterion, state or CriterionState.NOT_STARTED, reasons or (), support.get(criterion.id, ()))
        for criterion, state, reasons in rows
    ]


def list_unit_steps(enrolment_id: int, programme_unit_id: int) -> Sequence[UnitStep]:
    """The oldest first, each with the person who signed."""
    return db.session.scalars(
        select(UnitStep)
        .where(UnitStep.enrolment_id == enrolment_id, UnitStep.programme_unit_id == programme_unit_id)
        .options(joinedload(UnitStep.by, innerjoin=True).joinedload(Membership.person, innerjoin=True))
        .order_by(UnitStep.id)
    ).all()


def _list_support(enrolment_id: int, criterion_ids: Collection[int]) -> dict[int, list[SupportRow]]:
    last = select(func.max(Judgement.id)).where(Judgement.claim_id == Claim.id).correlate(Claim).scalar_subquery()
    rows = db.session.execute(
        select(
            Claim.criterion_id,
            Evidence.id,
            EvidenceVersion.title,
            EvidenceVersion.number,
            EvidenceVersion.origin,
            EvidenceVersion.done_on,
            Evidence.state,
            Judgement.outcome,
            Person.name,
            Judgement.at,
            recorded_by(),
        )
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(
            Evidence,
            and_(Evidence.id == EvidenceVersion.evidence_id, Evidence.submitted_number == EvidenceVersion.number),
        )
        .outerjoin(Judgement, Judgement.id == last)
        .outerjoin(Decision, Decision.id == Judgement.decision_id)
        .outerjoin(Membership, Membership.id == Decision.assessor_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(
            Evidence.enrolment_id == enrolment_id,
            Evidence.state != EvidenceState.WITHDRAWN,
            Claim.criterion_id.in_(criterion_ids),
        )
        .order_by(EvidenceVersion.submitted_at, Evidence.id)
    )
    found: dict[int, list[SupportRow]] = defaultdict(list)
    for row in map(SupportRow._make, rows):
        found[row.criterion_id].append(row)
    return found
