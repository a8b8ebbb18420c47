"""The same thing always has the same bytes."""

import json
import struct
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.canonical import canonical_bytes, commitment, commits_to, new_salt, time_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT.map(lambda key: unicodedata.normalize("NFC", key)), inner),
    max_leaves=20,
)


def test_the_sample_of_section_3_2_2_is_written_as_the_rfc_says() -> None:
    value = json.loads(
        r"""{
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
          "literals": [null, true, false]
        }"""
    )

    assert (
        canonical_bytes(value)
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            r'"string":"€$\u000f\nA' + "'" + r'B\"\\\\\"/"}'
        ).encode()
    )


def test_keys_are_sorted_by_utf_16_as_in_section_3_2_3() -> None:
    # The hebrew letter of the RFC's sample, U+FB33, is left out: it has no composed form, so NFC would change it.
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
        "\ufb01": "Latin Small Ligature Fi",
    }

    assert list(json.loads(canonical_bytes(value)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Latin Small Ligature Fi",
    ]


@pytest.mark.parametrize(
    ("ieee", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_in_appendix_b(ieee: str, text: str) -> None:
    assert canonical_bytes(struct.unpack(">d", bytes.fromhex(ieee))[0]) == text.encode()


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53,
        {1: "a key that is a number"},
        "\ud800",
        b"bytes",
        datetime(2026, 1, 1, tzinfo=UTC),
    ],
)
def test_what_cannot_be_written_exactly_is_refused(value: Any) -> None:
    with pytest.raises((rfc8785.CanonicalizationError, ValueError, TypeError)):
        canonical_bytes(value)


def test_composed_and_decomposed_text_are_one() -> None:
    assert canonical_bytes({"caf\u00e9": ["Zo\u00eb"]}) == canonical_bytes({"cafe\u0301": ("Zoe\u0308",)})


def test_two_keys_that_become_one_are_refused() -> None:
    with pytest.raises(ValueError, match="same text"):
        canonical_bytes({"\u00e9": 1, "e\u0301": 2})


@given(JSON_VALUES)
def test_reading_the_bytes_and_writing_them_again_gives_the_same_bytes(value: Any) -> None:
    once = canonical_bytes(value)

    assert canonical_bytes(json.loads(once)) == once


@given(TEXT)
def test_a_commitment_holds_for_its_text_and_no_other(text: str) -> None:
    salt = new_salt()
    digest = commitment(salt, text)

    assert commits_to(digest, salt, text)
    assert not commits_to(digest, salt, text + "x")
    assert not commits_to(digest, new_salt(), text)


def test_a_short_salt_is_refused_because_the_text_could_be_guessed() -> None:
    with pytest.raises(ValueError, match="salt"):
        commitment(b"short", "text")


def test_times_are_utc_to_the_millisecond() -> None:
    summer = timezone(timedelta(hours=1))

    assert time_text(datetime(2026, 7, 1, 9, 30, 0, 123_999, tzinfo=summer)) == "2026-07-01T08:30:00.123Z"
    assert time_text(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000Z"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        time_text(datetime(2026, 1, 1))  # noqa: DTZ001 -- that is the point
