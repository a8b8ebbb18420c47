"""A forged, an added and a missing row of every table that freezes is found out by `flask workplace verify`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import NoneType
from typing import Any, cast

import pytest
from sqlalchemy import Column, Table, delete, insert, select, update

from core.db import db, transaction
from core.discovery import import_package
from core.triggers import drop_all
from itsm_sandbox.engine.frozen_tables import FrozenTable
from itsm_sandbox.engine.registry import list_types
from itsm_sandbox.engine.replay import Mismatch
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.workplace.verification import OWN_TABLES
from tests.factories.frozen_rows import make_frozen_workroom
from tests.factories.workplaces import Workroom

import_package("itsm_sandbox")

TABLES = [*OWN_TABLES, *(table for kind in list_types() for table in kind.frozen_tables)]
OTHERS: Mapping[type[Any], Callable[[Any], Any]] = {
    NoneType: lambda _value: "x",
    bool: lambda value: not value,
    int: lambda value: value + 7,
    float: lambda value: value + 7,
    str: lambda value: f"{value}x",
    datetime: lambda value: value + timedelta(seconds=1),
    date: lambda value: value + timedelta(days=1),
}
"""By kind, a bool before the int and a moment before the day that it is as well."""


@pytest.fixture
def workroom(database: None) -> Workroom:
    """With the triggers dropped, as somebody with the database in their hands could."""
    room = make_frozen_workroom()
    verify_workplace(room.workplace.id)
    with transaction() as session:
        drop_all(session.connection())
    return room


@pytest.mark.timeout(300)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.model.__tablename__}-{table.owner}")
def test_what_was_frozen_cannot_be_forged(workroom: Workroom, table: FrozenTable) -> None:
    rows = rows_of(table)
    assert rows
    for row in rows:
        for column, forged in forgeries(table, row):
            with tampered(table, row, {column: forged}):
                assert is_found(workroom), f"{column} of {table.model.__tablename__} as {forged!r}"
        with removed(table, row):
            assert is_found(workroom), f"{row} was removed"
    last = rows[-1]
    another = {table.key[-1]: another_of(held_in(table).c[table.key[-1]], last[table.key[-1]])}
    with added(table, {**last, **another}):
        assert is_found(workroom), f"{another} was added"
    verify_workplace(workroom.workplace.id)


def held_in(table: FrozenTable) -> Table:
    return cast(Table, table.model.__table__)


def rows_of(table: FrozenTable) -> list[dict[str, Any]]:
    held = held_in(table)
    found = db.session.execute(select(held).where(held.c[table.owner].is_not(None)).order_by(held.c.id))
    return [dict(row) for row in found.mappings()]


def forgeries(table: FrozenTable, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each column that something explains with other values; each part of what is kept as JSON for itself."""
    own = {"id", table.owner, *table.unexplained}
    for column in held_in(table).columns:
        value = row[column.key]
        if column.key in own or (value is None and column.key.endswith("plan_id")):  # a plan is of one kind for ever
            continue
        if isinstance(value, dict):
            yield column.key, {}
            yield column.key, dict(list(value.items())[1:])
            yield from ((column.key, {**value, name: changed(part)}) for name, part in value.items())
        else:
            yield column.key, another_of(column, value)


def another_of(column: Column[Any], value: Any) -> Any:
    for key in column.foreign_keys:
        pointed_to = key.column
        found = select(pointed_to).where(pointed_to != (value or 0)).order_by(pointed_to).limit(1)
        return db.session.scalars(found).one()
    if value is None:
        return {datetime: datetime(2026, 9, 7, tzinfo=UTC)}[column.type.python_type]
    return changed(value)


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, list):
        return [changed(value[0]), *value[1:]] if value else ["x"]
    if isinstance(value, dict):
        name = next(iter(value), "x")
        return {**value, name: changed(value.get(name))}
    return next(change(value) for kind, change in OTHERS.items() if isinstance(value, kind))


def is_found(workroom: Workroom) -> bool:
    db.session.expire_all()
    try:
        verify_workplace(workroom.workplace.id)
    except Mismatch:
        return True
    return False


@contextmanager
def tampered(table: FrozenTable, row: Mapping[str, Any], forged: Mapping[str, Any]) -> Iterator[None]:
    held = held_in(table)
    before = {name: row[name] for name in forged}
    run(update(held).where(held.c.id == row["id"]).values(**forged))
    yield
    run(update(held).where(held.c.id == row["id"]).values(**before))


@contextmanager
def removed(table: FrozenTable, row: Mapping[str, Any]) -> Iterator[None]:
    held = held_in(table)
    run(delete(held).where(held.c.id == row["id"]))
    yield
    run(insert(held).values(**row))


@contextmanager
def added(table: FrozenTable, row: Mapping[str, Any]) -> Iterator[None]:
    held = held_in(table)
    new = {**row, "id": row["id"] + 1000}
    run(insert(held).values(**new))
    yield
    run(delete(held).where(held.c.id == new["id"]))


def run(statement: Any) -> None:
    with transaction() as session:
        session.connection().execute(statement)
    db.session.expire_all()
