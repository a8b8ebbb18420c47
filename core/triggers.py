"""Triggers that make the database itself refuse to change rows that are kept for ever.

Migrations hold this SQL as literal text; a test compares a migrated database with what these functions say.
"""

import re
from collections.abc import Iterator

from sqlalchemy import Connection

from core.db import Base

Statements = dict[str, list[str]]  # by name of the SQL dialect
ALWAYS = "always"
_OLD = re.compile(r"\bOLD\.", re.IGNORECASE)


def append_only_sql(table_name: str, condition: str) -> Statements:
    """The statements that guard a table, by dialect.

    `condition` is "always", or SQL over `OLD` that is true once a row is frozen. UPDATE and DELETE of such a row are
    refused. PostgreSQL's TRUNCATE would skip row triggers, so it is refused for the table; SQLite's INSERT OR REPLACE
    skips them when a connection has recursive triggers off, so an insert over a frozen row is refused as well.
    """
    message = f"{table_name} is append-only; a kept row cannot be changed or removed"
    when = "" if condition == ALWAYS else f" WHEN ({condition})"
    kept = "" if condition == ALWAYS else f" AND ({_OLD.sub('kept.', condition)})"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    update, delete, insert = (f'"{name}"' for name in _sqlite_names(table_name))
    function = f'"keep_{table_name}"'
    # The names come from our models, never from outside, and SQL has no placeholders for them.
    when_over = f' WHEN EXISTS (SELECT 1 FROM "{table_name}" AS kept WHERE kept.id = NEW.id{kept})'  # noqa: S608
    code = "integrity_constraint_violation"
    raise_it = f"RAISE EXCEPTION USING ERRCODE = '{code}', MESSAGE = '{message}'"
    # PostgreSQL allows no subquery in WHEN, so the function decides. A statement that empties the table has no OLD.
    refuse_row = raise_it if condition == ALWAYS else f"IF ({condition}) THEN {raise_it}; END IF"
    refuse_any = f"IF TG_LEVEL = 'STATEMENT' THEN {raise_it}; END IF; {refuse_row}"
    quoted = f"$$ BEGIN {refuse_any}; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    call = f"EXECUTE FUNCTION {function}()"
    on_row, on_truncate = f'"keep_{table_name}_row"', f'"keep_{table_name}_truncate"'
    return {
        "sqlite": [
            f'CREATE TRIGGER {update} BEFORE UPDATE ON "{table_name}" FOR EACH ROW{when} {refuse}',
            f'CREATE TRIGGER {delete} BEFORE DELETE ON "{table_name}" FOR EACH ROW{when} {refuse}',
            f'CREATE TRIGGER {insert} BEFORE INSERT ON "{table_name}" FOR EACH ROW{when_over} {refuse}',
        ],
        "postgresql": [
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS {quoted}",
            f'CREATE TRIGGER {on_row} BEFORE UPDATE OR DELETE ON "{table_name}" FOR EACH ROW {call}',
            f'CREATE TRIGGER {on_truncate} BEFORE TRUNCATE ON "{table_name}" FOR EACH STATEMENT {call}',
        ],
    }


def drop_append_only_sql(table_name: str) -> Statements:
    """The statements that take the guard away again; those of a downgrade, which must not fail when it is absent."""
    return {
        "sqlite": [f'DROP TRIGGER IF EXISTS "{name}"' for name in _sqlite_names(table_name)],
        "postgresql": [
            f'DROP TRIGGER IF EXISTS "keep_{table_name}_row" ON "{table_name}"',
            f'DROP TRIGGER IF EXISTS "keep_{table_name}_truncate" ON "{table_name}"',
            f'DROP FUNCTION IF EXISTS "keep_{table_name}"()',
        ],
    }


def guarded_tables() -> Iterator[tuple[str, str]]:
    """Name and condition of every table whose model is append-only, by name."""
    found = {
        mapper.class_.__tablename__: mapper.class_.append_only
        for mapper in Base.registry.mappers
        if mapper.class_.append_only is not None
    }
    yield from sorted(found.items())


def install_all(connection: Connection) -> None:
    """Guard every append-only table that the connection's database has."""
    for table_name, condition in guarded_tables():
        _run(connection, drop_append_only_sql(table_name))
        _run(connection, append_only_sql(table_name, condition))


def drop_all(connection: Connection) -> None:
    """Take every guard away, as someone who owns the database could."""
    for table_name, _ in guarded_tables():
        _run(connection, drop_append_only_sql(table_name))


def installed(connection: Connection) -> set[str]:
    """The names of the triggers that the database has."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return set(connection.exec_driver_sql(queries[connection.dialect.name]).scalars())


def required(dialect_name: str) -> set[str]:
    """The names of the triggers that a database of this dialect must have."""
    names: set[str] = set()
    for table_name, _ in guarded_tables():
        if dialect_name == "sqlite":
            names.update(_sqlite_names(table_name))
        else:
            names.update({f"keep_{table_name}_row", f"keep_{table_name}_truncate"})
    return names


def _run(connection: Connection, statements: Statements) -> None:
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _sqlite_names(table_name: str) -> tuple[str, str, str]:
    return f"keep_{table_name}_update", f"keep_{table_name}_delete", f"keep_{table_name}_insert"
