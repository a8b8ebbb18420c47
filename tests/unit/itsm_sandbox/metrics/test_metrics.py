"""Small cases, computed by hand. Nine open hours on each weekday; Monday is 7 September 2026."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.clock import LONDON
from itsm_sandbox.engine.calendar import CalendarVersion, ServiceCalendar
from itsm_sandbox.engine.numbers import high, share
from itsm_sandbox.reporting.metrics.rules import METRICS, Number, Reading, Unit, compute, month_of, period_of
from itsm_sandbox.reporting.metrics.rules.quality import trends
from itsm_sandbox.reporting.metrics.rules.reading import (
    ChangeStory,
    Outage,
    ProblemStory,
    Story,
    month_after,
    month_before,
)
from itsm_sandbox.reporting.metrics.rules.work import age_band

CALENDAR = ServiceCalendar((CalendarVersion(date(2026, 1, 1)),))
LATER = datetime(2027, 1, 1, tzinfo=UTC)
SEPTEMBER = period_of(date(2026, 9, 1), date(2026, 9, 30), LATER)
HOUR = 3600
_IDS = iter(range(1, 10_000))


def at(day: int, hour: float = 9, month: int = 9) -> datetime:
    return datetime(2026, month, day, tzinfo=LONDON) + timedelta(hours=hour)


def story(logged_at: datetime, **about: Any) -> Story:
    resolved_at = about.pop("resolved_at", None)
    plain: dict[str, Any] = {
        "id": next(_IDS),
        "type": "incident",
        "logged_at": logged_at,
        "category": "printing",
        "is_fixable": True,
        "priority": "P3",
        "level": 1,
        "user_id": 1,
        "asset_id": None,
        "state": "closed" if resolved_at else "new",
        "is_counting": not resolved_at,
        "is_waiting": False,
        "changed_at": resolved_at or logged_at,
        "responded_at": None,
        "response_s": None,
        "response_target_s": 4 * HOUR,
        "response_breached_at": None,
        "fix_target_s": 16 * HOUR,
        "fix_breached_at": None,
        "running_s": 0,
        "pending_s": 0,
        "resolves": (resolved_at,) if resolved_at else (),
        "last_resolve_s": 0,
        "reopens": (),
        "ended_at": resolved_at,
        "reassignments": 0,
        "escalations": 0,
        "is_reclassified": False,
        "contacts": 1,
        "articles": 0,
    }
    return Story(**{**plain, **about})


def reading(*stories: Story, **more: Any) -> Reading:
    return Reading(SEPTEMBER, CALENDAR, stories, **more)


def texts(metric: str, found: Reading) -> list[str]:
    return [number.text for number in METRICS[metric](found).numbers]


def test_each_metric_has_its_number_its_name_and_a_formula_even_of_nothing() -> None:
    found = compute(reading())
    assert [one.id for one in found] == list(METRICS)
    assert {f"M{number}" for number in (*range(1, 21), 23, 24)} <= set(METRICS)
    assert all(one.name and one.formula.endswith(".") and one.numbers for one in found)


def test_logged_resolved_backlog_and_growth() -> None:
    found = reading(
        story(at(1, month=8)),  # open all month
        story(at(7)),
        story(at(8), type="request", resolved_at=at(9)),
        story(at(28, month=8), resolved_at=at(2)),
        story(at(10), state="cancelled", is_counting=False, ended_at=at(11)),
        story(at(14), state="in_progress", resolves=(at(15),), reopens=(at(16),)),
    )
    assert texts("M1", found) == ["4", "3", "1"]
    assert texts("M2", found) == ["3", "2"]
    assert texts("M3", found) == ["3"]
    assert texts("M4", found) == ["1", "4", "3", "1", "1"]


def test_ages_are_in_service_days_and_bands_begin_with_their_first_number() -> None:
    bands = [age_band(int(days * 9 * HOUR), 9 * HOUR) for days in (0, 0.9, 1, 3, 4.9, 5, 10, 20, 20.1)]
    assert bands == ["< 1", "< 1", "1–3", "3–5", "3–5", "5–10", "10–20", "10–20", "> 20"]
    found = reading(story(at(30, 12)), story(at(28)), story(at(1)))
    assert texts("M5", found) == ["1", "1", "0", "0", "0", "1"]


def test_times_show_the_middle_the_ninetieth_and_the_mean() -> None:
    answered = [story(at(1), responded_at=at(2), response_s=60 * minutes) for minutes in (10, 20, 30, 40, 240)]
    assert texts("M6", reading(*answered)) == ["30 min", "4 h"]
    done = [
        story(at(1), resolved_at=at(2), last_resolve_s=2 * HOUR),
        story(at(4), resolved_at=at(7), last_resolve_s=8 * HOUR),
    ]
    assert texts("M7", reading(*done)) == ["5 h", "5 h", "48 h"]
    assert texts("M6", reading()) == ["none", "none"]


@pytest.mark.parametrize(("n", "expected"), [(1, 1), (9, 9), (10, 9), (11, 10), (100, 90)])
def test_nine_of_ten_took_no_longer_than_the_ninetieth_percentile(n: int, expected: int) -> None:
    assert high("x", range(1, n + 1)).value == expected


def test_targets_are_judged_when_the_clock_stops_or_when_it_is_passed() -> None:
    found = reading(
        story(at(7), resolved_at=at(8), last_resolve_s=16 * HOUR, responded_at=at(7, 10), response_s=HOUR),
        story(at(7), resolved_at=at(9), last_resolve_s=16 * HOUR + 1, responded_at=at(8), response_s=9 * HOUR),
        story(at(28), priority="P3"),  # passes both in September, and is still open
        story(at(30, 16)),  # in time for both
        story(at(3, month=8)),  # passed both in August
        story(at(7), state="cancelled", is_counting=False, ended_at=at(9)),
        story(at(7), response_target_s=None, fix_target_s=None),
        story(at(7), resolved_at=at(7, 10), last_resolve_s=HOUR),  # resolved without an answer before: within 4 h
    )
    numbers = METRICS["M8"](found).numbers
    assert [(one.part, one.n) for one in numbers] == [(2, 4), (2, 4)]
    assert [one.text for one in numbers] == ["2 of 4", "2 of 4"]


def test_a_breach_while_waiting_is_the_one_that_was_recorded() -> None:
    waiting = story(
        at(1), state="pending", is_counting=False, is_waiting=True, responded_at=at(1), fix_breached_at=at(4)
    )
    assert METRICS["M8"](reading(waiting)).numbers[1].n == 1
    assert METRICS["M8"](reading(waiting._replace(fix_breached_at=at(4, month=8)))).numbers[1].n == 0


def test_first_contact_needs_the_first_person_one_contact_and_no_quick_return() -> None:
    good = story(at(7), resolved_at=at(8))
    spoiled = [
        good._replace(id=900, level=2),
        good._replace(id=901, reassignments=1),
        good._replace(id=902, escalations=1),
        good._replace(id=903, contacts=2),
        good._replace(id=904, reopens=(at(15, 8),)),  # five service days later
    ]
    late = good._replace(id=905, reopens=(at(15, 9.1),))
    others = [good._replace(id=906, is_fixable=False), good._replace(id=907, type="request")]
    found = reading(good, *spoiled, late, *others)
    assert [(one.part, one.n) for one in METRICS["M9"](found).numbers] == [(2, 7)]
    assert [(one.part, one.n) for one in METRICS["M10"](found).numbers] == [(8, 9)]
    assert [(one.part, one.n) for one in METRICS["M11"](found).numbers] == [(1, 9)]


def test_escalations_bounces_and_changes_of_mind() -> None:
    one, two = story(at(7), reassignments=3), story(at(8), is_reclassified=True, reassignments=2)
    found = reading(one, two, triaged=frozenset({two.id}), escalated=(one.id, one.id))
    assert texts("M12", found) == ["2 of 2", "1"]
    assert texts("M14", found) == ["1 of 1"]


def test_the_pending_share_counts_a_ticket_that_still_waits() -> None:
    waits = story(at(30, 8), state="pending", is_counting=False, is_waiting=True, running_s=9 * HOUR)
    assert texts("M13", reading(waits)) == ["none", "9 h", "9 h"]
    many = [waits._replace(id=number) for number in range(1, 6)]
    assert texts("M13", reading(*many)) == ["50 %", "45 h", "45 h"]


def test_a_repeat_is_of_the_same_device_or_of_the_same_person_and_category_within_thirty_days() -> None:
    first = story(at(20, month=8), asset_id=5)
    found = reading(
        first,
        story(at(19), asset_id=5, user_id=2),  # thirty days: the same device
        story(at(20), asset_id=6, user_id=3),
        story(at(21), asset_id=7, user_id=3),  # the same person and category
        story(at(22), asset_id=8, user_id=3, category=""),  # not classified
        story(at(23), asset_id=7, user_id=4, type="request"),
    )
    assert [(one.part, one.n) for one in METRICS["M15"](found).numbers] == [(2, 4)]
    assert METRICS["M15"](reading(first, story(at(20, 9), asset_id=5, user_id=2))).numbers[0].part == 0


def test_a_rise_passes_the_mean_by_twice_its_root_and_is_at_least_five_a_week() -> None:
    end = SEPTEMBER.end
    before = [story(end - timedelta(days=15 + 7 * week), category="wifi") for week in range(8) for _ in range(4)]
    recent = [story(end - timedelta(days=1 + number % 13), category="wifi") for number in range(17)]
    rise = trends(reading(*before, *recent))[0]
    assert (rise.category, rise.weekly_mean, rise.last, rise.is_flagged) == ("wifi", 4, 8.5, True)
    assert not trends(reading(*before, *recent[:16]))[0].is_flagged
    few = [story(end - timedelta(days=1), category="email") for _ in range(9)]
    assert not trends(reading(*few))[0].is_flagged
    assert texts("M16", reading(*before, *recent)) == ["1"]


def test_availability_counts_service_hours_once() -> None:
    outages = (
        Outage(1, at(7, 16), at(8, 10)),  # an hour, the night, and two hours
        Outage(1, at(8, 9), at(8, 11)),  # one more
        Outage(2, at(31, month=8), at(1, 9)),  # an hour within the month
        Outage(3, at(7), at(8)),  # of a service that is not in force
    )
    found = reading(services=(1, 2), outages=outages)
    open_hours = 22 * 9 * 2
    assert METRICS["M17"](found).value("Available") == pytest.approx(100 * (1 - 5 / open_hours))
    assert texts("M17", found) == ["98.73 %", "5 h"]
    assert texts("M17", reading()) == ["none", "0 min"]


def test_changes_are_judged_when_closed_and_blamed_for_five_days() -> None:
    changes = (
        ChangeStory(1, "normal", "successful", at(7), at(7, 12), at(9), (at(12, 11),)),
        ChangeStory(2, "emergency", "fallen_back", at(8), at(8, 12), at(9), (at(20),)),
        ChangeStory(3, "normal", "successful", at(8), at(8, 12), None, (at(8, 8),)),
        ChangeStory(4, "normal", "successful", at(8, month=8), at(9, month=8), at(10, month=8), ()),
    )
    found = reading(changes=changes, unexplained_asset_events=2, asset_events=7)
    assert texts("M18", found) == ["1 of 2", "1 of 2", "1", "2"]


def test_problems_show_their_age_and_what_resolving_them_changed() -> None:
    problems = (
        ProblemStory(1, at(29), is_open=True, has_workaround=True, resolved_at=None, incidents=()),
        ProblemStory(
            2, at(1, month=7), is_open=False, has_workaround=False, resolved_at=at(16, 0),
            incidents=(at(1), at(2), at(3), at(15), at(20)),
        ),
    )  # fmt: skip
    assert texts("M19", reading(problems=problems)) == ["1", "1", "1.9 service days", "0.5 a week", "0.5 a week"]


def test_knowledge_counts_articles_used_and_in_date() -> None:
    done = [story(at(7), resolved_at=at(8), articles=number % 2) for number in range(10)]
    told = ((at(7), at(9)),)  # two days of nine hours later
    found = texts("M20", reading(*done, articles=8, articles_in_date=6, feedback=told, answered=6, sent_on=2))
    assert found == ["50 %", "75 %", "2.0 service days", "75 %"]


def test_readers_who_need_no_ticket_are_told_as_counts_while_there_are_few() -> None:
    assert texts("M20", reading(answered=2, sent_on=1))[-1] == "2 of 3"
    assert texts("M20", reading())[-1] == "none to count"


def test_few_are_told_as_counts_and_many_as_percent() -> None:
    assert (share("x", 3, 4).text, share("x", 3, 4).basis) == ("3 of 4", "")
    assert (share("x", 3, 5).text, share("x", 3, 5).basis) == ("60 %", "3 of 5")
    assert share("x", 0, 0).text == "none to count"
    assert Number("x", 99.999, Unit.PERCENT).text == "99.99 %"
    assert (Number("x", 1234.0).text, Number("x", 1.0, n=7).basis) == ("1,234", "n = 7")


def test_periods_are_whole_days_in_the_united_kingdom_and_end_with_this_moment() -> None:
    assert SEPTEMBER.start == datetime(2026, 8, 31, 23, tzinfo=UTC)
    assert (SEPTEMBER.first_day, SEPTEMBER.last_day) == (date(2026, 9, 1), date(2026, 9, 30))
    assert month_of(date(2026, 9, 17), LATER) == SEPTEMBER
    now = at(10)
    running = month_of(date(2026, 9, 17), now)
    assert running.has(now)
    assert running.last_day == date(2026, 9, 10)
    assert (month_after(date(2026, 12, 1)), month_before(date(2026, 1, 1))) == (date(2027, 1, 1), date(2025, 12, 1))
