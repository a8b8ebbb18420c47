"""A qualified assessor who does not agree with a trainee's decision."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import Membership, Notification
from assessment.judging.models import CountersignatureRefusal, Decision
from assessment.judging.queries.queue import list_own_uncountersigned, list_to_countersign, list_waiting
from assessment.judging.services.countersigning import NotToCountersign, countersign_decision, decline_countersignature
from assessment.judging.services.decisions import finish_assessment
from assessment.separation import OwnWork
from assessment.vocabulary import Outcome
from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from core.ledger.models import LedgerEntry
from core.ledger.verification import verify_log
from portfolio.enrolments.queries import get_enrolment
from portfolio.enrolments.services import edit_enrolment
from portfolio.evidence.models import Evidence
from portfolio.evidence.queries import get_evidence
from portfolio.vocabulary import EvidenceState
from tests.factories import MembershipFactory
from tests.factories.assessment import MORE, judge, submit
from tests.factories.portfolio import World, make_world
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.usefixtures("database")
WHY = "The picture shows another printer."


def world_with_trainee() -> tuple[World, Membership]:
    """The second is the trainee, to whom the apprentice is allocated; the world's assessor is qualified."""
    world = make_world()
    trainee = MembershipFactory.create(centre=world.centre, trainee_assessor=True)
    enrolment = get_enrolment(world.enrolment.id)
    edit_enrolment(
        enrolment.id,
        by=world.admin,
        revision=enrolment.revision,
        assessor_id=trainee.id,
        starts_on=enrolment.starts_on,
        planned_end_on=enrolment.planned_end_on,
    )
    return world, trainee


def decided(world: World, trainee: Membership) -> tuple[Evidence, Decision]:
    evidence = submit(world, *world.criteria[:2])
    return evidence, judge(world, evidence, Outcome.MET, Outcome.PARTLY, by=trainee)


def test_it_goes_back_to_the_trainee_with_the_reason_and_what_was_chosen() -> None:
    world, trainee = world_with_trainee()
    evidence, decision = decided(world, trainee)
    decline_countersignature(decision.id, WHY, by=world.assessor)

    assert get_evidence(evidence.id).state is EvidenceState.IN_ASSESSMENT
    assert [row.evidence_id for row in list_waiting(trainee)] == [evidence.id]
    assert list_to_countersign(world.assessor) == list_own_uncountersigned(trainee) == []
    told = select(Notification.text).where(Notification.membership_id == trainee.id).order_by(Notification.id.desc())
    assert "was not countersigned" in (db.session.scalars(told).first() or "")
    kinds = list(db.session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.seq)))
    assert kinds[-1] == "countersignature.declined"
    assert verify_log(world.centre.id).size == len(kinds)
    with pytest.raises(NotToCountersign, match="went back to the trainee"):
        countersign_decision(decision.id, by=world.assessor)
    with pytest.raises(NotToCountersign):
        decline_countersignature(decision.id, WHY, by=world.assessor)

    drafts = finish_assessment(evidence.id, by=trainee)
    assert [given.outcome for given in drafts.judgements] == [Outcome.MET, Outcome.PARTLY]
    countersign_decision(drafts.id, by=world.assessor)
    assert get_evidence(evidence.id).state is EvidenceState.ACTION_REQUIRED


def test_it_needs_a_reason() -> None:
    world, trainee = world_with_trainee()
    _, decision = decided(world, trainee)
    with pytest.raises(FieldErrors):
        decline_countersignature(decision.id, " ", by=world.assessor)
    assert db.session.scalars(select(CountersignatureRefusal)).all() == []


def test_only_a_qualified_assessor_of_the_centre_who_had_no_part_in_it_declines() -> None:
    world, trainee = world_with_trainee()
    _, decision = decided(world, trainee)
    with pytest.raises(OwnWork):
        decline_countersignature(decision.id, WHY, by=trainee)
    second = MembershipFactory.create(centre=world.centre, trainee_assessor=True)
    with pytest.raises(OwnWork):
        decline_countersignature(decision.id, WHY, by=second)
    with pytest.raises(NotFound):
        decline_countersignature(decision.id, WHY, by=make_world().assessor)


@pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_keeps_it(words: str) -> None:
    world, trainee = world_with_trainee()
    decline_countersignature(decided(world, trainee)[1].id, WHY, by=world.assessor)
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(words.format("countersignature_refusal")))


def test_it_is_declined_on_the_page_of_the_evidence(client: PersonClient) -> None:
    world, trainee = world_with_trainee()
    evidence, decision = decided(world, trainee)
    sign_in(client, world.assessor)
    assert "Do not countersign" in client.get(f"/evidence/{evidence.id}").text
    path = f"/decisions/{decision.id}/decline"
    refused = client.post(path, data={"comment": ""})
    assert refused.status_code == 422
    assert "Say what you do not agree with" in refused.text
    assert client.post(path, data={"comment": WHY}).status_code == 302

    sign_in(client, trainee)
    page = client.get(f"/evidence/{evidence.id}").text
    assert WHY in page
    assert "Not countersigned by" in page
    workbench = client.get(f"/workbench/{evidence.id}").text
    assert WHY in workbench
    assert MORE in workbench
    sign_in(client, world.apprentice)
    assert WHY not in client.get(f"/evidence/{evidence.id}").text
