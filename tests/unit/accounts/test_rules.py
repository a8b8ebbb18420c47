from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import FREE_FAILURES, LONGEST_PAUSE, find_next_try, find_password_problem, own_path

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/", "/people?q=Aileen", "/evidence/7#claims", "/a//b", "/%2F%2Fevil.example"])
def test_a_path_of_our_own_may_be_returned_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "people",
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "/ok\x00",
        "/\x7f",
        " //evil.example",
        "javascript:alert(1)",
        "//[evil",
    ],
)
def test_an_address_elsewhere_is_never_returned_to(text: str | None) -> None:
    assert own_path(text) is None


@given(st.text())
def test_what_may_be_returned_to_starts_with_exactly_one_slash(text: str) -> None:
    path = own_path(text)
    assert path is None or (path[0] == "/" and path[1:2] not in {"/", "\\"})


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("fourteen chars", "Use at least 15 characters. A few words in a row are easy to remember."),
        ("x" * 64 + "y" * 65, "Use at most 128 characters."),
        ("Correct Horse Battery Staple", "This password is among the first that are guessed. Choose another."),
        ("abcabcabcabcabcabc", "This password is among the first that are guessed. Choose another."),
        ("Aileen Macdonald", "Do not use your name or e-mail address as the password."),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(password: str, sentence: str) -> None:
    common = {"correct horse battery staple"}
    assert find_password_problem(password, about=["Aileen Macdonald"], common=common) == sentence


@pytest.mark.parametrize(
    "password", ["granite kettle morning", "ἀρετή καὶ σοφία ἡμῶν", "x y" * 2 + "1234567890", "p" * 7 + "q" * 121]
)
def test_any_long_password_that_is_not_guessed_first_will_do(password: str) -> None:
    assert find_password_problem(password, about=["Aileen Macdonald"], common=set()) is None


def test_the_pause_between_guesses_grows_with_every_failure_up_to_a_limit() -> None:
    pauses = []
    for count in range(FREE_FAILURES - 1, FREE_FAILURES + 7):
        moment = find_next_try([NOW] * count, free=FREE_FAILURES)
        pauses.append(moment and (moment - NOW))
    assert pauses[0] is None
    assert pauses[1:4] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert pauses[-1] == LONGEST_PAUSE
