"""Loads what judging changes: one piece of evidence with its claims, the drafts on them, and the decisions made."""

from collections.abc import Sequence

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
    Remark,
)
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from standards.models import Criterion, Unit


def lock_evidence(evidence_id: int) -> Evidence:
    """Load it with its maker, its enrolment and its people; nobody else changes it until the transaction ends."""
    evidence = db.session.scalar(
        select(Evidence)
        .where(Evidence.id == evidence_id)
        .options(
            joinedload(Evidence.created_by, innerjoin=True),
            joinedload(Evidence.enrolment, innerjoin=True).options(
                joinedload(Enrolment.apprentice, innerjoin=True).joinedload(Membership.person, innerjoin=True),
                joinedload(Enrolment.assessor, innerjoin=True).joinedload(Membership.person, innerjoin=True),
            ),
        )
        .with_for_update(of=Evidence)
    )
    if evidence is None:
        raise NotFound("We could not find that evidence. It may have been removed, or you may not have access to it.")
    return evidence


def get_newest_version(evidence: Evidence) -> EvidenceVersion:
    """The newest submitted version with its claims, their criteria, units and frameworks, in document order."""
    return db.session.scalars(
        select(EvidenceVersion)
        .where(EvidenceVersion.evidence_id == evidence.id, EvidenceVersion.number == evidence.submitted_number)
        .options(
            selectinload(EvidenceVersion.claims)
            .joinedload(Claim.criterion, innerjoin=True)
            .joinedload(Criterion.unit, innerjoin=True)
            .joinedload(Unit.framework, innerjoin=True)
        )
    ).one()


def get_submission(version_id: int) -> EvidenceVersion:
    """A version with its evidence, who made it, its enrolment and the people of it."""
    return db.session.scalars(
        select(EvidenceVersion)
        .where(EvidenceVersion.id == version_id)
        .options(
            joinedload(EvidenceVersion.evidence, innerjoin=True).options(
                joinedload(Evidence.created_by, innerjoin=True).joinedload(Membership.person, innerjoin=True),
                joinedload(Evidence.enrolment, innerjoin=True).options(
                    joinedload(Enrolment.apprentice, innerjoin=True).joinedload(Membership.person, innerjoin=True),
                    joinedload(Enrolment.assessor, innerjoin=True),
                ),
            )
        )
    ).one()


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
