"""Countersigning a trainee's decision, or declining to."""

from accounts.models import Membership, Standing
from accounts.permissions import require
from accounts.services import notify
from assessment.judging.models import (
    Countersignature,
    CountersignatureRefusal,
    Decision,
    DraftDecision,
    DraftJudgement,
)
from assessment.judging.queries.decisions import (
    find_draft_decision,
    find_drafts,
    find_newest_decision_id,
    get_decision,
    is_countersigned,
    is_declined,
    list_claim_criteria,
    list_remarks,
)
from assessment.judging.services.decisions import let_count, tell_of_decision
from assessment.permissions import POLICY
from assessment.queries import lock_evidence
from assessment.separation import OwnWork, why_not_countersign
from assessment.signatures.services import keep_remark, signature, signing_time
from assessment.standing.services import refresh_standing
from core import clock
from core.db import db, transaction
from core.destinations import path_to
from core.errors import DomainError
from core.ledger import append_described
from portfolio.evidence.models import Evidence
from portfolio.vocabulary import EvidenceState


class NotToCountersign(DomainError):
    """The decision needs no countersignature, has one, or is no longer the last one."""


def countersign_decision(decision_id: int, *, by: Membership) -> Countersignature:
    """Sign under a trainee's decision. From here its judgements count."""
    with transaction() as session:
        decision = get_decision(decision_id)
        require(POLICY, "countersign_decision", by, decision)
        version, assessor = decision.version, decision.assessor
        evidence = lock_evidence(version.evidence_id)
        enrolment = evidence.enrolment
        _refuse_unless_apart(decision, evidence, by)
        _refuse_unless_waiting(decision)
        countersignature = Countersignature(
            decision_id=decision.id,
            assessor_id=by.id,
            **signature("decision.countersigned", decision.content_hash),
        )
        session.add(countersignature)
        session.flush()
        tell_of_decision(evidence, version, decision)
        let_count(version.evidence_id, decision.outcome)
        refresh_standing(enrolment.id, list_claim_criteria(version.id))
        append_described("decision.countersigned", log_id=enrolment.centre_id, subject_id=countersignature.id)
        text = f"Your decision on “{version.title}” was countersigned."
        notify(assessor, text, path_to("evidence", evidence_id=version.evidence_id))
    return countersignature


def decline_countersignature(decision_id: int, comment: str, *, by: Membership) -> CountersignatureRefusal:
    """Do not sign under a trainee's decision, and say why. It goes back to the trainee with what they had chosen."""
    with transaction() as session:
        decision = get_decision(decision_id)
        require(POLICY, "decline_countersignature", by, decision)
        version, assessor = decision.version, decision.assessor
        evidence = lock_evidence(version.evidence_id)
        _refuse_unless_apart(decision, evidence, by)
        _refuse_unless_waiting(decision)
        if evidence.state is not EvidenceState.IN_ASSESSMENT:
            raise NotToCountersign("This evidence no longer waits for a countersignature.")
        needed = "Say what you do not agree with, so that it can be judged again."
        refusal = CountersignatureRefusal(
            decision_id=decision.id,
            assessor_id=by.id,
            content_hash=decision.content_hash,
            **keep_remark(comment, needed=needed),
            at=signing_time(),
        )
        session.add(refusal)
        session.flush()
        _lay_open_again(decision)
        append_described("countersignature.declined", log_id=evidence.enrolment.centre_id, subject_id=refusal.id)
        text = f"Your decision on “{version.title}” was not countersigned. Read why, and judge it again."
        notify(assessor, text, path_to("workbench", evidence_id=version.evidence_id))
    return refusal


def _refuse_unless_apart(decision: Decision, evidence: Evidence, by: Membership) -> None:
    refusal = why_not_countersign(
        person_id=by.person_id,
        apprentice_person_id=evidence.enrolment.apprentice.person_id,
        assessor_person_id=decision.assessor.person_id,
        is_qualified=by.standing is Standing.QUALIFIED,
    )
    if refusal:
        raise OwnWork(refusal)


def _lay_open_again(decision: Decision) -> None:
    """Make drafts of what the trainee had signed, unless they have begun anew already."""
    begun, session = find_drafts(decision.version_id), db.session
    words = list_remarks(decision.id)
    for given in decision.judgements:
        if given.claim_id not in begun:
            session.add(
                DraftJudgement(
                    claim_id=given.claim_id,
                    assessor_id=decision.assessor_id,
                    outcome=given.outcome,
                    feedback=words.get(given.id, ""),
                    updated_at=clock.now(),
                )
            )
    if find_draft_decision(decision.version_id) is None:
        session.add(
            DraftDecision(
                version_id=decision.version_id,
                assessor_id=decision.assessor_id,
                is_valid=decision.is_valid,
                is_authentic=decision.is_authentic,
                is_current=decision.is_current,
                is_sufficient=decision.is_sufficient,
                outcome=decision.outcome,
                target_on=None,
                updated_at=clock.now(),
            )
        )
    session.flush()


def _refuse_unless_waiting(decision: Decision) -> None:
    if not decision.needs_countersignature:
        raise NotToCountersign("This decision counts already; it needs no countersignature.")
    if is_countersigned(decision.id):
        raise NotToCountersign("This decision has been countersigned already.")
    if is_declined(decision.id):
        raise NotToCountersign("Somebody declined to countersign this decision. It went back to the trainee.")
    if find_newest_decision_id(decision.version_id) != decision.id:
        raise NotToCountersign("The assessor has signed another decision since. Read that one instead.")
