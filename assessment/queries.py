"""Reading evidence with the people around it, as every noun of assessment needs it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Membership
from core.db import db
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.queries import NoSuchEvidence
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
        raise NoSuchEvidence
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
        raise NoSuchEvidence
    return evidence


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
