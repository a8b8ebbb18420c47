"""Evidence that two people of the centre take out of account, and its files."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import Membership, Notification
from assessment.judging.queries.queue import list_waiting
from assessment.judging.services.drafts import NothingToJudge, open_assessment
from assessment.progress.queries.home import list_feedback
from assessment.separation import OwnWork
from assessment.standing.models import UnitStanding
from assessment.standing.services import rebuild_standings
from assessment.units.services import sign_unit
from assessment.vocabulary import CriterionState, Outcome, VoidReason
from assessment.voiding.models import VoidAnswer, VoidProposal
from assessment.voiding.queries import count_waiting_proposals, get_proposal, list_waiting_proposals
from assessment.voiding.services import NotToVoid, ProposalChanged, agree_to_void, decline_void, propose_void
from core import storage, triggers
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import FieldErrors, NotAllowed, NotFound
from core.ledger.models import LedgerEntry
from core.ledger.verification import Mismatch, verify_log
from portfolio.evidence.models import Evidence, EvidenceFile
from portfolio.evidence.queries import get_draft, get_evidence, get_version
from portfolio.evidence.rules.states import EvidenceCannotMove
from portfolio.evidence.services.drafts import save_draft, start_evidence
from portfolio.evidence.services.erasing import erase_files, finish_erasing
from portfolio.evidence.services.files import attach_file
from portfolio.evidence.services.submission import submit_evidence, withdraw_evidence
from portfolio.programmes.queries import list_programme_units
from portfolio.vocabulary import EvidenceState
from tests.factories import MembershipFactory
from tests.factories.assessment import answer, judge, make_ready, make_void, propose, standing_of, submit
from tests.factories.portfolio import World, hand_in_record, make_world, save_over
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.usefixtures("database")


def agree(proposal: VoidProposal, *, by: Membership) -> VoidAnswer:
    return agree_to_void(proposal.id, seen=get_proposal(proposal.id).seen, by=by)


def decline(proposal: VoidProposal, comment: str = "It is their own picture.", *, by: Membership) -> VoidAnswer:
    return decline_void(proposal.id, comment, seen=get_proposal(proposal.id).seen, by=by)


def state_of(evidence: Evidence) -> EvidenceState:
    return get_evidence(evidence.id).state


def kinds_of_entries() -> list[str]:
    return list(db.session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.seq)))


def digest_of(evidence: Evidence) -> str:
    return get_version(evidence.id, 1).files[0].sha256


def submit_with(world: World, content: bytes, *, title: str = "Notes") -> Evidence:
    """Submit evidence whose one file has this content, beside the picture that all have."""
    evidence = submit(world, world.criteria[0], title=title)
    assert evidence
    draft = start_evidence(world.enrolment.id, by=world.apprentice, title=title)
    attach_file(draft.id, BytesIO(content), "notes.txt", by=world.apprentice)
    save_over(draft.id, by=world.apprentice, claims=[(world.criteria[0], "Line 1", "It says so.")])
    changes = {"origin": "live", "done_on": date(2026, 11, 2), "is_authentic": True, "ai_use": "none"}
    revision = get_draft(draft).revision
    save_draft(draft.id, by=world.apprentice, revision=revision, changes=changes)
    submit_evidence(draft.id, by=world.apprentice)
    return draft


def test_two_people_make_evidence_void_and_it_counts_for_nothing() -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    judge(world, evidence)
    proposal = propose(world, evidence)
    assert state_of(evidence) is EvidenceState.ASSESSED
    assert [row.proposal_id for row in list_waiting_proposals(world.centre.id)] == [proposal.id]

    answered = agree(proposal, by=world.verifier)

    assert state_of(evidence) is EvidenceState.VOID
    assert answered.role == "verifier"
    assert standing_of(world, world.criteria[0]) is None
    assert list_feedback(world.enrolment.id, with_remarks=True) == []
    assert kinds_of_entries() == ["evidence.submitted", "evidence.assessed", "judgement.made", "evidence.voided"]
    assert verify_log(world.centre.id).size == 4
    assert storage.current().exists(digest_of(evidence))
    assert "evidence.void_proposed" in db.session.scalars(select(AuditEvent.action)).all()
    for member in (world.admin, world.apprentice, world.assessor):
        found = (
            select(Notification.text).where(Notification.membership_id == member.id).order_by(Notification.id.desc())
        )
        assert "is void and counts for nothing" in (db.session.scalars(found).first() or "")
    assert count_waiting_proposals(world.centre.id) == 0
    assert rebuild_standings() == 0


def test_a_unit_signature_that_rested_on_it_goes_stale_and_stays() -> None:
    world = make_world(optional=True)
    make_ready(world, *world.criteria)
    unit = list_programme_units(world.programme.id, world.enrolment.id)[0]
    sign_unit(world.enrolment.id, unit.id, by=world.assessor)
    evidence = db.session.scalars(select(Evidence).order_by(Evidence.id)).first()
    assert evidence

    make_void(world, evidence)

    standing = db.session.scalars(select(UnitStanding).where(UnitStanding.programme_unit_id == unit.id)).one()
    assert (standing.state.value, standing.is_stale) == ("signed", True)
    kept = standing_of(world, world.criteria[0])
    assert kept
    assert kept.state is CriterionState.MORE_NEEDED


def test_declining_keeps_it_as_it_is_and_another_proposal_can_follow() -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    proposal = propose(world, evidence)
    with pytest.raises(FieldErrors):
        decline(proposal, " ", by=world.verifier)
    decline(proposal, by=world.verifier)

    assert state_of(evidence) is EvidenceState.SUBMITTED
    with pytest.raises(NotToVoid, match="decided already"):
        agree(proposal, by=world.verifier)
    make_void(world, evidence)
    assert kinds_of_entries()[1:] == ["evidence.void_declined", "evidence.voided"]
    assert verify_log(world.centre.id)


def test_it_is_proposed_once_at_a_time_and_never_of_what_is_void() -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    proposal = propose(world, evidence)
    with pytest.raises(NotToVoid, match="waits for an answer"):
        propose(world, evidence)
    agree(proposal, by=world.verifier)
    with pytest.raises(NotToVoid, match="void already"):
        propose(world, evidence)


def test_a_proposal_says_why() -> None:
    world = make_world()
    with pytest.raises(FieldErrors):
        propose(world, submit(world, world.criteria[0]), comment="  ")
    assert db.session.scalars(select(VoidProposal)).all() == []


def test_nobody_decides_who_proposed_it_judged_it_or_made_it() -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    judge(world, evidence)
    same_person = MembershipFactory.create(centre=world.centre, person=world.assessor.person, verifier=True)
    own_work = MembershipFactory.create(centre=world.centre, person=world.apprentice.person, provider_admin=True)
    with pytest.raises(OwnWork, match="own work"):
        propose_void(evidence.id, reason=VoidReason.DUPLICATE, comment="Why", erases_files=False, by=own_work)
    proposal = propose(world, evidence)
    for who, why in ((world.admin, "proposed it"), (same_person, "judged"), (own_work, "own work")):
        with pytest.raises(OwnWork, match=why):
            agree(proposal, by=who)
    second = MembershipFactory.create(centre=world.centre, provider_admin=True)
    assert agree(proposal, by=second).is_agreed


def test_whoever_made_a_record_does_not_decide_on_it() -> None:
    world = make_world()
    also_verifier = MembershipFactory.create(centre=world.centre, person=world.assessor.person, verifier=True)
    evidence = hand_in_record(world)
    proposal = propose(world, evidence)
    with pytest.raises(OwnWork, match="own work"):
        agree(proposal, by=also_verifier)


def test_others_neither_propose_nor_decide_nor_see_the_proposal() -> None:
    world, other = make_world(), make_world()
    evidence = submit(world, world.criteria[0])
    for who in (world.apprentice, world.assessor, world.line_manager, world.verifier):
        with pytest.raises(NotAllowed):
            propose_void(evidence.id, reason=VoidReason.DUPLICATE, comment="Why", erases_files=False, by=who)
    proposal = propose(world, evidence)
    for who in (world.apprentice, world.assessor, world.line_manager, other.admin, other.verifier):
        with pytest.raises(NotFound):
            agree(proposal, by=who)


def test_what_changed_since_the_page_is_not_decided_on() -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    judge(world, evidence, Outcome.PARTLY)
    proposal = propose(world, evidence)
    seen = get_proposal(proposal.id).seen
    answer(world, evidence)
    with pytest.raises(ProposalChanged):
        agree_to_void(proposal.id, seen=seen, by=world.verifier)


def test_nothing_goes_on_with_void_evidence() -> None:
    world = make_world()
    evidence = submit(world, world.criteria[0])
    make_void(world, evidence)
    assert list_waiting(world.assessor) == []
    with pytest.raises(NothingToJudge, match="void"):
        open_assessment(evidence.id, by=world.assessor)
    with pytest.raises(EvidenceCannotMove, match="void"):
        withdraw_evidence(evidence.id, by=world.apprentice)


def test_files_go_when_asked_and_the_ledger_knows_why() -> None:
    world = make_world()
    evidence = submit_with(world, b"The names of three customers.")
    digest = digest_of(evidence)
    make_void(world, evidence, erases_files=True)

    assert not storage.current().exists(digest)
    assert kinds_of_entries()[-2:] == ["evidence.voided", "evidence.erased"]
    assert verify_log(world.centre.id)
    assert get_version(evidence.id, 1).files[0].sha256 == digest


def test_bytes_that_other_evidence_needs_stay_until_that_is_erased_too() -> None:
    world, other = make_world(), make_world()
    evidence = submit_with(world, b"The same template.")
    shared = submit_with(other, b"The same template.")
    digest = digest_of(evidence)
    make_void(world, evidence, erases_files=True)
    assert storage.current().exists(digest)

    make_void(other, shared, erases_files=True)
    assert not storage.current().exists(digest)
    assert verify_log(world.centre.id)
    assert verify_log(other.centre.id)


def test_any_other_missing_file_is_still_found() -> None:
    world = make_world()
    evidence = submit_with(world, b"Erased on purpose.")
    kept = submit_with(world, b"Lost by accident.", title="Kept")
    make_void(world, evidence, erases_files=True)
    storage.current().remove(digest_of(kept))
    with pytest.raises(Mismatch, match="is gone"):
        verify_log(world.centre.id)


def test_a_file_of_both_is_missed_when_only_one_was_erased() -> None:
    world = make_world()
    evidence = submit_with(world, b"In both.")
    kept = submit_with(world, b"In both.", title="Kept")
    make_void(world, evidence, erases_files=True)
    assert verify_log(world.centre.id)
    storage.current().remove(digest_of(kept))
    with pytest.raises(Mismatch, match="is gone"):
        verify_log(world.centre.id)


def test_a_missing_file_of_void_evidence_that_was_to_stay_is_found() -> None:
    world = make_world()
    evidence = submit_with(world, b"To stay.")
    make_void(world, evidence)
    storage.current().remove(digest_of(evidence))
    with pytest.raises(Mismatch, match="is gone"):
        verify_log(world.centre.id)


def test_what_a_crash_left_in_the_store_goes_later(app: Flask) -> None:
    world = make_world()
    evidence = submit_with(world, b"Left behind.")
    digest = digest_of(evidence)
    make_void(world, evidence, erases_files=True)
    storage.current().receive(BytesIO(b"Left behind."), 100)

    assert "1 file was erased." in app.test_cli_runner().invoke(args=["portfolio", "erase-files"]).output
    assert not storage.current().exists(digest)
    assert finish_erasing() == 0


def test_files_of_evidence_that_is_not_void_are_never_erased() -> None:
    world = make_world()
    with pytest.raises(EvidenceCannotMove):
        erase_files(submit(world, world.criteria[0]).id)


def test_erased_files_are_not_there_for_anybody_even_if_their_bytes_are(client: PersonClient) -> None:
    world, other = make_world(), make_world()
    evidence = submit_with(world, b"The same template.")
    submit_with(other, b"The same template.")
    file = get_version(evidence.id, 1).files[0]
    sign_in(client, world.assessor)
    assert client.get(f"/files/{file.id}/{file.name}").status_code == 200
    make_void(world, evidence, erases_files=True)
    for member in (world.apprentice, world.assessor, world.admin):
        sign_in(client, member)
        assert client.get(f"/files/{file.id}/{file.name}").status_code == 404
    assert db.session.get(EvidenceFile, file.id)


@pytest.mark.parametrize("table", ["void_proposal", "void_answer"])
@pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_keeps_proposals_and_answers(table: str, words: str) -> None:
    world = make_world()
    make_void(world, submit(world, world.criteria[0]))
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(words.format(table)))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE void_proposal SET erases_files = NOT erases_files",
        "UPDATE void_proposal SET reason = 'duplicate'",
        "UPDATE void_answer SET by_id = by_id - 1",
        "UPDATE remark SET text = 'Nothing'",
        "DELETE FROM void_answer",
    ],
)
def test_what_is_changed_around_the_guard_is_seen_by_the_ledger(change: str) -> None:
    world = make_world()
    make_void(world, submit_with(world, b"Erased."), erases_files=True)
    with transaction() as session:
        triggers.drop_all(session.connection())
        session.execute(text(change))
    with pytest.raises(Mismatch):
        verify_log(world.centre.id)
