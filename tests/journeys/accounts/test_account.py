import pytest
from flask import Flask
from werkzeug.test import TestResponse

from accounts.hashing import hash_password
from accounts.models import Membership
from accounts.queries import list_notifications
from accounts.services import notify
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory, PersonFactory
from tests.support.people import PersonClient, sign_in

PASSWORD = "granite kettle morning"
NEW = "harbour lantern thirteen"


@pytest.fixture
def aileen(database: None) -> Membership:
    return MembershipFactory.create(person=PersonFactory.create(password_hash=hash_password(PASSWORD)))


def change(client: PersonClient, present: str = PASSWORD, new: str = NEW, again: str = NEW) -> TestResponse:
    return client.post("/account/password", data={"present": present, "password": new, "again": again})


def test_a_changed_password_ends_every_other_session_but_not_this_one(
    app: Flask, client: PersonClient, aileen: Membership
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, aileen)
    sign_in(client, aileen)

    assert change(client).location == "/account"

    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("not my password", NEW, NEW), "This is not your current password."),
        ((PASSWORD, "short", "short"), "Use at least 15 characters."),
        ((PASSWORD, "passwordpassword", "passwordpassword"), "This password is among the first that are guessed."),
        ((PASSWORD, NEW, PASSWORD), "The two passwords are not the same."),
        (("", "", ""), "Enter your current password."),
    ],
)
def test_a_password_that_will_not_do_is_refused_beside_its_field(
    client: PersonClient, aileen: Membership, typed: tuple[str, str, str], sentence: str
) -> None:
    sign_in(client, aileen)
    page = change(client, *typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert aileen.person.name in page.text
    assert client.get("/account").status_code == 200


def test_opening_a_notification_marks_it_read_and_goes_where_it_leads(client: PersonClient, aileen: Membership) -> None:
    notify(aileen, "Your evidence was judged.", "/account?from=bell")
    [[told]] = list_notifications(aileen.id, page=1).items
    sign_in(client, aileen)
    assert "Notifications, 1 unread" in client.get("/notifications").text

    assert client.post(f"/notifications/{told.id}/open").location == "/account?from=bell"

    assert "unread" not in client.get("/notifications").text
    assert client.get(f"/notifications/{told.id}/open").status_code == 405, "a link alone changes nothing"


def test_all_notifications_are_read_at_once_and_only_ones_own(client: PersonClient, aileen: Membership) -> None:
    stranger = MembershipFactory.create()
    for membership in (aileen, aileen, stranger):
        notify(membership, "Something happened.", "/")
    sign_in(client, aileen)

    client.post("/notifications/read")

    assert all(told.read_at for (told,) in list_notifications(aileen.id, page=1).items)
    assert not any(told.read_at for (told,) in list_notifications(stranger.id, page=1).items)


def test_a_notification_of_someone_else_is_not_found(client: PersonClient, aileen: Membership) -> None:
    notify(MembershipFactory.create(centre=aileen.centre), "Not for you.", "/")
    stranger = list_notifications(aileen.id + 1, page=1).items
    sign_in(client, aileen)
    for notification_id in [told.id for (told,) in stranger] + [99999]:
        assert client.post(f"/notifications/{notification_id}/open").status_code == 404
    assert "Not for you." not in client.get("/notifications").text


def test_a_notification_leads_nowhere_else(aileen: Membership) -> None:
    with pytest.raises(ValueError, match="path of our own"):
        notify(aileen, "Look here.", "https://evil.example/")


@pytest.mark.parametrize("many", [1, 40])
def test_who_is_acting_costs_one_query_and_a_page_of_notifications_two_more(
    client: PersonClient, aileen: Membership, query_counter: QueryCounter, many: int
) -> None:
    for number in range(many):
        notify(aileen, f"Number {number}.", "/")
    for _ in range(3):
        MembershipFactory.create(person=aileen.person, assessor=True)
    sign_in(client, aileen)
    before = len(query_counter)
    client.get("/notifications")
    assert len(query_counter) - before == 3
