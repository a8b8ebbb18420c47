import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core import triggers
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from core.ledger.models import LedgerEntry
from core.ledger.verification import Mismatch, verify_log
from portfolio.evidence.models import EvidenceVersion
from portfolio.evidence.queries import get_draft, get_version
from portfolio.evidence.services.drafts import save_draft
from portfolio.evidence.services.submission import EvidenceNotReady, submit_evidence
from portfolio.programmes.models import ProgrammeDeclarations
from portfolio.programmes.queries import get_declarations, list_declarations
from portfolio.programmes.rules import DEFAULT_DECLARATIONS
from portfolio.programmes.services import StaleDeclarations, edit_declarations
from tests.factories.portfolio import World, make_draft, make_submitted, make_world
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.usefixtures("database")

OWN = "I made this, and nobody made it for me."
CHOICES = ["I did not use AI", "I used the assistant that my employer allows"]


def edit(world: World, *, number: int = 1, authenticity: str = OWN, ai_use: list[str] | None = None) -> None:
    edit_declarations(
        world.programme.id,
        by=world.admin,
        number=number,
        authenticity=authenticity,
        recording=DEFAULT_DECLARATIONS.recording,
        ai_use=ai_use or CHOICES,
    )


def version_of(evidence_id: int, number: int = 1) -> EvidenceVersion:
    return get_version(evidence_id, number)


def test_a_programme_begins_with_the_words_we_bring_and_another_one_keeps_them() -> None:
    world, other = make_world(), make_world()
    edit(world)

    assert get_declarations(world.programme.id).authenticity == OWN
    kept = get_declarations(other.programme.id)
    assert (kept.number, kept.authenticity) == (1, DEFAULT_DECLARATIONS.authenticity)
    assert [row.number for row in list_declarations(world.programme.id)] == [2, 1]
    assert "programme.declarations_edited" in db.session.scalars(select(AuditEvent.action)).all()


def test_a_programme_from_before_there_were_editions_has_the_words_we_bring() -> None:
    assert get_declarations(0) == DEFAULT_DECLARATIONS


def test_a_submitted_version_keeps_the_words_agreed_to_when_they_change() -> None:
    world = make_world()
    before = make_submitted(world)
    edit(world)
    after = make_draft(world, title="Second")
    submit_evidence(after.id, by=world.apprentice)

    assert version_of(before.id).declared == DEFAULT_DECLARATIONS.authenticity
    assert version_of(before.id).ai_declared == DEFAULT_DECLARATIONS.ai_use["none"]
    assert version_of(after.id).declared == OWN
    assert verify_log(world.centre.id).size == len(db.session.scalars(select(LedgerEntry)).all())


def test_words_changed_around_the_guard_are_seen_by_the_ledger() -> None:
    world = make_world()
    evidence = make_submitted(world)
    with transaction() as session:
        triggers.drop_all(session.connection())
        session.execute(text("UPDATE evidence_version SET declared = 'Something else'"))

    with pytest.raises(Mismatch, match="content_hash"):
        verify_log(world.centre.id)
    assert evidence.submitted_number == 1


def test_a_draft_that_agreed_to_other_words_is_asked_again() -> None:
    world = make_world()
    evidence = make_draft(world)
    edit(world, ai_use=["I did not use any AI", "I used AI"])

    with pytest.raises(EvidenceNotReady) as refused:
        submit_evidence(evidence.id, by=world.apprentice)

    assert set(refused.value.errors) == {"is_authentic", "ai_use"}


def test_what_was_read_in_another_edition_is_not_agreed_to() -> None:
    world = make_world()
    evidence = make_draft(world)
    edit(world)
    changes = {"is_authentic": True, "ai_use": "none", "account": "More about it."}
    revision = get_draft(evidence).revision

    draft = save_draft(evidence.id, by=world.apprentice, revision=revision, changes=changes, declarations=1)

    assert (draft.is_authentic, draft.declared, draft.ai_use, draft.account) == (False, None, "", "More about it.")


def test_saying_the_same_again_adds_no_edition_and_a_stale_page_overwrites_nothing() -> None:
    world = make_world()
    edit(world)
    edit(world)
    with pytest.raises(StaleDeclarations):
        edit(world, authenticity="Typed on an old page.")

    assert len(list_declarations(world.programme.id)) == 2


def test_words_that_say_nothing_are_refused() -> None:
    world = make_world()
    with pytest.raises(FieldErrors) as refused:
        edit(world, authenticity=" ", ai_use=["One"])
    assert set(refused.value.errors) == {"authenticity", "ai_use"}


def test_nobody_but_an_admin_of_the_centre_changes_them() -> None:
    world, other = make_world(), make_world()
    for who in (other.admin, world.assessor, world.verifier, world.apprentice):
        with pytest.raises(NotFound):
            edit_declarations(world.programme.id, by=who, number=1, authenticity=OWN, recording=OWN, ai_use=CHOICES)


@pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_keeps_every_edition(words: str) -> None:
    make_world()
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(words.format(ProgrammeDeclarations.__tablename__)))


def test_an_admin_changes_them_on_the_programme_page_and_the_apprentice_meets_them(client: PersonClient) -> None:
    world = make_world()
    draft = make_draft(world)
    path = f"/programmes/{world.programme.id}/declarations"
    form = {
        "number": "1",
        "authenticity": OWN,
        "recording": DEFAULT_DECLARATIONS.recording,
        "ai_use": "\r\n".join(CHOICES),
    }
    sign_in(client, world.admin)
    assert DEFAULT_DECLARATIONS.authenticity in client.get(path).text

    refused = client.post(path, data={**form, "authenticity": "", "ai_use": "One"})
    assert refused.status_code == 422
    assert "Write the sentence that people agree to." in refused.text
    assert "Write from 2 to 10 choices" in client.post(path, data={**form, "ai_use": "One"}).text

    assert client.post(path, data=form).status_code == 302
    shown = client.get(f"/programmes/{world.programme.id}").text
    assert OWN in shown
    assert CHOICES[1] in shown

    stale = client.post(path, data={**form, "authenticity": "Mine alone."})
    assert stale.status_code == 409
    assert "Mine alone." in stale.text
    assert OWN in stale.text

    sign_in(client, world.apprentice)
    page = client.get(f"/evidence/{draft.id}/edit").text
    assert OWN in page
    assert CHOICES[1] in page
    sent = {"revision": str(get_draft(draft).revision), "title": "Restoring a mailbox", "kind": "files"}
    sent |= {"origin": "live", "done_on": "2026-11-02", "criteria": str(world.criteria[0])}
    old = client.post(
        f"/evidence/{draft.id}/submit", data={**sent, "declarations": "1", "is_authentic": "y", "ai_use": "none"}
    )
    assert old.status_code == 422
    assert "Your programme changed its declarations" in old.text
    sent["revision"] = str(get_draft(draft).revision)
    new = client.post(
        f"/evidence/{draft.id}/submit", data={**sent, "declarations": "2", "is_authentic": "y", "ai_use": "none"}
    )
    assert new.status_code == 302
    assert OWN in client.get(f"/evidence/{draft.id}").text
