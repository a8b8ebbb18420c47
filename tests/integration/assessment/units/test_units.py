"""Claiming, signing and confirming units, and what makes a signature stale."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import Membership, Person
from assessment.separation import OwnWork
from assessment.standing.models import UnitStanding
from assessment.standing.services import refresh_standing
from assessment.units.models import UnitStep
from assessment.units.services import UnitChanged, UnitNotReady, claim_unit, confirm_unit, sign_unit
from assessment.vocabulary import Outcome, UnitState
from core.db import db, transaction
from core.errors import NotAllowed, NotFound
from core.ledger.models import LedgerEntry
from portfolio.programmes.queries import list_programme_units
from tests.factories import MembershipFactory
from tests.factories.assessment import answer, judge, make_ready, submit
from tests.factories.portfolio import World, make_world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database: None) -> World:
    return make_world(optional=False)


@pytest.fixture
def unit(world: World) -> int:
    return list_programme_units(world.programme.id, world.enrolment.id)[0].id


@pytest.fixture
def criteria(world: World) -> list[int]:
    """Those of the first unit."""
    return world.criteria[:3]


def standing(world: World, unit: int) -> UnitStanding:
    return db.session.scalars(
        select(UnitStanding).where(
            UnitStanding.enrolment_id == world.enrolment.id, UnitStanding.programme_unit_id == unit
        )
    ).one()


def state(world: World, unit: int) -> UnitState:
    return standing(world, unit).state


def sign_off(world: World, unit: int) -> None:
    claim_unit(world.enrolment.id, unit, by=world.apprentice)
    sign_unit(world.enrolment.id, unit, by=world.assessor)
    confirm_unit(world.enrolment.id, unit, by=world.apprentice)


def test_a_unit_goes_from_ready_to_confirmed(world: World, unit: int, criteria: list[int]) -> None:
    assert state(world, unit) is UnitState.OPEN
    make_ready(world, *criteria)
    assert state(world, unit) is UnitState.READY

    claim_unit(world.enrolment.id, unit, by=world.apprentice)
    assert state(world, unit) is UnitState.CLAIMED
    signed = sign_unit(world.enrolment.id, unit, by=world.assessor)
    assert state(world, unit) is UnitState.SIGNED
    confirmed = confirm_unit(world.enrolment.id, unit, by=world.apprentice)
    assert state(world, unit) is UnitState.CONFIRMED

    assert confirmed.content_hash == signed.content_hash
    assert (signed.role, signed.method, signed.by_id) == ("assessor", "session", world.assessor.id)
    kinds = set(db.session.scalars(select(LedgerEntry.kind)))
    assert {"unit.claimed", "unit.signed", "unit.confirmed"} <= kinds


def test_a_ready_unit_can_be_signed_without_a_claim(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    sign_unit(world.enrolment.id, unit, by=world.assessor)
    assert state(world, unit) is UnitState.SIGNED


def test_a_unit_that_lacks_a_criterion_is_not_signed(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria[:2])
    with pytest.raises(UnitNotReady, match="1 of 3 criteria is not met yet"):
        sign_unit(world.enrolment.id, unit, by=world.assessor)
    with pytest.raises(UnitNotReady):
        claim_unit(world.enrolment.id, unit, by=world.apprentice)


def test_open_evidence_keeps_a_unit_from_being_ready(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    submit(world, criteria[0], day=9)
    with pytest.raises(UnitNotReady, match="1 piece of evidence for this unit is still open"):
        claim_unit(world.enrolment.id, unit, by=world.apprentice)


def test_a_unit_is_not_confirmed_before_it_is_signed(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    with pytest.raises(UnitNotReady, match="has not signed"):
        confirm_unit(world.enrolment.id, unit, by=world.apprentice)


def test_what_is_signed_is_what_was_seen(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    with pytest.raises(UnitChanged):
        sign_unit(world.enrolment.id, unit, seen="0" * 64, by=world.assessor)
    assert state(world, unit) is UnitState.READY


def test_later_evidence_leaves_a_signature_as_it_is(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    sign_off(world, unit)
    judge(world, submit(world, day=9), Outcome.NOT_MET)
    judge(world, submit(world, day=10), Outcome.MET)
    found = standing(world, unit)
    assert (found.state, found.is_stale) == (UnitState.CONFIRMED, False)


def test_a_signature_goes_stale_when_a_judgement_under_it_no_longer_counts_and_can_be_given_again(
    world: World, unit: int, criteria: list[int]
) -> None:
    make_ready(world, *criteria[:1])
    evidence = submit(world, *criteria, day=9)
    judge(world, evidence, Outcome.MET, Outcome.PARTLY)
    judge(world, submit(world, *criteria[1:], day=10))
    judge(world, submit(world, *criteria[1:], day=11))
    with pytest.raises(UnitNotReady, match="still open"):
        sign_unit(world.enrolment.id, unit, by=world.assessor)
    answer(world, evidence)
    judge(world, evidence)
    sign_unit(world.enrolment.id, unit, by=world.assessor)
    before = db.session.scalars(select(UnitStep.content_hash)).one()

    with transaction() as session:  # as an upheld appeal will: another judgement takes the place of this one
        session.execute(text("UPDATE evidence SET submitted_number = 1 WHERE id = :id"), {"id": evidence.id})
    refresh_standing(world.enrolment.id)

    found = standing(world, unit)
    assert (found.state, found.is_stale) == (UnitState.SIGNED, True)
    with pytest.raises(UnitNotReady, match="changed since"):
        confirm_unit(world.enrolment.id, unit, by=world.apprentice)
    sign_unit(world.enrolment.id, unit, by=world.assessor)
    assert not standing(world, unit).is_stale
    assert db.session.scalars(select(UnitStep.content_hash).order_by(UnitStep.id)).all()[0] == before


def test_signing_twice_is_refused(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    sign_unit(world.enrolment.id, unit, by=world.assessor)
    with pytest.raises(UnitNotReady, match="nothing has changed since"):
        sign_unit(world.enrolment.id, unit, by=world.assessor)


def test_the_other_unit_is_untouched(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    sign_off(world, unit)
    other = list_programme_units(world.programme.id, world.enrolment.id)[1].id
    submit(world, *world.criteria[3:], day=9)
    assert state(world, unit) is UnitState.CONFIRMED
    assert state(world, other) is UnitState.OPEN


def test_each_step_is_its_owners(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    arguments = (world.enrolment.id, unit)
    for by in (world.assessor, world.line_manager, world.verifier, world.admin):
        with pytest.raises(NotAllowed):
            claim_unit(*arguments, by=by)
        with pytest.raises(NotAllowed):
            confirm_unit(*arguments, by=by)
    for by in (world.apprentice, world.line_manager, world.verifier, world.admin):
        with pytest.raises(NotAllowed):
            sign_unit(*arguments, by=by)
    stranger = MembershipFactory.create(assessor=True)
    with pytest.raises(NotFound):
        sign_unit(*arguments, by=stranger)


def test_a_unit_of_another_programme_is_not_there(world: World, unit: int) -> None:
    other = make_world()
    with pytest.raises(NotFound):
        sign_unit(other.enrolment.id, unit, by=other.assessor)


def test_nobody_signs_their_own_unit(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    person = db.session.get_one(Person, world.apprentice.person_id)
    also = MembershipFactory.create(person=person, centre=world.centre, assessor=True)
    _allocate(world, also)
    with pytest.raises(OwnWork, match="your own unit"):
        sign_unit(world.enrolment.id, unit, by=also)


def test_a_trainee_leaves_the_unit_to_a_qualified_assessor(world: World, unit: int, criteria: list[int]) -> None:
    make_ready(world, *criteria)
    trainee = MembershipFactory.create(centre=world.centre, trainee_assessor=True)
    colleague = MembershipFactory.create(centre=world.centre, assessor=True)
    with pytest.raises(NotFound):
        sign_unit(world.enrolment.id, unit, by=colleague)
    _allocate(world, trainee)
    with pytest.raises(OwnWork, match="qualified"):
        sign_unit(world.enrolment.id, unit, by=trainee)
    sign_unit(world.enrolment.id, unit, by=colleague)
    assert state(world, unit) is UnitState.SIGNED


@pytest.mark.parametrize("words", ["UPDATE unit_step SET id = id", "DELETE FROM unit_step"])
def test_the_database_itself_refuses_to_change_a_signature(
    world: World, unit: int, criteria: list[int], words: str
) -> None:
    make_ready(world, *criteria)
    sign_unit(world.enrolment.id, unit, by=world.assessor)
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(words))


def _allocate(world: World, assessor: Membership) -> None:
    with transaction():
        world.enrolment.assessor_id = assessor.id
