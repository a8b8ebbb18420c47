"""Enrolments whose progress is set rather than derived, many at a time."""

from datetime import date, datetime, timedelta

from accounts.models import Membership
from assessment.standing.models import CriterionStanding, EnrolmentStanding, UnitStanding
from assessment.vocabulary import CriterionState, UnitState
from core import clock
from core.db import db, transaction
from portfolio.enrolments.models import Enrolment
from portfolio.programmes.queries import list_programme_criteria
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.portfolio import World


def add_enrolments(world: World, number: int, *, name: str = "Apprentice") -> list[Enrolment]:
    """Enrol more apprentices in this world: same programme, same people around them, nothing met."""
    return [add_enrolment(world, name=f"{name} {one:03}") for one in range(number)]


def add_enrolment(
    world: World,
    *,
    name: str = "Mairi Reid",
    met: int = 0,
    working: int = 0,
    more: int = 0,
    total: int | None = None,
    starts_on: date | None = None,
    planned_end_on: date | None = None,
    last_submitted_at: datetime | None = None,
    waiting: int = 0,
    returned: int = 0,
    assessor: Membership | None = None,
) -> Enrolment:
    """Set the first criteria as met, the next as working towards, the next as more needed; `total` overrides counts."""
    today = clock.today()
    apprentice = MembershipFactory.create(centre=world.centre, person=PersonFactory.create(name=name))
    with transaction() as session:
        enrolment = Enrolment(
            centre_id=world.centre.id,
            programme_id=world.programme.id,
            apprentice_id=apprentice.id,
            assessor_id=(assessor or world.assessor).id,
            verifier_id=world.verifier.id,
            line_manager_id=world.line_manager.id,
            starts_on=starts_on or today - timedelta(days=7),
            planned_end_on=planned_end_on or today + timedelta(days=700),
            created_at=clock.now(),
        )
        session.add(enrolment)
        session.flush()
        criteria = list_programme_criteria(world.programme.id, enrolment.id)
        states = [CriterionState.MET] * met + [CriterionState.WORKING_TOWARDS] * working
        states += [CriterionState.MORE_NEEDED] * more
        for criterion, state in zip(criteria, states, strict=False):
            reasons = [] if state is CriterionState.MET else ["one more occasion"]
            session.add(
                CriterionStanding(
                    enrolment_id=enrolment.id, criterion_id=criterion.id, state=state, claims=1, met=1, reasons=reasons
                )
            )
        by_unit: dict[int, list[CriterionState | None]] = {}
        for position, criterion in enumerate(criteria):
            now = states[position] if position < len(states) else None
            by_unit.setdefault(criterion.programme_unit_id, []).append(now)
        for unit_id, found in by_unit.items():
            session.add(
                UnitStanding(
                    enrolment_id=enrolment.id,
                    programme_unit_id=unit_id,
                    state=UnitState.READY if found.count(CriterionState.MET) == len(found) else UnitState.OPEN,
                    is_stale=False,
                    total=len(found),
                    met=found.count(CriterionState.MET),
                    working=found.count(CriterionState.WORKING_TOWARDS),
                    more=found.count(CriterionState.MORE_NEEDED),
                )
            )
        session.add(
            EnrolmentStanding(
                enrolment_id=enrolment.id,
                total=len(criteria) if total is None else total,
                met=met,
                working=working,
                more=more,
                units=len(by_unit),
                units_signed=0,
                waiting=waiting,
                waiting_since=clock.now() - timedelta(days=2) if waiting else None,
                returned=returned,
                last_submitted_at=last_submitted_at,
            )
        )
    db.session.expire_all()
    return enrolment
