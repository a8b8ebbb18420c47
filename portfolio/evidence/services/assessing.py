"""What assessment does to evidence. It asks its own permissions and writes its own record; call inside its deed."""

from accounts.models import Membership
from core import clock
from core.db import transaction
from core.errors import DomainError
from portfolio.evidence.models import Claim, Evidence
from portfolio.evidence.queries import get_version, lock_evidence
from portfolio.evidence.rules.states import EvidenceEvent, next_state
from portfolio.programmes.queries import list_programme_criteria


class CriterionNotInProgramme(DomainError):
    """A claim on a criterion that this apprentice does not follow."""


def take_up_evidence(evidence_id: int) -> Evidence:
    """The assessor has begun: from here the apprentice can no longer withdraw it."""
    return _move(evidence_id, EvidenceEvent.TAKE_UP)


def return_evidence(evidence_id: int) -> Evidence:
    return _move(evidence_id, EvidenceEvent.RETURN)


def accept_evidence(evidence_id: int) -> Evidence:
    return _move(evidence_id, EvidenceEvent.ACCEPT)


def dispute_evidence(evidence_id: int) -> Evidence:
    """The apprentice says that a record is not right: it goes back to whoever made it."""
    return _move(evidence_id, EvidenceEvent.DISPUTE)


def void_evidence(evidence_id: int) -> Evidence:
    """It counts for nothing from here; the record stays."""
    return _move(evidence_id, EvidenceEvent.VOID)


def add_claim_seen(
    evidence_id: int, criterion_id: int, *, by: Membership, locator: str = "", reason: str = ""
) -> Claim:
    """Add a claim that the assessor sees in the submitted version; an earlier one on this criterion is returned."""
    with transaction() as session:
        evidence = lock_evidence(session, evidence_id)
        next_state(evidence.state, EvidenceEvent.TAKE_UP)
        version = get_version(evidence_id, evidence.submitted_number or 0)
        for claim in version.claims:
            if claim.criterion_id == criterion_id:
                return claim
        enrolment = evidence.enrolment
        if criterion_id not in {row.id for row in list_programme_criteria(enrolment.programme_id, enrolment.id)}:
            raise CriterionNotInProgramme("That criterion is not part of this apprentice's programme.")
        claim = Claim(
            version_id=version.id,
            criterion_id=criterion_id,
            locator=locator,
            reason=reason,
            added_by_id=by.id,
            added_at=clock.now(),
        )
        session.add(claim)
        session.flush()
    return claim


def _move(evidence_id: int, event: EvidenceEvent) -> Evidence:
    with transaction() as session:
        evidence = lock_evidence(session, evidence_id)
        state = next_state(evidence.state, event)
        if state is not evidence.state:
            evidence.state, evidence.changed_at = state, clock.now()
            session.flush()
    return evidence
