"""Runs migrations against the application's database, and writes new ones that import nothing of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.types import TypeDecorator

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are stored as: a migration must run long after the code has moved on."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def compare_type(
    _context: Any, _inspected_column: Any, _metadata_column: Any, inspected: Any, metadata: Any
) -> bool | None:
    """Take an enumeration for the string it is stored as; leave every other type to Alembic."""
    if isinstance(metadata, sa.Enum) and isinstance(inspected, sa.String):
        return bool(inspected.length != metadata.length)
    return None


SEARCH = "ticket_search"  # begins the names of what a database keeps for full-text search, which models do not know


def include_name(name: str | None, _kind: str, _parents: Any) -> bool:
    """Leave the full-text index out of every comparison of models and tables."""
    return not (name or "").startswith(SEARCH)


def run_migrations_offline() -> None:
    """Print the SQL instead of running it (`flask --app app db upgrade --sql`)."""
    context.configure(
        url=database.engine.url.render_as_string(hide_password=False),
        target_metadata=database.metadata,
        literal_binds=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def keys_checked_at_the_end(connection: sa.Connection) -> Iterator[None]:
    """On SQLite, batch mode rebuilds a table by dropping it, which its foreign keys would forbid."""
    if connection.dialect.name != "sqlite":
        yield
        return
    sqlite = connection.connection.driver_connection
    assert sqlite is not None
    sqlite.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        broken = sqlite.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise RuntimeError(f"The migration left a row in {broken[0]} that refers to nothing in {broken[2]}.")
    finally:
        sqlite.execute("PRAGMA foreign_keys = ON")


def run_migrations_online() -> None:
    with database.engine.connect() as connection, keys_checked_at_the_end(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_item=render_item,
            compare_type=compare_type,
            include_name=include_name,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
