from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from portfolio.enrolments.services import edit_enrolment
from portfolio.evidence.models import EvidenceFile
from portfolio.evidence.queries import get_draft
from portfolio.evidence.services.drafts import start_evidence
from portfolio.evidence.services.files import attach_file
from tests.factories import MembershipFactory
from tests.factories.portfolio import PDF, PNG, World, make_draft, make_submitted, make_world
from tests.support.people import PersonClient, sign_in


def add(world: World, name: str, content: bytes) -> EvidenceFile:
    evidence = start_evidence(world.enrolment.id, by=world.apprentice)
    return attach_file(evidence.id, BytesIO(content), name, by=world.apprentice)


def read(client: PersonClient, file: EvidenceFile, query: str = "", **headers: str) -> TestResponse:
    """The answer, read to its end, as its file is open until then."""
    answer = client.get(f"/files/{file.id}/any-name{query}", headers=headers)
    answer.get_data()
    answer.close()
    return answer


@pytest.mark.parametrize(
    ("name", "content", "media_type", "is_inline"),
    [
        ("screen.png", PNG, "image/png", True),
        ("report.pdf", PDF, "application/pdf", True),
        ("notes.txt", b"<script>alert(1)</script>", "text/plain", True),
        ("mail.eml", b"From: a@example.org\n\nHi", "message/rfc822", False),
    ],
)
def test_a_file_is_served_so_that_it_cannot_act(
    client: PersonClient, name: str, content: bytes, media_type: str, *, is_inline: bool
) -> None:
    world = make_world()
    file = add(world, name, content)
    sign_in(client, world.apprentice)

    answer = read(client, file)

    assert (answer.status_code, answer.data, answer.mimetype) == (200, content, media_type)
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("inline" if is_inline else "attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Content-Security-Policy"].endswith("; sandbox") is (media_type != "application/pdf")
    assert not {"ETag", "Last-Modified"} & set(headers.keys())
    assert read(client, file, "?download=1").headers["Content-Disposition"].startswith("attachment")


def test_a_name_in_any_language_reaches_the_browser_whole(client: PersonClient) -> None:
    world = make_world()
    file = add(world, 'café "final".png', PNG)
    sign_in(client, world.apprentice)

    disposition = read(client, file).headers["Content-Disposition"]

    assert "filename*=UTF-8''caf%C3%A9%20%22final%22.png" in disposition


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-3", 206, PNG[:4], f"bytes 0-3/{len(PNG)}"),
        ("bytes=4-", 206, PNG[4:], f"bytes 4-{len(PNG) - 1}/{len(PNG)}"),
        ("bytes=-2", 206, PNG[-2:], f"bytes {len(PNG) - 2}-{len(PNG) - 1}/{len(PNG)}"),
        ("bytes=9999-", 416, None, f"bytes */{len(PNG)}"),
        ("bytes=0-1,3-4", 416, None, f"bytes */{len(PNG)}"),
    ],
)
def test_one_part_of_a_file_can_be_asked_for(
    client: PersonClient, asked: str, status: int, content: bytes | None, said: str
) -> None:
    world = make_world()
    file = add(world, "screen.png", PNG)
    sign_in(client, world.apprentice)

    answer = read(client, file, Range=asked)

    assert answer.status_code == status
    assert answer.headers["Content-Range"] == said
    assert content is None or answer.data == content


def test_who_may_read_a_file(client: PersonClient) -> None:
    world, other = make_world(), make_world()
    drafted = get_draft(make_draft(world)).files[0]
    submitted = get_draft(make_submitted(world)).files[0]
    allocated_elsewhere = MembershipFactory.create(centre=world.centre, assessor=True)
    expected = {
        world.apprentice: (200, 200),
        world.assessor: (404, 200),
        world.verifier: (404, 200),
        world.admin: (404, 200),
        world.line_manager: (404, 403),
        allocated_elsewhere: (404, 404),
        other.apprentice: (404, 404),
        other.admin: (404, 404),
        MembershipFactory.create(centre=world.centre, external_verifier=True): (404, 404),
    }

    for who, (draft, handed_in) in expected.items():
        sign_in(client, who)
        assert read(client, drafted).status_code == draft, who.role
        assert read(client, submitted).status_code == handed_in, who.role


def test_a_qualified_assessor_reads_what_a_trainee_judges(client: PersonClient) -> None:
    world = make_world()
    trainee = MembershipFactory.create(centre=world.centre, trainee_assessor=True)
    enrolment = world.enrolment
    edit_enrolment(
        enrolment.id,
        by=world.admin,
        revision=enrolment.revision,
        assessor_id=trainee.id,
        starts_on=enrolment.starts_on,
        planned_end_on=enrolment.planned_end_on,
    )
    file = get_draft(make_submitted(world)).files[0]

    sign_in(client, world.assessor)
    assert read(client, file).status_code == 200


def test_a_visitor_signs_in_first_and_unknown_files_are_not_found(client: PersonClient) -> None:
    world = make_world()
    file = add(world, "screen.png", PNG)

    assert read(client, file).status_code == 302
    sign_in(client, world.apprentice)
    assert client.get("/files/999999/x").status_code == 404
    assert client.get("/files/99999999999999999999/x").status_code == 404
