"""Signing a decision on evidence, and countersigning a trainee's."""

from accounts.models import Membership, Standing
from accounts.permissions import require
from accounts.services import notify
from assessment.judging.models import (
    Countersignature,
    CountersignatureRefusal,
    Decision,
    DraftDecision,
    DraftJudgement,
    Judgement,
    Remark,
)
from assessment.judging.queries.decisions import (
    find_draft_decision,
    find_drafts,
    find_last_judgements,
    find_newest_decision_id,
    get_decision,
    is_countersigned,
    is_declined,
    list_claim_criteria,
    list_remarks,
)
from assessment.judging.rules import (
    NOBODY_TO_RETURN_TO,
    STATEMENTS,
    Check,
    ClaimAnswer,
    decision_content,
    default_target,
    proposed_outcome,
    what_is_missing,
)
from assessment.judging.services.drafts import lock_for_judging
from assessment.permissions import POLICY
from assessment.queries import get_newest_version, lock_evidence
from assessment.records.queries import find_confirmation
from assessment.separation import OwnWork, why_not_countersign
from assessment.signatures.rules import content_hash
from assessment.signatures.services import METHOD, keep_remark, signing_time
from assessment.standing.services import refresh_standing
from assessment.vocabulary import DecisionOutcome, Outcome
from core import clock
from core.db import db, transaction
from core.errors import DomainError, FieldErrors
from core.ledger import append_described, commitment, new_salt
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.services.assessing import accept_evidence, return_evidence, take_up_evidence
from portfolio.vocabulary import EvidenceState


class AssessmentUnfinished(FieldErrors):
    """Something has to be judged, said or confirmed before the decision can be signed."""

    def __init__(self, evidence_id: int, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.evidence_id = evidence_id


class NotToCountersign(DomainError):
    """The decision needs no countersignature, has one, or is no longer the last one."""


def finish_assessment(evidence_id: int, *, by: Membership) -> Decision:
    """Sign what the drafts say: every claim's judgement, what follows, and for a return the date to answer by.

    A qualified assessor's decision counts at once. A trainee's waits for a countersignature; until then the
    evidence stays in assessment, and the trainee can sign another decision in its place.
    """
    with transaction() as session:
        evidence = lock_for_judging(evidence_id, by=by, action="finish_assessment")
        enrolment, apprentice = evidence.enrolment, evidence.enrolment.apprentice
        version = get_newest_version(evidence)
        claims = sorted(version.claims, key=lambda claim: claim.criterion.position)
        drafts = find_drafts(version.id)
        answers = [_answer(claim, drafts.get(claim.id), by) for claim in claims]
        draft = find_draft_decision(version.id)
        check = _check(draft)
        is_own_record = evidence.is_record and evidence.created_by_id == by.id
        outcome = (draft.outcome if draft else None) or proposed_outcome(answers, is_own_record=is_own_record)
        target_on = (draft.target_on if draft else None) or default_target(clock.today())
        errors = what_is_missing(answers, check, outcome, target_on, clock.today())
        if is_own_record and outcome is DecisionOutcome.RETURNED:
            errors["outcome"] = NOBODY_TO_RETURN_TO
        if evidence.is_record and not _is_confirmed(version):
            errors["confirmation"] = _not_confirmed(apprentice)
        if errors:
            raise AssessmentUnfinished(evidence_id, errors)
        take_up_evidence(evidence_id)
        decision = _sign(version, claims, answers, check, outcome, by=by)
        decision.target_on = target_on if outcome is DecisionOutcome.RETURNED else None
        decision.content_hash = _hash_of(decision, version, claims)
        for row in (*drafts.values(), *([draft] if draft else [])):
            session.delete(row)
        session.flush()
        if not decision.needs_countersignature:
            _let_count(evidence_id, outcome)
            _tell(evidence, version, decision)
        refresh_standing(enrolment.id, [claim.criterion_id for claim in claims])
        append_described("evidence.assessed", log_id=enrolment.centre_id, subject_id=decision.id)
        for judgement in decision.judgements:
            append_described("judgement.made", log_id=enrolment.centre_id, subject_id=judgement.id)
    return decision


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
            statement=STATEMENTS["decision.countersigned"],
            content_hash=decision.content_hash,
            method=METHOD,
            at=signing_time(),
        )
        session.add(countersignature)
        session.flush()
        _tell(evidence, version, decision)
        _let_count(version.evidence_id, decision.outcome)
        refresh_standing(enrolment.id, list_claim_criteria(version.id))
        append_described("decision.countersigned", log_id=enrolment.centre_id, subject_id=countersignature.id)
        text = f"Your decision on “{version.title}” was countersigned."
        notify(assessor, text, f"/evidence/{version.evidence_id}")
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
        remark, hidden = keep_remark(comment, field="comment", needed=needed)
        refusal = CountersignatureRefusal(
            decision_id=decision.id,
            assessor_id=by.id,
            content_hash=decision.content_hash,
            remark_id=remark.id,
            comment_commitment=hidden,
            at=signing_time(),
        )
        session.add(refusal)
        session.flush()
        _lay_open_again(decision)
        append_described("countersignature.declined", log_id=evidence.enrolment.centre_id, subject_id=refusal.id)
        text = f"Your decision on “{version.title}” was not countersigned. Read why, and judge it again."
        notify(assessor, text, f"/workbench/{version.evidence_id}")
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


def _answer(claim: Claim, draft: DraftJudgement | None, by: Membership) -> ClaimAnswer:
    """Return what was drafted for the claim; another assessor's draft is not this one's answer."""
    own = draft if draft is not None and draft.assessor_id == by.id else None
    return ClaimAnswer(
        claim.id, claim.criterion.code, own.outcome if own else None, own.feedback.strip() if own else ""
    )


def _check(draft: DraftDecision | None) -> Check:
    if draft is None:
        return Check()
    return Check(draft.is_valid, draft.is_authentic, draft.is_current, draft.is_sufficient)


def _sign(
    version: EvidenceVersion,
    claims: list[Claim],
    answers: list[ClaimAnswer],
    check: Check,
    outcome: DecisionOutcome,
    *,
    by: Membership,
) -> Decision:
    earlier = find_last_judgements(version.id)
    at = signing_time()
    judgements = []
    for claim, answer in zip(claims, answers, strict=True):
        assert answer.outcome is not None  # what_is_missing has seen to it
        remark = Remark(salt=new_salt(), text=answer.feedback) if answer.feedback else None
        judgements.append(
            Judgement(
                claim_id=claim.id,
                outcome=answer.outcome,
                remark=remark,
                feedback_commitment=commitment(remark.salt, answer.feedback) if remark and remark.salt else None,
                supersedes_id=earlier.get(claim.id),
                at=at,
            )
        )
    decision = Decision(
        version_id=version.id,
        assessor_id=by.id,
        outcome=outcome,
        is_valid=check.is_valid,
        is_authentic=check.is_authentic,
        is_current=check.is_current,
        is_sufficient=check.is_sufficient,
        needs_countersignature=by.standing is not Standing.QUALIFIED,
        statement=STATEMENTS[f"evidence.{outcome.value}"],
        method=METHOD,
        at=at,
        judgements=judgements,
    )
    db.session.add(decision)
    return decision


def _hash_of(decision: Decision, version: EvidenceVersion, claims: list[Claim]) -> str:
    codes = {claim.id: f"{claim.criterion.unit.framework.key}:{claim.criterion.code}" for claim in claims}
    return content_hash(
        decision_content(
            version_hash=version.content_hash or "",
            outcome=decision.outcome.value,
            check=Check(decision.is_valid, decision.is_authentic, decision.is_current, decision.is_sufficient),
            target_on=decision.target_on,
            answers=[
                (given.claim_id, codes[given.claim_id], given.outcome.value, given.feedback_commitment)
                for given in decision.judgements
            ],
        )
    )


def _let_count(evidence_id: int, outcome: DecisionOutcome) -> None:
    if outcome is DecisionOutcome.RETURNED:
        return_evidence(evidence_id)
    else:
        accept_evidence(evidence_id)


def _refuse_unless_waiting(decision: Decision) -> None:
    if not decision.needs_countersignature:
        raise NotToCountersign("This decision counts already; it needs no countersignature.")
    if is_countersigned(decision.id):
        raise NotToCountersign("This decision has been countersigned already.")
    if is_declined(decision.id):
        raise NotToCountersign("Somebody declined to countersign this decision. It went back to the trainee.")
    if find_newest_decision_id(decision.version_id) != decision.id:
        raise NotToCountersign("The assessor has signed another decision since. Read that one instead.")


def _is_confirmed(version: EvidenceVersion) -> bool:
    confirmation = find_confirmation(version.id)
    return confirmation is not None and confirmation.is_right


def _not_confirmed(apprentice: Membership) -> str:
    name = apprentice.person.first_name
    return f"{name} has not confirmed this record yet. You can sign once {name} has."


def _tell(evidence: Evidence, version: EvidenceVersion, decision: Decision) -> None:
    """Tell the apprentice; of a record that comes back, whoever made it."""
    is_returned = decision.outcome is DecisionOutcome.RETURNED
    told = evidence.created_by if is_returned else evidence.enrolment.apprentice
    notify(told, _news(version, decision), f"/evidence/{evidence.id}")


def _news(version: EvidenceVersion, decision: Decision) -> str:
    met = sum(judgement.outcome is Outcome.MET for judgement in decision.judgements)
    counted = f"{met} of {len(decision.judgements)} met"
    if decision.outcome is DecisionOutcome.RETURNED:
        return f"“{version.title}” came back to you: {counted}. Read what is still needed."
    return f"“{version.title}” was assessed: {counted}."
