"""The database, and the only way to change what is in it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, registry
from sqlalchemy.types import TypeDecorator

_WRITING = "writing"
_AFTER_COMMIT = "after_commit"
_writing_now: ContextVar[bool] = ContextVar("writing_now", default=False)

_SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC; SQLite would otherwise drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table. Constraints get stable names so that migrations can refer to them.

    `append_only` names the rows that triggers guard: None for none, "always" for every row, or an SQL condition on
    `OLD` (for example "OLD.submitted_at IS NOT NULL") for rows that freeze at some point.
    """

    append_only: ClassVar[str | None] = None

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=lambda kind: [m.value for m in kind]),
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class WriteOutsideTransaction(RuntimeError):
    """A change reached the session without a `transaction()` around it."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit on success, roll back on any error. An inner call joins the outer one.

    On SQLite the outer transaction takes the write lock before it reads anything, so what it read cannot change
    under it.
    """
    session = db.session()
    if session.info.get(_WRITING):
        yield session
        return
    session.commit()  # ends a read made before us: an old snapshot could no longer be written on
    token = _writing_now.set(True)
    session.info[_WRITING] = True
    session.info[_AFTER_COMMIT] = []
    try:
        yield session
        session.commit()
        todo = session.info[_AFTER_COMMIT]
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_WRITING] = False
        session.info[_AFTER_COMMIT] = []
        _writing_now.reset(token)
    for act in todo:
        act()


def after_commit(act: Callable[[], None]) -> None:
    """Run `act` once the surrounding transaction is on disk; never when it rolls back."""
    session = db.session()
    if not session.info.get(_WRITING):
        raise WriteOutsideTransaction
    session.info[_AFTER_COMMIT].append(act)


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(session: Session, *_: Any) -> None:
    changed = session.new or session.deleted or any(session.is_modified(row) for row in session.dirty)
    if changed and not session.info.get(_WRITING):
        raise WriteOutsideTransaction


@event.listens_for(Engine, "connect")
def _set_pragmas(connection: Any, _record: object) -> None:
    """Durable, strict SQLite; BEGIN is ours, so that writers take the lock at once and savepoints work."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)


@event.listens_for(Session, "do_orm_execute")
def _read_afresh_when_writing(state: ORMExecuteState) -> None:
    """Inside `transaction()` a select overwrites what an earlier page read, so that rules see what is stored now."""
    if state.is_select and state.session.info.get(_WRITING) and not state.is_column_load:
        state.update_execution_options(populate_existing=True)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take SQLite's write lock at the start of a writing transaction, never in the middle of one."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing_now.get() else "BEGIN")
