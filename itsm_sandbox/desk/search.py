"""Keeps the words of tickets where full-text search finds them, in the transaction that changes the ticket.

PostgreSQL indexes the column by itself. SQLite's FTS5 table holds only an index over it and is told of each change;
a trigger may not do that, since the schema is not trusted with virtual tables.
"""

from sqlalchemy import TextClause, text

from core.db import db
from itsm_sandbox.desk.tickets.models import Ticket, TicketText
from itsm_sandbox.desk.tickets.queries.tickets import find_text

_MOST = 200_000  # characters of one ticket that are searched
_FORGET = text("INSERT INTO ticket_search (ticket_search, rowid, words) VALUES ('delete', :id, :words)")
_ADD = text("INSERT INTO ticket_search (rowid, words) VALUES (:id, :words)")
_ADD_ALL = text(
    "INSERT INTO ticket_search (rowid, words) SELECT id, words FROM ticket_text WHERE workplace_id = :workplace_id"
)


def text_of(ticket: Ticket, written: str) -> str:
    """What is stored to be searched; `written` are the words of its events."""
    return "\n".join([ticket.ref.replace("-", " "), ticket.title, written])[:_MOST]


def keep_words(ticket: Ticket, written: str) -> None:
    words = text_of(ticket, written)
    kept = find_text(ticket.id)
    if kept is None:
        kept = TicketText(workplace_id=ticket.workplace_id, ticket_id=ticket.id, words=words)
        db.session.add(kept)
    elif kept.words != words:
        _tell_index(_FORGET, id=kept.id, words=kept.words)
        kept.words = words
    else:
        return
    db.session.flush()
    _tell_index(_ADD, id=kept.id, words=words)


def index_workplace(workplace_id: int) -> None:
    """Take in all words of a workplace that was filled in bulk, once."""
    _tell_index(_ADD_ALL, workplace_id=workplace_id)


def _tell_index(statement: TextClause, **values: object) -> None:
    if db.engine.dialect.name == "sqlite":
        db.session.execute(statement, values)
