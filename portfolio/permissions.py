"""Who may do what with programmes, enrolments and evidence."""

from accounts.models import Membership, Role, Standing
from accounts.permissions import Answer, Permission, Policy
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.programmes.models import Programme


def see_enrolment(who: Membership, enrolment: Enrolment) -> Answer:
    """Their own, their reports', those allocated to them, or all in the centre; see the table of roles."""
    if who.centre_id != enrolment.centre_id:
        return Answer.HIDDEN
    sees = {
        Role.APPRENTICE: who.id == enrolment.apprentice_id,
        Role.LINE_MANAGER: who.id == enrolment.line_manager_id,
        Role.ASSESSOR: who.id == enrolment.assessor_id,
        Role.VERIFIER: True,
        Role.PROVIDER_ADMIN: True,
    }
    return Answer.YES if sees.get(who.role, False) else Answer.HIDDEN


def see_evidence(who: Membership, evidence: Evidence) -> Answer:
    """That it exists, its title and its state. Drafts are seen by whoever makes them and nobody else."""
    if who.id == evidence.created_by_id:
        return Answer.YES
    if evidence.submitted_number is None:
        return Answer.HIDDEN
    return see_enrolment(who, evidence.enrolment)


def read_evidence(who: Membership, evidence: Evidence) -> Answer:
    """What is in it. A line manager sees titles only."""
    answer = see_evidence(who, evidence)
    return Answer.NO if answer is Answer.YES and who.role is Role.LINE_MANAGER else answer


def stands_in(who: Membership, enrolment: Enrolment) -> bool:
    """Whether they are a qualified assessor of the centre beside a trainee, who needs one to countersign."""
    return (
        who.role is Role.ASSESSOR
        and who.standing is Standing.QUALIFIED
        and who.centre_id == enrolment.centre_id
        and enrolment.assessor.standing is Standing.TRAINEE
    )


def read_version(who: Membership, version: EvidenceVersion) -> Answer:
    """A draft version is its maker's own, also when earlier versions were submitted. Needs the assessor loaded."""
    enrolment = version.evidence.enrolment
    if version.submitted_at is None and who.id != version.evidence.created_by_id:
        return Answer.HIDDEN
    if version.submitted_at is not None and stands_in(who, enrolment):
        return Answer.YES
    return read_evidence(who, version.evidence)


def change_evidence(who: Membership, evidence: Evidence) -> Answer:
    """Nobody but whoever made it: the apprentice their work, an assessor their record."""
    answer = see_evidence(who, evidence)
    return Answer.NO if answer is Answer.YES and who.id != evidence.created_by_id else answer


def add_evidence(who: Membership, enrolment: Enrolment) -> Answer:
    answer = see_enrolment(who, enrolment)
    return Answer.NO if answer is Answer.YES and who.id != enrolment.apprentice_id else answer


def record_evidence(who: Membership, enrolment: Enrolment) -> Answer:
    """The allocated assessor, of what they saw or heard."""
    answer = see_enrolment(who, enrolment)
    return Answer.NO if answer is Answer.YES and who.id != enrolment.assessor_id else answer


def evaluate_self(who: Membership, enrolment: Enrolment) -> Answer:
    return add_evidence(who, enrolment)


def give_meta_skill_feedback(who: Membership, enrolment: Enrolment) -> Answer:
    """The people who see the apprentice at work or judge what they did."""
    answer = see_enrolment(who, enrolment)
    others = {enrolment.assessor_id, enrolment.line_manager_id}
    return Answer.NO if answer is Answer.YES and who.id not in others else answer


def change_enrolment(who: Membership, enrolment: Enrolment) -> Answer:
    answer = see_enrolment(who, enrolment)
    return Answer.NO if answer is Answer.YES and who.role is not Role.PROVIDER_ADMIN else answer


def manage_programmes(who: Membership, centre_id: int) -> Answer:
    return Answer.YES if who.role is Role.PROVIDER_ADMIN and who.centre_id == centre_id else Answer.HIDDEN


def see_programme(who: Membership, programme: Programme) -> Answer:
    return manage_programmes(who, programme.centre_id)


POLICY: Policy = {
    "add_enrolment": Permission(manage_programmes, "enrol an apprentice"),
    "add_evidence": Permission(add_evidence, "add evidence to this portfolio"),
    "add_programme": Permission(manage_programmes, "add a programme"),
    "answer_return": Permission(change_evidence, "answer why this evidence was returned"),
    "change_evidence": Permission(change_evidence, "change this evidence"),
    "choose_optional_units": Permission(change_enrolment, "choose the optional units of this enrolment"),
    "edit_declarations": Permission(see_programme, "change the declarations of this programme"),
    "edit_enrolment": Permission(change_enrolment, "change this enrolment"),
    "evaluate_self": Permission(evaluate_self, "judge these meta-skills as the apprentice"),
    "give_meta_skill_feedback": Permission(give_meta_skill_feedback, "give feedback on this apprentice’s meta-skills"),
    "read_version": Permission(read_version, "read this version of the evidence"),
    "record_evidence": Permission(record_evidence, "record what you saw or heard of this apprentice’s work"),
    "see_enrolment": Permission(see_enrolment, "see this enrolment"),
    "see_programme": Permission(see_programme, "see this programme"),
    "see_programmes": Permission(manage_programmes, "see the programmes of this centre"),
    "submit_evidence": Permission(change_evidence, "submit this evidence"),
    "withdraw_evidence": Permission(change_evidence, "withdraw this evidence"),
}
