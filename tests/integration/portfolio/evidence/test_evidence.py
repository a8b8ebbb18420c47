from io import BytesIO

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core import events, storage, triggers
from core.db import db, transaction
from core.errors import FieldErrors, NotAllowed, NotFound
from core.ledger.models import LedgerEntry
from portfolio.evidence.ledger import describe_submissions
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.queries import get_draft, get_version
from portfolio.evidence.rules.media import RefusedFile
from portfolio.evidence.rules.states import EvidenceCannotMove
from portfolio.evidence.services.assessing import add_claim_seen, return_evidence, take_up_evidence
from portfolio.evidence.services.drafts import StaleDraft, save_draft, start_evidence
from portfolio.evidence.services.files import attach_file, remove_file
from portfolio.evidence.services.submission import EvidenceNotReady, answer_return, submit_evidence, withdraw_evidence
from portfolio.vocabulary import EvidenceState, Origin
from tests.factories import MembershipFactory
from tests.factories.portfolio import PNG, make_draft, make_meta_skills, make_submitted, make_world, save_over

pytestmark = pytest.mark.usefixtures("database")


def test_submitting_freezes_the_version_and_records_it() -> None:
    world = make_world()
    evidence = make_draft(world)

    version = submit_evidence(evidence.id, by=world.apprentice)

    assert (evidence.state, evidence.submitted_number) == (EvidenceState.SUBMITTED, 1)
    assert version.submitted_by_id == world.apprentice.id
    assert len(version.content_hash or "") == 64
    entry = db.session.scalars(select(LedgerEntry)).one()
    assert (entry.kind, entry.subject_id, entry.log_id) == ("evidence.submitted", version.id, world.centre.id)
    assert b"Restoring" not in entry.canonical


@pytest.mark.parametrize("table", ["evidence_version", "evidence_file", "claim", "meta_skill_tag"])
@pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_was_submitted(table: str, words: str) -> None:
    world = make_world()
    skill = make_meta_skills()[0]
    evidence = make_draft(world)
    save_over(evidence.id, by=world.apprentice, tags=[(skill.id, "I listened first.")])
    submit_evidence(evidence.id, by=world.apprentice)

    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(words.format(table)))


def test_submitting_twice_makes_one_record() -> None:
    world = make_world()
    evidence = make_draft(world)

    first = submit_evidence(evidence.id, by=world.apprentice)
    second = submit_evidence(evidence.id, by=world.apprentice)

    assert first.id == second.id
    assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == 1


def test_starting_twice_with_one_key_makes_one_draft() -> None:
    world = make_world()

    started = {start_evidence(world.enrolment.id, by=world.apprentice, request_key="one intent").id for _ in range(2)}

    assert len(started) == 1
    assert db.session.scalar(select(func.count()).select_from(EvidenceVersion)) == 1


def test_an_empty_draft_is_told_everything_it_needs() -> None:
    world = make_world()
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)

    with pytest.raises(EvidenceNotReady) as refused:
        submit_evidence(evidence.id, by=world.apprentice)

    assert set(refused.value.errors) == {"title", "files", "origin", "criteria", "is_authentic", "ai_use"}


def test_a_stale_save_is_refused_and_keeps_what_was_saved_first() -> None:
    world = make_world()
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)
    opened = get_draft(evidence).revision
    save_draft(evidence.id, by=world.apprentice, revision=opened, changes={"account": "From my phone"})

    with pytest.raises(StaleDraft):
        save_draft(evidence.id, by=world.apprentice, revision=opened, changes={"account": "From my desk"})

    assert get_draft(evidence).account == "From my phone"


def test_saying_again_what_is_kept_is_not_stale() -> None:
    world = make_world()
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)
    opened = get_draft(evidence).revision
    for _ in range(2):
        save_draft(evidence.id, by=world.apprentice, revision=opened, changes={"account": "Twice"})

    assert get_draft(evidence).account == "Twice"


def test_a_page_opened_before_the_claims_changed_is_stale() -> None:
    world = make_world()
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)
    opened = get_draft(evidence).revision
    save_over(evidence.id, by=world.apprentice, claims=[(world.criteria[0], "", "")])

    with pytest.raises(StaleDraft):
        save_draft(evidence.id, by=world.apprentice, revision=opened, changes={"title": "Other"})


def test_claims_are_replaced_and_only_criteria_of_the_programme_can_be_claimed() -> None:
    world = make_world()
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)
    one, two, three = world.criteria[:3]
    save_over(evidence.id, by=world.apprentice, claims=[(one, "p. 1", ""), (two, "", "")])
    save_over(evidence.id, by=world.apprentice, claims=[(one, "p. 2", "Why"), (three, "", "")])

    claims = {claim.criterion_id: claim.locator for claim in get_draft(evidence).claims}
    assert claims == {one: "p. 2", three: ""}
    foreign = make_world().criteria[0]
    with pytest.raises(FieldErrors, match="this programme"):
        save_over(evidence.id, by=world.apprentice, claims=[(foreign, "", "")])


def test_a_file_is_kept_once_by_its_content() -> None:
    world = make_world()
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)

    file = attach_file(evidence.id, BytesIO(PNG), "../../etc/mailbox_restored.png", by=world.apprentice)
    again = attach_file(evidence.id, BytesIO(PNG), "mailbox_restored.png", by=world.apprentice)

    assert (file.name, file.media_type, file.size) == ("mailbox_restored.png", "image/png", len(PNG))
    assert again.id == file.id
    assert storage.current().verify(file.sha256)


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept() -> None:
    world = make_world()
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)

    with pytest.raises(RefusedFile, match=r"ends in \.pdf"):
        attach_file(evidence.id, BytesIO(b"MZ\x90\x00program"), "report.pdf", by=world.apprentice)
    with pytest.raises(storage.FileTooLarge):
        attach_file(evidence.id, BytesIO(PNG), "large.png", by=world.apprentice, limit=10)

    assert get_draft(evidence).files == []
    assert [path for path in storage.current().root.rglob("*") if path.is_file()] == []


def test_no_byte_is_taken_from_somebody_who_may_not_change_the_evidence() -> None:
    world = make_world()
    evidence, stream = make_draft(world), BytesIO(PNG + b"not theirs")

    with pytest.raises(NotFound):
        attach_file(evidence.id, stream, "theirs.png", by=world.assessor)

    assert stream.tell() == 0


def test_a_removed_file_is_gone_from_the_draft_only() -> None:
    world = make_world()
    evidence = make_submitted(world)
    take_up_evidence(evidence.id)
    return_evidence(evidence.id)
    draft = answer_return(evidence.id, by=world.apprentice)

    remove_file(evidence.id, draft.files[0].id, by=world.apprentice)

    assert get_version(evidence.id, 2).files == []
    assert len(get_version(evidence.id, 1).files) == 1


def test_an_answer_begins_as_a_copy_that_declares_anew() -> None:
    world = make_world()
    evidence = make_submitted(world, claims=2)
    take_up_evidence(evidence.id)
    return_evidence(evidence.id)

    answer = answer_return(evidence.id, by=world.apprentice)

    assert answer.number == 2
    assert answer_return(evidence.id, by=world.apprentice).id == answer.id
    assert (answer.title, len(answer.claims), len(answer.files)) == ("Restoring a mailbox", 2, 1)
    assert (answer.is_authentic, answer.ai_use, answer.origin) == (False, "", Origin.LIVE)
    with pytest.raises(EvidenceNotReady):
        submit_evidence(evidence.id, by=world.apprentice)


def test_a_submission_can_be_withdrawn_until_its_assessment_begins() -> None:
    world = make_world()
    taken_up, waiting = make_submitted(world), make_submitted(world)
    take_up_evidence(taken_up.id)

    assert withdraw_evidence(waiting.id, by=world.apprentice).state is EvidenceState.WITHDRAWN
    with pytest.raises(EvidenceCannotMove, match="begun to assess"):
        withdraw_evidence(taken_up.id, by=world.apprentice)


def test_a_submitted_version_cannot_be_edited() -> None:
    world = make_world()
    evidence = make_submitted(world)

    with pytest.raises(EvidenceCannotMove, match="has been submitted"):
        save_over(evidence.id, by=world.apprentice, claims=[])
    with pytest.raises(EvidenceCannotMove):
        attach_file(evidence.id, BytesIO(PNG), "late.png", by=world.apprentice)


def test_drafts_are_hidden_from_everybody_else_and_submissions_cannot_be_changed_by_them() -> None:
    world = make_world()
    draft, submitted = make_draft(world), make_submitted(world)
    stranger = make_world().apprentice

    for who in (world.assessor, world.line_manager, world.admin, stranger):
        with pytest.raises(NotFound):
            submit_evidence(draft.id, by=who)
    with pytest.raises(NotAllowed):
        withdraw_evidence(submitted.id, by=world.assessor)
    with pytest.raises(NotFound):
        withdraw_evidence(submitted.id, by=stranger)
    with pytest.raises(NotFound):
        withdraw_evidence(submitted.id, by=MembershipFactory.create(centre=world.centre, assessor=True))


def test_an_assessor_adds_a_claim_to_a_submission_without_changing_what_was_submitted() -> None:
    world = make_world()
    evidence = make_submitted(world)
    before = get_version(evidence.id, 1).content_hash

    claim = add_claim_seen(evidence.id, world.criteria[1], by=world.assessor, reason="Seen in the log")

    assert claim.added_by_id == world.assessor.id
    assert describe_submissions([claim.version_id])[claim.version_id]["content_hash"] == before


def test_an_edit_behind_the_back_of_the_triggers_no_longer_matches() -> None:
    version = get_version(make_submitted(make_world()).id, 1)
    with transaction() as session:
        triggers.drop_all(session.connection())
        session.execute(text("UPDATE claim SET reason = 'Something else'"))

    assert describe_submissions([version.id])[version.id]["content_hash"] is None


def test_others_hear_of_a_submission_in_the_same_transaction() -> None:
    world = make_world()
    evidence = make_draft(world)

    def refuse(**_: object) -> None:
        raise RuntimeError("a subscriber fails")

    events.subscribe("evidence.submitted")(refuse)
    try:
        with pytest.raises(RuntimeError):
            submit_evidence(evidence.id, by=world.apprentice)
    finally:
        events._subscribers["evidence.submitted"].remove(refuse)

    db.session.expire_all()
    assert db.session.scalars(select(Evidence.state)).one() is EvidenceState.DRAFT
