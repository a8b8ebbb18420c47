"""Prepared databases, made once a run for each backend, from which every test starts."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, create_engine

from app import create_app
from core.db import db
from tests.support.backends import Backend, Sqlite
from tests.support.people import PersonClient

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def make_app(address: str, folder: Path, **settings: Any) -> Flask:
    """An application on this database that keeps its files in `folder` and asks forms for no CSRF token."""
    app = create_app(
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        SECRET_KEY="only for tests",
        PROPAGATE_EXCEPTIONS=True,
        INSTANCE_FOLDER=str(folder),
        SQLALCHEMY_DATABASE_URI=address,
        **settings,
    )
    app.test_client_class = PersonClient
    return app


@contextmanager
def app_on(address: str, folder: Path) -> Iterator[Flask]:
    """An application for a moment, inside its context; nothing stays connected to its database."""
    app = make_app(address, folder)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def use(engine: Engine | Connection) -> None:
    """Send what the application does to `engine`. A connection does for an engine wherever a session needs one."""
    engines: dict[str | None, Engine | Connection] = db.engines  # type: ignore[assignment]  # read as "engines"
    engines[None] = engine


def run_command(app: Flask, *words: str) -> str:
    """Run `flask <words>` inside this process and return what it printed; anything but success raises."""
    result = app.test_cli_runner(catch_exceptions=False).invoke(args=words)
    if result.exit_code:
        raise RuntimeError(f"flask {' '.join(words)} ended {result.exit_code}: {result.output}")
    return result.output


@dataclass(frozen=True)
class Instance:
    """A database and the folder with its files, keys and checkpoints."""

    address: str
    folder: Path


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Only one of the processes that share the folder is inside."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Stages:
    """What a backend offers tests: a migrated database, one with the frameworks loaded, one with the demo centre."""

    def __init__(self, backend: Backend, folder: Path, shared: Path) -> None:
        """`shared` is a folder that the processes of one run have in common."""
        self.backend = backend
        self.folder = folder
        self.shared = shared
        self._engines: list[Engine] = []

    @cached_property
    def migrated(self) -> str:
        """The address of a migrated database to copy; nothing stays connected to it."""
        address = self.backend.create()
        with app_on(address, self.folder / "migrated"):
            upgrade(directory=str(MIGRATIONS))
        return address

    @cached_property
    def loaded(self) -> str:
        """The address of a migrated database with every framework in it; nothing stays connected to it."""
        address = self.backend.copy(self.migrated)
        with app_on(address, self.folder / "loaded") as app:
            run_command(app, "standards", "load")
        return address

    @cached_property
    def demo(self) -> Instance:
        """A demo centre to copy; nothing stays connected to it. It takes long: processes share one that is a file.

        One that is no file serves the main job alone, which needs no practice workplace.
        """
        if not isinstance(self.backend, Sqlite):
            instance = Instance(self.backend.copy(self.loaded), self.folder / "demo")
            return self._make_demo(instance, "--without-workplaces")
        instance = Instance(self.backend.address_of(self.shared / "demo.sqlite3"), self.shared / "demo")
        made = self.shared / "demo.made"
        with one_at_a_time(self.shared):
            if not made.exists():
                self.backend.copy_to(self.loaded, instance.address)
                self._make_demo(instance)
                made.touch()
        return instance

    def _make_demo(self, instance: Instance, *options: str) -> Instance:
        with app_on(instance.address, instance.folder) as app:
            run_command(app, "demo", *options)
        return instance

    @cached_property
    def app(self) -> Flask:
        """One application for the whole run."""
        return make_app(self.migrated, self.folder / "app")

    @contextmanager
    def app_moved_to(self, address: str, folder: Path, **settings: Any) -> Iterator[Flask]:
        """That application on another database, which it really changes, and with its files in `folder`.

        To build another application would take most of the time of many tests.
        """
        before = dict(self.app.config)
        self.app.config.update(settings, FILES_FOLDER=str(folder / "files"), LEDGER_FOLDER=str(folder / "ledger"))
        engine = create_engine(address)
        with self.app.app_context():
            own = db.engines[None]
            use(engine)
            try:
                yield self.app
            finally:
                db.session.remove()
                use(own)
                engine.dispose()
                self.app.config.clear()
                self.app.config.update(before)

    @cached_property
    def bare_engine(self) -> Engine:
        return self._engine_on(self.migrated)

    @cached_property
    def loaded_engine(self) -> Engine:
        return self._engine_on(self.loaded)

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        for engine in self._engines:
            engine.dispose()
        self.backend.stop()

    def _engine_on(self, prepared: str) -> Engine:
        engine = create_engine(self.backend.copy(prepared))
        self._engines.append(engine)
        return engine
