from io import BytesIO

import pytest

from core.errors import FieldErrors, NotFound
from portfolio import intake
from portfolio.evidence.queries import get_draft, get_version
from portfolio.evidence.services.drafts import save_draft
from portfolio.evidence.services.files import FrozenFile, attach_file, remove_file
from portfolio.vocabulary import EvidenceKind, Origin
from tests.factories.portfolio import PNG, make_draft, make_world

pytestmark = pytest.mark.usefixtures("database")


def a_draft(code: str = "U1-P1") -> intake.EvidenceDraft:
    return intake.EvidenceDraft(
        title="Ticket 12",
        origin=intake.Origin.SIMULATED,
        assistance=intake.Assistance.SOLO,
        account="I restored it.",
        claims=[intake.DraftClaim(code, "Event 3", "It shows the call.")],
        files=[intake.DraftFile("ticket.png", PNG)],
        source="sandbox ticket 12",
    )


def test_an_artefact_arrives_as_a_draft_that_its_owner_still_submits() -> None:
    world = make_world()

    evidence_id = intake.receive(a_draft(), by=world.apprentice)

    version = get_version(evidence_id, 1)
    assert (version.title, version.kind, version.origin) == ("Ticket 12", "sandbox_artefact", "simulated")
    assert (version.assistance, version.submitted_at, version.is_authentic) == ("solo", None, False)
    assert [(claim.criterion.code, claim.locator) for claim in version.claims] == [("U1-P1", "Event 3")]
    assert [file.name for file in version.files] == ["ticket.png"]


def test_one_artefact_handed_in_twice_is_one_draft() -> None:
    world = make_world()

    assert intake.receive(a_draft(), by=world.apprentice) == intake.receive(a_draft(), by=world.apprentice)


def test_what_is_not_of_the_programme_or_from_somebody_not_enrolled_is_refused() -> None:
    world = make_world()

    with pytest.raises(FieldErrors, match="XX9 is not part"):
        intake.receive(a_draft("XX9"), by=world.apprentice)
    with pytest.raises(NotFound):
        intake.receive(a_draft(), by=world.assessor)


def test_what_came_from_the_practice_workplace_keeps_its_files_its_kind_and_its_origin() -> None:
    world = make_world()
    evidence_id = intake.receive(a_draft(), by=world.apprentice)
    version = get_version(evidence_id, 1)

    with pytest.raises(FrozenFile, match="stays as it is"):
        remove_file(evidence_id, version.files[0].id, by=world.apprentice)
    with pytest.raises(FrozenFile, match="another name"):
        attach_file(evidence_id, BytesIO(PNG + b"other"), "ticket.png", by=world.apprentice)
    for changes in ({"origin": Origin.LIVE}, {"kind": EvidenceKind.FILES}):
        with pytest.raises(FieldErrors, match="practice workplace"):
            save_draft(evidence_id, by=world.apprentice, revision=version.revision, changes=changes)
    assert get_version(evidence_id, 1).origin == "simulated"


def test_other_evidence_cannot_say_that_it_came_from_the_practice_workplace() -> None:
    world = make_world()
    evidence = make_draft(world)
    revision = get_draft(evidence).revision
    with pytest.raises(FieldErrors, match="only that"):
        save_draft(evidence.id, by=world.apprentice, revision=revision, changes={"kind": EvidenceKind.SANDBOX_ARTEFACT})
