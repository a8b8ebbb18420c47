"""What is drawn of a period: how work came and went, how old and how late it is, and where it comes from."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from itsm_sandbox.desk.tickets.rules.categories import category_words
from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series, pareto
from itsm_sandbox.engine.priority import PRIORITIES
from itsm_sandbox.reporting.metrics.rules.operations import outage_seconds
from itsm_sandbox.reporting.metrics.rules.reading import Period, Reading, midnight
from itsm_sandbox.reporting.metrics.rules.work import AGE_BANDS, age_band, judged_fixes

DAILY_UP_TO = 21  # days; a longer period is drawn by week
HOUR_BANDS = ("0–1", "1–2", "2–4", "4–8", "8–16", "16–40", "> 40")
_HOURS = (1, 2, 4, 8, 16, 40)


def ticket_pictures(reading: Reading) -> tuple[Chart, ...]:
    return (flow(reading), ages(reading), verdicts(reading), times(reading), origins(reading))


def around_pictures(reading: Reading, names: Mapping[int, str]) -> tuple[Chart, ...]:
    """Outages by service, when there were any."""
    return (outages(reading, names),) if any(outage_seconds(reading, one) for one in reading.services) else ()


def flow(reading: Reading) -> Chart:
    step = 1 if (reading.period.last_day - reading.period.first_day).days < DAILY_UP_TO else 7
    starts = list(_starts(reading.period, step))
    edges = [midnight(start) for start in starts]
    came = Counter(bisect_right(edges, one.logged_at) for one in reading.logged)
    went = Counter(bisect_right(edges, at) for one in reading.tickets for at in one.resolves if reading.period.has(at))
    cut = " The first and the last week may be cut short by the period." if step > 1 else ""
    return Chart(
        ChartKind.LINE,
        "Logged and resolved",
        f"{came.total()} tickets were logged and {went.total()} resolutions recorded in the period.{cut}",
        "Day" if step == 1 else "Week beginning",
        "Tickets",
        tuple(_short(start, starts[-1].year) for start in starts),
        (
            Series("Logged", tuple(came[place] for place in range(1, len(starts) + 1))),
            Series("Resolutions", tuple(went[place] for place in range(1, len(starts) + 1))),
        ),
    )


def ages(reading: Reading) -> Chart:
    end, day_s = reading.period.end, reading.day_s
    counts = Counter(age_band(round(reading.service_days(one.logged_at, end) * day_s), day_s) for one in reading.open)
    oldest = next((band for band in reversed(AGE_BANDS) if counts[band]), None)
    told = f"The oldest have been open for {oldest} service days." if oldest else "Nothing is open."
    return Chart(
        ChartKind.HISTOGRAM,
        "Open tickets by age",
        f"{len(reading.open)} tickets are open at the end of the period. {told}",
        "Age in service days",
        "Open tickets",
        AGE_BANDS,
        (Series("Open tickets", tuple(counts[band] for band in AGE_BANDS)),),
    )


def verdicts(reading: Reading) -> Chart:
    judged = judged_fixes(reading)
    met = Counter(one.story.priority for one in judged if one.is_met)
    late = Counter(one.story.priority for one in judged if not one.is_met)
    return Chart(
        ChartKind.STACKED,
        "Fix targets by priority",
        f"Of {len(judged)} fix targets judged in the period, {met.total()} were met.",
        "Priority",
        "Tickets",
        PRIORITIES,
        (
            Series("Met", tuple(met[one] for one in PRIORITIES)),
            Series("Missed", tuple(late[one] for one in PRIORITIES)),
        ),
    )


def times(reading: Reading) -> Chart:
    counts = Counter(_hour_band(one.last_resolve_s) for one in reading.resolved)
    return Chart(
        ChartKind.HISTOGRAM,
        "Time to resolve",
        f"How long the fix clock ran for the {len(reading.resolved)} tickets resolved in the period.",
        "Service hours up to the last resolution",
        "Tickets",
        HOUR_BANDS,
        (Series("Tickets", tuple(counts[band] for band in HOUR_BANDS)),),
    )


def origins(reading: Reading) -> Chart:
    counts = Counter(category_words(one.category) if one.category else "Not classified" for one in reading.logged)
    most = counts.most_common(1)
    told = f"Most, {most[0][1]} of {counts.total()}, were about: {most[0][0]}." if most else "Nothing was logged."
    return pareto("Where the work comes from", told, "Category", "Tickets logged", dict(counts))


def outages(reading: Reading, names: Mapping[int, str]) -> Chart:
    hours = {one: round(outage_seconds(reading, one) / 3600, 1) for one in reading.services}
    hit = sorted((one for one in hours if hours[one]), key=lambda one: (-hours[one], names.get(one, "")))
    return Chart(
        ChartKind.BAR,
        "Outages in service hours",
        f"{len(hit)} of {len(hours)} services were not available at some time in service hours.",
        "Service",
        "Hours",
        tuple(names.get(one, "") for one in hit),
        (Series("Hours", tuple(hours[one] for one in hit)),),
    )


def _short(day: date, year: int) -> str:
    return f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b %y}"


def _hour_band(seconds: int) -> str:
    return HOUR_BANDS[sum(seconds > hours * 3600 for hours in _HOURS)]


def _starts(period: Period, step: int) -> Iterable[date]:
    """Each day of the period, or each Monday that begins a week of it."""
    day = period.first_day if step == 1 else period.first_day - timedelta(days=period.first_day.weekday())
    while day <= period.last_day:
        yield day
        day += timedelta(days=step)
