"""Opening hours as people write them, and which version serves which day."""

from datetime import date

import pytest

from itsm_sandbox.engine.calendar import DEFAULT_WEEK, CalendarVersion, in_force, version_of
from itsm_sandbox.workplace.hours.rules import (
    HoursFault,
    closures_text,
    names_of_closed_days,
    read_closures,
    read_spans,
    spans_text,
)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("8:00-17:00", [[480, 1020]]),
        ("8.30 to 12.00, 13:00–17:15", [[510, 720], [780, 1035]]),
        ("0:00-24:00", [[0, 1440]]),
    ],
)
def test_opening_times_are_read_as_people_write_them(text: str, spans: list[list[int]]) -> None:
    assert read_spans(text) == spans
    assert read_spans(spans_text(spans)) == spans


@pytest.mark.parametrize("text", ["eight to five", "17:00-8:00", "8:00-25:00", "8:70-9:00", "8:00-12:00, 11:00-13:00"])
def test_times_that_make_no_day_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(HoursFault, match=r"\.$"):
        read_spans(text)


def test_closures_are_read_in_several_ways_of_writing_a_day() -> None:
    lines = ["24 Dec 2026: Closed early", "2026-10-12 to 2026-10-23: October holiday", "2/4/2027: Training"]
    closures = read_closures(lines)
    assert closures == [
        ["2026-10-12", "2026-10-23", "October holiday"],
        ["2026-12-24", "2026-12-24", "Closed early"],
        ["2027-04-02", "2027-04-02", "Training"],
    ]
    assert read_closures(closures_text(closures)) == closures


@pytest.mark.parametrize("line", ["October", "12 Oct 2026", "31 Feb 2026: x", "2 Oct 2026 to 1 Oct 2026: Backwards"])
def test_a_closure_that_is_no_day_is_refused(line: str) -> None:
    with pytest.raises(HoursFault, match=line[:5]):
        read_closures([line])


def test_a_version_closes_on_bank_holidays_of_its_country_and_on_own_days() -> None:
    closures = [["2026-12-23", "2026-12-24", "Shut"]]
    scottish = version_of(date(2026, 9, 7), DEFAULT_WEEK, "SCT", closures)
    assert {date(2026, 11, 30), date(2026, 12, 24)} <= scottish.closed
    assert date(2026, 11, 30) not in version_of(date(2026, 9, 7), DEFAULT_WEEK, "ENG", closures).closed
    names = names_of_closed_days("SCT", closures, [2026])
    assert (names[date(2026, 12, 23)], names[date(2026, 11, 30)]) == ("Shut", "Saint Andrew's Day")


def test_a_later_version_replaces_those_planned_for_after_it() -> None:
    days = [date(2026, 9, 7), date(2026, 10, 1), date(2026, 9, 20)]
    calendar = in_force([CalendarVersion(day) for day in days])
    assert [version.starts_on for version in calendar.versions] == [date(2026, 9, 7), date(2026, 9, 20)]
