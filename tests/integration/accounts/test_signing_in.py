from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from accounts import services
from accounts.hashing import hash_password
from accounts.models import Membership
from accounts.services import TooManyTries
from core import clock
from core.db import transaction
from core.errors import FieldErrors
from tests.factories import MembershipFactory, PersonFactory

PASSWORD = "granite kettle morning"
HERE = "192.0.2.1"


@pytest.fixture
def aileen(database: None) -> Membership:
    return MembershipFactory.create(person=PersonFactory.create(password_hash=hash_password(PASSWORD)))


@pytest.fixture
def at_ten() -> Iterator[datetime]:
    moment = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    with clock.pinned(moment):
        yield moment


def guess(email: str, *, address: str = HERE, device: str | None = None, password: str = "a wrong guess") -> None:
    services.sign_in(email, password, address=address, device=device)


def fail(email: str, times: int, *, address: str = HERE, device: str | None = None) -> None:
    for _ in range(times):
        with pytest.raises(FieldErrors) as refusal:
            guess(email, address=address, device=device)
        assert refusal.value.status == 422


def test_the_right_password_signs_in_however_the_address_is_written(aileen: Membership) -> None:
    email = f"  {aileen.person.email.upper()} "
    assert services.sign_in(email, PASSWORD, address=HERE, device=None).id == aileen.person_id


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(aileen: Membership) -> None:
    answers = []
    for email in (aileen.person.email, "nobody@example.org", "bad\x00@example.org"):
        with pytest.raises(FieldErrors) as refusal:
            guess(email)
        answers.append((refusal.value.status, refusal.value.errors))
    assert answers == [(422, {"password": "The e-mail address or the password is not right."})] * 3


def test_someone_disabled_or_without_a_password_cannot_sign_in(aileen: Membership) -> None:
    with transaction():
        aileen.person.disabled_at = clock.now()
    fail(aileen.person.email, 1)
    invited = PersonFactory.create()
    fail(invited.email, 1)


def test_someone_whose_roles_have_ended_is_told_so(aileen: Membership) -> None:
    with transaction():
        aileen.to_on = clock.today() - timedelta(days=1)
    with pytest.raises(FieldErrors) as refusal:
        services.sign_in(aileen.person.email, PASSWORD, address=HERE, device=None)
    assert list(refusal.value.errors) == ["email"]


def test_a_hash_made_at_another_cost_is_made_anew_at_sign_in(aileen: Membership) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with transaction():
        aileen.person.password_hash = cheap

    services.sign_in(aileen.person.email, PASSWORD, address=HERE, device=None)

    assert aileen.person.password_hash is not None
    assert "m=19456,t=2,p=1" in aileen.person.password_hash


@pytest.mark.usefixtures("at_ten")
def test_guesses_at_an_account_are_slowed_and_the_sentence_says_until_when(aileen: Membership) -> None:
    for number in range(10):
        fail(aileen.person.email, 1, address=f"192.0.2.{number}")

    with pytest.raises(TooManyTries) as refusal:
        services.sign_in(aileen.person.email, PASSWORD, address="198.51.100.1", device=None)
    assert refusal.value.status == 429
    assert refusal.value.errors == {"password": "Too many tries. Wait a minute, until 20 Nov 2026 at 10:01."}


@pytest.mark.usefixtures("at_ten")
def test_an_unknown_address_is_slowed_alike(database: None) -> None:
    fail("nobody@example.org", 10)
    with pytest.raises(TooManyTries):
        guess("nobody@example.org")


def test_after_the_pause_the_owner_gets_in_and_counting_starts_afresh(aileen: Membership, at_ten: datetime) -> None:
    fail(aileen.person.email, 10)
    with clock.pinned(at_ten + timedelta(seconds=31)):
        services.sign_in(aileen.person.email, PASSWORD, address=HERE, device=None)
        fail(aileen.person.email, 9)


@pytest.mark.usefixtures("at_ten")
def test_strangers_cannot_keep_the_owner_out_of_a_browser_that_is_known(aileen: Membership) -> None:
    fail(aileen.person.email, 10, address=HERE)
    services.sign_in(aileen.person.email, PASSWORD, address=HERE, device="laptop")


@pytest.mark.usefixtures("at_ten")
def test_guesses_in_a_known_browser_are_slowed_too(aileen: Membership) -> None:
    fail(aileen.person.email, 10, device="stolen laptop")
    with pytest.raises(TooManyTries):
        services.sign_in(aileen.person.email, PASSWORD, address=HERE, device="stolen laptop")


@pytest.mark.usefixtures("at_ten", "database")
def test_one_address_that_tries_many_accounts_is_slowed() -> None:
    for number in range(50):
        fail(f"nobody{number}@example.org", 1)
    with pytest.raises(TooManyTries):
        guess("somebody@example.org")
    fail("somebody@example.org", 1, address="198.51.100.7")


def test_ten_thousand_guesses_from_a_hundred_addresses_verify_at_most_a_hundred(
    aileen: Membership, at_ten: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    email, verified = aileen.person.email, 0

    def count(_password: str, _hash: str | None) -> bool:
        nonlocal verified
        verified += 1
        return False

    monkeypatch.setattr("accounts.services.signing_in.is_password", count)
    for number in range(1000):  # a day and more of trying without rest; the other nine thousand change nothing
        with clock.pinned(at_ten + timedelta(minutes=2 * number)), pytest.raises(FieldErrors):
            guess(email, address=f"203.0.113.{number % 100}")
    assert verified <= 100

    monkeypatch.undo()
    with clock.pinned(at_ten + timedelta(days=2)):
        with pytest.raises(TooManyTries, match="Reset your password"):
            services.sign_in(email, PASSWORD, address=HERE, device=None)
        services.sign_in(email, PASSWORD, address=HERE, device="laptop")
