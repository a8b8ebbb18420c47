"""Reads across a centre: its cohorts, its assessors' turnaround, and one cohort with every criterion."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, String, case, func, literal, select, type_coerce
from sqlalchemy.orm import aliased

from accounts.models import Membership, Person, Role
from assessment.judging.models import Decision
from assessment.progress.queries.home import turnaround_days
from assessment.progress.queries.progress import (
    EnrolmentFilter,
    EnrolmentRow,
    is_overdue,
    list_cohort_rows,
    list_enrolments,
    seen_by,
    standing_expressions,
)
from assessment.progress.rules.progress import THRESHOLDS, Rag
from assessment.standing.models import CriterionStanding, EnrolmentStanding, UnitStanding
from core import clock
from core.db import db
from core.errors import NotFound
from core.paging import Page
from portfolio.enrolments.models import Enrolment, EnrolmentUnit
from portfolio.evidence.models import EvidenceVersion
from portfolio.programmes.models import Programme, ProgrammeUnit
from portfolio.programmes.queries import ProgrammeCriterion, list_programme_criteria
from reports.rules import NOT_CHOSEN, NOT_STARTED, STATE_WORDS

if TYPE_CHECKING:
    import pandas as pd
from standards.models import Unit

CHUNK = 500


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """A programme's apprentices by where they stand; `waiting` and `returned` are pieces of evidence."""

    programme_id: int
    title: str
    apprentices: int
    green: int
    amber: int
    red: int
    overdue: int
    waiting: int
    returned: int
    total: int
    met: int
    working: int
    more: int

    @property
    def percent(self) -> int:
        return 100 * self.met // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class AssessorCounts:
    """An assessor's caseload; `usual` is the median of working days, None when nothing was decided lately."""

    assessor_id: int
    name: str
    apprentices: int
    waiting: int
    waiting_since: datetime | None
    usual: int | None
    late: int
    decided: int


@dataclass(frozen=True, slots=True)
class CentrePage:
    cohorts: Sequence[CohortCounts]
    assessors: Sequence[AssessorCounts]
    usual: int | None

    def sum_of(self, name: str) -> int:
        return sum(getattr(cohort, name) for cohort in self.cohorts)


@dataclass(frozen=True, slots=True)
class UnitHead:
    id: int
    code: str
    title: str
    level: str | None


@dataclass(frozen=True, slots=True)
class UnitCell:
    state: str
    is_stale: bool
    met: int
    total: int


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A page of a cohort: `cells` by enrolment and unit; a unit that does not count for somebody has no cell."""

    programme: Programme
    units: Sequence[UnitHead]
    page: Page[EnrolmentRow]
    cells: dict[tuple[int, int], UnitCell]


@dataclass(frozen=True, slots=True)
class CohortPart:
    """Some of a cohort's enrolments; `states` has a row for each of them and a column for each criterion, in words."""

    rows: Sequence[EnrolmentRow]
    states: "pd.DataFrame"


def get_centre(who: Membership) -> CentrePage:
    """Load the figures of the whole centre in three queries."""
    days = _list_days_by_assessor(who.centre_id)
    every_day = [day for one in days.values() for day in one]
    return CentrePage(
        cohorts=_list_cohorts(who),
        assessors=_list_assessors(who, days),
        usual=round(median(every_day)) if every_day else None,
    )


def get_programme(programme_id: int) -> Programme:
    programme = db.session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("There is no such programme.")
    return programme


def find_cohort(who: Membership, programme_id: int | None) -> Programme | None:
    """Return the programme named; without one, the largest; None when the centre has no programme at all."""
    return get_programme(programme_id) if programme_id is not None else _find_largest_programme(who)


def _find_largest_programme(who: Membership) -> Programme | None:
    """Return the programme with the most apprentices, the first by title of equals."""
    return db.session.scalar(
        select(Programme)
        .outerjoin(Enrolment, Enrolment.programme_id == Programme.id)
        .where(Programme.centre_id == who.centre_id)
        .group_by(Programme.id)
        .order_by(func.count(Enrolment.id).desc(), Programme.title, Programme.id)
        .limit(1)
    )


def get_cohort(who: Membership, programme: Programme, wanted: EnrolmentFilter, page: int) -> CohortPage:
    """Load a page of a cohort in four queries."""
    found = list_enrolments(who, wanted, page)
    rows = db.session.execute(
        select(
            UnitStanding.enrolment_id,
            UnitStanding.programme_unit_id,
            UnitStanding.state,
            UnitStanding.is_stale,
            UnitStanding.met,
            UnitStanding.total,
        ).where(UnitStanding.enrolment_id.in_([row.id for row in found.items]))
    )
    return CohortPage(
        programme=programme,
        units=list_unit_heads(programme.id),
        page=found,
        cells={(row[0], row[1]): UnitCell(row[2].value, row[3], row[4], row[5]) for row in rows},
    )


def list_unit_heads(programme_id: int) -> Sequence[UnitHead]:
    rows = db.session.execute(
        select(ProgrammeUnit.id, Unit.code, Unit.title, ProgrammeUnit.level)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .where(ProgrammeUnit.programme_id == programme_id)
        .order_by(ProgrammeUnit.position, ProgrammeUnit.id)
    )
    return [UnitHead(*row) for row in rows]


def read_cohort(
    who: Membership, programme: Programme, criteria: Sequence[ProgrammeCriterion], *, size: int = CHUNK
) -> Iterator[CohortPart]:
    """Read a whole cohort by name, a part at a time, so that memory does not grow with it."""
    start = 0
    while rows := list_cohort_rows(who, programme.id, start=start, size=size):
        yield CohortPart(rows, _load_states([row.id for row in rows], criteria))
        if len(rows) < size:
            return
        start += size


def list_cohort_criteria(programme: Programme) -> Sequence[ProgrammeCriterion]:
    return list_programme_criteria(programme.id)


def _load_states(enrolment_ids: list[int], criteria: Sequence[ProgrammeCriterion]) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 -- it takes longer to load than the rest of the application together

    rows = db.session.execute(
        select(
            CriterionStanding.enrolment_id,
            CriterionStanding.criterion_id,
            type_coerce(CriterionStanding.state, String),
        ).where(CriterionStanding.enrolment_id.in_(enrolment_ids))
    )
    found = pd.DataFrame([tuple(row) for row in rows], columns=["enrolment", "criterion", "state"])
    found["state"] = found["state"].map(STATE_WORDS)
    wide = found.pivot(index="enrolment", columns="criterion", values="state")
    wide = wide.reindex(index=enrolment_ids, columns=[criterion.id for criterion in criteria])
    states = wide.astype(object).where(wide.notna(), NOT_STARTED)
    for unit_id in {criterion.programme_unit_id for criterion in criteria if not criterion.is_mandatory}:
        chosen = set(
            db.session.scalars(
                select(EnrolmentUnit.enrolment_id).where(
                    EnrolmentUnit.programme_unit_id == unit_id, EnrolmentUnit.enrolment_id.in_(enrolment_ids)
                )
            )
        )
        without = [enrolment_id for enrolment_id in enrolment_ids if enrolment_id not in chosen]
        columns = [criterion.id for criterion in criteria if criterion.programme_unit_id == unit_id]
        states.loc[without, columns] = NOT_CHOSEN
    return states


def _list_cohorts(who: Membership) -> Sequence[CohortCounts]:
    today = clock.today()
    rag = standing_expressions(today)[1]
    standing = EnrolmentStanding
    sums = (standing.waiting, standing.returned, standing.total, standing.met, standing.working, standing.more)
    rows = db.session.execute(
        select(
            Programme.id,
            Programme.title,
            func.count(Enrolment.id),
            *(_count_where(rag == one.value) for one in Rag),
            _count_where(is_overdue(today)),
            *(func.coalesce(func.sum(column), 0) for column in sums),
        )
        .join(Enrolment, Enrolment.programme_id == Programme.id)
        .outerjoin(standing, standing.enrolment_id == Enrolment.id)
        .where(seen_by(who))
        .group_by(Programme.id, Programme.title)
        .order_by(Programme.title, Programme.id)
    )
    return [CohortCounts(row[0], row[1], *(int(number) for number in row[2:])) for row in rows]


def _count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _list_assessors(who: Membership, days: dict[int, list[int]]) -> Sequence[AssessorCounts]:
    rows = db.session.execute(
        select(
            Membership.id,
            Person.name,
            func.count(Enrolment.id),
            func.coalesce(func.sum(EnrolmentStanding.waiting), 0),
            func.min(EnrolmentStanding.waiting_since),
        )
        .join(Person, Person.id == Membership.person_id)
        .join(Enrolment, Enrolment.assessor_id == Membership.id)
        .outerjoin(EnrolmentStanding, EnrolmentStanding.enrolment_id == Enrolment.id)
        .where(seen_by(who))
        .group_by(Membership.id, Person.name)
        .order_by(func.lower(Person.name), Membership.id)
    )
    return [
        AssessorCounts(
            assessor_id=assessor_id,
            name=name,
            apprentices=apprentices,
            waiting=int(waiting),
            waiting_since=since,
            usual=round(median(days[assessor_id])) if assessor_id in days else None,
            late=sum(day > THRESHOLDS.turnaround_goal_working_days for day in days.get(assessor_id, ())),
            decided=len(days.get(assessor_id, ())),
        )
        for assessor_id, name, apprentices, waiting, since in rows
    ]


def _list_days_by_assessor(centre_id: int) -> dict[int, list[int]]:
    """Return the working days of each assessor's newest decisions."""
    since = clock.now() - THRESHOLDS.turnaround_window
    newer = aliased(Decision)
    oldest_that_counts = (
        select(newer.at)
        .where(newer.assessor_id == Membership.id, newer.at >= since)
        .order_by(newer.at.desc())
        .offset(THRESHOLDS.turnaround_decisions - 1)
        .limit(1)
        .correlate(Membership)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Decision.assessor_id, EvidenceVersion.submitted_at, Decision.at)
        .select_from(Membership)
        .join(Decision, Decision.assessor_id == Membership.id)
        .join(EvidenceVersion, EvidenceVersion.id == Decision.version_id)
        .where(
            Membership.centre_id == centre_id,
            Membership.role == Role.ASSESSOR,
            Decision.at >= func.coalesce(oldest_that_counts, literal(since)),
        )
    )
    waits: dict[int, list[tuple[datetime, datetime]]] = {}
    for assessor_id, submitted_at, decided_at in rows:
        if submitted_at:
            waits.setdefault(assessor_id, []).append((submitted_at, decided_at))
    return {assessor_id: turnaround_days(one) for assessor_id, one in waits.items()}
