"""Entries of decisions, their judgements, and what a qualified assessor says of a trainee's."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from accounts.models import Membership
from assessment.judging.models import Countersignature, CountersignatureRefusal, Decision, Judgement
from assessment.signatures.ledger import act_body, commitment_of, signature_body
from assessment.signatures.models import Remark
from core.db import db
from core.ledger import Body, describe, expected
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from standards.models import Criterion, Framework


@describe("evidence.assessed")
def _describe_decisions(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(
        select(
            *Decision.__table__.c,
            EvidenceVersion.content_hash.label("version_hash"),
            EvidenceVersion.number,
            EvidenceVersion.evidence_id,
            Evidence.enrolment_id,
        )
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(Decision.id.in_(ids))
    )
    return {
        row.id: {
            "enrolment": str(row.enrolment_id),
            "evidence": str(row.evidence_id),
            "number": row.number,
            "version": row.version_hash,
            "outcome": row.outcome.value,
            "check": {
                "valid": row.is_valid,
                "authentic": row.is_authentic,
                "current": row.is_current,
                "sufficient": row.is_sufficient,
            },
            "target_on": row.target_on.isoformat() if row.target_on else None,
            "needs_countersignature": row.needs_countersignature,
            **signature_body(row, row.assessor_id),
        }
        for row in rows
    }


@describe("judgement.made")
def _describe_judgements(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(
        select(
            *Judgement.__table__.c,
            Remark.salt,
            Remark.text,
            Decision.assessor_id,
            EvidenceVersion.content_hash.label("version_hash"),
            Evidence.enrolment_id,
            Claim.added_by_id,
            Criterion.code,
            Framework.key,
            Framework.version.label("framework_version"),
        )
        .join(Decision, Decision.id == Judgement.decision_id)
        .join(Claim, Claim.id == Judgement.claim_id)
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .join(Criterion, Criterion.id == Claim.criterion_id)
        .join(Framework, Framework.id == Criterion.framework_id)
        .outerjoin(Remark, Remark.id == Judgement.remark_id)
        .where(Judgement.id.in_(ids))
    )
    return {
        row.id: {
            "enrolment": str(row.enrolment_id),
            "decision": str(row.decision_id),
            "claim": str(row.claim_id),
            "claimed_by_assessor": row.added_by_id is not None,
            "criterion": f"{row.key}@{row.framework_version}:{row.code}",
            "version": row.version_hash,
            "outcome": row.outcome.value,
            "feedback_commitment": commitment_of(row.feedback_commitment, row.salt, row.text),
            "supersedes": str(row.supersedes_id) if row.supersedes_id else None,
            **act_body(row, row.assessor_id),
        }
        for row in rows
    }


@describe("decision.countersigned")
def _describe_countersignatures(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(select(*Countersignature.__table__.c).where(Countersignature.id.in_(ids)))
    return {row.id: {"decision": str(row.decision_id), **signature_body(row, row.assessor_id)} for row in rows}


@describe("countersignature.declined")
def _describe_refusals(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(
        select(*CountersignatureRefusal.__table__.c, Remark.salt, Remark.text)
        .join(Remark, Remark.id == CountersignatureRefusal.remark_id)
        .where(CountersignatureRefusal.id.in_(ids))
    )
    return {
        row.id: {
            "decision": str(row.decision_id),
            "content_hash": row.content_hash,
            "comment_commitment": commitment_of(row.comment_commitment, row.salt, row.text),
            **act_body(row, row.assessor_id),
        }
        for row in rows
    }


@expected("evidence.assessed")
def _expect_decisions(centre_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Decision.id)
            .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
            .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
            .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
            .where(Enrolment.centre_id == centre_id)
        )
    )


@expected("judgement.made")
def _expect_judgements(centre_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Judgement.id)
            .join(Decision, Decision.id == Judgement.decision_id)
            .join(Membership, Membership.id == Decision.assessor_id)
            .where(Membership.centre_id == centre_id)
        )
    )


@expected("decision.countersigned")
def _expect_countersignatures(centre_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Countersignature.id)
            .join(Membership, Membership.id == Countersignature.assessor_id)
            .where(Membership.centre_id == centre_id)
        )
    )


@expected("countersignature.declined")
def _expect_refusals(centre_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(CountersignatureRefusal.id)
            .join(Membership, Membership.id == CountersignatureRefusal.assessor_id)
            .where(Membership.centre_id == centre_id)
        )
    )
