"""What the ledger says of a submission, made again from the rows whenever the log is verified."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.db import db
from core.ledger import Body, describe, expected, known_logs, time_text
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.queries import read_manifests
from portfolio.evidence.rules.manifest import Manifest, content_hash

SUBMITTED = "evidence.submitted"


@describe(SUBMITTED)
def describe_submissions(version_ids: Sequence[int]) -> Mapping[int, Body]:
    return {
        version_id: _body(version, manifest)
        for version_id, (version, manifest) in read_manifests(version_ids).items()
        if version.submitted_at is not None
    }


@expected(SUBMITTED)
def list_submissions(log_id: int) -> set[int]:
    """Every submitted version of the centre."""
    return set(
        db.session.scalars(
            select(EvidenceVersion.id)
            .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
            .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
            .where(Enrolment.centre_id == log_id, EvidenceVersion.submitted_at.is_not(None))
        )
    )


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


def _body(version: EvidenceVersion, manifest: Manifest) -> Body:
    """No personal text: what was typed is inside `content_hash` as salted commitments only."""
    found = content_hash(manifest, version.salt)
    assert version.submitted_at is not None
    return {
        "evidence": str(version.evidence_id),
        "enrolment": str(version.evidence.enrolment_id),
        "number": version.number,
        # A kept hash that is not the hash of what is kept must not match the entry either.
        "content_hash": found if found == version.content_hash else None,
        "kind": manifest.kind,
        "origin": manifest.origin,
        "claims": sorted(claim.criterion for claim in manifest.claims),
        "files": [{"sha256": file.sha256, "size": file.size} for file in manifest.files],
        "actor": str(version.submitted_by_id),
        "role": version.submitted_by.role.value if version.submitted_by else None,
        "at": time_text(version.submitted_at),
    }
