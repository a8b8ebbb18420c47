"""M17 to M20: the services, changes, problems and articles around the tickets."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from itsm_sandbox.engine.calendar import open_seconds
from itsm_sandbox.engine.numbers import Metric, Number, Unit, mean, share
from itsm_sandbox.money.expenditure.rules import SPENDING_CATEGORIES
from itsm_sandbox.reporting.metrics.rules.reading import Outage, ProblemStory, Reading

CAUSED_WITHIN = timedelta(days=5)
COMPARED = timedelta(weeks=8)
_WEEK = timedelta(weeks=1)


def availability(reading: Reading) -> Metric:
    agreed = open_seconds(reading.calendar, *reading.period) * len(reading.services)
    lost = sum(outage_seconds(reading, service_id) for service_id in reading.services)
    available = 100 * (1 - lost / agreed) if agreed else None
    return Metric(
        "M17",
        "Availability",
        "1 − outage minutes in service hours ÷ service minutes of the period, over all published services. "
        "Outages of one service that overlap count once.",
        (
            Number("Available", available, Unit.PERCENT, len(reading.services)),
            Number("Outages in service hours", lost, Unit.SERVICE_TIME),
        ),
    )


def outage_seconds(reading: Reading, service_id: int) -> int:
    spans = _merged([one for one in reading.outages if one.service_id == service_id], reading)
    return sum(open_seconds(reading.calendar, start, end) for start, end in spans)


def _merged(outages: Sequence[Outage], reading: Reading) -> list[tuple[datetime, datetime]]:
    spans: list[tuple[datetime, datetime]] = []
    for one in sorted(outages, key=lambda outage: outage.start):
        start, end = max(one.start, reading.period.start), min(one.end, reading.period.end)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif start < end:
            spans.append((start, end))
    return spans


def changes(reading: Reading) -> Metric:
    closed = [one for one in reading.changes if reading.period.has(one.closed_at)]
    finished = [one for one in reading.changes if reading.period.has(one.finished_at)]
    causing = sum(
        any((one.started_at or one.finished_at) <= at <= one.finished_at + CAUSED_WITHIN for at in one.incidents)
        for one in finished
        if one.finished_at is not None
    )
    return Metric(
        "M18",
        "Changes",
        "Successful and emergency changes ÷ changes closed in the period. Causing incidents: changes finished in the "
        "period with a linked incident logged from their start to 5 days after. Without a request for change: "
        "installations, moves, work and retirements of assets that name none.",
        (
            share("Successful", sum(one.outcome == "successful" for one in closed), len(closed)),
            share("Emergencies", sum(one.type == "emergency" for one in closed), len(closed)),
            Number("Causing incidents", causing, n=len(finished)),
            Number("Without a request for change", reading.unexplained_asset_events, n=reading.asset_events),
        ),
    )


def problems(reading: Reading) -> Metric:
    still = [one for one in reading.problems if one.is_open]
    ages = [reading.service_days(one.logged_at, reading.period.end) for one in still]
    resolved = [one for one in reading.problems if not one.is_open and reading.period.has(one.resolved_at)]
    before, after = prevented_rates(resolved, reading.period.end)
    return Metric(
        "M19",
        "Problems",
        "Open at the end of the period, those of them with a workaround, and their mean age. Incidents a week of the "
        "problems resolved in the period, in the eight weeks before each resolution and since then, for up to eight.",
        (
            Number("Open", len(still)),
            Number("With a workaround", sum(one.has_workaround for one in still)),
            Number("Mean age", sum(ages) / len(ages) if ages else None, Unit.DAYS, len(ages)),
            Number("Incidents before", before, Unit.RATE),
            Number("Incidents after", after, Unit.RATE),
        ),
    )


def prevented_rates(resolved: Sequence[ProblemStory], end: datetime) -> tuple[float | None, float | None]:
    """Incidents a week before and after the resolutions, each None when no time was there to count."""
    before = after = 0
    weeks_before = weeks_after = 0.0
    for one in resolved:
        if one.resolved_at is None:
            continue
        until = min(end, one.resolved_at + COMPARED)
        before += sum(one.resolved_at - COMPARED <= at < one.resolved_at for at in one.incidents)
        after += sum(one.resolved_at <= at < until for at in one.incidents)
        weeks_before += COMPARED / _WEEK
        weeks_after += max(timedelta(), until - one.resolved_at) / _WEEK
    return (before / weeks_before if weeks_before else None, after / weeks_after if weeks_after else None)


def knowledge(reading: Reading) -> Metric:
    answered = [reading.service_days(given, told) for given, told in reading.feedback]
    return Metric(
        "M20",
        "Knowledge",
        "Tickets resolved (M2) for which an article was used ÷ tickets resolved. In date: published articles whose "
        "review is not overdue at the end of the period ÷ published articles. Feedback answered: mean of the service "
        "days from what was said of an article to the answer, of what was answered in the period. Answered without a "
        "ticket (deflection): articles opened for help in the portal whose reader said that they need no ticket ÷ "
        "those and the ones whose reader then logged a ticket.",
        (
            share("Article used", sum(one.articles > 0 for one in reading.resolved), len(reading.resolved)),
            share("In date", reading.articles_in_date, reading.articles),
            mean("Feedback answered after", answered, Unit.DAYS),
            share("Answered without a ticket", reading.answered, reading.answered + reading.sent_on),
        ),
    )


def cost(reading: Reading) -> Metric:
    labels = dict(SPENDING_CATEGORIES)
    spent = sum(one.actual for one in reading.spending)
    budgets = [one.budget for one in reading.spending if one.budget is not None]
    numbers = [
        Number("Spent", spent, Unit.MONEY),
        Number("Committed", sum(one.committed for one in reading.spending), Unit.MONEY),
        Number("Budget", sum(budgets) if budgets else None, Unit.MONEY),
        Number(
            "Spent for each ticket",
            spent / reading.tickets_logged if reading.tickets_logged else None,
            Unit.MONEY,
            reading.tickets_logged,
        ),
    ]
    for one in reading.spending:
        numbers.append(Number(f"{labels[one.category]}, spent", one.actual, Unit.MONEY))
        if one.budget is not None:
            numbers.append(Number(f"{labels[one.category]}, budget", one.budget, Unit.MONEY))
    return Metric(
        "M24",
        "Cost",
        "Spent: the rows of the expenditure record dated in the period, corrections taken off. Budget: of each budget, "
        "the share of its days that lies in the period. For each ticket: spent ÷ tickets logged in the period. Staff "
        "and other rows restricted to the ICT owner are left out.",
        tuple(numbers),
    )
