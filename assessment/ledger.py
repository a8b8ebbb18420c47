"""What the ledger says of decisions, judgements, countersignatures and the steps of units, made from their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from accounts.models import Membership
from assessment.models import Confirmation, Countersignature, Decision, Judgement, Remark, UnitEvent, UnitStep
from core.db import db
from core.ledger import Body, commitment, describe, expected, known_logs, time_text
from portfolio.models import Claim, Enrolment, Evidence, EvidenceVersion, ProgrammeUnit
from standards.models import Criterion, Framework, Unit


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
            **_signature(row, row.assessor_id),
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
            "feedback_commitment": _commitment_of(row.feedback_commitment, row.salt, row.text),
            "supersedes": str(row.supersedes_id) if row.supersedes_id else None,
            "by": str(row.assessor_id),
            "signed_at": time_text(row.at),
        }
        for row in rows
    }


@describe("decision.countersigned")
def _describe_countersignatures(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(select(*Countersignature.__table__.c).where(Countersignature.id.in_(ids)))
    return {row.id: {"decision": str(row.decision_id), **_signature(row, row.assessor_id)} for row in rows}


def _describe_confirmations(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(
        select(
            *Confirmation.__table__.c,
            Remark.salt,
            Remark.text,
            EvidenceVersion.content_hash.label("version_hash"),
            EvidenceVersion.number,
            EvidenceVersion.evidence_id,
            Evidence.enrolment_id,
        )
        .join(EvidenceVersion, EvidenceVersion.id == Confirmation.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .outerjoin(Remark, Remark.id == Confirmation.remark_id)
        .where(Confirmation.id.in_(ids))
    )
    return {
        row.id: {
            "enrolment": str(row.enrolment_id),
            "evidence": str(row.evidence_id),
            "number": row.number,
            "version": row.version_hash,
            "is_right": row.is_right,
            "comment_commitment": _commitment_of(row.comment_commitment, row.salt, row.text),
            "role": row.role,
            **_signature(row, row.by_id),
        }
        for row in rows
    }


describe("evidence.confirmed")(_describe_confirmations)
describe("evidence.disputed")(_describe_confirmations)


def _describe_steps(ids: Sequence[int]) -> Mapping[int, Body]:
    rows = db.session.execute(
        select(*UnitStep.__table__.c, ProgrammeUnit.level, Unit.code, Framework.key, Framework.version)
        .join(ProgrammeUnit, ProgrammeUnit.id == UnitStep.programme_unit_id)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .join(Framework, Framework.id == Unit.framework_id)
        .where(UnitStep.id.in_(ids))
    )
    return {
        row.id: {
            "enrolment": str(row.enrolment_id),
            "programme_unit": str(row.programme_unit_id),
            "unit": f"{row.key}@{row.version}:{row.code}",
            "level": row.level,
            "event": row.event.value,
            "role": row.role,
            **_signature(row, row.by_id),
        }
        for row in rows
    }


for _event in UnitEvent:
    describe(f"unit.{_event.value}")(_describe_steps)


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


def _expect_answers(centre_id: int, *, is_right: bool) -> set[int]:
    return set(
        db.session.scalars(
            select(Confirmation.id)
            .join(EvidenceVersion, EvidenceVersion.id == Confirmation.version_id)
            .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
            .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
            .where(Enrolment.centre_id == centre_id, Confirmation.is_right == is_right)
        )
    )


@expected("evidence.confirmed")
def _expect_confirmed(centre_id: int) -> set[int]:
    return _expect_answers(centre_id, is_right=True)


@expected("evidence.disputed")
def _expect_disputed(centre_id: int) -> set[int]:
    return _expect_answers(centre_id, is_right=False)


def _expect_steps(event: UnitEvent, centre_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(UnitStep.id)
            .join(Enrolment, Enrolment.id == UnitStep.enrolment_id)
            .where(Enrolment.centre_id == centre_id, UnitStep.event == event)
        )
    )


@expected("unit.claimed")
def _expect_claims(centre_id: int) -> set[int]:
    return _expect_steps(UnitEvent.CLAIMED, centre_id)


@expected("unit.signed")
def _expect_signatures(centre_id: int) -> set[int]:
    return _expect_steps(UnitEvent.SIGNED, centre_id)


@expected("unit.confirmed")
def _expect_confirmations(centre_id: int) -> set[int]:
    return _expect_steps(UnitEvent.CONFIRMED, centre_id)


@known_logs
def _list_centres() -> Sequence[int]:
    """The centres whose log has to hold something, also when somebody took all of it away."""
    return db.session.scalars(
        select(Enrolment.centre_id)
        .join(Evidence, Evidence.enrolment_id == Enrolment.id)
        .where(Evidence.submitted_number.is_not(None))
        .distinct()
        .order_by(Enrolment.centre_id)
    ).all()


def _signature(row: Any, by_id: int) -> dict[str, Any]:
    return {
        "by": str(by_id),
        "statement": row.statement,
        "content_hash": row.content_hash,
        "method": row.method,
        "signed_at": time_text(row.at),
    }


def _commitment_of(kept: str | None, salt: bytes | None, text: str | None) -> str | None:
    """Return the commitment made anew from the feedback; after the feedback was erased, the one that is kept."""
    if salt is None or text is None:
        return kept
    made = commitment(salt, text)
    return made if made == kept else f"{made}, but {kept} is kept"
