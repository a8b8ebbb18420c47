"""Whoever changes a judgement or a signature behind the product's back is found out."""

import pytest
from sqlalchemy import select, text

from assessment.judging.services.countersigning import countersign_decision
from assessment.units.services import claim_unit, confirm_unit, sign_unit
from assessment.vocabulary import Outcome
from core import clock, triggers
from core.db import db, transaction
from core.ledger.models import LedgerEntry
from core.ledger.verification import Mismatch, verify_log
from portfolio.programmes.queries import list_programme_units
from tests.factories import MembershipFactory
from tests.factories.assessment import judge, make_ready, submit
from tests.factories.portfolio import World, make_world


@pytest.fixture
def world(database: None) -> World:
    """A unit signed off and confirmed, one piece returned, and a trainee's decision countersigned."""
    world = make_world(criteria=2)
    unit = list_programme_units(world.programme.id, world.enrolment.id)[0].id
    make_ready(world, *world.criteria)
    claim_unit(world.enrolment.id, unit, by=world.apprentice)
    sign_unit(world.enrolment.id, unit, by=world.assessor)
    confirm_unit(world.enrolment.id, unit, by=world.apprentice)
    judge(world, submit(world, day=9), Outcome.MET, Outcome.PARTLY)
    qualified, trainee = world.assessor, MembershipFactory.create(centre=world.centre, trainee_assessor=True)
    with transaction():
        world.enrolment.assessor_id = trainee.id
    world.assessor = trainee
    countersign_decision(judge(world, submit(world, day=10)).id, by=qualified)
    return world


def tamper(statement: str) -> None:
    """Change the database as its owner could: with the triggers out of the way."""
    with transaction() as session:
        triggers.drop_all(session.connection())
        session.execute(text(statement))


def test_an_untouched_record_proves_itself_and_erased_feedback_leaves_it_valid(world: World) -> None:
    whole = verify_log(world.centre.id)
    assert set(db.session.scalars(select(LedgerEntry.kind))) == {
        "evidence.submitted",
        "evidence.assessed",
        "judgement.made",
        "decision.countersigned",
        "unit.claimed",
        "unit.signed",
        "unit.confirmed",
    }
    with transaction() as session:
        session.execute(
            text("UPDATE remark SET text = NULL, salt = NULL, erased_at = :now"),
            {"now": clock.now().isoformat()},
        )
    assert verify_log(world.centre.id).root == whole.root


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE judgement SET outcome = 'met' WHERE outcome = 'partly'", "judgement.made"),
        ("UPDATE remark SET text = 'Well done.'", "judgement.made"),
        ("UPDATE decision SET is_valid = NOT is_valid", "evidence.assessed"),
        ("UPDATE countersignature SET method = 'in person'", "decision.countersigned"),
        ("UPDATE unit_step SET by_id = by_id + 1 WHERE event = 'signed'", "unit.signed"),
        ("UPDATE unit_step SET content_hash = '0' WHERE event = 'confirmed'", "unit.confirmed"),
        ("UPDATE unit_step SET event = 'signed' WHERE event = 'claimed'", "unit.claimed"),
        ("DELETE FROM countersignature", "decision.countersigned"),
    ],
)
def test_an_edit_behind_the_triggers_is_found(world: World, statement: str, kind: str) -> None:
    tamper(statement)
    with pytest.raises(Mismatch) as found:
        verify_log(world.centre.id)
    assert found.value.kind == kind


def test_a_judgement_that_was_never_recorded_is_found(world: World) -> None:
    columns = "decision_id, claim_id, outcome, at"
    tamper(f"INSERT INTO judgement ({columns}) SELECT {columns} FROM judgement WHERE outcome = 'met' LIMIT 1")
    with pytest.raises(Mismatch, match="judgement"):
        verify_log(world.centre.id)
