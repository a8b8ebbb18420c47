from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from core import readiness
from core.db import db, transaction
from tests.conftest import QueryCounter
from tests.support.people import PersonClient
from tests.support.stages import use


@pytest.fixture
def no_database(database: None, tmp_path: Path) -> Iterator[None]:
    """The application's database cannot be opened."""
    own = db.engines[None]
    use(create_engine(f"sqlite:///{tmp_path / 'nowhere' / 'database'}"))
    yield
    db.session.remove()
    use(own)


def test_a_process_is_alive_without_a_database(client: PersonClient, query_counter: QueryCounter) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "alive"})
    assert len(query_counter) == 0


def test_a_migrated_database_and_folders_to_write_in_are_ready(client: PersonClient) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (200, {"status": "ready"})
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("no_database")
def test_a_database_that_does_not_answer_is_named_and_its_address_is_not(client: PersonClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {"status": "not ready", "failing": {"database": "The database does not answer."}}
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("change", ["delete from alembic_version", "update alembic_version set version_num = '0001'"])
def test_tables_of_another_version_are_not_ready(client: PersonClient, change: str) -> None:
    with transaction() as session:
        session.execute(text(change))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json is not None
    assert list(response.json["failing"]) == ["migrations"]


@pytest.mark.parametrize("part", ["files", "ledger"])
def test_a_folder_that_cannot_be_written_in_is_not_ready(
    app: Flask, client: PersonClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    (tmp_path / "no folder").touch()
    monkeypatch.setitem(app.config, f"{part.upper()}_FOLDER", str(tmp_path / "no folder"))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json is not None
    assert list(response.json["failing"]) == [part]
    assert str(tmp_path) not in response.text


@pytest.mark.usefixtures("database")
def test_asking_leaves_nothing_in_the_folders(client: PersonClient, tmp_path: Path) -> None:
    client.get("/readyz")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_each_fault_says_what_to_do() -> None:
    for fault in (readiness.NO_DATABASE, readiness.NOT_MIGRATED, readiness.NO_FILES, readiness.NO_LEDGER):
        assert fault.problem.endswith("."), fault
        assert fault.remedy.endswith("."), fault
