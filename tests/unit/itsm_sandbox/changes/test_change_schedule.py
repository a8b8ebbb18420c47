"""When changes clash, and the days that they fall on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from itsm_sandbox.changes.changes.rules.clashes import Window, clashes_of, find_clashes
from itsm_sandbox.changes.changes.rules.deadlines import review_due_at
from itsm_sandbox.changes.changes.rules.schedule import agenda_of, month_of
from itsm_sandbox.engine.calendar import CalendarVersion, ServiceCalendar
from tests.factories.workplaces import MONDAY


def window(number: int, starts: int, minutes: int, **over: Any) -> Window:
    about: dict[str, Any] = {"service_ids": frozenset(), "asset_ids": frozenset(), "implementer_id": number, **over}
    return Window(number, number, f"Change {number}", "scheduled", MONDAY + timedelta(minutes=starts), minutes, **about)


def test_windows_clash_on_what_they_share_and_only_while_they_overlap() -> None:
    first = window(1, 0, 60, service_ids=frozenset({7}), asset_ids=frozenset({1}))
    same_service = window(2, 30, 60, service_ids=frozenset({7, 8}))
    both = window(3, 59, 5, asset_ids=frozenset({1}), implementer_id=1)
    after = window(4, 60, 60, service_ids=frozenset({7}))
    found = find_clashes([after, both, same_service, first])
    assert [(one.first.id, one.second.id, one.because) for one in found] == [
        (1, 2, ("the same service",)),
        (1, 3, ("the same asset", "the same implementer")),
        (2, 4, ("the same service",)),
    ]
    assert (
        found[1].sentence
        == "RFC-0001 and RFC-0003 are planned for the same time on the same asset and the same implementer."
    )
    assert [one.second.id for one in clashes_of(same_service, [first, both, after, same_service])] == [1, 4]


def test_windows_that_only_touch_do_not_clash() -> None:
    first, second = (window(number, at, 60, implementer_id=1) for number, at in ((1, 0), (2, 60)))
    earlier = window(3, 59, 60, implementer_id=1)
    assert not first.overlaps(second)
    assert not second.overlaps(first)
    assert clashes_of(first, [second]) == find_clashes([first, second]) == []
    assert [one.second.id for one in clashes_of(first, [earlier])] == [3]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 200), st.integers(1, 3)), max_size=8))
def test_clashes_are_those_that_comparing_all_pairs_finds(drawn: list[tuple[int, int, int]]) -> None:
    windows = [window(n, at, minutes, implementer_id=who) for n, (at, minutes, who) in enumerate(drawn, start=1)]
    wanted = {
        frozenset({one.id, two.id})
        for one in windows
        for two in windows
        if one.id < two.id and one.implementer_id == two.implementer_id and one.overlaps(two)
    }
    assert {frozenset({one.first.id, one.second.id}) for one in find_clashes(windows)} == wanted


def test_a_month_shows_whole_weeks_and_a_change_on_each_of_its_days() -> None:
    month = month_of("2026-09", date(2026, 11, 22))
    assert (month.name, month.previous.key, month.next.key) == ("September 2026", "2026-08", "2026-10")
    assert (month.days[0], month.days[-1], len(month.days) % 7) == (date(2026, 8, 31), date(2026, 10, 4), 0)
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(month.days))
    for nonsense in ("", "2026-13", "1999-01", "2026-9", "x" * 50):
        assert month_of(nonsense, date(2026, 11, 22)).key == "2026-11"
    overnight = replace(window(1, 0, 120), starts_at=datetime(2026, 9, 9, 22, 30, tzinfo=UTC))
    assert agenda_of([overnight], month) == {date(2026, 9, 9): [overnight], date(2026, 9, 10): [overnight]}


def test_an_emergency_is_reviewed_by_the_end_of_the_second_service_day() -> None:
    calendar = ServiceCalendar((CalendarVersion(date(2026, 1, 1)),))
    friday = datetime(2026, 9, 11, 9, 0, tzinfo=UTC)
    assert review_due_at(calendar, friday) == datetime(2026, 9, 15, 16, 0, tzinfo=UTC)
