"""An entry's bytes hold everything that is beside them, and nothing inexact."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from core.ledger.entries import Place, UnfitBody, entry_bytes, first_difference
from core.ledger.registry import NotDescribed, describer_of

PLACE = Place(1, 2, bytes(32), datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "thing.made", 3)
DIGEST = "ab" * 32


def test_the_bytes_are_the_canonical_form_of_all_facts() -> None:
    assert entry_bytes(PLACE, {"b": 1, "a": None}) == (
        b'{"at":"2026-11-22T09:30:00.000Z","body":{"a":null,"b":1},"kind":"thing.made","log":"1","prev":"'
        + b"0" * 64
        + b'","seq":"2","subject":"3","v":1}'
    )


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"share": 0.5}, "body.share"),
        ({"list": [{"at": datetime(2026, 1, 1, tzinfo=UTC)}]}, r"body.list\[0\].at"),
        ({"raw": b"bytes"}, "body.raw"),
        ({"deep": {1: "x"}}, "body.deep has a key"),
        ({"files": "abc"}, "body.files"),
        ({"files": [{"sha256": DIGEST}]}, "body.files"),
        ({"files": [{"sha256": "../../etc/passwd", "size": 1}]}, "body.files"),
    ],
)
def test_a_body_that_cannot_be_written_exactly_is_refused_with_its_place(body: dict[str, Any], place: str) -> None:
    with pytest.raises(UnfitBody, match=place):
        entry_bytes(PLACE, body)


@pytest.mark.parametrize(
    ("kept", "found", "place"),
    [
        ({"a": 1}, {"a": 1}, ""),
        ({"a": 1}, {"a": 2}, "a"),
        ({"a": True}, {"a": 1}, "a"),
        ({"a": 1}, {}, "a"),
        ({}, {"a": {"b": 1}}, "a"),
        ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 3}]}}, "a.b[1].c"),
        ({"a": [1]}, {"a": [1, 2]}, "a[1]"),
        ({"a": 1, "b": 1}, {"a": 2, "b": 2}, "a"),
    ],
)
def test_the_first_difference_is_named(kept: Any, found: Any, place: str) -> None:
    assert first_difference(kept, found) == place


def test_bodies_differ_whenever_bytes_do() -> None:
    assert json.loads(entry_bytes(PLACE, {"a": "1"})) != json.loads(entry_bytes(PLACE, {"a": 1}))


def test_a_kind_nobody_describes_is_said_to_be_so() -> None:
    with pytest.raises(NotDescribed, match=r"nobody\.knows"):
        describer_of("nobody.knows")
