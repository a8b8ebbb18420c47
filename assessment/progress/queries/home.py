"""What an apprentice and the people around them see first: what to do, what was said, how each unit stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import and_, func, literal, or_, select

from accounts.models import Membership, Person, Role
from assessment.judging.models import Decision, Judgement
from assessment.progress.queries.calendar import working_holidays
from assessment.progress.queries.progress import make_progress
from assessment.progress.rules.next_steps import Gap, OpenGroup, widest_gap
from assessment.progress.rules.progress import THRESHOLDS, Progress, working_days
from assessment.records.queries import ToConfirm, list_to_confirm
from assessment.signatures.models import Remark
from assessment.standing.models import CriterionStanding, EnrolmentStanding, UnitStanding
from assessment.standing.queries import find_enrolment_standing
from assessment.vocabulary import CriterionState, DecisionOutcome, Outcome, UnitState
from core import clock
from core.db import db
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.queries import recorded_by
from portfolio.programmes.models import ProgrammeUnit
from portfolio.vocabulary import EvidenceState
from standards.models import Criterion, Unit

LATEST = 3
MOST_TO_DO = 20
MOST_SUBMISSIONS = 5


@dataclass(frozen=True, slots=True)
class UnitRow:
    programme_unit_id: int
    code: str
    title: str
    level: str | None
    state: UnitState
    is_stale: bool
    total: int
    met: int
    working: int
    more: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """One decision on one submitted version, with its first remark."""

    evidence_id: int
    title: str
    assessor: str
    initials: str
    outcome: DecisionOutcome
    met: int
    more: int
    target_on: date | None
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class Returned:
    """Work that came back, and what the assessor asked for; `is_answered` says a new version is being written."""

    evidence_id: int
    title: str
    feedback: Feedback | None
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Draft:
    evidence_id: int
    title: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ToDo:
    """In the order to do them."""

    to_confirm: Sequence[ToConfirm]
    returned: Sequence[Returned]
    units: Sequence[UnitRow]
    drafts: Sequence[Draft]
    gap: Gap | None

    @property
    def count(self) -> int:
        return len(self.to_confirm) + len(self.returned) + len(self.units) + len(self.drafts) + (self.gap is not None)


@dataclass(frozen=True, slots=True)
class Home:
    """An apprentice's home page; `feedback` is at most the three latest decisions."""

    progress: Progress
    units: Sequence[UnitRow]
    to_do: ToDo
    feedback: Sequence[Feedback]
    turnaround: int | None


@dataclass(frozen=True, slots=True)
class Submission:
    """A piece of evidence as its newest submitted version names it."""

    evidence_id: int
    title: str
    state: EvidenceState
    submitted_at: datetime | None
    recorded_by: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """One enrolment for the people around it: what was sent lately and what was answered, drafts left out."""

    progress: Progress
    standing: EnrolmentStanding | None
    units: Sequence[UnitRow]
    feedback: Sequence[Feedback]
    submissions: Sequence[Submission]


def get_home(enrolment: Enrolment) -> Home:
    """Load everything the apprentice's home page shows, in eight queries."""
    standing = find_enrolment_standing(enrolment.id)
    units = list_units(enrolment.id)
    feedback = list_feedback(enrolment.id, with_remarks=True)
    return Home(
        progress=make_progress(enrolment.starts_on, enrolment.planned_end_on, standing, clock.today()),
        units=units,
        to_do=get_to_do(enrolment, units, feedback),
        feedback=feedback[:LATEST],
        turnaround=find_turnaround(enrolment.assessor_id),
    )


def get_overview(enrolment: Enrolment, who: Membership) -> Overview:
    """Load an enrolment's overview in five queries. A line manager does not read what the assessor wrote."""
    standing = find_enrolment_standing(enrolment.id)
    return Overview(
        progress=make_progress(enrolment.starts_on, enrolment.planned_end_on, standing, clock.today()),
        standing=standing,
        units=list_units(enrolment.id),
        feedback=list_feedback(enrolment.id, with_remarks=who.role is not Role.LINE_MANAGER)[:LATEST],
        submissions=_list_submissions(enrolment.id),
    )


def list_units(enrolment_id: int) -> Sequence[UnitRow]:
    """List the units that count for this enrolment, in the programme's order."""
    rows = db.session.execute(
        select(
            UnitStanding.programme_unit_id,
            Unit.code,
            Unit.title,
            ProgrammeUnit.level,
            UnitStanding.state,
            UnitStanding.is_stale,
            UnitStanding.total,
            UnitStanding.met,
            UnitStanding.working,
            UnitStanding.more,
        )
        .join(ProgrammeUnit, ProgrammeUnit.id == UnitStanding.programme_unit_id)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .where(UnitStanding.enrolment_id == enrolment_id)
        .order_by(ProgrammeUnit.position, ProgrammeUnit.id)
    )
    return [UnitRow(**row) for row in rows.mappings()]


def get_to_do(enrolment: Enrolment, units: Iterable[UnitRow], feedback: Sequence[Feedback]) -> ToDo:
    """Load what waits for the apprentice. `feedback` holds the decisions that returned work, among others."""
    by_evidence = {one.evidence_id: one for one in reversed(feedback) if one.outcome is DecisionOutcome.RETURNED}
    rows = db.session.execute(
        select(
            Evidence.id,
            Evidence.state,
            Evidence.changed_at,
            Evidence.latest_number,
            Evidence.submitted_number,
            EvidenceVersion.title,
        )
        .join(
            EvidenceVersion,
            and_(EvidenceVersion.evidence_id == Evidence.id, EvidenceVersion.number == Evidence.latest_number),
        )
        .where(
            Evidence.enrolment_id == enrolment.id,
            Evidence.created_by_id == enrolment.apprentice_id,  # a record is for its maker to finish
            Evidence.state.in_((EvidenceState.ACTION_REQUIRED, EvidenceState.DRAFT)),
        )
        .order_by(Evidence.changed_at, Evidence.id)
        .limit(MOST_TO_DO)
    ).all()
    returned = [
        Returned(row.id, row.title, by_evidence.get(row.id), is_answered=row.latest_number != row.submitted_number)
        for row in rows
        if row.state is EvidenceState.ACTION_REQUIRED
    ]
    returned.sort(key=lambda one: (one.feedback and one.feedback.target_on) or date.max)
    return ToDo(
        to_confirm=list_to_confirm(enrolment.id),
        returned=returned,
        units=[unit for unit in units if unit.state in (UnitState.READY, UnitState.SIGNED) and not unit.is_stale],
        drafts=[Draft(row.id, row.title, row.changed_at) for row in rows if row.state is EvidenceState.DRAFT],
        gap=widest_gap(_list_open_groups(enrolment.id)),
    )


def list_feedback(enrolment_id: int, *, with_remarks: bool) -> Sequence[Feedback]:
    """List the latest decisions, newest first, and before those shown the last on each piece that waits for an answer.

    Two queries. Without `with_remarks` no words of the assessor are loaded.
    """
    of_enrolment = (
        select(Decision.id)
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(Evidence.enrolment_id == enrolment_id, Evidence.state != EvidenceState.VOID)
    )
    latest = of_enrolment.order_by(Decision.at.desc(), Decision.id.desc()).limit(LATEST)
    unanswered = of_enrolment.where(
        Evidence.state == EvidenceState.ACTION_REQUIRED, EvidenceVersion.number == Evidence.submitted_number
    )
    decisions = db.session.execute(
        select(
            Decision.id,
            Decision.outcome,
            Decision.target_on,
            Decision.at,
            EvidenceVersion.evidence_id,
            EvidenceVersion.title,
            Person.name,
        )
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .join(Membership, Membership.id == Decision.assessor_id)
        .join(Person, Person.id == Membership.person_id)
        .where(or_(Decision.id.in_(latest), Decision.id.in_(unanswered)))
        .order_by(Decision.at.desc(), Decision.id.desc())
    ).all()
    answers = _load_answers([row.id for row in decisions], with_remarks=with_remarks)
    return [
        Feedback(
            evidence_id=row.evidence_id,
            title=row.title,
            assessor=row.name,
            initials=_initials(row.name),
            outcome=row.outcome,
            target_on=row.target_on,
            at=row.at,
            met=answers.get(row.id, _NO_ANSWERS).met,
            more=answers.get(row.id, _NO_ANSWERS).more,
            remark=answers.get(row.id, _NO_ANSWERS).remark,
        )
        for row in decisions
    ]


def find_turnaround(assessor_id: int) -> int | None:
    """Return the working days this assessor usually takes: the median of their newest decisions, or None."""
    rows = db.session.execute(
        select(EvidenceVersion.submitted_at, Decision.at)
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .where(Decision.assessor_id == assessor_id, Decision.at >= clock.now() - THRESHOLDS.turnaround_window)
        .order_by(Decision.at.desc(), Decision.id.desc())
        .limit(THRESHOLDS.turnaround_decisions)
    )
    days = turnaround_days((submitted_at, decided_at) for submitted_at, decided_at in rows if submitted_at)
    return round(median(days)) if days else None


def turnaround_days(waits: Iterable[tuple[datetime, datetime]]) -> list[int]:
    holidays = working_holidays()
    seen: dict[tuple[date, date], int] = {}
    days: list[int] = []
    for submitted_at, decided_at in waits:
        pair = (submitted_at.astimezone(clock.LONDON).date(), decided_at.astimezone(clock.LONDON).date())
        if pair not in seen:
            seen[pair] = working_days(*pair, holidays)
        days.append(seen[pair])
    return days


@dataclass(slots=True)
class _Answers:
    met: int = 0
    more: int = 0
    remark: str = ""


_NO_ANSWERS = _Answers()


def _load_answers(decision_ids: Sequence[int], *, with_remarks: bool) -> dict[int, _Answers]:
    """Count the answers of each decision; the remark is the first on something not met, else the first."""
    found: dict[int, _Answers] = {}
    text = Remark.text if with_remarks else literal("")
    rows = db.session.execute(
        select(Judgement.decision_id, Judgement.outcome, text.label("text"))
        .outerjoin(Remark, Remark.id == Judgement.remark_id)
        .where(Judgement.decision_id.in_(decision_ids))
        .order_by((Judgement.outcome == Outcome.MET), Judgement.id)
    )
    for row in rows:
        answers = found.setdefault(row.decision_id, _Answers())
        answers.met += row.outcome is Outcome.MET
        answers.more += row.outcome is not Outcome.MET
        answers.remark = answers.remark or row.text or ""
    return found


def _list_submissions(enrolment_id: int) -> Sequence[Submission]:
    """List the evidence sent last, newest first; drafts and withdrawn work are not among it."""
    rows = db.session.execute(
        select(Evidence.id, EvidenceVersion.title, Evidence.state, EvidenceVersion.submitted_at, recorded_by())
        .join(
            EvidenceVersion,
            and_(EvidenceVersion.evidence_id == Evidence.id, EvidenceVersion.number == Evidence.submitted_number),
        )
        .where(Evidence.enrolment_id == enrolment_id, Evidence.state != EvidenceState.WITHDRAWN)
        .order_by(EvidenceVersion.submitted_at.desc(), Evidence.id.desc())
        .limit(MOST_SUBMISSIONS)
    )
    return [Submission(*row) for row in rows]


def _list_open_groups(enrolment_id: int) -> Sequence[OpenGroup]:
    """Count the criteria without evidence by unit, heading and kind, in document order."""
    rows = db.session.execute(
        select(ProgrammeUnit.id, Unit.code, Unit.title, Criterion.heading, Criterion.kind, func.count().label("count"))
        .select_from(UnitStanding)
        .join(ProgrammeUnit, ProgrammeUnit.id == UnitStanding.programme_unit_id)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .join(
            Criterion,
            and_(
                Criterion.unit_id == Unit.id,
                Criterion.is_stem.is_(False),
                or_(ProgrammeUnit.level.is_(None), ProgrammeUnit.level == Criterion.level),
            ),
        )
        .outerjoin(
            CriterionStanding,
            and_(CriterionStanding.criterion_id == Criterion.id, CriterionStanding.enrolment_id == enrolment_id),
        )
        .where(
            UnitStanding.enrolment_id == enrolment_id,
            or_(CriterionStanding.id.is_(None), CriterionStanding.state == CriterionState.NOT_STARTED),
        )
        .group_by(ProgrammeUnit.id, Unit.code, Unit.title, Criterion.heading, Criterion.kind)
        .order_by(func.min(ProgrammeUnit.position), func.min(Criterion.position))
    )
    return [OpenGroup(row[0], row[1], row[2], row[3], row[4].value, row[5]) for row in rows]


def _initials(name: str) -> str:
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
