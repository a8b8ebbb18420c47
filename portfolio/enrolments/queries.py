"""Reading enrolments and the people around them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Membership, Person, Role
from core import clock
from core.db import db
from core.errors import NotFound
from core.paging import Page, paginate
from portfolio.enrolments.models import Enrolment, EnrolmentUnit
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.programmes.models import Programme, ProgrammeUnit
from standards.models import Criterion


class NotEnrolled(NotFound):
    """An apprentice without a programme."""

    title = "You are not on a programme yet"


def _with_people() -> Select[Enrolment]:
    return select(Enrolment).options(
        joinedload(Enrolment.programme).joinedload(Programme.framework),
        joinedload(Enrolment.apprentice).joinedload(Membership.person),
        joinedload(Enrolment.apprentice).joinedload(Membership.employer),
        joinedload(Enrolment.assessor).joinedload(Membership.person),
        joinedload(Enrolment.verifier).joinedload(Membership.person),
        joinedload(Enrolment.line_manager).joinedload(Membership.person),
    )


def get_enrolment(enrolment_id: int, *, with_units: bool = False) -> Enrolment:
    """With its programme and framework and the people of it; `with_units` adds the chosen units."""
    found = _with_people().where(Enrolment.id == enrolment_id)
    if with_units:
        found = found.options(
            selectinload(Enrolment.chosen).joinedload(EnrolmentUnit.programme_unit).joinedload(ProgrammeUnit.unit)
        )
    enrolment = db.session.scalar(found)
    if enrolment is None:
        raise NotFound("There is no such enrolment.")
    return enrolment


def find_current_enrolment(who: Membership) -> Enrolment | None:
    """The apprentice's enrolment that started last, not counting those that start later than today if others do."""
    return db.session.scalar(
        _with_people()
        .where(Enrolment.apprentice_id == who.id)
        .order_by((Enrolment.starts_on > clock.today()), Enrolment.starts_on.desc(), Enrolment.id.desc())
        .limit(1)
    )


def get_current_enrolment(who: Membership, enrolment_id: int | None = None) -> Enrolment:
    """The enrolment named, if it is the apprentice's own; without a name, their current one."""
    if enrolment_id is None:
        enrolment = find_current_enrolment(who)
    else:
        enrolment = db.session.scalar(
            _with_people().where(Enrolment.id == enrolment_id, Enrolment.apprentice_id == who.id)
        )
    if enrolment is None:
        raise NotEnrolled("You are not enrolled on a programme here. Your training provider can enrol you.")
    return enrolment


def list_programme_enrolments(programme_id: int, *, page: int) -> Page[Row[Enrolment]]:
    """One page, by the apprentice's name."""
    found = (
        _with_people()
        .where(Enrolment.programme_id == programme_id)
        .join(Enrolment.apprentice)
        .join(Membership.person)
        .order_by(func.lower(Person.name), Enrolment.id)
    )
    return paginate(found, page)


def list_candidates(centre_id: int) -> dict[Role, Sequence[Membership]]:
    """The centre's current memberships, by role and name, each with its person and employer."""
    today = clock.today()
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.centre_id == centre_id,
            Membership.from_on <= today,
            or_(Membership.to_on.is_(None), Membership.to_on >= today),
            Person.disabled_at.is_(None),
        )
        .options(joinedload(Membership.person), joinedload(Membership.employer))
        .order_by(func.lower(Person.name), Membership.id)
    ).all()
    return {role: [row for row in rows if row.role is role] for role in Role}


def is_enrolled(programme_id: int, apprentice_id: int) -> bool:
    same = select(Enrolment.id).where(Enrolment.programme_id == programme_id, Enrolment.apprentice_id == apprentice_id)
    return db.session.scalar(same) is not None


def list_members(centre_id: int, ids: Collection[int]) -> Sequence[Membership]:
    """Those of these memberships that are the centre's, by id."""
    return db.session.scalars(
        select(Membership).where(Membership.id.in_(ids), Membership.centre_id == centre_id).order_by(Membership.id)
    ).all()


def list_units_with_evidence(enrolment_id: int, units: Sequence[ProgrammeUnit]) -> list[ProgrammeUnit]:
    """Those of these units of which evidence claims something, in their order."""
    claimed = db.session.execute(
        select(Criterion.unit_id, Criterion.level)
        .join(Claim, Claim.criterion_id == Criterion.id)
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(Evidence.enrolment_id == enrolment_id, Criterion.unit_id.in_([unit.unit_id for unit in units]))
        .distinct()
    ).all()
    return [
        unit
        for unit in units
        if any(unit.unit_id == unit_id and unit.level in {None, level} for unit_id, level in claimed)
    ]
