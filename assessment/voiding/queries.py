"""Reads proposals that evidence is void: those that wait for a second person, and those that were decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
from sqlalchemy.orm import aliased, joinedload

from accounts.models import Membership, Person, Role
from assessment.judging.models import Countersignature, CountersignatureRefusal, Decision
from assessment.signatures.rules import content_hash
from assessment.vocabulary import VoidReason
from assessment.voiding.models import VoidAnswer, VoidProposal
from assessment.voiding.rules import void_content
from core import clock
from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion

_Apprentice, _ApprenticePerson = aliased(Membership), aliased(Person)
_Proposer, _ProposerPerson = aliased(Membership), aliased(Person)


class ProposalRow(NamedTuple):
    """`is_agreed` is None while the proposal waits."""

    proposal_id: int
    title: str
    apprentice: str
    proposer: str
    proposer_id: int
    reason: VoidReason
    erases_files: bool
    at: datetime
    is_agreed: bool | None
    answered_at: datetime | None


@dataclass(frozen=True)
class ProposalPage:
    """One proposal with its evidence and people, and the newest submitted version; `seen` is what is decided on."""

    proposal: VoidProposal
    evidence: Evidence
    version: EvidenceVersion
    judges: frozenset[int]  # the people who judged it

    @property
    def seen(self) -> str:
        return hash_of_proposal(self.proposal, self.version)


def get_proposal(proposal_id: int) -> ProposalPage:
    proposal = db.session.scalar(_proposals().where(VoidProposal.id == proposal_id))
    if proposal is None:
        raise NotFound("We could not find that proposal.")
    evidence = proposal.evidence
    version = db.session.scalars(
        select(EvidenceVersion).where(
            EvidenceVersion.evidence_id == evidence.id, EvidenceVersion.number == evidence.submitted_number
        )
    ).one()
    return ProposalPage(proposal, evidence, version, list_judges(evidence.id))


def find_last_proposal(evidence_id: int) -> VoidProposal | None:
    """The one that waits, or the one that was decided last, with its people, remarks and answer."""
    return db.session.scalar(
        _proposals().where(VoidProposal.evidence_id == evidence_id).order_by(VoidProposal.id.desc()).limit(1)
    )


def hash_of_proposal(proposal: VoidProposal, version: EvidenceVersion) -> str:
    return content_hash(
        void_content(
            version=version.content_hash or "",
            reason=proposal.reason.value,
            comment=proposal.comment_commitment,
            proposed_by=proposal.by_id,
            erases_files=proposal.erases_files,
        )
    )


def list_waiting_proposals(centre_id: int) -> Sequence[ProposalRow]:
    """The oldest first."""
    found = _rows(centre_id).where(VoidAnswer.id.is_(None)).order_by(VoidProposal.at, VoidProposal.id)
    return [ProposalRow._make(row) for row in db.session.execute(found)]


def list_decided_proposals(centre_id: int, number: int) -> Page[Any]:
    """One page of rows with the names of ProposalRow, the newest decision first."""
    found = _rows(centre_id).where(VoidAnswer.id.is_not(None)).order_by(VoidAnswer.at.desc(), VoidAnswer.id.desc())
    return paginate(found, number)


def count_waiting_proposals(centre_id: int) -> int:
    waiting = select(func.count()).select_from(VoidProposal).outerjoin(VoidAnswer).where(VoidAnswer.id.is_(None))
    return db.session.scalar(waiting.where(_is_of(centre_id))) or 0


def list_judges(evidence_id: int) -> frozenset[int]:
    """The ids of the people who signed a decision on it, countersigned one or declined to."""
    decisions = (
        select(Decision.id)
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .where(EvidenceVersion.evidence_id == evidence_id)
    )
    signers = union(
        select(Decision.assessor_id).where(Decision.id.in_(decisions)),
        select(Countersignature.assessor_id).where(Countersignature.decision_id.in_(decisions)),
        select(CountersignatureRefusal.assessor_id).where(CountersignatureRefusal.decision_id.in_(decisions)),
    )
    people = select(Membership.person_id).where(Membership.id.in_(signers.scalar_subquery()))
    return frozenset(db.session.scalars(people))


def list_deciders(centre_id: int, barred: frozenset[int]) -> Sequence[Membership]:
    """The centre's present admins and verifiers, without these people, each person once for each of their roles."""
    today = clock.today()
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.centre_id == centre_id,
            Membership.role.in_((Role.PROVIDER_ADMIN, Role.VERIFIER)),
            Membership.from_on <= today,
            or_(Membership.to_on.is_(None), Membership.to_on >= today),
            Membership.person_id.not_in(barred),
            Person.disabled_at.is_(None),
        )
        .order_by(Membership.id)
    ).all()


def _proposals() -> Select[VoidProposal]:
    evidence = joinedload(VoidProposal.evidence, innerjoin=True)
    enrolment = evidence.joinedload(Evidence.enrolment, innerjoin=True)
    answer = joinedload(VoidProposal.answer)
    return select(VoidProposal).options(
        evidence.joinedload(Evidence.created_by, innerjoin=True).joinedload(Membership.person, innerjoin=True),
        enrolment.joinedload(Enrolment.apprentice, innerjoin=True).joinedload(Membership.person, innerjoin=True),
        enrolment.joinedload(Enrolment.assessor, innerjoin=True).joinedload(Membership.person, innerjoin=True),
        enrolment.joinedload(Enrolment.programme, innerjoin=True),
        joinedload(VoidProposal.by, innerjoin=True).joinedload(Membership.person, innerjoin=True),
        joinedload(VoidProposal.remark, innerjoin=True),
        answer.joinedload(VoidAnswer.by).joinedload(Membership.person),
        answer.joinedload(VoidAnswer.remark),
    )


def _rows(centre_id: int) -> Select[*tuple[Any, ...]]:
    newest: ColumnElement[bool] = and_(
        EvidenceVersion.evidence_id == Evidence.id, EvidenceVersion.number == Evidence.submitted_number
    )
    return (
        select(
            VoidProposal.id.label("proposal_id"),
            EvidenceVersion.title.label("title"),
            _ApprenticePerson.name.label("apprentice"),
            _ProposerPerson.name.label("proposer"),
            VoidProposal.by_id.label("proposer_id"),
            VoidProposal.reason.label("reason"),
            VoidProposal.erases_files.label("erases_files"),
            VoidProposal.at.label("at"),
            VoidAnswer.is_agreed.label("is_agreed"),
            VoidAnswer.at.label("answered_at"),
        )
        .join(Evidence, Evidence.id == VoidProposal.evidence_id)
        .join(EvidenceVersion, newest)
        .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
        .join(_Apprentice, _Apprentice.id == Enrolment.apprentice_id)
        .join(_ApprenticePerson, _ApprenticePerson.id == _Apprentice.person_id)
        .join(_Proposer, _Proposer.id == VoidProposal.by_id)
        .join(_ProposerPerson, _ProposerPerson.id == _Proposer.person_id)
        .outerjoin(VoidAnswer, VoidAnswer.proposal_id == VoidProposal.id)
        .where(_is_of(centre_id))
    )


def _is_of(centre_id: int) -> ColumnElement[bool]:
    """Whose a proposal is, asked of each: so a database begins with the few proposals, not with all enrolments."""
    centre = (
        select(Enrolment.centre_id)
        .join(Evidence, Evidence.enrolment_id == Enrolment.id)
        .where(Evidence.id == VoidProposal.evidence_id)
        .correlate(VoidProposal)
        .scalar_subquery()
    )
    return centre == centre_id
