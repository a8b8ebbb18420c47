"""Entries of what apprentices say of the records that assessors made of their work."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from assessment.records.models import Confirmation
from assessment.signatures.ledger import commitment_of, signature_in_role_body
from assessment.signatures.models import Remark
from core.db import db
from core.ledger import Body, describe, expected
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion


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
            "comment_commitment": commitment_of(row.comment_commitment, row.salt, row.text),
            **signature_in_role_body(row),
        }
        for row in rows
    }


describe("evidence.confirmed")(_describe_confirmations)


describe("evidence.disputed")(_describe_confirmations)


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
