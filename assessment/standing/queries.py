"""Loads the facts that standings are derived from, as plain values and in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select

from assessment.judging.models import Countersignature, Decision, Judgement
from assessment.standing.models import CriterionStanding, EnrolmentStanding, SufficiencyRule, UnitStanding
from assessment.standing.rules.claims import (
    COUNTING,
    WAITING,
    ClaimFacts,
    SubmittedClaim,
    gather_claims,
    versions_to_compare,
)
from assessment.standing.rules.states import ClaimJudgement, Work
from assessment.standing.rules.units import LastStep, Scope, ScopeCriterion, ScopeUnit, SignedStep, last_steps
from assessment.units.models import UnitStep
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import Enrolment, EnrolmentUnit
from portfolio.evidence.models import Claim, Evidence, EvidenceFile, EvidenceVersion
from portfolio.programmes.models import Programme, ProgrammeUnit
from portfolio.vocabulary import EvidenceState
from standards.models import Criterion, CriterionKind, Framework, Unit


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    waiting: int
    waiting_since: datetime | None
    returned: int  # to the apprentice; a record comes back to its maker
    last_submitted_at: datetime | None


def lock_enrolment(enrolment_id: int) -> None:
    """Let no other transaction change what stands in this enrolment until this one ends."""
    found = db.session.scalar(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())
    if found is None:
        raise NotFound("There is no such enrolment.")


def get_scope(enrolment_id: int) -> Scope:
    """Load the units that count (mandatory or chosen) and their assessable criteria: no stems, no meta-skills."""
    chosen = exists().where(
        EnrolmentUnit.enrolment_id == Enrolment.id, EnrolmentUnit.programme_unit_id == ProgrammeUnit.id
    )
    rows = db.session.execute(
        select(
            Enrolment.centre_id,
            Enrolment.programme_id,
            ProgrammeUnit.id.label("programme_unit_id"),
            ProgrammeUnit.level,
            Unit.id.label("unit_id"),
            Unit.code.label("unit_code"),
            Framework.key,
            Framework.version,
            Criterion.id,
            Criterion.code,
            Criterion.kind,
        )
        .select_from(Enrolment)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(ProgrammeUnit, ProgrammeUnit.programme_id == Programme.id)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .join(Framework, Framework.id == Unit.framework_id)
        .join(
            Criterion,
            and_(
                Criterion.unit_id == Unit.id,
                or_(ProgrammeUnit.level.is_(None), Criterion.level == ProgrammeUnit.level),
            ),
        )
        .where(
            Enrolment.id == enrolment_id,
            or_(ProgrammeUnit.is_mandatory, chosen),
            Criterion.is_stem.is_(False),
            Criterion.kind != CriterionKind.META_SKILL,
        )
        .order_by(ProgrammeUnit.position, Criterion.position)
    ).all()
    units: dict[int, ScopeUnit] = {}
    criteria: dict[int, ScopeCriterion] = {}
    for row in rows:
        units.setdefault(
            row.programme_unit_id,
            ScopeUnit(row.programme_unit_id, row.key, row.version, row.unit_code, row.level),
        )
        criteria[row.id] = ScopeCriterion(row.id, row.code, row.kind.value, row.unit_id, row.programme_unit_id)
    centre_id, programme_id = (rows[0].centre_id, rows[0].programme_id) if rows else _owner_of(enrolment_id)
    return Scope(enrolment_id, centre_id, programme_id, units, criteria)


def list_rules(centre_id: int) -> Sequence[SufficiencyRule]:
    return db.session.scalars(
        select(SufficiencyRule).where(SufficiencyRule.centre_id == centre_id).order_by(SufficiencyRule.id)
    ).all()


def load_claims(enrolment_id: int, criterion_ids: Collection[int] | None = None) -> ClaimFacts:
    """Load what is claimed and judged, of every criterion or of those named."""
    within = [Evidence.enrolment_id == enrolment_id, Evidence.state.in_(COUNTING)]
    if criterion_ids is not None:
        within.append(Claim.criterion_id.in_(criterion_ids))
    rows = db.session.execute(
        select(
            Claim.id,
            Claim.criterion_id,
            Claim.locator,
            Claim.reason,
            EvidenceVersion.id,
            EvidenceVersion.evidence_id,
            EvidenceVersion.number,
            EvidenceVersion.kind,
            EvidenceVersion.origin,
            EvidenceVersion.done_on,
            EvidenceVersion.submitted_at,
            Evidence.submitted_number,
            Evidence.state,
        )
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(*within, EvidenceVersion.submitted_at.is_not(None))
        .order_by(EvidenceVersion.evidence_id, EvidenceVersion.number, Claim.id)
    )
    claims = [SubmittedClaim._make(row) for row in rows]
    judgements = _load_judgements(enrolment_id)
    compared = versions_to_compare(claims, judgements)
    return gather_claims(claims, judgements, _load_works(compared) if compared else {})


def list_claimed_criteria(evidence_id: int) -> Sequence[int]:
    """Return the ids of all criteria that any version of this evidence claims, ascending."""
    return db.session.scalars(
        select(Claim.criterion_id)
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .where(EvidenceVersion.evidence_id == evidence_id)
        .distinct()
        .order_by(Claim.criterion_id)
    ).all()


def list_last_steps(enrolment_id: int) -> dict[int, LastStep]:
    """By programme unit."""
    steps = db.session.execute(
        select(UnitStep.programme_unit_id, UnitStep.event, UnitStep.content_hash, UnitStep.at)
        .where(UnitStep.enrolment_id == enrolment_id)
        .order_by(UnitStep.id)
    )
    return last_steps(SignedStep._make(step) for step in steps)


def list_criterion_standings(enrolment_id: int) -> dict[int, CriterionStanding]:
    """By criterion."""
    rows = db.session.scalars(select(CriterionStanding).where(CriterionStanding.enrolment_id == enrolment_id))
    return {row.criterion_id: row for row in rows}


def list_unit_standings(enrolment_id: int) -> dict[int, UnitStanding]:
    """By programme unit."""
    rows = db.session.scalars(select(UnitStanding).where(UnitStanding.enrolment_id == enrolment_id))
    return {row.programme_unit_id: row for row in rows}


def find_enrolment_standing(enrolment_id: int) -> EnrolmentStanding | None:
    return db.session.scalar(select(EnrolmentStanding).where(EnrolmentStanding.enrolment_id == enrolment_id))


def count_evidence(enrolment_id: int) -> EvidenceCounts:
    rows: Sequence[Any] = db.session.execute(
        select(
            Evidence.state,
            func.count(),
            func.min(EvidenceVersion.submitted_at),
            func.max(EvidenceVersion.submitted_at),
            func.sum(case((Evidence.created_by_id == Enrolment.apprentice_id, 1), else_=0)),
        )
        .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
        .join(
            EvidenceVersion,
            and_(
                EvidenceVersion.evidence_id == Evidence.id,
                EvidenceVersion.number == Evidence.submitted_number,
            ),
        )
        .where(Evidence.enrolment_id == enrolment_id, Evidence.state != EvidenceState.VOID)
        .group_by(Evidence.state)
    ).all()
    return EvidenceCounts(
        waiting=sum(number for state, number, *_ in rows if state in WAITING),
        waiting_since=min((first for state, _, first, *_ in rows if state in WAITING), default=None),
        returned=sum(own for state, *_, own in rows if state is EvidenceState.ACTION_REQUIRED),
        last_submitted_at=max((last for _, _, _, last, _ in rows), default=None),
    )


def list_enrolment_ids() -> Sequence[int]:
    return db.session.scalars(select(Enrolment.id).order_by(Enrolment.id)).all()


def _owner_of(enrolment_id: int) -> tuple[int, int]:
    row = db.session.execute(
        select(Enrolment.centre_id, Enrolment.programme_id).where(Enrolment.id == enrolment_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such enrolment.")
    return row.centre_id, row.programme_id


def _load_judgements(enrolment_id: int) -> dict[int, ClaimJudgement]:
    """Return the last judgement on each claim of the enrolment."""
    rows = db.session.execute(
        select(
            Judgement.claim_id,
            Judgement.id,
            Judgement.outcome,
            Judgement.at,
            Decision.needs_countersignature,
            Countersignature.at.label("countersigned_at"),
        )
        .join(Decision, Decision.id == Judgement.decision_id)
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .outerjoin(Countersignature, Countersignature.decision_id == Decision.id)
        .where(Evidence.enrolment_id == enrolment_id)
        .order_by(Judgement.id)
    )
    return {
        row.claim_id: ClaimJudgement(
            row.id, row.outcome, counts_from=row.countersigned_at if row.needs_countersignature else row.at
        )
        for row in rows
    }


def _load_works(version_ids: Iterable[int]) -> dict[int, Work]:
    ids = sorted(version_ids)
    files: dict[int, list[str]] = defaultdict(list)
    for version_id, sha256 in db.session.execute(
        select(EvidenceFile.version_id, EvidenceFile.sha256)
        .where(EvidenceFile.version_id.in_(ids))
        .order_by(EvidenceFile.version_id, EvidenceFile.position)
    ):
        files[version_id].append(sha256)
    rows = db.session.execute(
        select(
            EvidenceVersion.id,
            EvidenceVersion.kind,
            EvidenceVersion.origin,
            EvidenceVersion.done_on,
            EvidenceVersion.account,
            EvidenceVersion.link,
            EvidenceVersion.work_location,
        ).where(EvidenceVersion.id.in_(ids))
    )
    return {
        row.id: Work(
            kind=row.kind.value,
            origin=row.origin.value if row.origin else None,
            done_on=row.done_on,
            account=row.account,
            link=row.link,
            work_location=row.work_location,
            files=tuple(files[row.id]),
        )
        for row in rows
    }
