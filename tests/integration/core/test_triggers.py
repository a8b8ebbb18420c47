"""The database itself refuses to change what is kept for ever."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, insert, text
from sqlalchemy.exc import DBAPIError

from core import audit, triggers
from core.db import db
from tests.support.stages import Stages

ALWAYS = Table("kept_always", MetaData(), Column("id", Integer, primary_key=True), Column("word", String))
FREEZING = Table(
    "kept_later",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("word", String),
    Column("submitted_at", String),
)


@pytest.fixture
def connection(stages: Stages) -> Iterator[Connection]:
    """A connection to a database with one guarded table of each sort, two rows in each; one row is still free."""
    address = stages.backend.create()
    engine = create_engine(address)
    with engine.connect() as connection:
        for table, condition in ((ALWAYS, triggers.ALWAYS), (FREEZING, "OLD.submitted_at IS NOT NULL")):
            table.create(connection)
            for statement in triggers.append_only_sql(table.name, condition)[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            connection.execute(insert(table), [{"word": "one"}, {"word": "two"}])
        connection.execute(text("UPDATE kept_later SET submitted_at = 'yes' WHERE id = 1"))
        connection.commit()
        yield connection
        connection.rollback()
    engine.dispose()
    stages.backend.drop(address)


def refused(connection: Connection, statement: str) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except DBAPIError as error:
        return "is append-only; a kept row cannot be changed or removed" in str(error.orig)
    return False


@pytest.mark.parametrize("table", ["kept_always", "kept_later"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET word = 'other' WHERE id = 1",
        "UPDATE {table} SET id = 9 WHERE id = 1",
        "DELETE FROM {table} WHERE id = 1",
        "DELETE FROM {table}",
        "INSERT INTO {table} (id, word) VALUES (1, 'other') ON CONFLICT (id) DO UPDATE SET word = excluded.word",
    ],
)
def test_a_kept_row_is_not_changed_or_removed(connection: Connection, table: str, statement: str) -> None:
    assert refused(connection, statement.format(table=table))
    assert connection.scalar(text(f"SELECT word FROM {table} WHERE id = 1")) == "one"


def test_new_rows_are_welcome(connection: Connection) -> None:
    for table in (ALWAYS, FREEZING):
        connection.execute(insert(table).values(word="three"))
        connection.execute(insert(table).values(id=50, word="fifty"))

        assert connection.scalar(text(f"SELECT count(*) FROM {table.name}")) == 4


def test_a_row_is_free_until_it_freezes(connection: Connection) -> None:
    assert not refused(connection, "UPDATE kept_later SET word = 'other' WHERE id = 2")
    assert not refused(connection, "UPDATE kept_later SET submitted_at = 'now' WHERE id = 2")
    assert refused(connection, "UPDATE kept_later SET submitted_at = NULL WHERE id = 2")


def test_a_free_row_can_be_deleted(connection: Connection) -> None:
    assert not refused(connection, "DELETE FROM kept_later WHERE id = 2")


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("table", ["kept_always", "kept_later"])
def test_insert_or_replace_is_no_way_round(connection: Connection, table: str, recursive: str) -> None:
    if connection.dialect.name != "sqlite":
        assert refused(connection, f"TRUNCATE {table}")
        return
    connection.rollback()
    connection.connection.execute(f"PRAGMA recursive_triggers = {recursive}")

    assert refused(connection, f"INSERT OR REPLACE INTO {table} (id, word) VALUES (1, 'other')")
    assert refused(connection, f"REPLACE INTO {table} (id, word) VALUES (1, 'other')")
    assert connection.scalar(text(f"SELECT word FROM {table} WHERE id = 1")) == "one"


def test_the_guard_can_be_taken_away_and_put_back_by_migrations(connection: Connection) -> None:
    dialect = connection.dialect.name
    for statement in triggers.drop_append_only_sql("kept_always")[dialect] * 2:
        connection.exec_driver_sql(statement)
    assert not refused(connection, "UPDATE kept_always SET word = 'other'")

    for statement in triggers.append_only_sql("kept_always", triggers.ALWAYS)[dialect]:
        connection.exec_driver_sql(statement)
    assert refused(connection, "UPDATE kept_always SET word = 'another'")


def test_every_append_only_table_is_guarded_by_install_all(stages: Stages) -> None:
    address = stages.backend.create()
    engine = create_engine(address)
    with engine.begin() as connection:
        db.metadata.create_all(connection)
        triggers.install_all(connection)
        triggers.install_all(connection)
        guarded = dict(triggers.guarded_tables())
        assert {"ledger_entry", audit.AuditEvent.__tablename__} <= set(guarded)
        assert triggers.installed(connection) == triggers.required(connection.dialect.name) != set()
        triggers.drop_all(connection)
        assert triggers.installed(connection) == set()
    engine.dispose()
    stages.backend.drop(address)
