"""Taking evidence up, and saving what the assessor chooses at every key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from assessment.judging.models import DraftDecision, DraftJudgement
from assessment.judging.queries.decisions import find_draft_decision, find_drafts
from assessment.judging.rules import FEEDBACK_LENGTH, VacsCheck
from assessment.permissions import POLICY
from assessment.queries import get_newest_version, lock_evidence
from assessment.separation import OwnWork, why_not_judge
from assessment.standing.services import refresh_standing
from assessment.vocabulary import DecisionOutcome, Outcome
from core import audit, clock
from core.db import db, transaction
from core.errors import DomainError, FieldErrors, NotFound, StaleWrite
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.services.assessing import add_claim_seen, take_up_evidence
from portfolio.programmes.queries import list_programme_criteria
from portfolio.vocabulary import EvidenceState


class NothingToJudge(DomainError):
    """The evidence does not wait for an assessor."""

    def __init__(self, evidence_id: int, sentence: str) -> None:
        super().__init__(sentence)
        self.evidence_id = evidence_id


class DraftChanged(StaleWrite):
    """Another tab saved this draft since. `theirs` is what is kept, `yours` what was sent, by field.

    `field` is the form's name for the revision, with which what was sent can be sent again.
    """

    def __init__(self, evidence_id: int, field: str, theirs: Mapping[str, Any], yours: Mapping[str, Any]) -> None:
        super().__init__("This was changed in another tab or window since you opened it.")
        self.evidence_id = evidence_id
        self.field = field
        self.theirs = theirs
        self.yours = yours


@dataclass(frozen=True, slots=True)
class JudgementInput:
    """An answer as it arrives: `revision` is that of the draft it was made on, 0 when there was none."""

    claim_id: int
    outcome: Outcome | None
    feedback: str
    revision: int


@dataclass(frozen=True, slots=True)
class DecisionInput:
    check: VacsCheck
    outcome: DecisionOutcome | None
    target_on: date | None
    revision: int


def open_assessment(evidence_id: int, *, by: Membership) -> Evidence:
    """Take evidence up, and return it with the people around it. The apprentice can no longer withdraw it then."""
    with transaction():
        evidence = lock_for_judging(evidence_id, by=by, action="open_assessment")
        if evidence.state is EvidenceState.SUBMITTED:
            take_up_evidence(evidence_id)
            centre_id = evidence.enrolment.centre_id
            audit.record("evidence.taken_up", subject=evidence, centre_id=centre_id, actor_id=by.id)
            evidence = lock_evidence(evidence_id)  # read again, with the people around it
    return evidence


def save_draft_judgement(evidence_id: int, answer: JudgementInput, *, by: Membership) -> DraftJudgement:
    """Keep one answer as a draft; DraftChanged when it was saved elsewhere since."""
    with transaction():
        version = _open_version(evidence_id, by=by, action="save_draft_judgement")
        claim = _claim_of(version, answer.claim_id)
        return _keep_judgement(evidence_id, claim, answer, find_drafts(version.id), by=by)


def save_draft_decision(evidence_id: int, decision: DecisionInput, *, by: Membership) -> DraftDecision:
    """Keep the VACS check, what follows and the date to answer by."""
    with transaction():
        version = _open_version(evidence_id, by=by, action="save_draft_decision")
        return _keep_decision(evidence_id, version, decision, by=by)


def save_drafts(
    evidence_id: int, answers: Sequence[JudgementInput], decision: DecisionInput, *, by: Membership
) -> None:
    """Keep all that one form holds, or nothing of it."""
    with transaction():
        version = _open_version(evidence_id, by=by, action="save_drafts")
        drafts = find_drafts(version.id)
        for answer in answers:
            _keep_judgement(evidence_id, _claim_of(version, answer.claim_id), answer, drafts, by=by)
        _keep_decision(evidence_id, version, decision, by=by)


def add_claim(evidence_id: int, *, criterion_id: int, locator: str, reason: str, by: Membership) -> Claim:
    """Add a criterion that the apprentice missed. It is marked as the assessor's and then judged like any other."""
    with transaction():
        evidence = lock_for_judging(evidence_id, by=by, action="add_claim")
        offered = list_programme_criteria(evidence.enrolment.programme_id, evidence.enrolment_id)
        if criterion_id not in {criterion.id for criterion in offered}:
            raise FieldErrors({"criterion_id": "Choose a criterion of this programme."})
        claim = add_claim_seen(evidence_id, criterion_id, by=by, locator=locator.strip(), reason=reason.strip())
        audit.record(
            "claim.added",
            subject=claim,
            centre_id=evidence.enrolment.centre_id,
            actor_id=by.id,
            criterion_id=criterion_id,
            evidence_id=evidence_id,
        )
        refresh_standing(evidence.enrolment_id, [criterion_id])
    return claim


def lock_for_judging(evidence_id: int, *, by: Membership, action: str) -> Evidence:
    """Return evidence that waits for this assessor, locked; otherwise the reason as an error."""
    evidence = lock_evidence(evidence_id)
    require(POLICY, action, by, evidence)
    refusal = why_not_judge(person_id=by.person_id, apprentice_person_id=evidence.enrolment.apprentice.person_id)
    if refusal:
        raise OwnWork(refusal)
    if evidence.state not in (EvidenceState.SUBMITTED, EvidenceState.IN_ASSESSMENT):
        sentence = _NOT_WAITING.get(evidence.state, "It does not wait for an assessor.")
        if evidence.is_record and evidence.state is EvidenceState.ACTION_REQUIRED:
            sentence = "This record came back to whoever made it. It is judged when the next version is handed in."
        raise NothingToJudge(evidence_id, sentence)
    return evidence


_NOT_WAITING = {
    EvidenceState.ASSESSED: "This evidence has been assessed. Nothing waits for you here.",
    EvidenceState.ACTION_REQUIRED: "This evidence was returned. It comes back to your queue when it is answered.",
    EvidenceState.WITHDRAWN: "This evidence was withdrawn.",
    EvidenceState.VOID: "This evidence is void. It counts for nothing, and nothing waits for you here.",
}


def _open_version(evidence_id: int, *, by: Membership, action: str) -> EvidenceVersion:
    return get_newest_version(lock_for_judging(evidence_id, by=by, action=action))


def _claim_of(version: EvidenceVersion, claim_id: int) -> Claim:
    claim = next((claim for claim in version.claims if claim.id == claim_id), None)
    if claim is None:
        raise NotFound("That claim is not part of this version.")
    return claim


def _keep_judgement(
    evidence_id: int, claim: Claim, answer: JudgementInput, drafts: dict[int, DraftJudgement], *, by: Membership
) -> DraftJudgement:
    if len(answer.feedback) > FEEDBACK_LENGTH:
        raise FieldErrors({f"feedback-{claim.id}": f"Keep what you write within {FEEDBACK_LENGTH} characters."})
    yours = {"outcome": answer.outcome, "feedback": answer.feedback}
    draft = drafts.get(claim.id)
    if draft is None:
        draft = drafts[claim.id] = DraftJudgement(claim_id=claim.id, assessor_id=by.id, updated_at=clock.now(), **yours)
        db.session.add(draft)
        db.session.flush()
        return draft
    theirs = {"outcome": draft.outcome, "feedback": draft.feedback}
    if theirs != yours or draft.assessor_id != by.id:
        if draft.assessor_id == by.id and draft.revision != answer.revision:
            label = {"criterion": claim.criterion.code, "revision": draft.revision}
            raise DraftChanged(evidence_id, f"revision-{claim.id}", {**theirs, **label}, {**yours, **label})
        draft.outcome, draft.feedback = answer.outcome, answer.feedback
        draft.assessor_id, draft.updated_at = by.id, clock.now()
        db.session.flush()
    return draft


def _keep_decision(
    evidence_id: int, version: EvidenceVersion, decision: DecisionInput, *, by: Membership
) -> DraftDecision:
    yours = {
        "is_valid": decision.check.is_valid,
        "is_authentic": decision.check.is_authentic,
        "is_current": decision.check.is_current,
        "is_sufficient": decision.check.is_sufficient,
        "outcome": decision.outcome,
        "target_on": decision.target_on,
    }
    draft = find_draft_decision(version.id)
    if draft is None:
        draft = DraftDecision(version_id=version.id, assessor_id=by.id, updated_at=clock.now(), **yours)
        db.session.add(draft)
        db.session.flush()
        return draft
    theirs = {name: getattr(draft, name) for name in yours}
    if theirs != yours or draft.assessor_id != by.id:
        if draft.assessor_id == by.id and draft.revision != decision.revision:
            label = {"revision": draft.revision}
            raise DraftChanged(evidence_id, "decision_revision", {**theirs, **label}, {**yours, **label})
        for name, value in yours.items():
            setattr(draft, name, value)
        draft.assessor_id, draft.updated_at = by.id, clock.now()
        db.session.flush()
    return draft
