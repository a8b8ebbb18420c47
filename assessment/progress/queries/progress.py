"""Enrolments as rows with their progress: for caseloads, teams, searches and cohorts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, case, false, func, or_, select, true, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from accounts.models import Employer, Membership, Person, Role
from assessment.progress.rules.next_steps import UnitNeed, manager_advice
from assessment.progress.rules.progress import THRESHOLDS, Plan, Progress, Rag
from assessment.standing.models import EnrolmentStanding, UnitStanding
from core import clock
from core.db import db
from core.paging import Page, paginate
from portfolio.enrolments.models import Enrolment
from portfolio.programmes.models import Programme, ProgrammeUnit
from standards.models import Unit

_ApprenticePerson = aliased(Person)
_Apprentice = aliased(Membership)
_AssessorPerson = aliased(Person)
_Assessor = aliased(Membership)


class days_between(FunctionElement[int]):  # noqa: N801 -- reads as the SQL function it stands for
    """`days_between(later, earlier)` of two dates, as a whole number on both databases."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _days_on_sqlite(element: FunctionElement[int], compiler: SQLCompiler, **kw: Any) -> str:
    later, earlier = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_on_postgresql(element: FunctionElement[int], compiler: SQLCompiler, **kw: Any) -> str:
    later, earlier = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """One enrolment as lists show it."""

    id: int
    apprentice: str
    programme: str
    assessor: str
    assessor_id: int
    employer: str | None
    progress: Progress
    units: int
    units_signed: int
    waiting: int
    waiting_since: datetime | None
    returned: int
    last_submitted_at: datetime | None

    @property
    def first_name(self) -> str:
        return self.apprentice.split()[0]

    @property
    def initials(self) -> str:
        words = self.apprentice.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


@dataclass(frozen=True, slots=True)
class EnrolmentFilter:
    """Which enrolments, and in which order. `only` is waiting, returned, overdue or open."""

    search: str = ""
    programme_id: int | None = None
    assessor_id: int | None = None
    standing: Rag | None = None
    only: str = ""
    sort: str = "name"


SORTS = {"name": "Name", "behind": "Furthest behind", "waiting": "Waiting longest", "quiet": "Quiet longest"}
ONLY = {
    "waiting": "Work waiting to be judged",
    "returned": "Work returned to them",
    "overdue": "Past the planned end",
}


def seen_by(who: Membership) -> ColumnElement[bool]:
    """Return the condition for the enrolments this membership may see."""
    own: dict[Role, ColumnElement[bool]] = {
        Role.APPRENTICE: Enrolment.apprentice_id == who.id,
        Role.LINE_MANAGER: Enrolment.line_manager_id == who.id,
        Role.ASSESSOR: Enrolment.assessor_id == who.id,
        Role.VERIFIER: Enrolment.centre_id == who.centre_id,
        Role.PROVIDER_ADMIN: Enrolment.centre_id == who.centre_id,
    }
    return and_(Enrolment.centre_id == who.centre_id, own.get(who.role, false()))


def standing_expressions(today: date) -> tuple[ColumnElement[int], ColumnElement[str]]:
    """Return `Progress.gap` and `Progress.rag` as SQL over Enrolment and EnrolmentStanding; a test holds them equal."""
    day = type_coerce(today, Date)
    days = case(
        (Enrolment.planned_end_on > Enrolment.starts_on, days_between(Enrolment.planned_end_on, Enrolment.starts_on)),
        else_=1,
    )
    elapsed = case(
        (Enrolment.starts_on >= day, 0),
        (Enrolment.planned_end_on <= day, days),
        else_=days_between(day, Enrolment.starts_on),
    )
    total, met = func.coalesce(EnrolmentStanding.total, 0), func.coalesce(EnrolmentStanding.met, 0)
    gap = 100 * (met * days - elapsed * total)
    quiet_day = today - timedelta(days=THRESHOLDS.silent_after_days)
    silent = and_(
        Enrolment.starts_on < quiet_day,
        or_(
            EnrolmentStanding.last_submitted_at.is_(None),
            EnrolmentStanding.last_submitted_at < datetime.combine(quiet_day, time(), tzinfo=clock.LONDON),
        ),
    )
    rag = case(
        (is_complete(), Rag.GREEN.value),
        (Enrolment.starts_on > day, Rag.GREEN.value),
        (silent, Rag.RED.value),
        (gap >= THRESHOLDS.green_from_points * total * days, Rag.GREEN.value),
        (gap >= THRESHOLDS.amber_from_points * total * days, Rag.AMBER.value),
        else_=Rag.RED.value,
    )
    return gap, rag


def is_complete() -> ColumnElement[bool]:
    return and_(func.coalesce(EnrolmentStanding.total, 0) > 0, EnrolmentStanding.met >= EnrolmentStanding.total)


def is_overdue(today: date) -> ColumnElement[bool]:
    return and_(Enrolment.planned_end_on < today, or_(EnrolmentStanding.id.is_(None), ~is_complete()))


def list_enrolments(who: Membership, wanted: EnrolmentFilter, page: int) -> Page[EnrolmentRow]:
    """List a page of the enrolments this membership may see."""
    today = clock.today()
    found = _select_rows().where(seen_by(who), *_conditions(wanted, today)).order_by(*_order(wanted.sort, today))
    rows = paginate(found, page)
    return replace(rows, items=[_make_row(row, today) for row in rows.items])


def get_enrolment_row(enrolment_id: int) -> EnrolmentRow:
    """Load one enrolment's row; whether it may be seen is asked before."""
    return _make_row(db.session.execute(_select_rows().where(Enrolment.id == enrolment_id)).one(), clock.today())


def list_needs(enrolment_ids: Iterable[int]) -> dict[int, UnitNeed]:
    """Load, for each enrolment, the unit with the most criteria that have no evidence; the first of equals."""
    untouched = UnitStanding.total - UnitStanding.met - UnitStanding.working - UnitStanding.more
    rows = db.session.execute(
        select(UnitStanding.enrolment_id, Unit.code, Unit.title, untouched.label("untouched"))
        .join(ProgrammeUnit, ProgrammeUnit.id == UnitStanding.programme_unit_id)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .where(UnitStanding.enrolment_id.in_(list(enrolment_ids)), untouched > 0)
        .order_by(UnitStanding.enrolment_id, ProgrammeUnit.position, ProgrammeUnit.id)
    )
    needs: dict[int, UnitNeed] = {}
    for enrolment_id, code, title, count in rows:
        if enrolment_id not in needs or count > needs[enrolment_id].not_started:
            needs[enrolment_id] = UnitNeed(code, title, count)
    return needs


def list_advice(rows: Iterable[EnrolmentRow]) -> dict[int, str]:
    """Load, for each of these enrolments, the one thing its line manager can do now."""
    rows = list(rows)
    needs = list_needs(row.id for row in rows)
    return {
        row.id: manager_advice(
            row.progress,
            first_name=row.first_name,
            returned=row.returned,
            waiting=row.waiting,
            need=needs.get(row.id),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class CaseloadCounts:
    """How many of the enrolments somebody may see stand where; `waiting` and `returned` are pieces of evidence."""

    enrolments: int
    green: int
    amber: int
    red: int
    waiting: int
    returned: int
    overdue: int
    oldest_waiting_since: datetime | None


def count_standings(who: Membership) -> CaseloadCounts:
    """Count the enrolments this membership may see by where they stand, in one query."""
    today = clock.today()
    rag = standing_expressions(today)[1]
    row = db.session.execute(
        select(
            func.count(Enrolment.id),
            *(func.coalesce(func.sum(case((rag == one.value, 1), else_=0)), 0) for one in Rag),
            func.coalesce(func.sum(EnrolmentStanding.waiting), 0),
            func.coalesce(func.sum(EnrolmentStanding.returned), 0),
            func.coalesce(func.sum(case((is_overdue(today), 1), else_=0)), 0),
            func.min(EnrolmentStanding.waiting_since),
        )
        .outerjoin(EnrolmentStanding, EnrolmentStanding.enrolment_id == Enrolment.id)
        .where(seen_by(who))
    ).one()
    return CaseloadCounts(*row)


def list_programme_choices(who: Membership) -> list[tuple[int, str]]:
    """List by title, for a filter, the programmes somebody follows whom they may see; to an admin, the centre's."""
    followed = select(Enrolment.id).where(Enrolment.programme_id == Programme.id, seen_by(who)).exists()
    rows = db.session.execute(
        select(Programme.id, Programme.title)
        .where(Programme.centre_id == who.centre_id, true() if who.role is Role.PROVIDER_ADMIN else followed)
        .order_by(Programme.title)
    )
    return [(row.id, row.title) for row in rows]


def list_assessor_choices(who: Membership) -> list[tuple[int, str]]:
    """List by name, for a filter, the assessors of the apprentices they may see."""
    rows = db.session.execute(
        select(Membership.id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.centre_id == who.centre_id,
            Membership.role == Role.ASSESSOR,
            select(Enrolment.id).where(Enrolment.assessor_id == Membership.id, seen_by(who)).exists(),
        )
        .order_by(Person.name, Membership.id)
    )
    return [(row.id, row.name) for row in rows]


def make_progress(starts_on: date, planned_end_on: date, standing: EnrolmentStanding | None, today: date) -> Progress:
    """Return the progress of an enrolment; without a standing nothing has been counted yet."""
    return Progress(
        plan=Plan(starts_on, planned_end_on),
        total=standing.total if standing else 0,
        met=standing.met if standing else 0,
        working=standing.working if standing else 0,
        more=standing.more if standing else 0,
        last_submitted_on=_day(standing.last_submitted_at) if standing else None,
        today=today,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.LONDON).date() if moment else None


def _select_rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrolment.id,
            Enrolment.starts_on,
            Enrolment.planned_end_on,
            Enrolment.assessor_id,
            _ApprenticePerson.name.label("apprentice"),
            Programme.title.label("programme"),
            _AssessorPerson.name.label("assessor"),
            Employer.name.label("employer"),
            EnrolmentStanding.total,
            EnrolmentStanding.met,
            EnrolmentStanding.working,
            EnrolmentStanding.more,
            EnrolmentStanding.units,
            EnrolmentStanding.units_signed,
            EnrolmentStanding.waiting,
            EnrolmentStanding.waiting_since,
            EnrolmentStanding.returned,
            EnrolmentStanding.last_submitted_at,
        )
        .join(_Apprentice, _Apprentice.id == Enrolment.apprentice_id)
        .join(_ApprenticePerson, _ApprenticePerson.id == _Apprentice.person_id)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(_Assessor, _Assessor.id == Enrolment.assessor_id)
        .join(_AssessorPerson, _AssessorPerson.id == _Assessor.person_id)
        .outerjoin(Employer, Employer.id == _Apprentice.employer_id)
        .outerjoin(EnrolmentStanding, EnrolmentStanding.enrolment_id == Enrolment.id)
    )


def _make_row(row: Any, today: date) -> EnrolmentRow:
    return EnrolmentRow(
        id=row.id,
        apprentice=row.apprentice,
        programme=row.programme,
        assessor=row.assessor,
        assessor_id=row.assessor_id,
        employer=row.employer,
        progress=Progress(
            plan=Plan(row.starts_on, row.planned_end_on),
            total=row.total or 0,
            met=row.met or 0,
            working=row.working or 0,
            more=row.more or 0,
            last_submitted_on=_day(row.last_submitted_at),
            today=today,
        ),
        units=row.units or 0,
        units_signed=row.units_signed or 0,
        waiting=row.waiting or 0,
        waiting_since=row.waiting_since,
        returned=row.returned or 0,
        last_submitted_at=row.last_submitted_at,
    )


def _conditions(wanted: EnrolmentFilter, today: date) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.search:
        conditions.append(_ApprenticePerson.name.icontains(wanted.search, autoescape=True))
    if wanted.programme_id:
        conditions.append(Enrolment.programme_id == wanted.programme_id)
    if wanted.assessor_id:
        conditions.append(Enrolment.assessor_id == wanted.assessor_id)
    if wanted.standing:
        conditions.append(standing_expressions(today)[1] == wanted.standing.value)
    only = {
        "waiting": EnrolmentStanding.waiting > 0,
        "returned": EnrolmentStanding.returned > 0,
        "overdue": is_overdue(today),
    }
    if wanted.only in only:
        conditions.append(only[wanted.only])
    return conditions


def _order(sort: str, today: date) -> Sequence[Any]:
    name = (_ApprenticePerson.name.asc(), Enrolment.id.asc())
    if sort == "behind":
        gap, _ = standing_expressions(today)
        total = func.coalesce(EnrolmentStanding.total, 0)
        return (gap * 1.0 / case((total > 0, total), else_=1), *name)
    if sort == "waiting":
        return (EnrolmentStanding.waiting_since.is_(None), EnrolmentStanding.waiting_since, *name)
    if sort == "quiet":
        return (EnrolmentStanding.last_submitted_at.is_not(None), EnrolmentStanding.last_submitted_at, *name)
    return name


def list_cohort_rows(who: Membership, programme_id: int, *, start: int, size: int) -> Sequence[EnrolmentRow]:
    """List `size` of a programme's enrolments that this membership may see, by name, from number `start`."""
    today = clock.today()
    found = (
        _select_rows()
        .where(seen_by(who), Enrolment.programme_id == programme_id)
        .order_by(*_order("name", today))
        .offset(start)
        .limit(size)
    )
    return [_make_row(row, today) for row in db.session.execute(found)]
