"""Records that an assessor makes of an apprentice's work, and the apprentice's answer to them."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import Membership, Notification
from assessment.judging.queries.queue import list_waiting
from assessment.judging.services.decisions import AssessmentUnfinished, finish_assessment
from assessment.judging.services.drafts import NothingToJudge, open_assessment
from assessment.progress.queries.home import get_home
from assessment.records.models import Confirmation
from assessment.records.queries import list_own_records
from assessment.records.services import NothingToConfirm, RecordChanged, confirm_record, dispute_record
from assessment.signatures.models import Remark
from assessment.vocabulary import DecisionOutcome, Outcome
from core import triggers
from core.db import db, transaction
from core.errors import FieldErrors, NotAllowed, NotFound
from core.ledger.models import LedgerEntry
from core.ledger.verification import Mismatch, verify_log
from portfolio.enrolments.queries import get_enrolment
from portfolio.enrolments.services import edit_enrolment
from portfolio.evidence.models import Evidence
from portfolio.evidence.queries import get_draft, get_evidence, get_version
from portfolio.evidence.services.drafts import record_evidence, save_draft
from portfolio.evidence.services.submission import EvidenceNotReady, answer_return, submit_evidence, withdraw_evidence
from portfolio.programmes.queries import get_declarations
from portfolio.vocabulary import EvidenceKind, EvidenceState
from tests.factories import MembershipFactory
from tests.factories.assessment import draft, judge, standing_of
from tests.factories.portfolio import World, hand_in_record, make_draft, make_record, make_world

pytestmark = pytest.mark.usefixtures("database")


def seen(evidence: Evidence) -> str:
    return get_version(evidence.id, evidence.submitted_number or 0).content_hash or ""


def confirm(world: World, evidence: Evidence) -> Confirmation:
    return confirm_record(evidence.id, seen=seen(evidence), by=world.apprentice)


def dispute(world: World, evidence: Evidence, comment: str = "That was Mairi, not me.") -> Confirmation:
    return dispute_record(evidence.id, comment, seen=seen(evidence), by=world.apprentice)


def state_of(evidence: Evidence) -> EvidenceState:
    return get_evidence(evidence.id).state


def told(member: Membership) -> list[str]:
    found = select(Notification.text).where(Notification.membership_id == member.id).order_by(Notification.id)
    return list(db.session.scalars(found))


def kinds_of_entries() -> list[str]:
    return list(db.session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.seq)))


def test_a_record_is_confirmed_judged_and_counts() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    version = get_version(evidence.id, 1)
    assert version.declared == get_declarations(world.programme.id).recording
    assert (version.ai_use, version.ai_declared) == ("", None)
    assert "recorded “Watching a mailbox restored”" in told(world.apprentice)[-1]

    confirmation = confirm(world, evidence)
    judge(world, evidence)

    assert (confirmation.is_right, confirmation.content_hash) == (True, version.content_hash)
    assert confirmation.statement == "I have read this record. It says rightly what I did and said."
    assert state_of(evidence) is EvidenceState.ASSESSED
    assert "confirmed your record" in told(world.assessor)[-1]
    assert kinds_of_entries() == ["evidence.submitted", "evidence.confirmed", "evidence.assessed", "judgement.made"]
    assert verify_log(world.centre.id).size == 4
    standing = standing_of(world, world.criteria[0])
    assert standing
    assert standing.met == 1


def test_confirming_twice_is_confirming_once() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    assert confirm(world, evidence).id == confirm(world, evidence).id
    with pytest.raises(NothingToConfirm):
        dispute(world, evidence)


def test_it_can_be_judged_but_not_signed_before_it_is_confirmed() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    draft(world, evidence)

    with pytest.raises(AssessmentUnfinished) as refused:
        finish_assessment(evidence.id, by=world.assessor)
    assert list(refused.value.errors) == ["confirmation"]

    confirm(world, evidence)
    finish_assessment(evidence.id, by=world.assessor)
    assert state_of(evidence) is EvidenceState.ASSESSED


def test_a_record_that_is_not_right_goes_back_and_is_put_right() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    draft(world, evidence)
    answer = dispute(world, evidence)

    remark = db.session.get(Remark, answer.remark_id)
    assert remark
    assert remark.text == "That was Mairi, not me."
    assert state_of(evidence) is EvidenceState.ACTION_REQUIRED
    assert "is not right" in told(world.assessor)[-1]
    with pytest.raises(NothingToJudge, match="came back to whoever made it"):
        open_assessment(evidence.id, by=world.assessor)
    with pytest.raises(NotAllowed):
        answer_return(evidence.id, by=world.apprentice)
    assert [row.evidence_id for row in list_own_records(world.assessor)] == [evidence.id]

    version = answer_return(evidence.id, by=world.assessor)
    changes = {"account": "Aileen watched, and explained each step.", "is_authentic": True}
    save_draft(evidence.id, by=world.assessor, revision=version.revision, changes=changes)
    submit_evidence(evidence.id, by=world.assessor)
    assert "corrected the record" in told(world.apprentice)[-1]
    assert [row.evidence_id for row in get_home(get_enrolment(world.enrolment.id)).to_do.to_confirm] == [evidence.id]
    evidence = get_evidence(evidence.id)
    confirm(world, evidence)
    judge(world, evidence)

    assert state_of(evidence) is EvidenceState.ASSESSED
    assert verify_log(world.centre.id).size == len(kinds_of_entries())


def test_a_record_that_is_not_right_can_be_withdrawn_by_whoever_made_it() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    dispute(world, evidence)
    with pytest.raises(NotAllowed):
        withdraw_evidence(evidence.id, by=world.apprentice)
    withdraw_evidence(evidence.id, by=world.assessor)
    assert state_of(evidence) is EvidenceState.WITHDRAWN
    assert standing_of(world, world.criteria[0]) is None


def test_saying_that_it_is_not_right_needs_a_reason_and_changes_nothing_without() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    with pytest.raises(FieldErrors) as refused:
        dispute(world, evidence, "  ")
    assert refused.value.errors == {"comment": "Say what is not right."}
    assert state_of(evidence) is EvidenceState.SUBMITTED
    assert db.session.scalars(select(Confirmation)).all() == []


def test_what_was_not_on_the_page_is_not_confirmed() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    with pytest.raises(RecordChanged):
        confirm_record(evidence.id, seen="0" * 64, by=world.apprentice)


def test_nobody_but_the_assessor_sees_or_edits_the_draft() -> None:
    world = make_world()
    evidence = make_record(world)
    colleague = MembershipFactory.create(centre=world.centre, assessor=True)
    for who in (world.apprentice, world.line_manager, world.verifier, world.admin, colleague):
        with pytest.raises(NotFound):
            submit_evidence(evidence.id, by=who)
    submit_evidence(evidence.id, by=world.assessor)
    for who in (world.apprentice, world.line_manager, world.verifier, world.admin):
        with pytest.raises(NotAllowed):
            withdraw_evidence(evidence.id, by=who)


def test_only_the_allocated_assessor_records_and_only_the_apprentice_confirms() -> None:
    world, other = make_world(), make_world()
    colleague = MembershipFactory.create(centre=world.centre, assessor=True)
    for who, refusal in ((colleague, NotFound), (other.assessor, NotFound), (world.apprentice, NotAllowed)):
        with pytest.raises(refusal):
            record_evidence(world.enrolment.id, by=who)
    evidence = hand_in_record(world)
    for who in (world.assessor, world.line_manager, world.admin, world.verifier):
        with pytest.raises(NotAllowed):
            confirm_record(evidence.id, seen=seen(evidence), by=who)
    with pytest.raises(NotFound):
        confirm_record(evidence.id, seen=seen(evidence), by=other.apprentice)


def test_an_apprentice_confirms_no_work_of_their_own() -> None:
    world = make_world()
    evidence = make_draft(world)
    submit_evidence(evidence.id, by=world.apprentice)
    with pytest.raises(NotAllowed):
        confirm_record(evidence.id, seen="", by=world.apprentice)


def test_a_record_is_an_observation_or_a_discussion() -> None:
    world = make_world()
    with pytest.raises(FieldErrors):
        record_evidence(world.enrolment.id, by=world.assessor, kind=EvidenceKind.FILES)
    evidence = make_record(world)
    revision = get_draft(evidence).revision
    changes = {"kind": EvidenceKind.WITNESS_TESTIMONY}
    with pytest.raises(FieldErrors):
        save_draft(evidence.id, by=world.assessor, revision=revision, changes=changes)
    empty = record_evidence(world.enrolment.id, by=world.assessor)
    with pytest.raises(EvidenceNotReady) as refused:
        submit_evidence(empty.id, by=world.assessor)
    assert set(refused.value.errors) == {"title", "files", "origin", "criteria", "is_authentic"}


def test_what_the_record_does_not_show_stays_open_and_there_is_nobody_to_return_it_to() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    confirm(world, evidence)
    with pytest.raises(AssessmentUnfinished, match="nobody to return it to"):
        judge(world, evidence, Outcome.PARTLY, then=DecisionOutcome.RETURNED)
    decision = judge(world, evidence, Outcome.PARTLY)
    assert decision.outcome is DecisionOutcome.ACCEPTED


def test_another_assessor_returns_a_record_to_whoever_made_it() -> None:
    world = make_world()
    evidence = hand_in_record(world)
    confirm(world, evidence)
    successor = MembershipFactory.create(centre=world.centre, assessor=True)
    enrolment = get_enrolment(world.enrolment.id)
    edit_enrolment(
        enrolment.id,
        by=world.admin,
        revision=enrolment.revision,
        assessor_id=successor.id,
        starts_on=enrolment.starts_on,
        planned_end_on=enrolment.planned_end_on,
    )
    judge(world, evidence, Outcome.PARTLY, by=successor)

    assert state_of(evidence) is EvidenceState.ACTION_REQUIRED
    assert "came back to you" in told(world.assessor)[-1]
    assert get_home(get_enrolment(enrolment.id)).to_do.returned == []
    assert answer_return(evidence.id, by=world.assessor).number == 2


def test_what_cannot_be_signed_yet_comes_last_in_the_queue() -> None:
    world = make_world()
    maker = world.assessor.person.name
    record = hand_in_record(world)
    own = make_draft(world)
    submit_evidence(own.id, by=world.apprentice)

    rows = list_waiting(world.assessor)
    assert [(row.evidence_id, row.awaits_confirmation) for row in rows] == [(own.id, False), (record.id, True)]
    assert [row.recorded_by for row in rows] == [None, maker]
    confirm(world, record)
    assert [row.evidence_id for row in list_waiting(world.assessor)] == [record.id, own.id]


@pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_keeps_every_answer(words: str) -> None:
    world = make_world()
    confirm(world, hand_in_record(world))
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(words.format(Confirmation.__tablename__)))


@pytest.mark.parametrize(
    "change",
    ["UPDATE confirmation SET statement = 'No.'", "UPDATE remark SET text = 'Fine.'", "DELETE FROM confirmation"],
)
def test_an_answer_changed_around_the_guard_is_seen_by_the_ledger(change: str) -> None:
    world = make_world()
    dispute(world, hand_in_record(world))
    assert verify_log(world.centre.id)
    with transaction() as session:
        triggers.drop_all(session.connection())
        session.execute(text(change))
    with pytest.raises(Mismatch):
        verify_log(world.centre.id)
