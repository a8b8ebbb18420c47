"""Loads the facts that standings are derived from, as plain values and in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select

from assessment.judging.models import Countersignature, Decision, Judgement
from assessment.signatures.rules import content_hash, rests_on, unit_content
from assessment.standing.models import SufficiencyRule
from assessment.standing.rules.states import Answer, ClaimedVersion, StandingClaim, UnitFacts, Work, answer_that_counts
from assessment.standing.rules.sufficiency import DIRECT_KINDS, Item
from assessment.units.models import UnitStep
from assessment.vocabulary import UnitEvent
from core import clock
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import Enrolment, EnrolmentUnit
from portfolio.evidence.models import Claim, Evidence, EvidenceFile, EvidenceVersion
from portfolio.programmes.models import Programme, ProgrammeUnit
from portfolio.vocabulary import EvidenceState
from standards.models import Criterion, CriterionKind, Framework, Unit

COUNTING = (
    EvidenceState.SUBMITTED,
    EvidenceState.IN_ASSESSMENT,
    EvidenceState.ACTION_REQUIRED,
    EvidenceState.ASSESSED,
)
OPEN = (EvidenceState.SUBMITTED, EvidenceState.IN_ASSESSMENT, EvidenceState.ACTION_REQUIRED)
WAITING = (EvidenceState.SUBMITTED, EvidenceState.IN_ASSESSMENT)


@dataclass(frozen=True, slots=True)
class CriterionPlace:
    id: int
    code: str
    kind: str
    unit_id: int
    programme_unit_id: int


@dataclass(frozen=True, slots=True)
class UnitPlace:
    programme_unit_id: int
    framework_key: str
    framework_version: str
    code: str
    level: str | None


@dataclass(frozen=True)
class Scope:
    """What an enrolment is assessed on: the units that count for it, and their criteria in document order."""

    enrolment_id: int
    centre_id: int
    programme_id: int
    units: dict[int, UnitPlace]
    criteria: dict[int, CriterionPlace]

    def criteria_of(self, programme_unit_id: int) -> list[CriterionPlace]:
        return [place for place in self.criteria.values() if place.programme_unit_id == programme_unit_id]


@dataclass(frozen=True, slots=True)
class LastSteps:
    """A unit's last step, and the last step that said what its content was."""

    last: UnitEvent
    content_hash: str
    at: datetime


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
    units: dict[int, UnitPlace] = {}
    criteria: dict[int, CriterionPlace] = {}
    for row in rows:
        units.setdefault(
            row.programme_unit_id,
            UnitPlace(row.programme_unit_id, row.key, row.version, row.unit_code, row.level),
        )
        criteria[row.id] = CriterionPlace(row.id, row.code, row.kind.value, row.unit_id, row.programme_unit_id)
    centre_id, programme_id = (rows[0].centre_id, rows[0].programme_id) if rows else _owner_of(enrolment_id)
    return Scope(enrolment_id, centre_id, programme_id, units, criteria)


def list_rules(centre_id: int) -> Sequence[SufficiencyRule]:
    return db.session.scalars(
        select(SufficiencyRule).where(SufficiencyRule.centre_id == centre_id).order_by(SufficiencyRule.id)
    ).all()


@dataclass(frozen=True)
class ClaimFacts:
    """The newest claims on each criterion, and which open evidence claims it."""

    standing: dict[int, list[StandingClaim]]
    open_evidence: dict[int, set[int]]


def load_claims(enrolment_id: int, criterion_ids: Collection[int] | None = None) -> ClaimFacts:
    """Load what is claimed and judged, of every criterion or of those named, by criterion id."""
    within = [Evidence.enrolment_id == enrolment_id, Evidence.state.in_(COUNTING)]
    if criterion_ids is not None:
        within.append(Claim.criterion_id.in_(criterion_ids))
    claims = db.session.execute(
        select(
            Claim.id,
            Claim.criterion_id,
            Claim.locator,
            Claim.reason,
            EvidenceVersion.id.label("version_id"),
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
    ).all()
    answers = _load_answers(enrolment_id)
    older = defaultdict(list)
    for row in claims:
        if row.number != row.submitted_number:
            older[row.evidence_id, row.criterion_id].append(row)
    newest = [row for row in claims if row.number == row.submitted_number]
    compared = {
        version_id
        for row in newest
        if row.id not in answers
        for version_id in (row.version_id, *(old.version_id for old in older[row.evidence_id, row.criterion_id]))
        if older[row.evidence_id, row.criterion_id]
    }
    works = _load_works(compared) if compared else {}
    facts = ClaimFacts(defaultdict(list), defaultdict(set))
    for row in newest:
        versions = [
            ClaimedVersion(each.number, works.get(each.version_id), each.locator, each.reason, answers.get(each.id))
            for each in (row, *older[row.evidence_id, row.criterion_id])
        ]
        item = Item(
            evidence_id=row.evidence_id,
            kind=row.kind.value,
            origin=row.origin.value if row.origin else "live",
            done_on=row.done_on,
            submitted_on=row.submitted_at.astimezone(clock.LONDON).date(),
            is_direct=row.kind.value in DIRECT_KINDS,
        )
        facts.standing[row.criterion_id].append(StandingClaim(item, answer_that_counts(versions[0], versions[1:])))
        if row.state in OPEN:
            facts.open_evidence[row.criterion_id].add(row.evidence_id)
    return facts


def list_claimed_criteria(evidence_id: int) -> Sequence[int]:
    """Return the ids of all criteria that any version of this evidence claims, ascending."""
    return db.session.scalars(
        select(Claim.criterion_id)
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .where(EvidenceVersion.evidence_id == evidence_id)
        .distinct()
        .order_by(Claim.criterion_id)
    ).all()


def list_last_steps(enrolment_id: int) -> dict[int, LastSteps]:
    """By programme unit: its last step, with the content of the last claim or signature (a confirmation repeats it)."""
    found: dict[int, LastSteps] = {}
    steps = db.session.execute(
        select(UnitStep.programme_unit_id, UnitStep.event, UnitStep.content_hash, UnitStep.at)
        .where(UnitStep.enrolment_id == enrolment_id)
        .order_by(UnitStep.id)
    )
    for unit_id, event, signed_hash, at in steps:
        before = found.get(unit_id)
        if event is UnitEvent.CONFIRMED and before is not None:
            found[unit_id] = LastSteps(event, before.content_hash, before.at)
        else:
            found[unit_id] = LastSteps(event, signed_hash, at)
    return found


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


def unit_facts(
    scope: Scope, programme_unit_id: int, met: int, claims: ClaimFacts, steps: LastSteps | None
) -> UnitFacts:
    """Return what the state of one unit depends on."""
    criteria = scope.criteria_of(programme_unit_id)
    is_stale = False
    if steps is not None:
        is_stale = unit_hash(scope.units[programme_unit_id], criteria, claims, until=steps.at) != steps.content_hash
    return UnitFacts(
        total=len(criteria),
        met=met,
        open_evidence=len(set().union(*(claims.open_evidence.get(place.id, set()) for place in criteria))),
        last=steps.last if steps else None,
        is_stale=is_stale,
    )


def unit_hash(unit: UnitPlace, criteria: Iterable[CriterionPlace], claims: ClaimFacts, *, until: datetime) -> str:
    """Return the hash of what a signature on this unit covers: the judgements that counted until then and still do."""
    rested = {place.code: rests_on(claims.standing.get(place.id, []), until) for place in criteria}
    return content_hash(unit_content(unit.framework_key, unit.framework_version, unit.code, unit.level, rested))


def list_enrolment_ids() -> Sequence[int]:
    return db.session.scalars(select(Enrolment.id).order_by(Enrolment.id)).all()


def _owner_of(enrolment_id: int) -> tuple[int, int]:
    row = db.session.execute(
        select(Enrolment.centre_id, Enrolment.programme_id).where(Enrolment.id == enrolment_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such enrolment.")
    return row.centre_id, row.programme_id


def _load_answers(enrolment_id: int) -> dict[int, Answer]:
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
        row.claim_id: Answer(
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
