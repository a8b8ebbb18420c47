"""What surrounds the tickets of one period: services, changes, problems, articles, spending; all in one query.

Its parts are rows of one shape under each other, so that a page of every metric costs no more queries than a page of
one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from core.db import UtcDateTime, db
from itsm_sandbox.assets.assets.models import Asset, Sighting
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.rules.machine import ANSWERED, SENT_ON
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import SPENDING_CATEGORIES
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.reporting.metrics.queries.estate import read_estate
from itsm_sandbox.reporting.metrics.rules import operations
from itsm_sandbox.reporting.metrics.rules.reading import ChangeStory, Period, ProblemStory, Spending
from itsm_sandbox.reporting.metrics.rules.reading import Outage as OutageStory
from itsm_sandbox.reporting.outages.models import Outage

ASSET_CHANGES = ("install", "move", "update", "retire")
"""What should follow from a request for change."""

_ENDED = frozenset({"resolved", "closed", "cancelled"})
_SHAPE = ("part", "id", "other", "word", "also", "first", "second", "third", "flag")


def read_parts(workplace_id: int, period: Period) -> dict[str, Any]:
    """The fields of a `Reading` besides the tickets and the calendar."""
    rows: dict[str, list[Any]] = defaultdict(list)
    parts = (
        *_counts(workplace_id, period),
        _services(workplace_id, period),
        _links(workplace_id, period),
        _changes(workplace_id, period),
        _problems(workplace_id, period),
        _spending(workplace_id, period),
        _budgets(workplace_id, period),
        _feedback(workplace_id, period),
    )
    for row in db.session.execute(union_all(*parts)):
        rows[row.part].append(row)
    counts = {name: rows[name][0].id for name in _COUNTED}
    of_changes, of_problems = _linked(rows["link"])
    services, outages = _outages_of(rows["service"], period)
    return {
        **counts,
        "services": services,
        "outages": outages,
        "changes": tuple(
            ChangeStory(one.id, one.word, one.also, one.first, one.second, one.third, tuple(of_changes[one.id]))
            for one in sorted(rows["change"], key=_by_id)
        ),
        "problems": tuple(
            ProblemStory(
                one.id, one.first, (one.word or "") not in _ENDED, one.flag, one.second, tuple(of_problems[one.id])
            )
            for one in sorted(rows["problem"], key=_by_id)
        ),
        "feedback": tuple((one.first, one.second) for one in rows["feedback"]),
        "spending": tuple(_spending_of(rows["spent"], rows["budget"], period)),
        "read_estate": partial(read_estate, workplace_id, period, {name: rows[name][0].id for name in _OF_ESTATE}),
    }


def _row(part: str, **columns: Any) -> tuple[Any, ...]:
    """The columns of one part, with nothing typed in those it does not use."""
    filled = {**_NOTHING, **columns, "part": literal(part)}
    return tuple(filled[name].label(name) for name in _SHAPE)


_NOTHING: dict[str, ColumnElement[Any]] = {
    **{name: cast(null(), Integer) for name in ("id", "other")},
    **{name: cast(null(), String) for name in ("word", "also")},
    **{
        name: type_coerce(cast(null(), DateTime(timezone=True)), UtcDateTime()) for name in ("first", "second", "third")
    },
    "flag": cast(null(), Boolean),
}


def _services(workplace_id: int, period: Period) -> Select[Any]:
    """The services in force, and their outages that touch the period."""
    touches = and_(
        Outage.service_id == Service.id,
        Outage.from_at < period.end,
        or_(Outage.until_at.is_(None), Outage.until_at > period.start),
    )
    return (
        select(*_row("service", id=Service.id, first=Outage.from_at, second=Outage.until_at))
        .select_from(Service)
        .outerjoin(Outage, touches)
        .where(Service.workplace_id == workplace_id, Service.version_number > 0, Service.state != "retired")
    )


def _links(workplace_id: int, period: Period) -> Select[Any]:
    """The incidents that belong to a change or to a problem."""
    return select(*_row("link", id=Ticket.change_id, other=Ticket.problem_id, first=Ticket.created_at)).where(
        Ticket.workplace_id == workplace_id,
        Ticket.type == "incident",
        or_(Ticket.change_id.is_not(None), Ticket.problem_id.is_not(None)),
        Ticket.created_at >= period.start - operations.COMPARED,
    )


def _changes(workplace_id: int, period: Period) -> Select[Any]:
    return select(
        *_row(
            "change",
            id=Change.id,
            word=Change.type,
            also=Change.outcome,
            first=Change.started_at,
            second=Change.finished_at,
            third=Change.closed_at,
        )
    ).where(Change.workplace_id == workplace_id, Change.finished_at.is_not(None), Change.finished_at < period.end)


def _problems(workplace_id: int, period: Period) -> Select[Any]:
    """Problems logged by then, each with its last event and its last resolution of that time."""
    event = aliased(WorkEvent)
    state = _last_of_problem(event, period.end, select(event.to_state))
    resolved = _last_of_problem(event, period.end, select(event.at).where(event.to_state == "resolved"))
    return select(
        *_row(
            "problem",
            id=Problem.id,
            word=state.scalar_subquery(),
            first=Problem.created_at,
            second=resolved.where(event.from_state != "resolved").scalar_subquery(),
            flag=Problem.workaround != "",
        )
    ).where(Problem.workplace_id == workplace_id, Problem.created_at < period.end)


def _last_of_problem(event: Any, before: datetime, what: Select[Any]) -> Select[Any]:
    return (
        what.where(event.subject_kind == Problem.kind, event.subject_id == Problem.id, event.at < before)
        .order_by(event.seq.desc())
        .limit(1)
        .correlate(Problem)
    )


def _spending(workplace_id: int, period: Period) -> Select[Any]:
    """What was spent and what is committed by category; restricted rows are nobody's to see here."""
    return (
        select(
            *_row(
                "spent",
                id=cast(func.sum(Expenditure.amount_pence), Integer),
                word=Expenditure.category,
                also=Expenditure.state,
            )
        )
        .where(
            Expenditure.workplace_id == workplace_id,
            Expenditure.state.in_(["actual", "corrected", "committed"]),
            Expenditure.is_restricted.is_(False),
            Expenditure.on >= period.first_day,
            Expenditure.on <= period.last_day,
        )
        .group_by(Expenditure.category, Expenditure.state)
    )


_BUDGETED = tuple(name for name, _label in SPENDING_CATEGORIES if name != "staff")  # that one is the ICT owner's alone


def _budgets(workplace_id: int, period: Period) -> Select[Any]:
    """The budgets that touch the period: their first and last day, and their amounts by category, as text."""
    return select(
        *_row(
            "budget",
            word=_joined(Budget.from_on, Budget.to_on),
            also=_joined(*(getattr(Budget, f"{name}_pence") for name in _BUDGETED)),
        )
    ).where(
        Budget.workplace_id == workplace_id,
        Budget.is_restricted.is_(False),
        Budget.state == "set",
        Budget.from_on <= period.last_day,
        Budget.to_on >= period.first_day,
    )


def _joined(*columns: Any) -> ColumnElement[str]:
    first, *others = (cast(column, String) for column in columns)
    text: ColumnElement[str] = first
    for one in others:
        text = text + literal(" ") + one
    return text


def _feedback(workplace_id: int, period: Period) -> Select[Any]:
    """When what was said of articles was said and answered, of that which was answered in the period."""
    return select(*_row("feedback", first=Feedback.created_at, second=Feedback.changed_at)).where(
        Feedback.workplace_id == workplace_id,
        Feedback.state == "answered",
        Feedback.type != "worked",
        Feedback.changed_at >= period.start,
        Feedback.changed_at < period.end,
    )


_COUNTED = (
    *("asset_events", "unexplained_asset_events", "articles", "articles_in_date", "installations", "changes_done"),
    *("tickets_logged", "answered", "sent_on"),
)
_OF_ESTATE = ("in_use", "in_stock", "seen", "sighted", "matched")
_SEEN_WITHIN = timedelta(days=365)


def _counts(workplace_id: int, period: Period) -> Iterator[Select[Any]]:
    changing = (
        WorkEvent.workplace_id == workplace_id,
        WorkEvent.subject_kind == Asset.kind,
        WorkEvent.at >= period.start,
        WorkEvent.at < period.end,
        WorkEvent.verb.in_(ASSET_CHANGES),
    )
    change = WorkEvent.data["given"]["change_ref"].as_string()
    published = (Article.workplace_id == workplace_id, Article.is_in_force())
    in_date = or_(Article.review_due_on.is_(None), Article.review_due_on >= period.last_day)
    installed = (
        Asset.workplace_id == workplace_id,
        Asset.installed_on >= period.first_day,
        Asset.installed_on <= period.last_day,
    )
    done = (Change.workplace_id == workplace_id, Change.finished_at >= period.start, Change.finished_at < period.end)
    logged = (Ticket.workplace_id == workplace_id, Ticket.created_at >= period.start, Ticket.created_at < period.end)
    of_register = Asset.workplace_id == workplace_id
    is_kept = Asset.state.in_(["in_use", "in_stock"])
    seen_since = period.last_day - _SEEN_WITHIN
    sighted = (
        Sighting.workplace_id == workplace_id,
        Sighting.seen_at >= period.start,
        Sighting.seen_at < period.end,
        Sighting.outcome != "",
    )
    read = (
        WorkEvent.workplace_id == workplace_id,
        WorkEvent.subject_kind == Article.kind,
        WorkEvent.at >= period.start,
        WorkEvent.at < period.end,
    )
    counted = (
        (WorkEvent, changing),
        (WorkEvent, (*changing, change.is_(None))),
        (Article, published),
        (Article, (*published, in_date)),
        (Asset, installed),
        (Change, done),
        (Ticket, logged),
        (WorkEvent, (*read, WorkEvent.verb == ANSWERED)),
        (WorkEvent, (*read, WorkEvent.verb == SENT_ON)),
        (Asset, (of_register, Asset.state == "in_use")),
        (Asset, (of_register, Asset.state == "in_stock")),
        (Asset, (of_register, is_kept, Asset.last_verified_on > seen_since)),
        (Sighting, sighted),
        (Sighting, (*sighted, Sighting.outcome == "matched")),
    )
    for name, (model, conditions) in zip((*_COUNTED, *_OF_ESTATE), counted, strict=True):
        yield select(*_row(name, id=func.count())).select_from(model).where(*conditions)


def _by_id(row: Any) -> int:
    return int(row.id)


def _linked(rows: Iterable[Any]) -> tuple[dict[int, list[datetime]], dict[int, list[datetime]]]:
    """When the incidents of each change and of each problem were logged."""
    of_changes: dict[int, list[datetime]] = defaultdict(list)
    of_problems: dict[int, list[datetime]] = defaultdict(list)
    for row in rows:
        if row.id is not None:
            of_changes[row.id].append(row.first)
        if row.other is not None:
            of_problems[row.other].append(row.first)
    return of_changes, of_problems


def _outages_of(rows: Sequence[Any], period: Period) -> tuple[tuple[int, ...], tuple[OutageStory, ...]]:
    """One that goes on ends with the period."""
    outages = [OutageStory(one.id, one.first, one.second or period.end) for one in rows if one.first is not None]
    return tuple(sorted({row.id for row in rows})), tuple(sorted(outages))


def _spending_of(spent: Iterable[Any], budgets: Iterable[Any], period: Period) -> Iterator[Spending]:
    """By category in the order of the record; of a budget, the share of its days that lies in the period."""
    actual: Counter[str] = Counter()
    committed: Counter[str] = Counter()
    for row in spent:
        (committed if row.also == "committed" else actual)[row.word] += row.id
    planned: dict[str, float] = {}
    for row in budgets:
        first, last = map(date.fromisoformat, row.word.split())
        common = (min(last, period.last_day) - max(first, period.first_day)).days + 1
        share = common / ((last - first).days + 1)
        for name, pence in zip(_BUDGETED, map(int, row.also.split()), strict=True):
            planned[name] = planned.get(name, 0) + share * pence
    for name, _label in SPENDING_CATEGORIES:
        budget = round(planned[name]) if name in planned else None
        if actual[name] or committed[name] or budget:
            yield Spending(name, actual[name], committed[name], budget)
