"""Reads one piece of evidence with everything that was said about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Membership
from assessment.judging.models import Countersignature, CountersignatureRefusal, Decision, Judgement, Remark
from assessment.records.models import Confirmation
from assessment.records.queries import TO_BE_CONFIRMED, list_confirmations
from assessment.vocabulary import Outcome
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.meta_skills.models import MetaSkillTag
from standards.models import Criterion


class GivenJudgement(NamedTuple):
    """One judgement as it is read; `feedback` is None when there was none, or when it was erased."""

    decision_id: int
    claim_id: int
    criterion_id: int
    code: str
    outcome: Outcome
    feedback: str | None
    is_erased: bool
    at: datetime


@dataclass(frozen=True)
class GivenDecision:
    """A decision with its judgements in document order, and who countersigned it."""

    decision: Decision
    number: int  # of the version
    judgements: Sequence[GivenJudgement]
    countersignature: Countersignature | None
    refusal: CountersignatureRefusal | None  # why a qualified assessor did not sign under it
    is_last: bool  # of its version

    @property
    def waits_for_countersignature(self) -> bool:
        is_answered = self.countersignature is not None or self.refusal is not None
        return self.decision.needs_countersignature and not is_answered and self.is_last

    @property
    def counts(self) -> bool:
        return not self.decision.needs_countersignature or self.countersignature is not None

    def count(self, outcome: str) -> int:
        return sum(judgement.outcome == outcome for judgement in self.judgements)


@dataclass(frozen=True)
class EvidencePage:
    """`shown` is the version on the page; `answers` the last judgement on each of its claims, by claim id."""

    evidence: Evidence
    versions: Sequence[EvidenceVersion]
    shown: EvidenceVersion
    decisions: Sequence[GivenDecision]
    answers: dict[int, GivenJudgement]
    tags: Sequence[MetaSkillTag]
    confirmations: dict[int, Confirmation]  # what the apprentice said of each version of a record, by its number

    @property
    def to_confirm(self) -> bool:
        """Whether the apprentice is asked if the newest version of this record is right."""
        is_open = self.evidence.state in TO_BE_CONFIRMED and self.is_newest
        return self.evidence.is_record and is_open and self.shown.number not in self.confirmations

    @property
    def is_newest(self) -> bool:
        return self.shown.number == self.evidence.submitted_number

    @property
    def pending(self) -> GivenDecision | None:
        """The newest version's decision that waits for a countersignature."""
        found = [given for given in self.decisions if given.waits_for_countersignature]
        return next((given for given in found if given.number == self.evidence.submitted_number), None)


_NOT_FOUND = "We could not find that evidence. It may have been removed, or you may not have access to it."


def get_evidence(evidence_id: int) -> Evidence:
    """With its enrolment, the people around it and the programme."""
    evidence = db.session.scalar(
        select(Evidence)
        .where(Evidence.id == evidence_id)
        .options(
            joinedload(Evidence.created_by, innerjoin=True).joinedload(Membership.person, innerjoin=True),
            joinedload(Evidence.enrolment, innerjoin=True).options(
                joinedload(Enrolment.apprentice, innerjoin=True).joinedload(Membership.person, innerjoin=True),
                joinedload(Enrolment.assessor, innerjoin=True).joinedload(Membership.person, innerjoin=True),
                joinedload(Enrolment.programme, innerjoin=True),
            ),
        )
    )
    if evidence is None:
        raise NotFound(_NOT_FOUND)
    return evidence


def get_evidence_page(evidence: Evidence, number: int | None) -> EvidencePage:
    """A submitted version (the newest unless one is named) with files and claims, and all decisions ever made."""
    versions = list_submissions(evidence.id)
    wanted = number or evidence.submitted_number
    if wanted not in {version.number for version in versions}:
        raise NotFound(_NOT_FOUND)
    shown = get_version(evidence.id, wanted)
    decisions = list_decisions(evidence.id)
    answers = {judgement.claim_id: judgement for given in decisions for judgement in given.judgements if given.counts}
    tags = db.session.scalars(
        select(MetaSkillTag)
        .where(MetaSkillTag.version_id == shown.id)
        .options(joinedload(MetaSkillTag.criterion, innerjoin=True))
        .order_by(MetaSkillTag.id)
    ).all()
    confirmations = list_confirmations(evidence.id) if evidence.is_record else {}
    return EvidencePage(evidence, versions, shown, decisions, answers, tags, confirmations)


def list_submissions(evidence_id: int) -> Sequence[EvidenceVersion]:
    """The submitted versions, the oldest first."""
    return db.session.scalars(
        select(EvidenceVersion)
        .where(EvidenceVersion.evidence_id == evidence_id, EvidenceVersion.submitted_at.is_not(None))
        .order_by(EvidenceVersion.number)
    ).all()


def get_version(evidence_id: int, number: int) -> EvidenceVersion:
    """With its files, and its claims with criteria and units."""
    return db.session.scalars(
        select(EvidenceVersion)
        .where(EvidenceVersion.evidence_id == evidence_id, EvidenceVersion.number == number)
        .options(
            selectinload(EvidenceVersion.files),
            selectinload(EvidenceVersion.claims)
            .joinedload(Claim.criterion, innerjoin=True)
            .joinedload(Criterion.unit, innerjoin=True),
        )
    ).one()


def list_decisions(evidence_id: int) -> list[GivenDecision]:
    """The oldest first, of every version."""
    rows = db.session.execute(
        select(Decision, EvidenceVersion.number, Countersignature, CountersignatureRefusal)
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .outerjoin(Countersignature, Countersignature.decision_id == Decision.id)
        .outerjoin(CountersignatureRefusal, CountersignatureRefusal.decision_id == Decision.id)
        .where(EvidenceVersion.evidence_id == evidence_id)
        .options(
            joinedload(Decision.assessor, innerjoin=True).joinedload(Membership.person, innerjoin=True),
            joinedload(Countersignature.assessor).joinedload(Membership.person),
            joinedload(CountersignatureRefusal.assessor).joinedload(Membership.person),
            joinedload(CountersignatureRefusal.remark),
        )
        .order_by(Decision.id)
    ).all()
    judgements = _list_judgements(evidence_id) if rows else {}
    last = {decision.version_id: decision.id for decision, *_ in rows}
    return [
        GivenDecision(
            decision,
            number,
            judgements.get(decision.id, ()),
            countersignature,
            refusal,
            last[decision.version_id] == decision.id,
        )
        for decision, number, countersignature, refusal in rows
    ]


def _list_judgements(evidence_id: int) -> dict[int, list[GivenJudgement]]:
    rows = db.session.execute(
        select(
            Judgement.decision_id,
            Judgement.claim_id,
            Claim.criterion_id,
            Criterion.code,
            Judgement.outcome,
            Remark.text,
            Remark.erased_at.is_not(None),
            Judgement.at,
        )
        .join(Claim, Claim.id == Judgement.claim_id)
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(Criterion, Criterion.id == Claim.criterion_id)
        .outerjoin(Remark, Remark.id == Judgement.remark_id)
        .where(EvidenceVersion.evidence_id == evidence_id)
        .order_by(Judgement.decision_id, Criterion.position)
    )
    found: dict[int, list[GivenJudgement]] = defaultdict(list)
    for row in map(GivenJudgement._make, rows):
        found[row.decision_id].append(row)
    return found
