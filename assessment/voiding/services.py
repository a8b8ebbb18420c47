"""Taking evidence out of account: proposed by one person, decided by another one who had no part in it."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from accounts.services import notify
from assessment.permissions import POLICY
from assessment.queries import lock_evidence
from assessment.separation import OwnWork, why_not_decide_void, why_not_propose_void
from assessment.signatures.services import keep_remark, signature_in_role, signing_time
from assessment.standing.queries import list_claimed_criteria
from assessment.standing.services import refresh_standing
from assessment.vocabulary import VoidReason
from assessment.voiding.models import VoidAnswer, VoidProposal
from assessment.voiding.queries import ProposalPage, find_last_proposal, get_proposal, list_deciders
from core import audit, events
from core.db import transaction
from core.destinations import path_to
from core.errors import DomainError, StaleWrite
from core.ledger import append_described
from portfolio.evidence.services.assessing import void_evidence
from portfolio.evidence.services.erasing import erase_files
from portfolio.vocabulary import EvidenceState


class NotToVoid(DomainError):
    """It is void already, or a proposal waits or was decided."""


class ProposalChanged(StaleWrite):
    """What the page showed is not what would be decided on."""


def propose_void(
    evidence_id: int, *, reason: VoidReason, comment: str, erases_files: bool, by: Membership
) -> VoidProposal:
    """Ask a second person to agree that this evidence counts for nothing, and perhaps that its files are erased."""
    with transaction() as session:
        evidence = lock_evidence(evidence_id)
        require(POLICY, "propose_void", by, evidence)
        apprentice_id = evidence.enrolment.apprentice.person_id
        if refusal := why_not_propose_void(person_id=by.person_id, apprentice_person_id=apprentice_id):
            raise OwnWork(refusal)
        if evidence.state is EvidenceState.VOID:
            raise NotToVoid("This evidence is void already.")
        last = find_last_proposal(evidence_id)
        if last is not None and last.answer is None:
            raise NotToVoid("It is proposed already that this evidence is void. That proposal waits for an answer.")
        remark = keep_remark(comment, needed="Say why, so that somebody else can decide.")
        proposal = VoidProposal(
            evidence_id=evidence_id,
            reason=reason,
            **remark,
            erases_files=erases_files,
            by_id=by.id,
            role=by.role.value,
            at=signing_time(),
        )
        session.add(proposal)
        session.flush()
        audit.record(
            "evidence.void_proposed",
            subject=evidence,
            centre_id=by.centre_id,
            actor_id=by.id,
            proposal_id=proposal.id,
            reason=reason.value,
        )
        _ask_somebody(get_proposal(proposal.id))
    return proposal


def agree_to_void(proposal_id: int, *, seen: str, by: Membership) -> VoidAnswer:
    """The evidence is void from here. What rested on it is derived afresh, and its files go if that was proposed."""
    with transaction():
        page = _open_proposal(proposal_id, "agree_to_void", seen, by)
        answer = _answer(page, is_agreed=True, by=by)
        evidence, proposal, enrolment = page.evidence, page.proposal, page.evidence.enrolment
        told = {one.id: one for one in (proposal.by, enrolment.apprentice, enrolment.assessor, evidence.created_by)}
        text = f"“{page.version.title}” is void and counts for nothing. Read why."
        void_evidence(evidence.id)
        if proposal.erases_files:
            erase_files(evidence.id)
        events.publish("evidence.voided", evidence_id=evidence.id, enrolment_id=enrolment.id)
        refresh_standing(enrolment.id, list_claimed_criteria(evidence.id))
        for one in told.values():
            notify(one, text, path_to("evidence", evidence_id=evidence.id))
        append_described("evidence.voided", log_id=enrolment.centre_id, subject_id=answer.id)
        if proposal.erases_files:
            append_described("evidence.erased", log_id=enrolment.centre_id, subject_id=answer.id)
    return answer


def decline_void(proposal_id: int, comment: str, *, seen: str, by: Membership) -> VoidAnswer:
    """The evidence stays as it is, for the reason given."""
    with transaction():
        page = _open_proposal(proposal_id, "decline_void", seen, by)
        remark = keep_remark(comment, needed="Say why you do not agree.")
        answer = _answer(page, is_agreed=False, remark=remark, by=by)
        text = f"“{page.version.title}” is not void: your proposal was declined. Read why."
        notify(page.proposal.by, text, path_to("void_proposal", proposal_id=proposal_id))
        append_described("evidence.void_declined", log_id=page.evidence.enrolment.centre_id, subject_id=answer.id)
    return answer


def why_not_decide(page: ProposalPage, who: Membership) -> str | None:
    """The sentence that says why this person may not decide, or None."""
    return why_not_decide_void(
        person_id=who.person_id,
        proposer_person_id=page.proposal.by.person_id,
        apprentice_person_id=page.evidence.enrolment.apprentice.person_id,
        maker_person_id=page.evidence.created_by.person_id,
        judge_person_ids=page.judges,
    )


def _ask_somebody(page: ProposalPage) -> None:
    evidence, proposal = page.evidence, page.proposal
    barred = {proposal.by.person_id, evidence.enrolment.apprentice.person_id, evidence.created_by.person_id}
    text = f"{proposal.by.person.name} proposes that “{page.version.title}” is void. Somebody else has to decide."
    for decider in list_deciders(evidence.enrolment.centre_id, page.judges | barred):
        notify(decider, text, path_to("void_proposal", proposal_id=proposal.id))


def _open_proposal(proposal_id: int, action: str, seen: str, by: Membership) -> ProposalPage:
    """The proposal, its evidence locked, if this person may decide on what they saw."""
    lock_evidence(get_proposal(proposal_id).evidence.id)
    page = get_proposal(proposal_id)
    require(POLICY, action, by, page.evidence)
    if refusal := why_not_decide(page, by):
        raise OwnWork(refusal)
    if page.proposal.answer is not None:
        raise NotToVoid("This proposal was decided already.")
    if seen != page.seen:
        raise ProposalChanged("This evidence changed since you opened the page. Read it again, then decide.")
    return page


def _answer(
    page: ProposalPage, *, is_agreed: bool, by: Membership, remark: Mapping[str, Any] | None = None
) -> VoidAnswer:
    kind = "evidence.voided" if is_agreed else "evidence.void_declined"
    with transaction() as session:
        answer = VoidAnswer(
            proposal_id=page.proposal.id,
            is_agreed=is_agreed,
            **signature_in_role(kind, page.seen, by),
            **(remark or {}),
        )
        session.add(answer)
        session.flush()
    return answer
