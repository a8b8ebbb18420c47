"""Loads what judging changes: one piece of evidence with its claims, the drafts on them, and the decisions made."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Membership
from assessment.judging.models import (
    Countersignature,
    CountersignatureRefusal,
    Decision,
    DraftDecision,
    DraftJudgement,
    Judgement,
)
from assessment.signatures.models import Remark
from assessment.vocabulary import Outcome
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from standards.models import Criterion


def find_drafts(version_id: int) -> dict[int, DraftJudgement]:
    """By claim id."""
    rows = db.session.scalars(
        select(DraftJudgement).join(Claim, Claim.id == DraftJudgement.claim_id).where(Claim.version_id == version_id)
    )
    return {row.claim_id: row for row in rows}


def find_draft_decision(version_id: int) -> DraftDecision | None:
    return db.session.scalar(select(DraftDecision).where(DraftDecision.version_id == version_id))


def find_last_judgements(version_id: int) -> dict[int, int]:
    """The id of the last judgement on each claim of a version, by claim id."""
    rows = db.session.execute(
        select(Judgement.claim_id, func.max(Judgement.id))
        .join(Claim, Claim.id == Judgement.claim_id)
        .where(Claim.version_id == version_id)
        .group_by(Judgement.claim_id)
    )
    return {row[0]: row[1] for row in rows}


def get_decision(decision_id: int) -> Decision:
    """With its assessor, judgements, version and evidence."""
    decision = db.session.scalar(
        select(Decision)
        .where(Decision.id == decision_id)
        .options(
            joinedload(Decision.assessor, innerjoin=True),
            joinedload(Decision.version, innerjoin=True)
            .joinedload(EvidenceVersion.evidence, innerjoin=True)
            .joinedload(Evidence.enrolment, innerjoin=True)
            .options(
                joinedload(Enrolment.apprentice, innerjoin=True).joinedload(Membership.person, innerjoin=True),
                joinedload(Enrolment.assessor, innerjoin=True),
            ),
            selectinload(Decision.judgements),
        )
    )
    if decision is None:
        raise NotFound("We could not find that decision.")
    return decision


def find_newest_decision_id(version_id: int) -> int | None:
    return db.session.scalar(
        select(Decision.id).where(Decision.version_id == version_id).order_by(Decision.id.desc()).limit(1)
    )


def is_countersigned(decision_id: int) -> bool:
    found = select(Countersignature.id).where(Countersignature.decision_id == decision_id)
    return db.session.scalar(found) is not None


def find_evidence_of(decision_id: int) -> int:
    """The id of the evidence that was decided on, 0 when there is no such decision."""
    found = (
        select(EvidenceVersion.evidence_id)
        .join(Decision, Decision.version_id == EvidenceVersion.id)
        .where(Decision.id == decision_id)
    )
    return db.session.scalar(found) or 0


def is_declined(decision_id: int) -> bool:
    found = select(CountersignatureRefusal.id).where(CountersignatureRefusal.decision_id == decision_id)
    return db.session.scalar(found) is not None


def list_remarks(decision_id: int) -> dict[int, str]:
    """The words of a decision's judgements, by judgement; those that were erased are left out."""
    rows = db.session.execute(
        select(Judgement.id, Remark.text)
        .join(Remark, Remark.id == Judgement.remark_id)
        .where(Judgement.decision_id == decision_id, Remark.text.is_not(None))
    )
    return {judgement_id: text or "" for judgement_id, text in rows}


def list_claim_criteria(version_id: int) -> Sequence[int]:
    return db.session.scalars(
        select(Claim.criterion_id).where(Claim.version_id == version_id).order_by(Claim.criterion_id)
    ).all()


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
