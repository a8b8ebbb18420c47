"""Judging evidence: what is signed, what follows, and who may."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import Membership, Notification, Person
from assessment.judging.models import Decision, DraftDecision, DraftJudgement, Judgement
from assessment.judging.rules import VacsCheck
from assessment.judging.services.countersigning import NotToCountersign, countersign_decision
from assessment.judging.services.decisions import AssessmentUnfinished, finish_assessment
from assessment.judging.services.drafts import (
    DecisionInput,
    DraftChanged,
    JudgementInput,
    NothingToJudge,
    add_claim,
    open_assessment,
    save_draft_decision,
    save_draft_judgement,
)
from assessment.queries import get_newest_version
from assessment.separation import OwnWork
from assessment.signatures.models import Remark
from assessment.vocabulary import CriterionState, DecisionOutcome, Outcome
from core import clock
from core.db import db, transaction
from core.errors import FieldErrors, NotAllowed, NotFound
from core.ledger.models import LedgerEntry
from portfolio.vocabulary import EvidenceState
from tests.factories import MembershipFactory
from tests.factories.assessment import MORE, answer, draft, judge, standing_of, submit
from tests.factories.portfolio import World, make_world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database: None) -> World:
    return make_world()


def kinds() -> Counter[str]:
    return Counter(db.session.scalars(select(LedgerEntry.kind)))


def texts(membership: Membership) -> list[str]:
    """What they were told since the enrolment."""
    found = select(Notification.text).where(Notification.membership_id == membership.id).order_by(Notification.id)
    return [text for text in db.session.scalars(found) if "enrolled on" not in text]


def person_of(membership: Membership) -> Person:
    return db.session.get_one(Person, membership.person_id)


def test_opening_evidence_takes_it_up_once(world: World) -> None:
    evidence = submit(world)
    open_assessment(evidence.id, by=world.assessor)
    open_assessment(evidence.id, by=world.assessor)
    assert evidence.state is EvidenceState.IN_ASSESSMENT


def test_accepting_signs_every_claim_and_tells_the_apprentice(world: World) -> None:
    evidence = submit(world)
    decision = judge(world, evidence)

    assert evidence.state is EvidenceState.ASSESSED
    assert (decision.outcome, decision.target_on, decision.method) == (DecisionOutcome.ACCEPTED, None, "session")
    assert [judgement.outcome for judgement in decision.judgements] == [Outcome.MET] * 3
    assert len(decision.content_hash) == 64
    assert texts(world.apprentice) == ["“Restoring a mailbox” was assessed: 3 of 3 met."]
    assert texts(world.assessor) == [f"{person_of(world.apprentice).name} sent “Restoring a mailbox”."]


def test_each_decision_and_judgement_is_in_the_ledger_without_personal_text(world: World) -> None:
    judge(world, submit(world), Outcome.MET, Outcome.PARTLY)
    assert kinds() == {"evidence.submitted": 1, "evidence.assessed": 1, "judgement.made": 3}
    assert not any(MORE.encode() in canonical for canonical in db.session.scalars(select(LedgerEntry.canonical)))


def test_returning_keeps_the_feedback_and_sets_a_date(world: World) -> None:
    evidence = submit(world)
    decision = judge(world, evidence, Outcome.MET, Outcome.PARTLY, Outcome.NOT_MET)

    assert evidence.state is EvidenceState.ACTION_REQUIRED
    assert decision.outcome is DecisionOutcome.RETURNED
    assert decision.target_on == clock.today() + timedelta(days=7)
    assert db.session.scalars(select(Remark.text).order_by(Remark.id)).all() == [MORE, MORE]
    assert texts(world.apprentice) == ["“Restoring a mailbox” came back to you: 1 of 3 met. Read what is still needed."]


def test_evidence_can_be_accepted_although_a_claim_falls_short(world: World) -> None:
    evidence = submit(world)
    judge(world, evidence, Outcome.MET, Outcome.PARTLY, then=DecisionOutcome.ACCEPTED)
    assert evidence.state is EvidenceState.ASSESSED
    standing = standing_of(world, world.criteria[1])
    assert standing is not None
    assert standing.state is CriterionState.MORE_NEEDED


def test_drafts_are_gone_once_signed(world: World) -> None:
    judge(world, submit(world))
    for table in (DraftJudgement, DraftDecision):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_finishing_needs_every_claim_judged_and_feedback_unless_met(world: World) -> None:
    evidence = submit(world)
    open_assessment(evidence.id, by=world.assessor)
    claims = get_newest_version(evidence).claims
    save_draft_judgement(evidence.id, JudgementInput(claims[0].id, Outcome.PARTLY, " ", 0), by=world.assessor)

    with pytest.raises(AssessmentUnfinished) as refused:
        finish_assessment(evidence.id, by=world.assessor)

    assert refused.value.errors == {
        f"feedback-{claims[0].id}": "Say what U1-P1 still needs.",
        f"outcome-{claims[1].id}": "Judge U1-P2: choose met, more needed or not met.",
        f"outcome-{claims[2].id}": "Judge U1-P3: choose met, more needed or not met.",
    }
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 0
    assert evidence.state is EvidenceState.IN_ASSESSMENT


def test_accepting_needs_the_whole_check(world: World) -> None:
    evidence = submit(world)
    draft(world, evidence, check=VacsCheck(is_valid=True, is_authentic=True, is_current=True))
    with pytest.raises(AssessmentUnfinished) as refused:
        finish_assessment(evidence.id, by=world.assessor)
    assert list(refused.value.errors) == ["is_valid"]


def test_returning_needs_something_to_return_for(world: World) -> None:
    evidence = submit(world)
    draft(world, evidence, then=DecisionOutcome.RETURNED)
    with pytest.raises(AssessmentUnfinished) as refused:
        finish_assessment(evidence.id, by=world.assessor)
    assert list(refused.value.errors) == ["outcome"]


@pytest.mark.parametrize("days", [-1, 400])
def test_the_date_to_answer_by_lies_ahead_and_in_reach(world: World, days: int) -> None:
    evidence = submit(world)
    draft(world, evidence, Outcome.PARTLY, target_on=clock.today() + timedelta(days=days))
    with pytest.raises(AssessmentUnfinished) as refused:
        finish_assessment(evidence.id, by=world.assessor)
    assert list(refused.value.errors) == ["target_on"]


def test_finishing_again_finds_nothing_to_judge(world: World) -> None:
    evidence = submit(world)
    judge(world, evidence)
    with pytest.raises(NothingToJudge, match="has been assessed"):
        finish_assessment(evidence.id, by=world.assessor)


def test_a_draft_saved_in_another_tab_is_not_overwritten(world: World) -> None:
    evidence = submit(world)
    claim = get_newest_version(evidence).claims[0]
    first = save_draft_judgement(evidence.id, JudgementInput(claim.id, Outcome.MET, "", 0), by=world.assessor).revision
    save_draft_judgement(evidence.id, JudgementInput(claim.id, Outcome.PARTLY, "More", first), by=world.assessor)

    with pytest.raises(DraftChanged) as refused:
        save_draft_judgement(evidence.id, JudgementInput(claim.id, Outcome.NOT_MET, "Mine", first), by=world.assessor)

    assert refused.value.theirs["feedback"] == "More"
    assert refused.value.yours["feedback"] == "Mine"
    kept = db.session.scalars(select(DraftJudgement)).one()
    assert (kept.outcome, kept.feedback) == (Outcome.PARTLY, "More")


def test_saving_again_what_is_kept_already_is_never_stale(world: World) -> None:
    evidence = submit(world)
    claim = get_newest_version(evidence).claims[0]
    for _ in range(2):
        save_draft_judgement(evidence.id, JudgementInput(claim.id, Outcome.MET, "Good", 0), by=world.assessor)
    decision = DecisionInput(VacsCheck(is_valid=True), None, None, 0)
    for _ in range(2):
        save_draft_decision(evidence.id, decision, by=world.assessor)
    assert db.session.scalars(select(DraftDecision.revision)).one() == 1


def test_a_stale_check_is_refused_too(world: World) -> None:
    evidence = submit(world)
    save_draft_decision(evidence.id, DecisionInput(VacsCheck(is_valid=True), None, None, 0), by=world.assessor)
    with pytest.raises(DraftChanged):
        save_draft_decision(evidence.id, DecisionInput(VacsCheck(), None, None, 0), by=world.assessor)


def test_an_assessor_does_not_inherit_the_choices_of_another(world: World) -> None:
    evidence = submit(world)
    draft(world, evidence)
    successor = MembershipFactory.create(centre=world.centre, assessor=True)
    with transaction():
        world.enrolment.assessor_id = successor.id
    with pytest.raises(AssessmentUnfinished):
        finish_assessment(evidence.id, by=successor)
    with pytest.raises(NotFound):
        finish_assessment(evidence.id, by=world.assessor)
    judge(world, evidence, by=successor)
    assert evidence.state is EvidenceState.ASSESSED


def test_a_claim_that_the_apprentice_missed_is_added_and_judged(world: World) -> None:
    first, second, _ = world.criteria
    evidence = submit(world, first)
    open_assessment(evidence.id, by=world.assessor)
    claim = add_claim(evidence.id, criterion_id=second, locator="Picture 1", reason="", by=world.assessor)
    again = add_claim(evidence.id, criterion_id=second, locator="", reason="", by=world.assessor)

    assert (claim.added_by_id, again.id) == (world.assessor.id, claim.id)
    standing = standing_of(world, second)
    assert standing is not None
    assert standing.state is CriterionState.WORKING_TOWARDS
    assert len(judge(world, evidence).judgements) == 2


def test_only_criteria_of_the_programme_can_be_added(world: World) -> None:
    evidence = submit(world)
    other = make_world().criteria[0]
    with pytest.raises(FieldErrors):
        add_claim(evidence.id, criterion_id=other, locator="", reason="", by=world.assessor)


def test_the_answer_to_a_return_is_judged_as_the_next_version(world: World) -> None:
    evidence = submit(world)
    judge(world, evidence, Outcome.MET, Outcome.PARTLY)
    answer(world, evidence)
    decision = judge(world, evidence)
    assert evidence.state is EvidenceState.ASSESSED
    assert decision.version_id == get_newest_version(evidence).id
    assert len(texts(world.assessor)) == 2


@pytest.mark.parametrize("role", ["apprentice", "line_manager", "verifier", "admin"])
def test_only_the_allocated_assessor_judges(world: World, role: str) -> None:
    evidence = submit(world)
    with pytest.raises(NotAllowed):
        open_assessment(evidence.id, by=getattr(world, role))


def test_evidence_of_another_assessor_or_centre_is_not_there(world: World) -> None:
    evidence = submit(world)
    colleague = MembershipFactory.create(centre=world.centre, assessor=True)
    stranger = MembershipFactory.create(assessor=True)
    for assessor in (colleague, stranger):
        with pytest.raises(NotFound):
            open_assessment(evidence.id, by=assessor)


def test_nobody_judges_their_own_work_in_another_role(world: World) -> None:
    evidence = submit(world)
    also = MembershipFactory.create(person=person_of(world.apprentice), centre=world.centre, assessor=True)
    with transaction():
        world.enrolment.assessor_id = also.id
    with pytest.raises(OwnWork):
        open_assessment(evidence.id, by=also)


class TestTrainee:
    @pytest.fixture
    def world(self, database: None) -> World:
        world = make_world()
        world.assessor = MembershipFactory.create(centre=world.centre, trainee_assessor=True)
        with transaction():
            world.enrolment.assessor_id = world.assessor.id
        return world

    @pytest.fixture
    def qualified(self, world: World) -> Membership:
        return MembershipFactory.create(centre=world.centre, assessor=True)

    def test_a_trainees_decision_counts_only_once_countersigned(self, world: World, qualified: Membership) -> None:
        evidence = submit(world)
        decision = judge(world, evidence)
        standing = standing_of(world, world.criteria[0])
        assert standing is not None
        assert (evidence.state, standing.met) == (EvidenceState.IN_ASSESSMENT, 0)
        assert standing.state is CriterionState.WORKING_TOWARDS
        assert texts(world.apprentice) == []

        countersign_decision(decision.id, by=qualified)

        assert (evidence.state, standing.met) == (EvidenceState.ASSESSED, 1)
        assert len(texts(world.apprentice)) == 1
        assert texts(world.assessor)[-1] == "Your decision on “Restoring a mailbox” was countersigned."
        assert kinds()["decision.countersigned"] == 1

    def test_a_trainee_can_sign_another_decision_until_then(self, world: World, qualified: Membership) -> None:
        evidence = submit(world)
        first = judge(world, evidence)
        second = judge(world, evidence, Outcome.PARTLY)
        assert [j.supersedes_id for j in second.judgements] == [j.id for j in first.judgements]
        with pytest.raises(NotToCountersign, match="another decision"):
            countersign_decision(first.id, by=qualified)
        countersign_decision(second.id, by=qualified)
        assert evidence.state is EvidenceState.ACTION_REQUIRED

    def test_countersigning_twice_is_refused(self, world: World, qualified: Membership) -> None:
        decision = judge(world, submit(world))
        countersign_decision(decision.id, by=qualified)
        with pytest.raises(NotToCountersign, match="already"):
            countersign_decision(decision.id, by=qualified)

    def test_nobody_countersigns_their_own_decision_or_work_or_as_a_trainee(self, world: World) -> None:
        decision = judge(world, submit(world))
        same_person = MembershipFactory.create(centre=world.centre, assessor=True, person=person_of(world.assessor))
        apprentice = MembershipFactory.create(centre=world.centre, assessor=True, person=person_of(world.apprentice))
        trainee = MembershipFactory.create(centre=world.centre, trainee_assessor=True)
        for by in (world.assessor, same_person, apprentice, trainee):
            with pytest.raises(OwnWork):
                countersign_decision(decision.id, by=by)

    def test_others_do_not_countersign(self, world: World) -> None:
        decision = judge(world, submit(world))
        with pytest.raises(NotAllowed):
            countersign_decision(decision.id, by=world.verifier)
        with pytest.raises(NotFound):
            countersign_decision(decision.id, by=MembershipFactory.create(assessor=True))


def test_a_qualified_assessors_decision_needs_no_countersignature(world: World) -> None:
    decision = judge(world, submit(world))
    colleague = MembershipFactory.create(centre=world.centre, assessor=True)
    with pytest.raises(NotToCountersign):
        countersign_decision(decision.id, by=colleague)


@pytest.mark.parametrize("table", ["decision", "judgement"])
@pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_judgement(world: World, table: str, words: str) -> None:
    judge(world, submit(world))
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(words.format(table)))


def test_judgements_of_a_rolled_back_decision_leave_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = submit(world)
    draft(world, evidence)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("assessment.judging.services.decisions.notify", fail)
    with pytest.raises(RuntimeError):
        finish_assessment(evidence.id, by=world.assessor)
    assert db.session.scalar(select(func.count()).select_from(Judgement)) == 0
    assert kinds() == {"evidence.submitted": 1}
