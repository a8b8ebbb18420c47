"""Whether what a running Touchstone stands on can do its work: database, migrations, files and ledger."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from core import storage
from core.db import db


@dataclass(frozen=True)
class Fault:
    """What cannot do its work. The problem names no address and no folder: anybody may read it."""

    part: str
    problem: str
    remedy: str


NO_DATABASE = Fault(
    "database",
    "The database does not answer.",
    "Look at DATABASE_URL, and whether the database server runs and lets this user in.",
)
NOT_MIGRATED = Fault(
    "migrations",
    "The tables are not those of this version.",
    "Run touchstone init, or make setup in a checkout; both bring them up to date and keep what is there.",
)
NO_FILES = Fault(
    "files",
    "Files cannot be written.",
    "Let the user that runs Touchstone write in the folder files of the instance folder.",
)
NO_LEDGER = Fault(
    "ledger",
    "Keys and checkpoints of the ledger cannot be written.",
    "Let the user that runs Touchstone write in the folder ledger of the instance folder.",
)


def list_faults() -> list[Fault]:
    """Return what stands in the way of work now, in the order in which it is best mended."""
    faults = _list_faults_of_database()
    if not _can_write(lambda: storage.current().make_arrivals()):
        faults.append(NO_FILES)
    if not _can_write(_make_ledger_folder):
        faults.append(NO_LEDGER)
    return faults


def _list_faults_of_database() -> list[Fault]:
    try:
        connection = db.session.connection()
        return [] if _is_migrated(connection) else [NOT_MIGRATED]
    except SQLAlchemyError:
        return [NO_DATABASE]


def _is_migrated(connection: Connection) -> bool:
    current = MigrationContext.configure(connection).get_current_heads()
    return frozenset(current) == _newest_migrations(current_app.extensions["migrate"].directory)


@cache
def _newest_migrations(folder: str) -> frozenset[str]:
    """Return the last of the migrations in the folder; they do not change while the process runs."""
    return frozenset(ScriptDirectory(folder).get_heads())


def _make_ledger_folder() -> Path:
    folder = Path(current_app.config["LEDGER_FOLDER"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _can_write(make_folder: Callable[[], Path]) -> bool:
    try:
        with tempfile.TemporaryFile(dir=make_folder()) as file:
            file.write(b"written")
            file.flush()
    except OSError:
        return False
    return True
