"""Entries of evidence made void or not, and of files erased with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from assessment.signatures.ledger import commitment_of, signature_in_role_body
from assessment.signatures.models import Remark
from assessment.voiding.models import VoidAnswer, VoidProposal
from core.db import db
from core.ledger import Body, describe, erases, expected, time_text
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.ledger import SUBMITTED
from portfolio.evidence.models import Evidence, EvidenceVersion


def _describe_void_answers(ids: Sequence[int]) -> Mapping[int, Body]:
    why, said = aliased(Remark), aliased(Remark)
    rows = db.session.execute(
        select(
            *VoidAnswer.__table__.c,
            VoidProposal.evidence_id,
            VoidProposal.reason,
            VoidProposal.erases_files,
            VoidProposal.comment_commitment.label("why_commitment"),
            VoidProposal.by_id.label("proposed_by"),
            VoidProposal.at.label("proposed_at"),
            Evidence.enrolment_id,
            why.salt.label("why_salt"),
            why.text.label("why_text"),
            said.salt.label("said_salt"),
            said.text.label("said_text"),
        )
        .join(VoidProposal, VoidProposal.id == VoidAnswer.proposal_id)
        .join(Evidence, Evidence.id == VoidProposal.evidence_id)
        .join(why, why.id == VoidProposal.remark_id)
        .outerjoin(said, said.id == VoidAnswer.remark_id)
        .where(VoidAnswer.id.in_(ids))
    )
    return {
        row.id: {
            "enrolment": str(row.enrolment_id),
            "evidence": str(row.evidence_id),
            "proposal": str(row.proposal_id),
            "proposed_by": str(row.proposed_by),
            "proposed_at": time_text(row.proposed_at),
            "reason": row.reason.value,
            "why_commitment": commitment_of(row.why_commitment, row.why_salt, row.why_text),
            "erases_files": row.erases_files,
            "is_agreed": row.is_agreed,
            "comment_commitment": commitment_of(row.comment_commitment, row.said_salt, row.said_text),
            **signature_in_role_body(row),
        }
        for row in rows
    }


describe("evidence.voided")(_describe_void_answers)


describe("evidence.void_declined")(_describe_void_answers)


@describe("evidence.erased")
def _describe_erasures(ids: Sequence[int]) -> Mapping[int, Body]:
    """Name the submissions whose files may be gone, so that a file that is missing is explained."""
    found: dict[int, dict[str, Any]] = {}
    rows = db.session.execute(
        select(VoidAnswer.id, VoidAnswer.by_id, VoidAnswer.at, EvidenceVersion.evidence_id, EvidenceVersion.id)
        .join(VoidProposal, VoidProposal.id == VoidAnswer.proposal_id)
        .join(EvidenceVersion, EvidenceVersion.evidence_id == VoidProposal.evidence_id)
        .where(VoidAnswer.id.in_(ids), VoidProposal.erases_files, EvidenceVersion.submitted_at.is_not(None))
        .order_by(VoidAnswer.id, EvidenceVersion.number)
    )
    for answer_id, by_id, at, evidence_id, version_id in rows:
        body = {"evidence": str(evidence_id), "by": str(by_id), "at": time_text(at), "erased": []}
        found.setdefault(answer_id, body)["erased"].append({"kind": SUBMITTED, "subject": str(version_id)})
    return found


erases("evidence.erased")


def _expect_void_answers(centre_id: int, where: ColumnElement[bool]) -> set[int]:
    return set(
        db.session.scalars(
            select(VoidAnswer.id)
            .join(VoidProposal, VoidProposal.id == VoidAnswer.proposal_id)
            .join(Evidence, Evidence.id == VoidProposal.evidence_id)
            .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
            .where(Enrolment.centre_id == centre_id, where)
        )
    )


@expected("evidence.voided")
def _expect_voided(centre_id: int) -> set[int]:
    return _expect_void_answers(centre_id, VoidAnswer.is_agreed.is_(True))


@expected("evidence.void_declined")
def _expect_void_declined(centre_id: int) -> set[int]:
    return _expect_void_answers(centre_id, VoidAnswer.is_agreed.is_(False))


@expected("evidence.erased")
def _expect_erased(centre_id: int) -> set[int]:
    return _expect_void_answers(centre_id, and_(VoidAnswer.is_agreed, VoidProposal.erases_files))
