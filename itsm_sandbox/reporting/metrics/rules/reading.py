"""What metrics are computed from: everything of one period, read once, as plain tuples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from core.clock import LONDON
from itsm_sandbox.assets.positions.rules.counting import Position
from itsm_sandbox.engine.calendar import ServiceCalendar, open_seconds

STOPPED = frozenset({"resolved", "closed", "cancelled"})
REOPEN_DAYS = 5


class Period(NamedTuple):
    """From the first moment up to the second, without it."""

    start: datetime
    end: datetime

    @property
    def first_day(self) -> date:
        return self.start.astimezone(LONDON).date()

    @property
    def last_day(self) -> date:
        return (self.end - timedelta(microseconds=1)).astimezone(LONDON).date()

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


def period_of(first: date, last: date, now: datetime) -> Period:
    """Whole days in the United Kingdom with both ends, as far as they have passed; what happens right now is in it."""
    end = min(midnight(last + timedelta(days=1)), now + timedelta(microseconds=1))
    return Period(min(midnight(first), end), end)


def month_of(day: date, now: datetime) -> Period:
    first = day.replace(day=1)
    return period_of(first, month_after(first) - timedelta(days=1), now)


def month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


class Story(NamedTuple):
    """A ticket as it was at the end of the period, classified as it is now; nothing later counts but `reopens`.

    Up to `articles` the fields are in the order in which `queries.metrics` selects them.
    """

    id: int
    type: str
    logged_at: datetime
    category: str
    is_fixable: bool  # by the first level, says its subcategory
    priority: str | None
    level: int
    user_id: int
    asset_id: int | None
    state: str
    is_counting: bool  # the fix clock runs
    is_waiting: bool  # the fix clock is paused because the ticket is pending
    changed_at: datetime  # up to when running_s and pending_s count
    responded_at: datetime | None
    response_s: int | None
    response_target_s: int | None
    response_breached_at: datetime | None
    fix_target_s: int | None
    fix_breached_at: datetime | None
    running_s: int
    pending_s: int
    ended_at: datetime | None
    reassignments: int
    escalations: int
    is_reclassified: bool  # after triage
    contacts: int
    articles: int
    last_resolve_s: int  # running service time up to the last of the resolutions
    resolves: tuple[datetime, ...]
    reopens: tuple[datetime, ...]  # all that are known, those after the period too
    satisfaction: int | None = None  # 1 to 5, said when it was closed

    @property
    def is_open(self) -> bool:
        return self.state not in STOPPED

    @property
    def resolved_at(self) -> datetime | None:
        """When it was last resolved."""
        return self.resolves[-1] if self.resolves else None


class Outage(NamedTuple):
    service_id: int
    start: datetime
    end: datetime


class ChangeStory(NamedTuple):
    id: int
    type: str
    outcome: str
    started_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    incidents: tuple[datetime, ...]  # when incidents linked to it were logged


class ProblemStory(NamedTuple):
    """A problem as it was at the end of the period."""

    id: int
    logged_at: datetime
    is_open: bool
    has_workaround: bool
    resolved_at: datetime | None
    incidents: tuple[datetime, ...]  # when its incidents were logged


class Spending(NamedTuple):
    """Of one category in the period, in pence; the budget is the share that falls to the period's days."""

    category: str
    actual: int
    committed: int
    budget: int | None


class Disk(NamedTuple):
    server: str
    used_gb: int
    free_gb: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Estate:
    """The register and the licences at the end of a period; `sighted` and `matched` are of the period."""

    in_use: int = 0
    in_stock: int = 0
    seen: int = 0  # of both, within the last twelve months
    sighted: int = 0
    matched: int = 0
    positions: Sequence[Position] = ()  # of products that need a licence, or that nobody may use


@dataclass(frozen=True)
class Reading:
    """One period of a workplace. `tickets` also holds those logged up to ten weeks before, and all that are open."""

    period: Period
    calendar: ServiceCalendar
    tickets: tuple[Story, ...]
    triaged: frozenset[int] = frozenset()  # ids of tickets triaged in the period
    escalated: tuple[int, ...] = ()  # the ticket of each functional escalation in the period
    services: tuple[int, ...] = ()  # published
    outages: tuple[Outage, ...] = ()
    changes: tuple[ChangeStory, ...] = ()
    unexplained_asset_events: int = 0  # changes of assets in the period that name no request for change
    asset_events: int = 0
    problems: tuple[ProblemStory, ...] = ()
    articles: int = 0  # published
    articles_in_date: int = 0
    answered: int = 0  # readers of articles in the portal who needed no ticket
    sent_on: int = 0  # and those who logged one after all
    feedback: tuple[tuple[datetime, datetime], ...] = ()  # on articles: when it was given, and when answered
    installations: int = 0
    changes_done: int = 0  # carried out in the period
    disks: tuple[Disk, ...] = ()
    spending: tuple[Spending, ...] = ()  # without what is restricted to the ICT owner
    tickets_logged: int = 0  # in the period, whatever the filters leave out

    read_estate: Callable[[], Estate] = Estate  # asked only by the metrics that need it, since it takes longest

    @cached_property
    def estate(self) -> Estate:
        return self.read_estate()

    @cached_property
    def logged(self) -> list[Story]:
        return [one for one in self.tickets if self.period.has(one.logged_at)]

    @cached_property
    def resolved(self) -> list[Story]:
        return [one for one in self.tickets if self.period.has(one.resolved_at)]

    @cached_property
    def open(self) -> list[Story]:
        return [one for one in self.tickets if one.is_open]

    @cached_property
    def day_s(self) -> int:
        """Seconds of an open day: what a service day is here."""
        spans = self.calendar.version_on(self.period.last_day).week
        open_days = [60 * sum(end - start for start, end in day) for day in spans if day]
        return sum(open_days) // len(open_days) if open_days else 86_400

    def service_days(self, start: datetime, end: datetime) -> float:
        return open_seconds(self.calendar, start, end) / self.day_s

    def running_s(self, story: Story) -> int:
        """Service time used at the end of the period."""
        return story.running_s + (self._since_changed(story) if story.is_counting else 0)

    def pending_s(self, story: Story) -> int:
        """Service time spent waiting at the end of the period."""
        return story.pending_s + (self._since_changed(story) if story.is_waiting else 0)

    def _since_changed(self, story: Story) -> int:
        return open_seconds(self.calendar, story.changed_at, self.period.end)

    def is_reopened_soon(self, story: Story) -> bool:
        """Whether a resolution in the period was followed by reopening within five service days."""
        return any(
            resolve < reopen and open_seconds(self.calendar, resolve, reopen) <= REOPEN_DAYS * self.day_s
            for resolve in story.resolves
            if self.period.has(resolve)
            for reopen in story.reopens
        )


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
