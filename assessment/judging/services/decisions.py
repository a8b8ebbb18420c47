"""Signing a decision on evidence."""

from datetime import date

from accounts.models import Membership, Standing
from accounts.services import notify
from assessment.judging.models import (
    Decision,
    DraftDecision,
    DraftJudgement,
    Judgement,
)
from assessment.judging.queries.decisions import (
    find_draft_decision,
    find_drafts,
    find_last_judgements,
)
from assessment.judging.rules import (
    NOBODY_TO_RETURN_TO,
    ClaimAnswer,
    VacsCheck,
    decision_content,
    default_target,
    proposed_outcome,
    what_is_missing,
)
from assessment.judging.services.drafts import lock_for_judging
from assessment.queries import get_newest_version
from assessment.records.queries import find_confirmation
from assessment.signatures.rules import content_hash
from assessment.signatures.services import make_remark, signature
from assessment.standing.services import refresh_standing
from assessment.vocabulary import DecisionOutcome, Outcome
from core import clock
from core.db import db, transaction
from core.destinations import path_to
from core.errors import FieldErrors
from core.ledger import append_described
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.services.assessing import accept_evidence, return_evidence, take_up_evidence


class AssessmentUnfinished(FieldErrors):
    """Something has to be judged, said or confirmed before the decision can be signed."""

    def __init__(self, evidence_id: int, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.evidence_id = evidence_id


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
        answer_by = target_on if outcome is DecisionOutcome.RETURNED else None
        judgements = _make_judgements(version, claims, answers)
        decision = _sign(version, claims, judgements, check, outcome=outcome, target_on=answer_by, by=by)
        for row in (*drafts.values(), *([draft] if draft else [])):
            session.delete(row)
        session.flush()
        if not decision.needs_countersignature:
            let_count(evidence_id, outcome)
            tell_of_decision(evidence, version, decision)
        refresh_standing(enrolment.id, [claim.criterion_id for claim in claims])
        append_described("evidence.assessed", log_id=enrolment.centre_id, subject_id=decision.id)
        for judgement in decision.judgements:
            append_described("judgement.made", log_id=enrolment.centre_id, subject_id=judgement.id)
    return decision


def _answer(claim: Claim, draft: DraftJudgement | None, by: Membership) -> ClaimAnswer:
    """Return what was drafted for the claim; another assessor's draft is not this one's answer."""
    own = draft if draft is not None and draft.assessor_id == by.id else None
    return ClaimAnswer(
        claim.id, claim.criterion.code, own.outcome if own else None, own.feedback.strip() if own else ""
    )


def _check(draft: DraftDecision | None) -> VacsCheck:
    if draft is None:
        return VacsCheck()
    return VacsCheck(draft.is_valid, draft.is_authentic, draft.is_current, draft.is_sufficient)


def _sign(
    version: EvidenceVersion,
    claims: list[Claim],
    judgements: list[Judgement],
    check: VacsCheck,
    *,
    outcome: DecisionOutcome,
    target_on: date | None,
    by: Membership,
) -> Decision:
    codes = {claim.id: f"{claim.criterion.unit.framework.key}:{claim.criterion.code}" for claim in claims}
    content = decision_content(
        version_hash=version.content_hash or "",
        outcome=outcome.value,
        check=check,
        target_on=target_on,
        answers=[
            (given.claim_id, codes[given.claim_id], given.outcome.value, given.feedback_commitment)
            for given in judgements
        ],
    )
    decision = Decision(
        version_id=version.id,
        assessor_id=by.id,
        outcome=outcome,
        is_valid=check.is_valid,
        is_authentic=check.is_authentic,
        is_current=check.is_current,
        is_sufficient=check.is_sufficient,
        target_on=target_on,
        needs_countersignature=by.standing is not Standing.QUALIFIED,
        **signature(f"evidence.{outcome.value}", content_hash(content)),
    )
    for judgement in judgements:
        judgement.at = decision.at
    decision.judgements = judgements
    db.session.add(decision)
    return decision


def _make_judgements(version: EvidenceVersion, claims: list[Claim], answers: list[ClaimAnswer]) -> list[Judgement]:
    earlier = find_last_judgements(version.id)
    judgements = []
    for claim, answer in zip(claims, answers, strict=True):
        assert answer.outcome is not None  # what_is_missing has seen to it
        remark, hidden = make_remark(answer.feedback) if answer.feedback else (None, None)
        judgements.append(
            Judgement(
                claim_id=claim.id,
                outcome=answer.outcome,
                remark=remark,
                feedback_commitment=hidden,
                supersedes_id=earlier.get(claim.id),
            )
        )
    return judgements


def let_count(evidence_id: int, outcome: DecisionOutcome) -> None:
    if outcome is DecisionOutcome.RETURNED:
        return_evidence(evidence_id)
    else:
        accept_evidence(evidence_id)


def _is_confirmed(version: EvidenceVersion) -> bool:
    confirmation = find_confirmation(version.id)
    return confirmation is not None and confirmation.is_right


def _not_confirmed(apprentice: Membership) -> str:
    name = apprentice.person.first_name
    return f"{name} has not confirmed this record yet. You can sign once {name} has."


def tell_of_decision(evidence: Evidence, version: EvidenceVersion, decision: Decision) -> None:
    """Tell the apprentice; of a record that comes back, whoever made it."""
    is_returned = decision.outcome is DecisionOutcome.RETURNED
    told = evidence.created_by if is_returned else evidence.enrolment.apprentice
    notify(told, _news(version, decision), path_to("evidence", evidence_id=evidence.id))


def _news(version: EvidenceVersion, decision: Decision) -> str:
    met = sum(judgement.outcome is Outcome.MET for judgement in decision.judgements)
    counted = f"{met} of {len(decision.judgements)} met"
    if decision.outcome is DecisionOutcome.RETURNED:
        return f"“{version.title}” came back to you: {counted}. Read what is still needed."
    return f"“{version.title}” was assessed: {counted}."
