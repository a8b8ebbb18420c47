"""Who may see an enrolment's assessment, judge, countersign and sign."""

from accounts.models import Membership, Role
from accounts.permissions import Answer, Permission, Policy
from assessment.judging.models import Decision
from portfolio import permissions
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence
from portfolio.permissions import stands_in


def see_enrolment(who: Membership, enrolment: Enrolment) -> Answer:
    return Answer.YES if stands_in(who, enrolment) else permissions.see_enrolment(who, enrolment)


def see_evidence(who: Membership, evidence: Evidence) -> Answer:
    """That it exists, its title and its state."""
    is_shown = evidence.submitted_number is not None and stands_in(who, evidence.enrolment)
    return Answer.YES if is_shown else permissions.see_evidence(who, evidence)


def read_evidence(who: Membership, evidence: Evidence) -> Answer:
    """What is in it, and the judgements. A line manager sees titles only."""
    is_shown = evidence.submitted_number is not None and stands_in(who, evidence.enrolment)
    return Answer.YES if is_shown else permissions.read_evidence(who, evidence)


def judge_evidence(who: Membership, evidence: Evidence) -> Answer:
    """Only the allocated assessor."""
    answer = see_evidence(who, evidence)
    if answer is Answer.YES and not (who.role is Role.ASSESSOR and who.id == evidence.enrolment.assessor_id):
        return Answer.NO
    return answer


def countersign_decision(who: Membership, decision: Decision) -> Answer:
    """Any assessor of the centre may try; whether they are qualified and apart is checked with a sentence."""
    evidence = decision.version.evidence
    if who.role is Role.ASSESSOR and who.centre_id == evidence.enrolment.centre_id:
        return Answer.YES
    answer = see_evidence(who, evidence)
    return Answer.NO if answer is Answer.YES else answer


def answer_record(who: Membership, evidence: Evidence) -> Answer:
    """The apprentice, of what an assessor recorded of their work."""
    answer = see_evidence(who, evidence)
    is_theirs = evidence.is_record and who.id == evidence.enrolment.apprentice_id
    return Answer.NO if answer is Answer.YES and not is_theirs else answer


def act_as_apprentice(who: Membership, enrolment: Enrolment) -> Answer:
    answer = see_enrolment(who, enrolment)
    return Answer.NO if answer is Answer.YES and who.id != enrolment.apprentice_id else answer


def sign_unit(who: Membership, enrolment: Enrolment) -> Answer:
    """The allocated assessor, or a qualified one where the allocated one is a trainee."""
    answer = see_enrolment(who, enrolment)
    if answer is Answer.YES and not (who.id == enrolment.assessor_id or stands_in(who, enrolment)):
        return Answer.NO
    return answer


def list_queue(who: Membership, _subject: object) -> Answer:
    return Answer.YES if who.role is Role.ASSESSOR else Answer.HIDDEN


def _runs_centre(who: Membership, evidence: Evidence, *roles: Role) -> Answer:
    """These roles of the centre; others see no more than that the evidence is there."""
    answer = see_evidence(who, evidence)
    return Answer.NO if answer is Answer.YES and who.role not in roles else answer


def propose_void(who: Membership, evidence: Evidence) -> Answer:
    return _runs_centre(who, evidence, Role.PROVIDER_ADMIN)


def decide_void(who: Membership, evidence: Evidence) -> Answer:
    """A second provider admin, or a verifier. Whether they had a part in it is checked with a sentence."""
    if who.role not in (Role.PROVIDER_ADMIN, Role.VERIFIER):
        return Answer.HIDDEN  # the proposal is not theirs to see, whatever they see of the evidence
    return _runs_centre(who, evidence, Role.PROVIDER_ADMIN, Role.VERIFIER)


def list_voids(who: Membership, _subject: object) -> Answer:
    return Answer.YES if who.role in (Role.PROVIDER_ADMIN, Role.VERIFIER) else Answer.HIDDEN


def see_home(who: Membership, _subject: object) -> Answer:
    return Answer.YES if who.role is Role.APPRENTICE else Answer.HIDDEN


def see_team(who: Membership, _subject: object) -> Answer:
    return Answer.YES if who.role is Role.LINE_MANAGER else Answer.HIDDEN


POLICY: Policy = {
    "add_claim": Permission(judge_evidence, "add a criterion to this evidence"),
    "agree_to_void": Permission(decide_void, "agree to make this evidence void"),
    "claim_unit": Permission(act_as_apprentice, "claim this unit"),
    "confirm_record": Permission(answer_record, "confirm this record"),
    "confirm_unit": Permission(act_as_apprentice, "confirm the sign-off of this unit"),
    "countersign_decision": Permission(countersign_decision, "countersign this decision"),
    "decline_countersignature": Permission(countersign_decision, "decline to countersign this decision"),
    "decline_void": Permission(decide_void, "decline to make this evidence void"),
    "dispute_record": Permission(answer_record, "dispute this record"),
    "finish_assessment": Permission(judge_evidence, "finish this assessment"),
    "list_voids": Permission(list_voids, "see which evidence is to be made void"),
    "open_assessment": Permission(judge_evidence, "assess this evidence"),
    "propose_void": Permission(propose_void, "propose to make this evidence void"),
    "read_evidence": Permission(read_evidence, "read this evidence"),
    "save_draft_decision": Permission(judge_evidence, "decide on this evidence"),
    "save_draft_judgement": Permission(judge_evidence, "judge this evidence"),
    "save_drafts": Permission(judge_evidence, "judge this evidence"),
    "see_caseload": Permission(list_queue, "see a caseload"),
    "see_enrolment": Permission(see_enrolment, "see how this enrolment stands"),
    "see_evidence": Permission(see_evidence, "see this evidence"),
    "see_home": Permission(see_home, "see an apprentice’s home page"),
    "see_queue": Permission(list_queue, "see an assessor’s queue"),
    "see_team": Permission(see_team, "see a team"),
    "see_void": Permission(decide_void, "see the proposal to make this evidence void"),
    "sign_unit": Permission(sign_unit, "sign off this unit"),
}
