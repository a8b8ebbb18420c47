from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock, formatting

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_days_read_as_people_write_them() -> None:
    assert formatting.day(date(2026, 11, 2)) == "2 Nov 2026"
    assert formatting.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 Jul 2026"
    assert formatting.day(None) == ""


def test_moments_are_told_in_united_kingdom_time() -> None:
    assert formatting.when(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 Jul 2026 at 00:30"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=14), "yesterday"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=21), "3 weeks ago"),
        (timedelta(days=100), "14 Aug 2026"),
    ],
)
def test_how_long_ago_is_told_roughly(passed: timedelta, words: str) -> None:
    with clock.pinned(NOON):
        assert formatting.ago(NOON - passed) == words


def test_counts_agree_with_their_nouns() -> None:
    assert formatting.count(1, "criterion", "criteria") == "1 criterion"
    assert formatting.count(2, "criterion", "criteria") == "2 criteria"
    assert formatting.count(1200, "row") == "1,200 rows"


def test_sizes_are_told_in_thousands() -> None:
    assert [formatting.size(n) for n in (12, 12_345, 3_400_000)] == ["12 bytes", "12 KB", "3.4 MB"]
