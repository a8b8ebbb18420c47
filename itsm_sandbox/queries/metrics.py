"""Everything of one period of a workplace, read once for all its metrics, in as many queries whatever is stored."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.orm import aliased

from core.db import db
from itsm_sandbox.models import Article, Asset, Change, DiskReading, Outage, Problem, Service, Ticket, WorkEvent
from itsm_sandbox.queries.workplaces import get_calendar
from itsm_sandbox.rules.calendar import ServiceCalendar
from itsm_sandbox.rules.categories import FIRST_LINE_FIXABLE
from itsm_sandbox.rules.clocks import WITHOUT_PAUSE
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.metrics import around
from itsm_sandbox.rules.metrics.quality import LOOKS_BACK
from itsm_sandbox.rules.metrics.reading import (
    STOPPED,
    ChangeStory,
    Disk,
    Period,
    ProblemStory,
    Reading,
    Story,
)
from itsm_sandbox.rules.metrics.reading import Outage as OutageStory
from itsm_sandbox.rules.ticket_facts import COUNTING, Step, Targets, facts_of

ASSET_CHANGES = ("install", "move", "update", "retire")
"""What should follow from a request for change."""


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
    """What M1 to M16 and M20 are computed from, in five queries."""
    calendar = get_calendar(workplace_id)
    which = _which(workplace_id, period, filters)
    milestones = _read_milestones(workplace_id, period, which)
    histories = _read_histories(period, which)
    stories = []
    for *facts, resolved_at, reopens in db.session.execute(select(*_COLUMNS).where(*which)):
        story = Story._make((*facts, facts[_RUNNING], (resolved_at,) if resolved_at else (), ()))
        if story.id in histories:
            story = _story_then(story, histories[story.id], period, calendar)
        elif reopens:
            turns = milestones.turns[story.id]
            story = story._replace(resolves=_moments(turns, period, *RESOLVING), reopens=_moments(turns, None, REOPEN))
        stories.append(story)
    counts = _read_counts(workplace_id, period)
    return Reading(period, calendar, tuple(stories), milestones.triaged, milestones.escalated, **counts)


def read_around(workplace_id: int, period: Period) -> Reading:
    """What M17 to M19 are computed from, in six queries."""
    services, outages = _read_outages(workplace_id, period)
    of_changes, of_problems = _read_linked_incidents(workplace_id, period)
    counts = _read_counts(workplace_id, period)
    return Reading(
        period,
        get_calendar(workplace_id),
        (),
        services=services,
        outages=outages,
        changes=_read_changes(workplace_id, period, of_changes),
        problems=_read_problems(workplace_id, period, of_problems),
        **counts,
    )


def read_month(workplace_id: int, period: Period) -> Reading:
    """What the monthly service report is computed from, in seven queries."""
    return replace(
        read_tickets(workplace_id, period),
        problems=_read_problems(workplace_id, period, {}),
        disks=list_disks(workplace_id, period),
    )


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
    _T.resolved_at,
    _T.reopens,
)
"""The fields of a story in their order, then when it was resolved, if it is, and how often it was reopened."""

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


def _read_histories(period: Period, which: Sequence[ColumnElement[bool]]) -> dict[int, list[Step]]:
    """All events of those tickets whose columns do not tell how they were at the end of the period."""
    changed_since = Ticket.changed_at >= period.end
    resolved_and_open = and_(Ticket.reopens > 0, Ticket.state.not_in(["resolved", "closed"]))
    rows = db.session.execute(
        select(_E.subject_id, _E.at, _E.verb, _E.from_state, _E.to_state, _E.data)
        .join(Ticket, and_(_E.subject_kind == ArtefactKind.TICKET, _E.subject_id == Ticket.id))
        .where(*which, or_(changed_since, resolved_and_open))
        .order_by(_E.subject_id, _E.seq)
    )
    return {
        ticket_id: [Step(at, verb, old, new, data["given"], data["changes"]) for _, at, verb, old, new, data in group]
        for ticket_id, group in groupby(rows, key=itemgetter(0))
    }


@dataclass(frozen=True, slots=True)
class _Milestones:
    triaged: frozenset[int]  # tickets, in the period
    escalated: tuple[int, ...]  # the ticket of each functional escalation in the period
    turns: Mapping[int, Sequence[tuple[str, datetime]]]  # all resolutions and reopenings of those reopened


def _read_milestones(workplace_id: int, period: Period, which: Sequence[ColumnElement[bool]]) -> _Milestones:
    marks = and_(_E.at >= period.start, _E.at < period.end, _E.verb.in_(["triage", "escalate_functional"]))
    turns = and_(Ticket.reopens > 0, _E.verb.in_([*RESOLVING, REOPEN]))
    rows = db.session.execute(
        select(_E.verb, _E.subject_id, case((turns, _E.at)))  # the many others need no moment
        .join(Ticket, _E.subject_id == Ticket.id)
        .where(*which, _E.workplace_id == workplace_id, _E.subject_kind == ArtefactKind.TICKET, or_(marks, turns))
        .order_by(_E.seq)
    )
    triaged, escalated, found = set(), [], defaultdict(list)
    for verb, ticket_id, at in rows:
        if verb == "triage":
            triaged.add(ticket_id)
        elif verb == "escalate_functional":
            escalated.append(ticket_id)
        else:
            found[ticket_id].append((verb, at))
    return _Milestones(frozenset(triaged), tuple(escalated), found)


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


def _events_of(workplace_id: int, kind: ArtefactKind, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        WorkEvent.workplace_id == workplace_id,
        WorkEvent.subject_kind == kind,
        WorkEvent.at >= period.start,
        WorkEvent.at < period.end,
    )


def _read_outages(workplace_id: int, period: Period) -> tuple[tuple[int, ...], tuple[OutageStory, ...]]:
    """The services in force, and their outages that touch the period; one that goes on ends with it."""
    rows = db.session.execute(
        select(Service.id, Outage.from_at, Outage.until_at)
        .outerjoin(
            Outage,
            and_(
                Outage.service_id == Service.id,
                Outage.from_at < period.end,
                or_(Outage.until_at.is_(None), Outage.until_at > period.start),
            ),
        )
        .where(Service.workplace_id == workplace_id, Service.version_number > 0, Service.state != "retired")
        .order_by(Service.id, Outage.from_at)
    ).all()
    outages = tuple(OutageStory(one, start, end or period.end) for one, start, end in rows if start is not None)
    return tuple(dict.fromkeys(row.id for row in rows)), outages


def _read_linked_incidents(workplace_id: int, period: Period) -> tuple[dict[int, Any], dict[int, Any]]:
    """When the incidents of each change and of each problem were logged."""
    of_changes: dict[int, list[datetime]] = defaultdict(list)
    of_problems: dict[int, list[datetime]] = defaultdict(list)
    rows = db.session.execute(
        select(Ticket.change_id, Ticket.problem_id, Ticket.created_at).where(
            Ticket.workplace_id == workplace_id,
            Ticket.type == "incident",
            or_(Ticket.change_id.is_not(None), Ticket.problem_id.is_not(None)),
            Ticket.created_at >= period.start - around.COMPARED,
        )
    )
    for change_id, problem_id, at in rows:
        if change_id is not None:
            of_changes[change_id].append(at)
        if problem_id is not None:
            of_problems[problem_id].append(at)
    return of_changes, of_problems


def _read_changes(workplace_id: int, period: Period, incidents: dict[int, list[datetime]]) -> tuple[ChangeStory, ...]:
    rows = db.session.execute(
        select(Change.id, Change.type, Change.outcome, Change.started_at, Change.finished_at, Change.closed_at).where(
            Change.workplace_id == workplace_id, Change.finished_at.is_not(None), Change.finished_at < period.end
        )
    )
    return tuple(ChangeStory(*row, tuple(incidents.get(row.id, ()))) for row in rows)


def _read_problems(workplace_id: int, period: Period, incidents: dict[int, list[datetime]]) -> tuple[ProblemStory, ...]:
    """Problems logged by then, each with its last event and its last resolution of that time."""
    event = aliased(WorkEvent)
    state = _last_of_problem(event, period.end, select(event.to_state))
    resolved = _last_of_problem(event, period.end, select(event.at).where(event.to_state == "resolved"))
    rows = db.session.execute(
        select(
            Problem.id,
            Problem.created_at,
            Problem.workaround != "",
            state.scalar_subquery(),
            resolved.where(event.from_state != "resolved").scalar_subquery(),
        ).where(Problem.workplace_id == workplace_id, Problem.created_at < period.end)
    )
    return tuple(
        ProblemStory(
            one, at, (was or "") not in {"resolved", "closed", "cancelled"}, helps, done, tuple(incidents.get(one, ()))
        )
        for one, at, helps, was, done in rows
    )


def _last_of_problem(event: Any, before: datetime, what: Select[Any]) -> Select[Any]:
    return (
        what.where(event.subject_kind == ArtefactKind.PROBLEM, event.subject_id == Problem.id, event.at < before)
        .order_by(event.seq.desc())
        .limit(1)
        .correlate(Problem)
    )


def _read_counts(workplace_id: int, period: Period) -> dict[str, Any]:
    """Counts of assets and articles, in one query."""
    changing = (*_events_of(workplace_id, ArtefactKind.ASSET, period), WorkEvent.verb.in_(ASSET_CHANGES))
    change = WorkEvent.data["given"]["change_ref"].as_string()
    published = (Article.workplace_id == workplace_id, Article.state == "published")
    in_date = or_(Article.review_due_on.is_(None), Article.review_due_on >= period.last_day)
    installed = (
        Asset.workplace_id == workplace_id,
        Asset.installed_on >= period.first_day,
        Asset.installed_on <= period.last_day,
    )
    done = (Change.workplace_id == workplace_id, Change.finished_at >= period.start, Change.finished_at < period.end)
    row = db.session.execute(
        select(
            _count(WorkEvent.id, *changing).label("asset_events"),
            _count(WorkEvent.id, *changing, change.is_(None)).label("unexplained_asset_events"),
            _count(Article.id, *published).label("articles"),
            _count(Article.id, *published, in_date).label("articles_in_date"),
            _count(Asset.id, *installed).label("installations"),
            _count(Change.id, *done).label("changes_done"),
        )
    )
    return dict(row.mappings().one())


def _count(column: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(func.count(column)).where(*conditions).scalar_subquery()
