"""M1 to M8: how much came in, how much was done, how quickly, and whether the targets were met."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from itsm_sandbox.engine.calendar import add_open_seconds, open_seconds
from itsm_sandbox.engine.numbers import Metric, Number, Unit, high, mean, middle, share
from itsm_sandbox.reporting.metrics.rules.reading import Reading, Story

AGE_BANDS = ("< 1", "1–3", "3–5", "5–10", "10–20", "> 20")
_ONE_SECOND = timedelta(seconds=1)


def logged(reading: Reading) -> Metric:
    types = Counter(one.type for one in reading.logged)
    return Metric(
        "M1",
        "Logged",
        "Tickets logged in the period, by type.",
        (
            Number("All", len(reading.logged)),
            Number("Incidents", types["incident"]),
            Number("Requests", types["request"]),
        ),
    )


def resolved(reading: Reading) -> Metric:
    closed = sum(one.state == "closed" and reading.period.has(one.ended_at) for one in reading.tickets)
    return Metric(
        "M2",
        "Resolved and closed",
        "Resolved: tickets whose last resolution up to the end of the period falls in it. "
        "Closed: tickets closed in the period.",
        (Number("Resolved", len(reading.resolved)), Number("Closed", closed)),
    )


def backlog(reading: Reading) -> Metric:
    return Metric(
        "M3",
        "Backlog",
        "Tickets that at the end of the period are neither resolved nor closed nor cancelled.",
        (Number("Open at the end", len(reading.open)),),
    )


def growth(reading: Reading) -> Metric:
    has = reading.period.has
    came = len(reading.logged)
    went = sum(has(moment) for one in reading.tickets for moment in one.resolves)
    cancelled = sum(one.state == "cancelled" and has(one.ended_at) for one in reading.tickets)
    back = sum(has(moment) for one in reading.tickets for moment in one.reopens)
    return Metric(
        "M4",
        "Backlog growth",
        "Logged − resolutions − cancelled + reopened, each counted as often as it happened in the period.",
        (
            Number("Growth", came - went - cancelled + back),
            Number("Logged", came),
            Number("Resolutions", went),
            Number("Cancelled", cancelled),
            Number("Reopened", back),
        ),
    )


def ages(reading: Reading) -> Metric:
    counts = Counter(
        age_band(open_seconds(reading.calendar, one.logged_at, reading.period.end), reading.day_s)
        for one in reading.open
    )
    return Metric(
        "M5",
        "Age of the backlog",
        "Open tickets at the end of the period by service time since they were logged, in service days "
        f"of {reading.day_s / 3600:g} hours. A band begins with its first number; the last holds more than 20.",
        tuple(Number(f"{band} days", counts[band]) for band in AGE_BANDS),
    )


def age_band(seconds: int, day_s: int) -> str:
    if seconds > 20 * day_s:
        return AGE_BANDS[-1]
    return AGE_BANDS[sum(seconds >= days * day_s for days in (1, 3, 5, 10))]


def response_times(reading: Reading) -> Metric:
    times = [
        one.response_s for one in reading.tickets if one.response_s is not None and reading.period.has(one.responded_at)
    ]
    return Metric(
        "M6",
        "Response time",
        "Service time from the log to the first answer by a person, of tickets answered first in the period. "
        "90th percentile: nine of ten took no longer.",
        (middle("Median", times), high("90th percentile", times)),
    )


def resolution_times(reading: Reading) -> Metric:
    running = [one.last_resolve_s for one in reading.resolved]
    walls = [(one.resolves[-1] - one.logged_at).total_seconds() for one in reading.resolved]
    return Metric(
        "M7",
        "Time to resolve",
        "Service time in which the fix clock ran up to the last resolution, of the tickets resolved (M2). "
        "Clock time: hours on the wall from the log to that resolution, nights and weekends included.",
        (
            mean("Mean (MTTR)", running),
            middle("Median", running),
            mean("Mean clock time", walls, Unit.CLOCK_TIME),
        ),
    )


class Verdict(NamedTuple):
    """Of one clock: judged in the period or not, and if so whether the target was met."""

    story: Story
    is_met: bool


def attainment(reading: Reading) -> Metric:
    response, fix = judged_responses(reading), judged_fixes(reading)
    return Metric(
        "M8",
        "Service level attained",
        "Met ÷ judged. Judged: tickets with a target whose clock stopped in the period, and those that passed their "
        "target in the period and are still open at its end. Cancelled tickets are left out.",
        (
            share("Response", sum(one.is_met for one in response), len(response)),
            share("Fix", sum(one.is_met for one in fix), len(fix)),
        ),
    )


def judged_responses(reading: Reading) -> list[Verdict]:
    verdicts = []
    for one in _judgeable(reading):
        target = one.response_target_s
        if target is None:
            continue
        if one.responded_at is not None:
            if reading.period.has(one.responded_at):
                verdicts.append(Verdict(one, (one.response_s or 0) <= target))
        elif one.resolves:  # resolved without another word: that was the answer
            if reading.period.has(one.resolves[0]):
                used = open_seconds(reading.calendar, one.logged_at, one.resolves[0])
                verdicts.append(Verdict(one, used <= target))
        elif one.is_open and reading.period.has(_breach(reading, one.logged_at, target, one.response_breached_at)):
            verdicts.append(Verdict(one, is_met=False))
    return verdicts


def judged_fixes(reading: Reading) -> list[Verdict]:
    verdicts = []
    for one in _judgeable(reading):
        target = one.fix_target_s
        if target is None:
            continue
        if one.is_open:
            if reading.period.has(_fix_breach(reading, one, target)):
                verdicts.append(Verdict(one, is_met=False))
        elif reading.period.has(one.resolved_at):
            verdicts.append(Verdict(one, one.last_resolve_s <= target))
    return verdicts


def _judgeable(reading: Reading) -> Iterable[Story]:
    return (one for one in reading.tickets if one.state != "cancelled")


def _fix_breach(reading: Reading, story: Story, target: int) -> datetime | None:
    if story.fix_breached_at is not None or not story.is_counting:
        return story.fix_breached_at
    return _breach(reading, story.changed_at, target - story.running_s, None)


def _breach(reading: Reading, since: datetime, left_s: int, known: datetime | None) -> datetime | None:
    """When more than what was left was used, unless that is known, and if it is before the period's end."""
    if known is not None or open_seconds(reading.calendar, since, reading.period.end) <= left_s:
        return known
    return add_open_seconds(reading.calendar, since, max(0, left_s) + 1) - _ONE_SECOND
