"""A database with a ledger, and a table of deeds that the ledger records."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, create_engine, insert, select, text

from core import ledger, storage, triggers
from core.db import Base, db, transaction
from core.ledger import registry
from core.ledger.models import LedgerEntry
from tests.support.stages import Stages

LOG = 7
KIND = "deed.done"
# Not among the application's tables: nothing but these tests knows deeds.
DEEDS = Table(
    "deed",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("log_id", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("comment", String, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("file", String),
    Column("file_size", Integer),
)


def _describe_deeds(ids: Sequence[int]) -> dict[int, ledger.Body]:
    return {
        deed.id: {
            "outcome": {"good": "good", "bad": "bad"}[deed.outcome],
            "comment": ledger.commitment(deed.salt, deed.comment),
            "files": [{"sha256": deed.file, "size": deed.file_size}] if deed.file else [],
        }
        for deed in db.session.execute(select(DEEDS).where(DEEDS.c.id.in_(ids)))
    }


def _expected_deeds(log_id: int) -> Iterable[int]:
    return db.session.scalars(select(DEEDS.c.id).where(DEEDS.c.log_id == log_id).order_by(DEEDS.c.id))


@dataclass
class Deeds:
    """What a test does to the deeds and to the ledger behind its back."""

    app: Flask

    def do(self, outcome: str = "good", *, log_id: int = LOG, comment: str = "Zoë did well", file: bytes = b"") -> int:
        """Do a deed, recorded in the ledger, and return its id."""
        with transaction() as session:
            kept = storage.current().receive(BytesIO(file), len(file)) if file else None
            values = {
                "log_id": log_id,
                "outcome": outcome,
                "comment": comment,
                "salt": ledger.new_salt(),
                "file": kept and kept.sha256,
                "file_size": kept and kept.size,
            }
            deed_id: int = session.execute(insert(DEEDS).values(values).returning(DEEDS.c.id)).scalar_one()
            ledger.append_described(KIND, log_id=log_id, subject_id=deed_id)
        return deed_id

    def entries(self, log_id: int = LOG) -> list[LedgerEntry]:
        return list(
            db.session.scalars(select(LedgerEntry).where(LedgerEntry.log_id == log_id).order_by(LedgerEntry.seq))
        )

    def tamper(self, statement: str, **values: Any) -> None:
        """Change the database as its owner could: with the triggers out of the way."""
        db.session.rollback()
        with db.engine.begin() as connection:
            triggers.drop_all(connection)
            connection.execute(text(statement), values)


@pytest.fixture(scope="session")
def ledger_database(stages: Stages) -> str:
    """The address of a database to copy. It holds the deeds and what `core` keeps: to copy a whole one takes long."""
    address = stages.backend.create()
    engine = create_engine(address)
    models = [one.class_ for one in Base.registry.mappers if one.class_.__module__.startswith("core.")]
    with engine.begin() as connection:
        DEEDS.create(connection)
        for model in models:
            Base.metadata.tables[model.__tablename__].create(connection)
            if model.append_only:
                statements = triggers.append_only_sql(model.__tablename__, model.append_only)
                for statement in statements[engine.dialect.name]:
                    connection.exec_driver_sql(statement)
    engine.dispose()
    return address


@pytest.fixture
def ledger_app(stages: Stages, ledger_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own that really commits."""
    address = stages.backend.copy(ledger_database)
    with stages.app_moved_to(address, tmp_path / "instance", MIN_FREE_BYTES=0) as app:
        yield app
    stages.backend.drop(address)


@pytest.fixture
def deeds(ledger_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Deeds:
    monkeypatch.setitem(registry._describers, KIND, _describe_deeds)
    monkeypatch.setattr(registry, "_expecters", {KIND: _expected_deeds})
    monkeypatch.setattr(registry, "_log_listers", [])
    return Deeds(ledger_app)
