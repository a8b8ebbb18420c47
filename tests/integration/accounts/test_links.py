from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import services
from accounts.hashing import hash_password, is_password
from accounts.models import Membership, OneTimeToken, Person, Role, TokenPurpose
from accounts.services import Invitation, TooManyTries
from accounts.services.links import LinkNoLongerWorks
from core import clock, outbox
from core.db import db, transaction
from core.errors import FieldErrors
from tests.factories import MembershipFactory, PersonFactory

PASSWORD = "granite kettle morning"
NEW = "harbour lantern thirteen"
HERE = "192.0.2.1"


def secret_in_last_letter() -> str:
    letter = outbox.list_mail()[0]
    [link] = [line for line in letter.text.splitlines() if line.startswith("http")]
    return link.rpartition("/")[2]


@pytest.fixture
def aileen(database: None) -> Membership:
    return MembershipFactory.create(person=PersonFactory.create(password_hash=hash_password(PASSWORD)))


def ask_for_reset(person: Person) -> str:
    services.request_password_reset(person.email, address=HERE)
    return secret_in_last_letter()


def test_a_reset_sets_the_password_and_ends_every_session(aileen: Membership) -> None:
    epoch = aileen.person.session_epoch
    services.reset_password(ask_for_reset(aileen.person), NEW)

    assert is_password(NEW, aileen.person.password_hash)
    assert aileen.person.session_epoch > epoch
    assert outbox.list_mail()[0].subject == "Your Touchstone password was changed"


def test_only_the_hash_of_a_link_is_stored(aileen: Membership) -> None:
    secret = ask_for_reset(aileen.person)
    [token] = db.session.scalars(db.select(OneTimeToken))
    assert secret not in token.token_hash
    assert len(secret) >= 43


def test_an_unknown_address_is_sent_nothing_and_told_the_same(database: None) -> None:
    services.request_password_reset("nobody@example.org", address=HERE)
    assert outbox.list_mail() == []


def test_nobody_is_flooded_with_links(aileen: Membership) -> None:
    for _ in range(5):
        services.request_password_reset(aileen.person.email, address=HERE)
    assert len(outbox.list_mail()) == 3


def test_one_address_cannot_ask_for_links_without_end(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.passwords._SECONDS_FOR_ANY_RESET_REQUEST", 0)
    with clock.pinned(clock.now()):
        for number in range(20):
            services.request_password_reset(f"nobody{number}@example.org", address=HERE)
        with pytest.raises(TooManyTries):
            services.request_password_reset("someone@example.org", address=HERE)


def test_a_link_works_once(aileen: Membership) -> None:
    secret = ask_for_reset(aileen.person)
    services.reset_password(secret, NEW)
    with pytest.raises(LinkNoLongerWorks):
        services.reset_password(secret, NEW)


def test_using_one_link_uses_up_the_others(aileen: Membership) -> None:
    first, second = ask_for_reset(aileen.person), ask_for_reset(aileen.person)
    services.reset_password(second, NEW)
    with pytest.raises(LinkNoLongerWorks):
        services.check_link(first, TokenPurpose.PASSWORD_RESET)


def test_a_weak_password_does_not_use_the_link_up(aileen: Membership) -> None:
    secret = ask_for_reset(aileen.person)
    with pytest.raises(FieldErrors) as refusal:
        services.reset_password(secret, "passwordpassword")
    assert list(refusal.value.errors) == ["password"]
    services.reset_password(secret, NEW)


@pytest.mark.parametrize("age", [timedelta(minutes=31), timedelta(days=4)])
def test_an_old_link_is_refused(aileen: Membership, age: timedelta) -> None:
    secret = ask_for_reset(aileen.person)
    with clock.pinned(clock.now() + age), pytest.raises(LinkNoLongerWorks):
        services.reset_password(secret, NEW)


def test_a_link_is_good_for_its_own_purpose_only(aileen: Membership) -> None:
    secret = ask_for_reset(aileen.person)
    with pytest.raises(LinkNoLongerWorks):
        services.accept_invitation(secret, name="Someone Else", password=NEW)


def test_a_link_of_someone_disabled_since_is_refused(aileen: Membership) -> None:
    secret = ask_for_reset(aileen.person)
    with transaction():
        aileen.person.disabled_at = clock.now()
    with pytest.raises(LinkNoLongerWorks):
        services.reset_password(secret, NEW)


def test_a_reset_opens_an_account_again_that_was_closed_by_guessing(aileen: Membership) -> None:
    with clock.pinned(clock.now()):
        for _ in range(10):
            with pytest.raises(FieldErrors):
                services.sign_in(aileen.person.email, "a wrong guess", address=HERE, device=None)
        services.reset_password(ask_for_reset(aileen.person), NEW)
        services.sign_in(aileen.person.email, NEW, address="198.51.100.1", device=None)


def test_links_lead_to_the_public_address_whatever_host_was_asked(
    app: Flask, aileen: Membership, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/forgotten-password", data={"email": aileen.person.email}, base_url="https://evil.example")
    assert "http://127.0.0.1:5000/reset-password/" in outbox.list_mail()[0].text

    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://touchstone.example.org/")
    services.request_password_reset(aileen.person.email, address=HERE)
    assert "https://touchstone.example.org/reset-password/" in outbox.list_mail()[0].text


def test_on_this_machine_links_lead_to_the_host_that_was_asked(
    app: Flask, aileen: Membership, client: FlaskClient
) -> None:
    client.post("/forgotten-password", data={"email": aileen.person.email}, base_url="http://localhost:8123")
    assert "http://localhost:8123/reset-password/" in outbox.list_mail()[0].text

    services.request_password_reset(aileen.person.email, address=HERE)
    assert "http://127.0.0.1:5000/reset-password/" in outbox.list_mail()[0].text


def race(app: Flask, times: int, act: Callable[[], object]) -> int:
    """How many of so many at once succeed."""

    def run(_number: int) -> bool:
        with app.app_context():
            try:
                act()
            except LinkNoLongerWorks:
                return False
            return True

    with ThreadPoolExecutor(times) as people:
        return sum(people.map(run, range(times)))


def test_of_twenty_resets_at_once_with_one_link_one_succeeds(file_database: Flask) -> None:
    person = PersonFactory.create(password_hash=hash_password(PASSWORD))
    secret = ask_for_reset(person)
    assert race(file_database, 20, lambda: services.reset_password(secret, NEW)) == 1


def test_of_twenty_acceptances_at_once_of_one_invitation_one_succeeds(file_database: Flask) -> None:
    admin = MembershipFactory.create(provider_admin=True)
    invitation = Invitation(email="new@example.org", name="New Person", role=Role.APPRENTICE)
    link = services.invite_member(invitation, by=admin).link
    assert link is not None
    secret = link.rpartition("/")[2]
    accepted = race(file_database, 20, lambda: services.accept_invitation(secret, name="New Person", password=NEW))
    assert accepted == 1
