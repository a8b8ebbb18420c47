"""The service desk's lists: the desk ordered by what is due, the board, and full-text search over tickets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select, text
from sqlalchemy.orm import aliased

from core.db import db
from core.paging import Page
from itsm_sandbox.desk.tickets.models import Ticket, TicketText
from itsm_sandbox.desk.tickets.rules import OPEN
from itsm_sandbox.engine.log import WORKPLACE
from itsm_sandbox.engine.models import Colleague, SupportGroup, WorkEvent

VIEWS = (
    ("queue", "Mine and unassigned"),
    ("mine", "Mine"),
    ("unassigned", "Unassigned"),
    ("open", "All open"),
    ("overdue", "Target missed"),
    ("all", "All, ended ones too"),
)
ON_A_COLUMN = 12
ON_A_PAGE = 25
_WORD = re.compile(r"\w+")
_REF = re.compile(r"^(?:INC|REQ)?[-\s]*0*(\d{1,9})$", re.IGNORECASE)
_SEARCHED_WORDS = 8


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What the address asks for; empty for everything."""

    view: str = "queue"
    words: str = ""
    state: str = ""
    type: str = ""
    priority: str = ""
    category: str = ""
    group_id: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return any((self.words, self.state, self.type, self.priority, self.category, self.group_id))


_Requester = aliased(Colleague)
_Assignee = aliased(Colleague)
_COUNTING = ("new", "assigned", "in_progress")

DUE_AT: ColumnElement[Any] = case(
    (Ticket.state == "new", Ticket.created_at),
    (and_(Ticket.responded_at.is_(None), Ticket.response_breached_at.isnot(None)), Ticket.response_breached_at),
    (and_(Ticket.fix_breached_at.isnot(None), Ticket.state.in_(_COUNTING)), Ticket.fix_breached_at),
    (
        and_(
            Ticket.response_due_at.isnot(None),
            or_(Ticket.fix_due_at.is_(None), Ticket.response_due_at <= Ticket.fix_due_at),
        ),
        Ticket.response_due_at,
    ),
    else_=Ticket.fix_due_at,
)
"""What to do first: reports without triage, what was missed, then what is due; what stands still comes last."""

BY_DUE = (Ticket.is_major.desc(), DUE_AT.is_(None), DUE_AT, Ticket.priority, Ticket.number)

_COLUMNS = (
    Ticket.id,
    Ticket.number,
    Ticket.type,
    Ticket.title,
    Ticket.state,
    Ticket.channel,
    Ticket.priority,
    Ticket.is_major,
    Ticket.is_escalated,
    Ticket.parent_id,
    Ticket.pending_reason,
    Ticket.category,
    Ticket.subcategory,
    Ticket.created_at,
    Ticket.changed_at,
    Ticket.responded_at,
    Ticket.response_due_at,
    Ticket.response_breached_at,
    Ticket.fix_due_at,
    Ticket.fix_breached_at,
    Ticket.fix_target_s,
    Ticket.running_s,
    Ticket.assigned_to_id,
    _Requester.name.label("requester"),
    _Assignee.name.label("assignee"),
    _Assignee.membership_id.label("assignee_membership_id"),
    SupportGroup.name.label("group"),
)
_ROWS: Any = (
    select(*_COLUMNS)
    .join(_Requester, _Requester.id == Ticket.requester_id)
    .outerjoin(_Assignee, _Assignee.id == Ticket.assigned_to_id)
    .outerjoin(SupportGroup, SupportGroup.id == Ticket.group_id)
)


def list_tickets(
    workplace_id: int, me: Colleague | None, wanted: DeskFilter, counts: Mapping[str, int], *, page: int
) -> Page[Any]:
    """Rows of `_COLUMNS`; open ones by what is due first, everything by the newest change first.

    The page is chosen before anything is joined to it: counting and sorting touch tickets alone. `counts` are those
    of `count_views`.
    """
    chosen = (Ticket.workplace_id == workplace_id, *_view(wanted, me), *_narrowed(workplace_id, wanted))
    order = (Ticket.changed_at.desc(), Ticket.number.desc()) if wanted.view == "all" else BY_DUE
    if wanted.is_narrowed:
        total, number, ids = _sought(chosen, order, page)
    else:
        here = select(func.count()).select_from(Ticket).where(*chosen)
        total = counts[wanted.view] if wanted.view in counts else db.session.scalar(here) or 0
        number = min(page, max(1, ceil(total / ON_A_PAGE)))
        ids = list(db.session.scalars(_on_page(select(Ticket.id).where(*chosen).order_by(*order), number)))
    rows = {row.id: row for row in db.session.execute(_ROWS.where(Ticket.id.in_(ids)))}
    return Page([rows[ticket_id] for ticket_id in ids], number, total, ON_A_PAGE)


def _sought(chosen: Any, order: Any, page: int) -> tuple[int, int, list[int]]:
    """What is sought is gone through once: the number in all comes with the page. Past the end, the first one."""
    found = select(Ticket.id, func.count().over().label("total")).where(*chosen).order_by(*order)
    rows = db.session.execute(_on_page(found, page)).all()
    if not rows and page > 1:
        page = 1
        rows = db.session.execute(_on_page(found, page)).all()
    return rows[0].total if rows else 0, page, [row.id for row in rows]


def _on_page(found: Any, number: int) -> Any:
    return found.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)


def list_mine(workplace_id: int, me: Colleague) -> Sequence[Any]:
    """The whole queue of one person, by what is due first."""
    wanted = (Ticket.workplace_id == workplace_id, Ticket.state.in_(OPEN), Ticket.assigned_to_id == me.id)
    return db.session.execute(_ROWS.where(*wanted).order_by(*BY_DUE)).all()


def count_views(workplace_id: int, me: Colleague | None) -> dict[str, int]:
    """How many open tickets each view holds."""
    mine = Ticket.assigned_to_id == (me.id if me else -1)
    nobody = Ticket.assigned_to_id.is_(None)
    parts = {
        "queue": or_(mine, nobody),
        "mine": mine,
        "unassigned": nobody,
        "open": Ticket.id.isnot(None),
        "overdue": _missed(),
    }
    row = db.session.execute(
        select(*(func.sum(case((part, 1), else_=0)).label(name) for name, part in parts.items())).where(
            Ticket.workplace_id == workplace_id, Ticket.state.in_(OPEN)
        )
    ).one()
    return {name: getattr(row, name) or 0 for name in parts}


def count_states(workplace_id: int) -> Mapping[str, int]:
    rows = db.session.execute(
        select(Ticket.state, func.count().label("number"))
        .where(Ticket.workplace_id == workplace_id)
        .group_by(Ticket.state)
    )
    return {row.state: row.number for row in rows}


def list_board(workplace_id: int, states: Sequence[str]) -> dict[str, list[Any]]:
    """By state, the tickets that come first; those resolved by the newest."""
    place = func.row_number().over(
        partition_by=Ticket.state,
        order_by=(
            Ticket.is_major.desc(),
            case((Ticket.state.in_(OPEN), 0), else_=1),
            case((Ticket.state.in_(OPEN), DUE_AT), else_=None).is_(None),
            case((Ticket.state.in_(OPEN), DUE_AT), else_=None),
            Ticket.number.desc(),
        ),
    )
    first = (
        select(Ticket.id.label("ticket_id"), place.label("place"))
        .where(Ticket.workplace_id == workplace_id, Ticket.state.in_(states))
        .subquery()
    )
    rows = db.session.execute(
        _ROWS.join(first, first.c.ticket_id == Ticket.id)
        .where(first.c.place <= ON_A_COLUMN)
        .order_by(Ticket.state, first.c.place)
    )
    board: dict[str, list[Any]] = {state: [] for state in states}
    for row in rows:
        board[row.state].append(row)
    return board


def find_queue_order(workplace_id: int, me: Colleague) -> WorkEvent | None:
    """How this person last put their queue in order."""
    return db.session.scalar(
        select(WorkEvent)
        .where(
            WorkEvent.subject_kind == WORKPLACE,
            WorkEvent.subject_id == workplace_id,
            WorkEvent.verb == "queue_ordered",
            WorkEvent.actor_id == me.id,
        )
        .order_by(WorkEvent.seq.desc())
        .limit(1)
    )


def matching(workplace_id: int, words: str) -> ColumnElement[bool] | None:
    """The tickets whose number or words these are; None for words that hold nothing to search for."""
    as_ref = _REF.match(words.strip())
    if as_ref:
        return Ticket.number == int(as_ref.group(1))
    asked = _WORD.findall(words)[:_SEARCHED_WORDS]
    if not asked:
        return None
    texts = select(TicketText.ticket_id).where(TicketText.workplace_id == workplace_id)
    if db.engine.dialect.name == "sqlite":
        query = " ".join(f'"{word}"*' for word in asked)
        hits = text("SELECT rowid FROM ticket_search WHERE ticket_search MATCH :searched").bindparams(searched=query)
        return Ticket.id.in_(texts.where(TicketText.id.in_(hits.columns(TicketText.id))))
    english: ColumnElement[str] = literal_column("'english'")
    query = " & ".join(f"{word}:*" for word in asked)
    return Ticket.id.in_(
        texts.where(func.to_tsvector(english, TicketText.words).op("@@")(func.to_tsquery(english, query)))
    )


def _view(wanted: DeskFilter, me: Colleague | None) -> list[ColumnElement[bool]]:
    mine = Ticket.assigned_to_id == (me.id if me else -1)
    nobody = Ticket.assigned_to_id.is_(None)
    views: dict[str, list[ColumnElement[bool]]] = {
        "mine": [mine],
        "unassigned": [nobody],
        "queue": [or_(mine, nobody)],
        "overdue": [_missed()],
        "open": [],
    }
    if wanted.view not in views:
        return []
    return [Ticket.state.in_(OPEN), *views[wanted.view]]


def _missed() -> ColumnElement[bool]:
    late_answer = and_(Ticket.responded_at.is_(None), Ticket.response_breached_at.isnot(None))
    return or_(late_answer, Ticket.fix_breached_at.isnot(None))


def _narrowed(workplace_id: int, wanted: DeskFilter) -> list[ColumnElement[bool]]:
    exact = {"state": wanted.state, "type": wanted.type, "priority": wanted.priority, "category": wanted.category}
    found = [getattr(Ticket, name) == value for name, value in exact.items() if value]
    if wanted.group_id is not None:
        found.append(Ticket.group_id == wanted.group_id)
    words = matching(workplace_id, wanted.words) if wanted.words else None
    return found if words is None else [*found, words]


def next_due(row: Any) -> datetime | None:
    """When the first of the two clocks of a row runs out."""
    due = [at for at in (row.response_due_at, row.fix_due_at) if at is not None]
    return min(due) if due else None
