import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.hashing import hash_password
from accounts.models import Centre, Membership, Role
from accounts.services import Invitation, invite_member
from core import clock, outbox
from core.db import db, transaction
from tests.factories import MembershipFactory, PersonFactory
from tests.support.people import PersonClient, sign_in

PASSWORD = "granite kettle morning"
NEW = "harbour lantern thirteen"
WRONG = "The e-mail address or the password is not right."


@pytest.fixture
def aileen(database: None) -> Membership:
    person = PersonFactory.create(
        email="aileen@example.org", name="Aileen Macrae", password_hash=hash_password(PASSWORD)
    )
    return MembershipFactory.create(person=person)


def plain(page: str) -> str:
    """The page without its CSRF token, which tells the second it was made in."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def enter(
    client: FlaskClient, *, email: str = "aileen@example.org", password: str = PASSWORD, path: str = "/sign-in"
) -> TestResponse:
    return client.post(path, data={"email": email, "password": password})


def link_in_last_letter() -> str:
    found = re.search(r"https?://[^/]+(/\S+)", outbox.list_mail()[0].text)
    assert found
    return found[1]


def test_a_visitor_is_welcomed(client: PersonClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "<title>Welcome – Touchstone</title>" in page.text
    assert 'href="/sign-in"' in page.text


@pytest.mark.usefixtures("aileen")
def test_a_person_signs_in_and_comes_home(client: PersonClient) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("aileen")
def test_a_visitor_comes_back_to_the_page_they_wanted(client: PersonClient) -> None:
    asked = client.get("/account?a=1&b=2")
    assert asked.location == "/sign-in?next=/account%3Fa%3D1%26b%3D2"
    assert enter(client, path=asked.location).location == "/account?a=1&b=2"


@pytest.mark.usefixtures("database")
def test_a_form_sent_after_the_sign_in_ended_says_so(client: PersonClient) -> None:
    answer = client.post("/account/password", data={"current": "x"})

    assert answer.status_code == 401
    assert "Your sign-in has ended" in answer.text
    assert "not saved" in answer.text


@pytest.mark.usefixtures("aileen")
@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/%5Cevil.example", "/%09/evil.example"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client: PersonClient, elsewhere: str) -> None:
    assert enter(client, path=f"/sign-in?next={elsewhere}").location == "/"


@pytest.mark.usefixtures("aileen")
def test_wrong_and_unknown_get_the_same_page(client: PersonClient) -> None:
    wrong = enter(client, password="not the password")
    unknown = enter(client, email="nobody@example.org", password="not the password")

    assert wrong.status_code == unknown.status_code == 422
    assert WRONG in wrong.text
    assert plain(wrong.text).replace("aileen@example.org", "nobody@example.org") == plain(unknown.text)
    assert 'value="aileen@example.org"' in wrong.text, "what was typed is kept"
    assert "not the password" not in wrong.text, "a password is never sent back"


def test_empty_fields_are_named_beside_themselves(client: PersonClient) -> None:
    page = client.post("/sign-in", data={})
    assert page.status_code == 422
    assert 'id="email-error"' in page.text
    assert 'id="password-error"' in page.text


@pytest.mark.usefixtures("aileen")
def test_after_ten_wrong_passwords_the_page_says_to_wait_but_a_known_browser_gets_in(
    app: Flask, client: PersonClient
) -> None:
    enter(client)
    client.post("/sign-out")
    stranger = app.test_client()
    for _ in range(10):
        assert enter(stranger, password="a wrong guess").status_code == 422

    slowed = enter(stranger)
    assert slowed.status_code == 429
    assert "Too many tries. Wait a minute" in slowed.text
    assert enter(client).status_code == 302


def test_the_demo_people_are_listed_only_where_that_is_wanted(
    app: Flask, client: PersonClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DEMO_SIGN_INS", [("Apprentice", "aileen@demo.example", PASSWORD)])
    monkeypatch.setitem(app.config, "SHOW_DEMO_SIGN_INS", value=False)
    assert "aileen@demo.example" not in client.get("/sign-in").text
    monkeypatch.setitem(app.config, "SHOW_DEMO_SIGN_INS", value=True)
    assert "aileen@demo.example" in client.get("/sign-in").text


@pytest.mark.usefixtures("aileen")
def test_a_forgotten_password_is_set_anew_by_a_link(client: PersonClient) -> None:
    known = client.post("/forgotten-password", data={"email": "Aileen@example.org"})
    assert known.status_code == 200
    link = link_in_last_letter()

    assert client.get(link).status_code == client.get(link).status_code == 200, "a mail scanner may open it"
    short = client.post(link, data={"password": "short", "again": "short"})
    assert short.status_code == 422
    assert "Use at least 15 characters." in short.text
    other = client.post(link, data={"password": NEW, "again": NEW + "x"})
    assert "The two passwords are not the same." in other.text

    assert client.post(link, data={"password": NEW, "again": NEW}).location == "/sign-in"
    assert enter(client).status_code == 422
    assert enter(client, password=NEW).status_code == 302


@pytest.mark.usefixtures("aileen")
def test_who_has_an_account_is_not_told_by_the_reset_page(client: PersonClient) -> None:
    known = client.post("/forgotten-password", data={"email": "aileen@example.org"})
    unknown = client.post("/forgotten-password", data={"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("aileen@example.org", "nobody@example.org") == unknown.text
    assert client.post("/forgotten-password", data={"email": "nobody"}).status_code == 422


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("path", ["/reset-password/made-up", "/invitations/made-up", "/invitations/%00"])
def test_a_link_that_never_was_says_what_to_do(client: PersonClient, path: str) -> None:
    for answer in (client.get(path), client.post(path, data={"password": NEW, "again": NEW})):
        assert answer.status_code == 410
        assert "Ask for a new one." in answer.text


def test_an_invited_person_names_themselves_and_starts(client: PersonClient) -> None:
    admin = MembershipFactory.create(provider_admin=True)
    invite_member(Invitation(email="New@Example.org", name="N Person", role=Role.ASSESSOR), by=admin)
    link = link_in_last_letter()

    page = client.get(link)
    assert admin.centre.name in page.text
    assert 'value="N Person"' in page.text
    refused = client.post(link, data={"name": "Neil Person", "password": "short", "again": "short"})
    assert refused.status_code == 422
    assert 'value="Neil Person"' in refused.text

    assert client.post(link, data={"name": "Neil Person", "password": NEW, "again": NEW}).location == "/"
    assert "Neil Person" in client.get("/account").text
    assert client.get(link).status_code == 410


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(
    app: Flask, client: PersonClient, aileen: Membership
) -> None:
    sign_in(client, aileen)
    copied = client.get_cookie("session")
    assert copied is not None

    assert client.post("/sign-out").location == "/"

    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    assert thief.get("/account").status_code == 302


def test_signing_in_starts_a_new_session(app: Flask, client: PersonClient, aileen: Membership) -> None:
    sign_in(client, aileen)
    planted = client.get_cookie("session")
    client.post("/sign-out")
    enter(client)
    now = client.get_cookie("session")
    assert planted is not None
    assert now is not None
    assert planted.value != now.value
    with client.session_transaction() as session:
        assert set(session) <= {"_user_id", "_fresh", "_id", "seen", "_flashes", "csrf_token", "_permanent"}


def test_a_switch_of_role_starts_a_new_session_and_ends_the_old(
    app: Flask, client: PersonClient, aileen: Membership
) -> None:
    other = MembershipFactory.create(person=aileen.person, line_manager=True)
    sign_in(client, aileen)
    before = client.get_cookie("session")
    assert before is not None

    assert client.post(f"/memberships/{other.id}/act").location == "/"

    assert "Line manager" in client.get("/account").text
    thief = app.test_client()
    thief.set_cookie("session", before.value)
    assert thief.get("/account").status_code == 302


def test_nobody_acts_as_someone_else_or_as_a_role_that_ended(client: PersonClient, aileen: Membership) -> None:
    somebody = MembershipFactory.create()
    ended = MembershipFactory.create(person=aileen.person, assessor=True, to_on=clock.today() - timedelta(days=1))
    sign_in(client, aileen)
    for membership_id in (somebody.id, ended.id, 99999, 2**31):
        assert client.post(f"/memberships/{membership_id}/act").status_code == 404


def test_a_role_that_ends_is_refused_at_the_next_request(client: PersonClient, aileen: Membership) -> None:
    sign_in(client, aileen)
    assert client.get("/account").status_code == 200
    with transaction():
        aileen.to_on = clock.today() - timedelta(days=1)
    assert client.get("/account").status_code == 302


def test_a_person_who_is_disabled_is_refused_at_the_next_request(client: PersonClient, aileen: Membership) -> None:
    sign_in(client, aileen)
    with transaction():
        aileen.person.disabled_at = clock.now()
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("role", "minutes", "status"),
    [
        (Role.ASSESSOR, 29, 200),
        (Role.ASSESSOR, 31, 302),
        (Role.APPRENTICE, 31, 200),
        (Role.APPRENTICE, 11 * 60, 200),
        (Role.APPRENTICE, 12 * 60 + 1, 302),
    ],
)
@pytest.mark.usefixtures("database")
def test_a_session_ends_after_a_while(client: PersonClient, role: Role, minutes: int, status: int) -> None:
    sign_in(client, MembershipFactory.create(role=role))
    with clock.pinned(clock.now() + timedelta(minutes=minutes)):
        assert client.get("/account").status_code == status


@pytest.mark.usefixtures("database")
def test_staff_who_work_on_stay_signed_in(client: PersonClient) -> None:
    sign_in(client, MembershipFactory.create(assessor=True))
    start = clock.now()
    for minutes in (20, 40, 60, 80):
        with clock.pinned(start + timedelta(minutes=minutes)):
            assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("database")
def test_a_script_of_someone_signed_out_is_told_so(client: PersonClient) -> None:
    answer = client.get("/account", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert (
        client.post("/sign-out", headers={"Accept": "application/json"}).get_json()["message"].startswith("You are not")
    )


@pytest.mark.usefixtures("database")
def test_the_local_mailbox_is_there_only_in_development(
    app: Flask, client: PersonClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        outbox.send_mail(to="a@example.org", subject="Hello <b>", text="See http://127.0.0.1:5000/invitations/x")
    [letter] = outbox.list_mail()
    monkeypatch.setitem(app.config, "SHOW_MAILBOX", value=False)
    assert client.get("/mailbox").status_code == client.get(f"/mailbox/{letter.id}").status_code == 404

    monkeypatch.setitem(app.config, "SHOW_MAILBOX", value=True)
    assert "Hello &lt;b&gt;" in client.get("/mailbox").text
    assert '<a href="http://127.0.0.1:5000/invitations/x"' in client.get(f"/mailbox/{letter.id}").text
    assert client.get("/mailbox/99999").status_code == 404


@pytest.mark.parametrize(
    ("name", "email", "sentence"),
    [
        (" ", "admin@example.org", "Give the centre a name."),
        ("Clyde Training", "not mail", "Give an e-mail address such as name@example.org."),
    ],
)
@pytest.mark.usefixtures("database")
def test_a_centre_without_name_or_admin_is_not_opened(app: Flask, name: str, email: str, sentence: str) -> None:
    refused = app.test_cli_runner().invoke(args=["accounts", "create-centre", name, "--admin-email", email])
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert db.session.scalar(select(Centre)) is None


def test_a_centre_is_opened_at_the_console(app: Flask, client: PersonClient) -> None:
    words = ["accounts", "create-centre", "Clyde Training", "--admin-email", "admin@example.org"]
    opened = app.test_cli_runner().invoke(args=words)
    assert opened.exit_code == 0, opened.output
    link = re.search(r"http\S+?(/invitations/\S+)", opened.output)
    assert link
    assert "Clyde Training" in client.get(link[1]).text

    again = app.test_cli_runner().invoke(args=words)
    assert again.exit_code == 1
    assert "There is a centre with this name already." in again.output
    assert app.test_cli_runner().invoke(args=["accounts", "tidy"]).output == "0 old records are forgotten.\n"
