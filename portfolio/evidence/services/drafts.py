"""The draft at hand: locked, allowed and open to change. Shared by the deeds that change it."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from accounts.models import Membership
from accounts.permissions import require
from core import clock
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.queries import get_draft, lock_evidence
from portfolio.evidence.rules.states import EvidenceCannotMove, EvidenceEvent, next_state
from portfolio.permissions import POLICY


def lock_allowed(session: Session, evidence_id: int, *, by: Membership, action: str) -> Evidence:
    evidence = lock_evidence(session, evidence_id)
    require(POLICY, action, by, evidence)
    return evidence


def open_draft(session: Session, evidence_id: int, *, by: Membership) -> EvidenceVersion:
    """The draft version, loaded as by `queries.get_version`; its evidence is locked until the transaction ends."""
    evidence = lock_allowed(session, evidence_id, by=by, action="change_evidence")
    next_state(evidence.state, EvidenceEvent.EDIT)
    draft = get_draft(evidence)
    if draft.submitted_at is not None:
        raise EvidenceCannotMove("Start your answer first: a submitted version never changes.")
    return draft


def keep(session: Session, draft: EvidenceVersion) -> EvidenceVersion:
    """Write the change and return the draft as it is now.

    A change of what hangs on the draft counts as one of the draft, so that a page opened before is found stale.
    """
    draft.updated_at = clock.now()
    flag_modified(draft, "updated_at")
    session.flush()
    return get_draft(draft.evidence)
