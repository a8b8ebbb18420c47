"""Everything of one period of a workplace, read once for all its metrics, in as many queries whatever is stored."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from core.db import db
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules.categories import FIRST_LINE_FIXABLE
from itsm_sandbox.desk.tickets.rules.clocks import WITHOUT_PAUSE
from itsm_sandbox.desk.tickets.rules.derived import COUNTING, Step, Targets, facts_of
from itsm_sandbox.engine.calendar import ServiceCalendar
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.numbers import Metric
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.reporting.metrics.queries.operations import read_parts
from itsm_sandbox.reporting.metrics.rules import compute, period_of
from itsm_sandbox.reporting.metrics.rules.quality import LOOKS_BACK
from itsm_sandbox.reporting.metrics.rules.reading import STOPPED, Disk, Period, Reading, Story
from itsm_sandbox.reporting.outages.models import DiskReading


@dataclass(frozen=True, slots=True)
class Filters:
    """Which tickets count; None is all. `since` leaves out what was logged before, such as a simulated history."""

    type: str | None = None
    service_id: int | None = None
    category: str | None = None
    priority: str | None = None
    group_id: int | None = None
    channel: str | None = None
    assigned_to_id: int | None = None
    since: datetime | None = None


ALL = Filters()


def read_tickets(workplace_id: int, period: Period, filters: Filters = ALL) -> Reading:
    """What every metric is computed from, in four queries; the filters leave out tickets only."""
    calendar = get_calendar(workplace_id)
    which = _which(workplace_id, period, filters)
    events = _read_events(workplace_id, period, which)
    stories = []
    for *facts, satisfaction, resolved_at, reopens in db.session.execute(select(*_COLUMNS).where(*which)):
        resolves = (resolved_at,) if resolved_at else ()
        story = Story._make((*facts, facts[_RUNNING], resolves, (), satisfaction))
        if story.id in events.histories:
            story = _story_then(story, events.histories[story.id], period, calendar)
        elif reopens:
            turns = events.turns[story.id]
            story = story._replace(resolves=_moments(turns, period, *RESOLVING), reopens=_moments(turns, None, REOPEN))
        stories.append(story)
    around = read_parts(workplace_id, period)
    return Reading(period, calendar, tuple(stories), events.triaged, events.escalated, **around)


def read_around(workplace_id: int, period: Period) -> Reading:
    """What the metrics without tickets are computed from, in two queries."""
    return Reading(period, get_calendar(workplace_id), (), **read_parts(workplace_id, period))


def read_month(workplace_id: int, period: Period) -> Reading:
    """What the monthly service report is computed from, in five queries."""
    return replace(read_tickets(workplace_id, period), disks=list_disks(workplace_id, period))


def list_disks(workplace_id: int, period: Period) -> tuple[Disk, ...]:
    """What each server's last reading in the period said, by name."""
    newest = (
        select(DiskReading.server, func.max(DiskReading.at).label("at"))
        .where(DiskReading.workplace_id == workplace_id, DiskReading.at >= period.start, DiskReading.at < period.end)
        .group_by(DiskReading.server)
        .subquery()
    )
    rows = db.session.execute(
        select(DiskReading.server, DiskReading.used_gb, DiskReading.free_gb, DiskReading.at)
        .join(newest, and_(newest.c.server == DiskReading.server, newest.c.at == DiskReading.at))
        .where(DiskReading.workplace_id == workplace_id)
        .order_by(DiskReading.server)
    )
    return tuple(Disk(*row) for row in rows)


_T = Ticket.__table__.c
_E = WorkEvent
_COUNTING = or_(
    _T.state.in_(sorted(COUNTING)), and_(_T.state == "pending", _T.pending_reason.in_(sorted(WITHOUT_PAUSE)))
)
_COLUMNS: tuple[Any, ...] = (
    _T.id,
    _T.type,
    _T.created_at,
    _T.category,
    _T.subcategory.in_(sorted(FIRST_LINE_FIXABLE)),
    _T.priority,
    _T.level,
    func.coalesce(_T.affected_user_id, _T.requester_id),
    _T.asset_id,
    _T.state,
    _COUNTING,
    and_(_T.state == "pending", not_(_COUNTING)),
    _T.changed_at,
    _T.responded_at,
    _T.response_s,
    _T.response_target_s,
    _T.response_breached_at,
    _T.fix_target_s,
    _T.fix_breached_at,
    _T.running_s,
    _T.pending_s,
    _T.ended_at,
    _T.reassignments,
    _T.escalations,
    _T.reclassifications > 0,
    _T.contacts,
    func.json_array_length(_T.articles_used),
    _T.satisfaction,
    _T.resolved_at,
    _T.reopens,
)
"""Fields of a story in their order, then satisfaction, when it was resolved, if it is, and how often reopened."""

_RUNNING = Story._fields.index("running_s")
RESOLVING = ("resolve", "resolve_no_reply")
REOPEN = "reopen"


def _which(workplace_id: int, period: Period, filters: Filters) -> list[ColumnElement[bool]]:
    """Those that can count in the period: logged in it or up to ten weeks before, or not ended when it began."""
    found: list[ColumnElement[bool]] = [
        Ticket.workplace_id == workplace_id,
        Ticket.created_at < period.end,
        or_(
            Ticket.created_at >= period.start - LOOKS_BACK,
            Ticket.ended_at.is_(None),
            Ticket.ended_at >= period.start,
        ),
    ]
    for name in ("type", "service_id", "category", "priority", "group_id", "channel", "assigned_to_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            found.append(getattr(Ticket, name) == wanted)
    if filters.since is not None:
        found.append(Ticket.created_at >= filters.since)
    return found


@dataclass(frozen=True, slots=True)
class _Events:
    triaged: frozenset[int]  # tickets, in the period
    escalated: tuple[int, ...]  # the ticket of each functional escalation in the period
    turns: Mapping[int, Sequence[tuple[str, datetime]]]  # all resolutions and reopenings of those reopened
    histories: Mapping[int, Sequence[Step]]  # of those whose columns do not tell how they were at the period's end


def _read_events(workplace_id: int, period: Period, which: Sequence[ColumnElement[bool]]) -> _Events:
    is_mark = and_(_E.at >= period.start, _E.at < period.end, _E.verb.in_(["triage", "escalate_functional"]))
    is_turn = and_(Ticket.reopens > 0, _E.verb.in_([*RESOLVING, REOPEN]))
    resolved_and_open = and_(Ticket.reopens > 0, Ticket.state.not_in(["resolved", "closed"]))
    is_step = or_(Ticket.changed_at >= period.end, resolved_and_open)
    rows = db.session.execute(
        select(
            *(_E.verb, _E.subject_id, is_mark, is_turn, is_step),
            case((or_(is_turn, is_step), _E.at)),  # the many others need no moment
            *(case((is_step, column)) for column in (_E.from_state, _E.to_state, _E.data)),
        )
        .join(Ticket, _E.subject_id == Ticket.id)
        .where(
            *which,
            _E.workplace_id == workplace_id,
            _E.subject_kind == Ticket.kind,
            or_(is_mark, is_turn, is_step),
        )
        .order_by(_E.seq)
    )
    triaged, escalated = set(), []
    turns: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    histories: dict[int, list[Step]] = defaultdict(list)
    for verb, ticket_id, marks, turned, stepped, at, old, new, data in rows:
        if marks and verb == "triage":
            triaged.add(ticket_id)
        elif marks:
            escalated.append(ticket_id)
        if turned:
            turns[ticket_id].append((verb, at))
        if stepped:
            histories[ticket_id].append(Step(at, verb, old, new, data["given"], data["changes"]))
    return _Events(frozenset(triaged), tuple(escalated), turns, histories)


def _moments(turns: Sequence[tuple[str, datetime]], period: Period | None, *verbs: str) -> tuple[datetime, ...]:
    return tuple(at for verb, at in turns if verb in verbs and (period is None or at < period.end))


def _story_then(story: Story, steps: Sequence[Step], period: Period, calendar: ServiceCalendar) -> Story:
    """As its events tell it up to the end of the period."""
    targets = Targets(story.response_target_s, story.fix_target_s)
    before = [step for step in steps if step.at < period.end]
    facts = facts_of(before, targets, calendar, period.end)
    state = before[-1].to_state
    last = facts["running_s"]
    if state not in STOPPED:
        places = [place for place, step in enumerate(before) if step.verb in RESOLVING]
        last = facts_of(before[: places[-1] + 1], targets, calendar)["running_s"] if places else 0
    counted = {name: facts[name] for name in _FACTS}
    turns = [(step.verb, step.at) for step in steps]
    return story._replace(
        **counted,
        state=state,
        is_counting=False,  # both sums are as at the end of the period already
        is_waiting=False,
        changed_at=period.end,
        is_reclassified=facts["reclassifications"] > 0,
        last_resolve_s=last,
        resolves=_moments(turns, period, *RESOLVING),
        reopens=_moments(turns, None, REOPEN),
    )


_FACTS = (
    *("responded_at", "response_s", "response_breached_at", "fix_breached_at", "running_s", "pending_s", "ended_at"),
    *("reassignments", "escalations", "contacts"),
)


def compute_for_tickets(
    workplace_id: int, from_on: date, to_on: date, now: datetime, ids: Sequence[str]
) -> Sequence[Metric]:
    """These metrics of all tickets of a period, for a page or a record that shows them."""
    return compute(read_tickets(workplace_id, period_of(from_on, to_on, now)), *ids)
