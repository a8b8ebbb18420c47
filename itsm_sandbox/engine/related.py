"""Artefacts of one kind that point to a row of another, for nouns that need not know of one another."""

from typing import Any

from sqlalchemy import Select, func, select

from core.db import db
from itsm_sandbox.engine.registry import find_type


def list_pointing(kind: str, column: str, row_id: int) -> list[Any]:
    """Those whose column holds the row's id, by number; none in a workplace that has no such kind."""
    found = _pointing(kind, column, row_id)
    return [] if found is None else list(db.session.scalars(found))


def count_pointing(kind: str, column: str, row_id: int) -> int:
    found = _pointing(kind, column, row_id)
    if found is None:
        return 0
    return db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0


def _pointing(kind: str, column: str, row_id: int) -> Select[Any] | None:
    of_kind = find_type(kind)
    if of_kind is None:
        return None
    model = of_kind.model
    return select(model).where(model.__table__.columns[column] == row_id).order_by(model.number)
