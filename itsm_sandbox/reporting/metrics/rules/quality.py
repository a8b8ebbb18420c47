"""M9 to M16: how well the work was done, and what the tickets have in common."""

from collections import Counter
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple

from itsm_sandbox.engine.numbers import FEWEST_FOR_PERCENT, Metric, Number, Unit, mean, share
from itsm_sandbox.problems.trends.rules.counting import FEWEST_FOR_A_FLAG, LAST_WEEKS, WEEKS_BEFORE
from itsm_sandbox.reporting.metrics.rules.reading import Reading, Story

MANY_REASSIGNMENTS = 2
REPEATS_WITHIN = timedelta(days=30)
WEEK = timedelta(days=7)
LOOKS_BACK = max(REPEATS_WITHIN, (WEEKS_BEFORE + LAST_WEEKS) * WEEK)
"""How long before the period's start tickets are read for M15; M16 counts from the period's end."""


def first_contact(reading: Reading) -> Metric:
    eligible = [one for one in reading.resolved if one.type == "incident" and one.is_fixable]
    fixed = sum(_is_first_contact_fix(reading, one) for one in eligible)
    return Metric(
        "M9",
        "First-contact resolution",
        "Of the incidents resolved (M2) whose category the first line can fix: those resolved at level 1 by the first "
        "person, without functional escalation, with at most one contact, and not reopened within 5 service days.",
        (share("Resolved at first contact", fixed, len(eligible)),),
    )


def first_line(reading: Reading) -> Metric:
    return Metric(
        "M10",
        "First-line fix rate",
        "Tickets resolved at level 1 ÷ tickets resolved (M2).",
        (share("Fixed at level 1", sum(one.level == 1 for one in reading.resolved), len(reading.resolved)),),
    )


def reopened(reading: Reading) -> Metric:
    cohort = [one for one in reading.tickets if any(reading.period.has(moment) for moment in one.resolves)]
    return Metric(
        "M11",
        "Reopen rate",
        "Of the tickets with a resolution in the period: those reopened within 5 service days of it, "
        "also when that was after the period.",
        (share("Reopened", sum(map(reading.is_reopened_soon, cohort)), len(cohort)),),
    )


def escalated(reading: Reading) -> Metric:
    bounced = sum(one.reassignments > MANY_REASSIGNMENTS for one in reading.logged)
    count, n = len(reading.escalated), len(reading.logged)
    return Metric(
        "M12",
        "Escalation and bounce",
        "Functional escalations in the period ÷ tickets logged in it. Bounced: tickets logged in the period that were "
        "reassigned more than twice.",
        (share("Escalations", count, n), Number("Bounced", bounced)),
    )


def pending(reading: Reading) -> Metric:
    seen = {one.id: one for one in (*reading.resolved, *reading.open)}.values()
    waited = sum(map(reading.pending_s, seen))
    ran = sum(map(reading.running_s, seen))
    is_told = len(seen) >= FEWEST_FOR_PERCENT and waited + ran > 0
    return Metric(
        "M13",
        "Pending share",
        "Pending service time ÷ (pending + running service time), of the tickets resolved in the period and those "
        "open at its end.",
        (
            Number("Share", 100 * waited / (waited + ran) if is_told else None, Unit.PERCENT, len(seen)),
            Number("Pending", waited, Unit.SERVICE_TIME),
            Number("Running", ran, Unit.SERVICE_TIME),
        ),
    )


def misclassified(reading: Reading) -> Metric:
    triaged = [one for one in reading.tickets if one.id in reading.triaged]
    return Metric(
        "M14",
        "Misclassification",
        "Of the tickets triaged in the period: those whose category or priority was changed afterwards.",
        (share("Changed after triage", sum(one.is_reclassified for one in triaged), len(triaged)),),
    )


def repeats(reading: Reading) -> Metric:
    incidents = [one for one in reading.logged if one.type == "incident"]
    return Metric(
        "M15",
        "Repeat incidents",
        "Of the incidents logged in the period: those with an earlier incident of the same device, or of the same user "
        "and category, within the 30 days before.",
        (share("Repeats", count_repeats(reading), len(incidents)),),
    )


def count_repeats(reading: Reading) -> int:
    found = 0
    last: dict[tuple[object, ...], datetime] = {}
    for one in sorted(reading.tickets, key=lambda story: (story.logged_at, story.id)):
        if one.type != "incident":
            continue
        keys = _alikes(one)
        is_repeat = any(key in last and one.logged_at - last[key] <= REPEATS_WITHIN for key in keys)
        found += is_repeat and reading.period.has(one.logged_at)
        last.update(dict.fromkeys(keys, one.logged_at))
    return found


def _alikes(story: Story) -> list[tuple[object, ...]]:
    keys: list[tuple[object, ...]] = []
    if story.asset_id is not None:
        keys.append(("asset", story.asset_id))
    if story.category:
        keys.append(("user", story.user_id, story.category))
    return keys


class Rise(NamedTuple):
    """One category in the ten weeks that end with the period."""

    category: str
    weekly_mean: float  # of the eight weeks before the last two
    last: float  # a week, in the last two
    is_flagged: bool
    share: float  # of the period's incidents, in percent


def trends(reading: Reading) -> tuple[Rise, ...]:
    """Categories by their number of incidents in the period, the most first."""
    end = reading.period.end
    incidents = [one for one in reading.tickets if one.type == "incident" and one.logged_at < end]
    recent_from, before_from = end - LAST_WEEKS * WEEK, end - (LAST_WEEKS + WEEKS_BEFORE) * WEEK
    recent = Counter(one.category for one in incidents if one.logged_at >= recent_from)
    before = Counter(one.category for one in incidents if before_from <= one.logged_at < recent_from)
    counts = Counter(one.category for one in reading.logged if one.type == "incident")
    total = sum(counts.values())
    rises = []
    for category in sorted({*counts, *recent, *before}, key=lambda name: (-counts[name], name)):
        mean, last = before[category] / WEEKS_BEFORE, recent[category] / LAST_WEEKS
        flagged = last > mean + 2 * sqrt(mean) and last >= FEWEST_FOR_A_FLAG
        rises.append(Rise(category, mean, last, flagged, 100 * counts[category] / total if total else 0.0))
    return tuple(rises)


def trend(reading: Reading) -> Metric:
    rises = trends(reading)
    return Metric(
        "M16",
        "Trend",
        "Incidents a week of each category in the last two weeks of the period against the mean of the eight weeks "
        "before. A rise: more than mean + 2 × √mean, and at least 5 a week. Which they are is for an analysis to find.",
        (Number("Categories with a rise", sum(one.is_flagged for one in rises), n=len(rises)),),
    )


def satisfaction(reading: Reading) -> Metric:
    closed = [one for one in reading.tickets if one.state == "closed" and reading.period.has(one.ended_at)]
    rated = [one.satisfaction for one in closed if one.satisfaction is not None]
    return Metric(
        "M23",
        "Satisfaction",
        "Mean of what users said from 1 (bad) to 5 (very good) when a ticket was closed in the period, and the share "
        "of the tickets closed that somebody rated.",
        (mean("Mean", rated, Unit.POINTS), share("Response rate", len(rated), len(closed))),
    )


def _is_first_contact_fix(reading: Reading, story: Story) -> bool:
    by_first_person = story.level == 1 and not story.escalations and not story.reassignments
    return by_first_person and story.contacts <= 1 and not reading.is_reopened_soon(story)
