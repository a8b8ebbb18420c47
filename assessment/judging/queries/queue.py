"""What waits for an assessor: evidence to judge, the oldest first, and trainees' decisions to countersign."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Membership, Person, Standing
from assessment.judging.models import Countersignature, CountersignatureRefusal, Decision
from assessment.records.queries import awaits_confirmation
from assessment.vocabulary import DecisionOutcome
from core.db import db
from core.paging import Page, paginate
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.queries import recorded_by
from portfolio.vocabulary import EvidenceState, Origin
from standards.models import Criterion, Unit

WAITING = (EvidenceState.SUBMITTED, EvidenceState.IN_ASSESSMENT)
_ApprenticePerson = aliased(Person)
_Apprentice = aliased(Membership)
_Assessor = aliased(Membership)
_AssessorPerson = aliased(Person)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Narrows the queue; empty values leave it as it is. `only` is "new" or "answers"."""

    words: str = ""
    unit: str = ""
    only: str = ""


class QueueRow(NamedTuple):
    evidence_id: int
    version_id: int
    number: int
    title: str
    origin: Origin | None
    submitted_at: datetime
    apprentice: str
    enrolment_id: int
    claims: int
    recorded_by: str | None
    awaits_confirmation: bool  # so that its decision cannot be signed yet


class CountersigningRow(NamedTuple):
    decision_id: int
    evidence_id: int
    title: str
    apprentice: str
    assessor: str
    outcome: DecisionOutcome
    at: datetime


@dataclass(frozen=True)
class Queue:
    page: Page[QueueRow]
    units: dict[int, list[str]]  # codes by version
    offered_units: Sequence[str]


def get_queue(assessor: Membership, wanted: QueueFilter, number: int) -> Queue:
    """One page of what waits for this assessor, the oldest first, with the codes of the units each touches."""
    found = _waiting(assessor)
    for word in wanted.words.split():
        text = or_(
            EvidenceVersion.title.icontains(word, autoescape=True),
            _ApprenticePerson.name.icontains(word, autoescape=True),
        )
        found = found.where(text)
    if wanted.unit:
        found = found.where(_claims_unit(wanted.unit))
    if wanted.only == "new":
        found = found.where(EvidenceVersion.number == 1)
    elif wanted.only == "answers":
        found = found.where(EvidenceVersion.number > 1)
    page = paginate(found, number)
    rows = [QueueRow._make(row) for row in page.items]
    units = list_unit_codes([row.version_id for row in rows])
    offered = sorted(set(_list_waiting_units(assessor)) | ({wanted.unit} if wanted.unit else set()))
    return Queue(Page(rows, page.number, page.total, page.size), units, offered)


def list_waiting(assessor: Membership, *, limit: int = 50) -> list[QueueRow]:
    """Those that can be signed first, the oldest before the newer, for the list beside the workbench."""
    return [QueueRow._make(row) for row in db.session.execute(_waiting(assessor).limit(limit))]


def list_unit_codes(version_ids: Collection[int]) -> dict[int, list[str]]:
    """The codes of the units that each version claims something of, in document order, by version."""
    rows = db.session.execute(
        select(Claim.version_id, Unit.code)
        .join(Criterion, Criterion.id == Claim.criterion_id)
        .join(Unit, Unit.id == Criterion.unit_id)
        .where(Claim.version_id.in_(version_ids))
        .group_by(Claim.version_id, Unit.code, Unit.position)
        .order_by(Claim.version_id, Unit.position)
    )
    codes: dict[int, list[str]] = defaultdict(list)
    for version_id, code in rows:
        codes[version_id].append(code)
    return codes


def list_to_countersign(who: Membership) -> list[CountersigningRow]:
    """Trainees' newest decisions in the centre that this qualified assessor may countersign, the oldest first."""
    if who.standing is not Standing.QUALIFIED:
        return []
    apart = and_(_Assessor.person_id != who.person_id, _Apprentice.person_id != who.person_id)
    return _list_uncountersigned(and_(Enrolment.centre_id == who.centre_id, apart))


def list_own_uncountersigned(who: Membership) -> list[CountersigningRow]:
    """A trainee's own decisions that nobody has countersigned yet, the oldest first."""
    if who.standing is Standing.QUALIFIED:
        return []
    return _list_uncountersigned(Decision.assessor_id == who.id)


def _waiting(assessor: Membership) -> Select[Any]:
    claims = select(func.count()).where(Claim.version_id == EvidenceVersion.id).scalar_subquery()
    awaits = awaits_confirmation()
    was_declined = exists().where(CountersignatureRefusal.decision_id == Decision.id)
    is_decided = exists().where(Decision.version_id == EvidenceVersion.id, ~was_declined)
    return (
        select(
            Evidence.id,
            EvidenceVersion.id,
            EvidenceVersion.number,
            EvidenceVersion.title,
            EvidenceVersion.origin,
            EvidenceVersion.submitted_at,
            _ApprenticePerson.name,
            Enrolment.id,
            claims,
            recorded_by(),
            awaits,
        )
        .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
        .join(EvidenceVersion, EvidenceVersion.evidence_id == Evidence.id)
        .join(_Apprentice, _Apprentice.id == Enrolment.apprentice_id)
        .join(_ApprenticePerson, _ApprenticePerson.id == _Apprentice.person_id)
        .where(
            Enrolment.assessor_id == assessor.id,
            Evidence.state.in_(WAITING),
            EvidenceVersion.number == Evidence.submitted_number,
            ~is_decided,
        )
        .order_by(case((awaits, 1), else_=0), EvidenceVersion.submitted_at, Evidence.id)
    )


def _claims_unit(code: str) -> ColumnElement[bool]:
    return (
        select(Claim.id)
        .join(Criterion, Criterion.id == Claim.criterion_id)
        .join(Unit, Unit.id == Criterion.unit_id)
        .where(Claim.version_id == EvidenceVersion.id, Unit.code == code)
        .exists()
    )


def _list_waiting_units(assessor: Membership) -> Sequence[str]:
    waiting = _waiting(assessor).order_by(None).with_only_columns(EvidenceVersion.id)
    return db.session.scalars(
        select(Unit.code)
        .join(Criterion, Criterion.unit_id == Unit.id)
        .join(Claim, Claim.criterion_id == Criterion.id)
        .where(Claim.version_id.in_(waiting))
        .distinct()
    ).all()


def _list_uncountersigned(where: ColumnElement[bool]) -> list[CountersigningRow]:
    newest = (
        select(func.max(Decision.id))
        .where(Decision.version_id == EvidenceVersion.id)
        .correlate(EvidenceVersion)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Decision.id,
            Evidence.id,
            EvidenceVersion.title,
            _ApprenticePerson.name,
            _AssessorPerson.name,
            Decision.outcome,
            Decision.at,
        )
        .select_from(Decision)
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
        .join(_Apprentice, _Apprentice.id == Enrolment.apprentice_id)
        .join(_ApprenticePerson, _ApprenticePerson.id == _Apprentice.person_id)
        .join(_Assessor, _Assessor.id == Decision.assessor_id)
        .join(_AssessorPerson, _AssessorPerson.id == _Assessor.person_id)
        .outerjoin(Countersignature, Countersignature.decision_id == Decision.id)
        .where(
            where,
            Decision.needs_countersignature,
            Countersignature.id.is_(None),
            ~exists().where(CountersignatureRefusal.decision_id == Decision.id),
            Evidence.state == EvidenceState.IN_ASSESSMENT,
            EvidenceVersion.number == Evidence.submitted_number,
            Decision.id == newest,
        )
        .order_by(Decision.at, Decision.id)
    )
    return [CountersigningRow._make(row) for row in rows]
