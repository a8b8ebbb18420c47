"""Each metric of stored tickets against sums written in another way, event by event and day by day."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import fmean, median
from typing import Any

import pytest

from itsm_sandbox.desk.tickets.rules.categories import FIRST_LINE_FIXABLE
from itsm_sandbox.desk.tickets.rules.derived import Step
from itsm_sandbox.engine.calendar import ServiceCalendar, open_spans
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.reporting.metrics.queries.reading import Filters, read_around, read_tickets
from itsm_sandbox.reporting.metrics.rules import Metric, Period, compute, period_of
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.histories import random_tickets, store
from tests.factories.workplaces import Workroom, make_workroom

Ticket = tuple[dict[str, Any], list[Step]]
FIRST = datetime(2026, 6, 1, 7, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
TARGETS = {"P1": (1, 4), "P2": (1, 8), "P3": (4, 16), "P4": (8, 40)}
PERIODS = [
    (date(2026, 6, 1), date(2026, 6, 30)),
    (date(2026, 9, 1), date(2026, 9, 30)),
    (date(2026, 10, 20), date(2026, 11, 30)),
    (date(2026, 1, 1), date(2026, 12, 31)),
]


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create(), starts_at=NOW)


@pytest.fixture
def tickets(workroom: Workroom) -> list[Ticket]:
    made = list(random_tickets(workroom, 7, 160, FIRST, NOW))
    store(workroom, made)
    return made


class Naive:
    """Sums over the histories themselves, with service time counted span by span."""

    def __init__(self, calendar: ServiceCalendar, tickets: Sequence[Ticket], period: Period) -> None:
        self.calendar = calendar
        self.period = period
        self.all = tickets
        self.tickets = [
            (about, kept) for about, steps in tickets if (kept := [step for step in steps if step.at < period.end])
        ]

    def service_s(self, a: datetime, b: datetime) -> int:
        day, total = a.date() - timedelta(days=1), 0.0
        while day <= b.date() + timedelta(days=1):
            for start, end in open_spans(self.calendar, day):
                total += max(0.0, (min(end, b) - max(start, a)).total_seconds())
            day += timedelta(days=1)
        return int(total)

    def within(self, moment: datetime) -> bool:
        return self.period.start <= moment < self.period.end

    def running_s(self, steps: Sequence[Step], until: datetime) -> float:
        total, reason = 0.0, ""
        for step, end in zip(steps, [*(step.at for step in steps[1:]), until], strict=True):
            reason = step.given.get("pending_reason", reason)
            if step.to_state in {"new", "assigned", "in_progress"} or (
                step.to_state == "pending" and reason == "scheduled"
            ):
                total += self.service_s(step.at, min(end, until))
        return total

    def logged(self) -> list[Ticket]:
        return [one for one in self.tickets if self.within(one[1][0].at)]

    def resolves(self, steps: Sequence[Step]) -> list[datetime]:
        return [step.at for step in steps if step.verb in {"resolve", "resolve_no_reply"}]

    def resolved(self) -> list[Ticket]:
        return [one for one in self.tickets if self.resolves(one[1]) and self.within(self.resolves(one[1])[-1])]

    def open_at(self, moment: datetime) -> list[Ticket]:
        found = []
        for about, steps in self.all:
            before = [step for step in steps if step.at < moment]
            if before and before[-1].to_state not in {"resolved", "closed", "cancelled"}:
                found.append((about, before))
        return found

    def happened(self, *verbs: str) -> int:
        return sum(step.verb in verbs and self.within(step.at) for _, steps in self.tickets for step in steps)

    def responses(self) -> list[tuple[Ticket, int]]:
        found = []
        for about, steps in self.tickets:
            first = next((step.at for step in steps if step.verb == "respond"), None)
            if first and self.within(first):
                found.append(((about, steps), self.service_s(steps[0].at, first)))
        return found

    def is_reopened_soon(self, one: Ticket) -> bool:
        whole = next(steps for about, steps in self.all if about is one[0])
        times = [step.at for step in whole if step.verb == "reopen"]
        return any(
            self.service_s(resolve, again) <= 5 * 9 * 3600
            for resolve in self.resolves(one[1])
            if self.within(resolve)
            for again in times
            if again > resolve
        )

    def fix_judged(self) -> Counter[bool]:
        verdicts: Counter[bool] = Counter()
        for about, steps in self.tickets:
            if about["priority"] is None or steps[-1].to_state == "cancelled":
                continue
            target = TARGETS[about["priority"]][1] * 3600
            done = self.resolves(steps)
            if steps[-1].to_state in {"resolved", "closed"}:
                if self.within(done[-1]):
                    verdicts[self.running_s(steps, done[-1]) <= target] += 1
            elif self.running_s(steps, self.period.end) > target:
                earlier = [step for step in steps if step.at < self.period.start]
                if not earlier or self.running_s(earlier, self.period.start) <= target:
                    verdicts[False] += 1
        return verdicts

    def response_judged(self) -> Counter[bool]:
        verdicts: Counter[bool] = Counter()
        for about, steps in self.tickets:
            if about["priority"] is None or steps[-1].to_state == "cancelled":
                continue
            target = TARGETS[about["priority"]][0] * 3600
            first = next((step.at for step in steps if step.verb == "respond"), None)
            if first is not None:
                if self.within(first):
                    verdicts[self.service_s(steps[0].at, first) <= target] += 1
            elif (
                self.service_s(steps[0].at, self.period.end)
                > target
                >= self.service_s(steps[0].at, max(steps[0].at, self.period.start))
            ):
                verdicts[False] += 1
        return verdicts


def naive_and_metrics(
    workroom: Workroom, tickets: Sequence[Ticket], days: tuple[date, date]
) -> tuple[Naive, dict[str, Metric]]:
    period = period_of(*days, NOW)
    found = {
        one.id: one for one in compute(read_tickets(workroom.workplace.id, period), *(f"M{n}" for n in range(1, 17)))
    }
    return Naive(get_calendar(workroom.workplace.id), tickets, period), found


@pytest.mark.parametrize("days", PERIODS)
def test_counts_equal_sums_over_the_events(workroom: Workroom, tickets: list[Ticket], days: tuple[date, date]) -> None:
    naive, found = naive_and_metrics(workroom, tickets, days)
    types = Counter(about["type"] for about, _ in naive.logged())
    assert [number.value for number in found["M1"].numbers] == [
        len(naive.logged()),
        types["incident"],
        types["request"],
    ]
    assert found["M2"].value("Resolved") == len(naive.resolved())
    assert found["M2"].value("Closed") == naive.happened("confirm", "auto_close")
    assert found["M3"].value("Open at the end") == len(naive.open_at(naive.period.end))
    growth = len(naive.open_at(naive.period.end)) - len(naive.open_at(naive.period.start))
    assert found["M4"].value("Growth") == growth
    assert found["M4"].value("Reopened") == naive.happened("reopen")
    assert sum(number.value or 0 for number in found["M5"].numbers) == len(naive.open_at(naive.period.end))
    n = len(naive.logged())
    assert (found["M12"].numbers[0].part, found["M12"].numbers[0].n) == (naive.happened("escalate_functional"), n)
    bounced = sum(sum(step.verb == "reassign" for step in steps) > 2 for _, steps in naive.logged())
    assert found["M12"].value("Bounced") == bounced


@pytest.mark.parametrize("days", PERIODS)
def test_times_and_verdicts_equal_sums_over_the_events(
    workroom: Workroom, tickets: list[Ticket], days: tuple[date, date]
) -> None:
    naive, found = naive_and_metrics(workroom, tickets, days)
    times = [seconds for _, seconds in naive.responses()]
    assert found["M6"].value("Median") == pytest.approx(median(times) if times else None, abs=1)
    running = [naive.running_s(steps, naive.resolves(steps)[-1]) for _, steps in naive.resolved()]
    assert found["M7"].value("Mean (MTTR)") == pytest.approx(fmean(running) if running else None, abs=1)
    assert found["M7"].value("Median") == pytest.approx(median(running) if running else None, abs=1)
    for number, judged in zip(found["M8"].numbers, (naive.response_judged(), naive.fix_judged()), strict=True):
        assert (number.label, number.part, number.n) == (number.label, judged[True], judged.total())
    seen = {id(about): (about, steps) for about, steps in (*naive.resolved(), *naive.open_at(naive.period.end))}
    ran = sum(naive.running_s(steps, naive.period.end) for _, steps in seen.values())
    assert found["M13"].value("Running") == pytest.approx(ran, abs=len(seen))


@pytest.mark.parametrize("days", PERIODS)
def test_shares_equal_sums_over_the_events(workroom: Workroom, tickets: list[Ticket], days: tuple[date, date]) -> None:
    naive, found = naive_and_metrics(workroom, tickets, days)

    def told(metric: str) -> tuple[int | None, int | None]:
        return found[metric].numbers[0].part, found[metric].numbers[0].n

    eligible = [
        one for one in naive.resolved() if one[0]["type"] == "incident" and one[0]["subcategory"] in FIRST_LINE_FIXABLE
    ]
    spoiled = {"escalate_functional", "reassign", "reply", "reopen"}
    first = [
        one
        for one in eligible
        if one[0]["level"] == 1 and not spoiled & {step.verb for step in one[1]} and not naive.is_reopened_soon(one)
    ]
    assert told("M9") == (len(first), len(eligible))
    assert told("M10") == (sum(about["level"] == 1 for about, _ in naive.resolved()), len(naive.resolved()))
    cohort = [one for one in naive.tickets if any(map(naive.within, naive.resolves(one[1])))]
    assert told("M11") == (sum(map(naive.is_reopened_soon, cohort)), len(cohort))
    triaged = [one for one in naive.tickets if any(s.verb == "triage" and naive.within(s.at) for s in one[1])]
    assert told("M14") == (sum(any(s.verb == "reclassify" for s in one[1]) for one in triaged), len(triaged))
    incidents = sorted(
        ((steps[0].at, about) for about, steps in naive.tickets if about["type"] == "incident"),
        key=lambda pair: pair[0],
    )
    repeats = sum(
        any(
            earlier["requester_id"] == about["requester_id"] and earlier["category"] == about["category"] != ""
            for then, earlier in incidents
            if at - timedelta(days=30) <= then < at
        )
        for at, about in incidents
        if naive.within(at)
    )
    assert told("M15") == (repeats, sum(naive.within(at) for at, _ in incidents))


def test_filters_leave_out_what_they_say(workroom: Workroom, tickets: list[Ticket]) -> None:
    period = period_of(date(2026, 6, 1), date(2026, 11, 30), NOW)

    def logged(**filters: Any) -> float | None:
        return compute(read_tickets(workroom.workplace.id, period, Filters(**filters)), "M1")[0].value("All")

    assert logged() == 160
    assert logged(category="printing") == sum(about["category"] == "printing" for about, _ in tickets)
    assert logged(priority="P1", channel="phone") == sum(
        (about["priority"], about["channel"]) == ("P1", "phone") for about, _ in tickets
    )
    assert logged(group_id=workroom.second_line.id) == sum(
        about["group_id"] == workroom.second_line.id for about, _ in tickets
    )
    assert logged(since=datetime(2026, 9, 1, tzinfo=UTC)) == sum(
        steps[0].at >= datetime(2026, 9, 1, tzinfo=UTC) for _, steps in tickets
    )
    assert logged(type="request", service_id=1) == 0


def test_the_past_is_not_told_otherwise_when_the_work_goes_on(workroom: Workroom) -> None:
    """What is read of September at its end and of September two months later is the same."""
    made = list(random_tickets(workroom, 11, 60, FIRST, NOW))
    then = period_of(date(2026, 9, 1), date(2026, 9, 30), NOW)
    store(workroom, [(about, kept) for about, steps in made if (kept := [s for s in steps if s.at < then.end])])
    stable = [f"M{number}" for number in (*range(1, 9), 10, 12, 13, 15, 16)]
    at_its_end = compute(read_tickets(workroom.workplace.id, then), *stable)
    later = make_workroom(workroom.apprentice, starts_at=NOW)
    moved = [
        ({**about, "requester_id": _same(about, workroom, later), "group_id": None}, steps) for about, steps in made
    ]
    store(later, moved)
    assert compute(read_tickets(later.workplace.id, then), *stable) == at_its_end


def test_a_year_is_read_in_as_many_queries_whatever_is_stored(workroom: Workroom, query_counter: QueryCounter) -> None:
    year = period_of(date(2026, 1, 1), date(2026, 12, 31), NOW)
    counts = []
    for more in ([], list(random_tickets(workroom, 3, 40, FIRST, NOW))):
        if more:
            store(workroom, more)
        before = len(query_counter)
        read_tickets(workroom.workplace.id, year)
        read_around(workroom.workplace.id, year)
        counts.append(len(query_counter) - before)
    assert counts == [6, 6]


def _same(about: dict[str, Any], old: Workroom, new: Workroom) -> int:
    pairs = ((old.teacher, new.teacher), (old.head, new.head), (old.engineer, new.engineer))
    return next(after.id for before, after in pairs if before.id == about["requester_id"])
