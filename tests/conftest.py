"""Fixtures every test may use."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, event

from core.db import db
from tests.support import backends, network
from tests.support.people import PersonClient
from tests.support.postgres import PostgresMissing
from tests.support.stages import Stages, use

# How fast the machine is today is not what a property test asks. CI draws the same examples every time, so that it
# fails for what was changed; at a developer's each run draws others.
IN_CI = os.environ.get("CI") == "true"
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=IN_CI)
settings.load_profile("any machine")

LONG = 300  # seconds that a test may ask for


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db",
        choices=[*backends.NAMES, "both"],
        default="sqlite",
        help="the database under test; `make test` uses both",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stages" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--db")
        names = backends.NAMES if chosen == "both" else [chosen]
        in_browser = "live_server" in metafunc.fixturenames
        marked = metafunc.definition.get_closest_marker
        if (in_browser and not marked("both_databases")) or marked("any_database"):
            names = ["sqlite"]
        metafunc.parametrize("stages", names, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each process begin with its share of what takes long, so that none is left alone with it at the end."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = sorted(filter(_takes_long, items), key=lambda item: "postgresql" not in item.nodeid)
    short = [item for item in items if not _takes_long(item)]
    cuts = [len(short) * at // processes for at in range(processes + 1)]
    items[:] = [item for at in range(processes) for item in (*long[at::processes], *short[cuts[at] : cuts[at + 1]])]


def _takes_long(item: pytest.Item) -> bool:
    timeout = item.get_closest_marker("timeout")
    return "live_server" in getattr(item, "fixturenames", ()) or (timeout is not None and timeout.args[0] >= LONG)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which CI does not accept: {call.excinfo and call.excinfo.value}"
    return report


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    with network.loopback_only():
        yield


@pytest.fixture(scope="session")
def prepared_stages() -> Iterator[dict[str, Stages]]:
    """The stages made so far by the name of their backend: a test on one does not undo the other's."""
    prepared: dict[str, Stages] = {}
    yield prepared
    for stages in prepared.values():
        stages.close()


@pytest.fixture(scope="session")
def stages(
    request: pytest.FixtureRequest, prepared_stages: dict[str, Stages], tmp_path_factory: pytest.TempPathFactory
) -> Stages:
    """The prepared databases of one backend; tests that use them run once for each backend chosen."""
    name: str = request.param
    if name not in prepared_stages:
        folder = tmp_path_factory.mktemp(name)
        try:
            backend = backends.Sqlite(folder) if name == "sqlite" else backends.Postgresql()
        except PostgresMissing as missing:
            pytest.skip(str(missing))
        run = tmp_path_factory.getbasetemp()
        shared = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run  # workers' folders lie side by side
        prepared_stages[name] = Stages(backend, folder, shared)
    return prepared_stages[name]


@pytest.fixture(scope="session")
def app(stages: Stages) -> Flask:
    return stages.app


@pytest.fixture
def database(app: Flask, stages: Stages, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database for one test. Whatever the test commits is rolled back after it, and its files are its own."""
    with_standards = "loaded_standards" in request.fixturenames
    engine: Engine = stages.loaded_engine if with_standards else stages.bare_engine
    app.config.update(FILES_FOLDER=str(tmp_path / "files"), LEDGER_FOLDER=str(tmp_path / "ledger"))
    with app.app_context(), engine.connect() as connection:
        outer = connection.begin()
        connection.begin_nested()
        own = db.engines[None]
        use(connection)
        try:
            yield
        finally:
            db.session.remove()
            use(own)
            outer.rollback()


@pytest.fixture
def loaded_standards(database: None) -> None:
    """The frameworks are in the database; without this fixture it holds none."""


@pytest.fixture
def file_database(stages: Stages, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own that really commits, for tests with several connections or threads.

    The test is inside its application context; each thread opens another.
    """
    address = stages.backend.copy(stages.migrated)
    with stages.app_moved_to(address, tmp_path) as app:
        yield app
    stages.backend.drop(address)


@pytest.fixture
def client(app: Flask, database: None) -> PersonClient:
    """A visitor who is not signed in."""
    client = app.test_client()
    assert isinstance(client, PersonClient)
    return client


class QueryCounter:
    """The SQL sent while the test ran, transaction words left out."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def record(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.statements.append(statement)

    def __len__(self) -> int:
        return len(self.statements)


@pytest.fixture
def query_counter() -> Iterator[QueryCounter]:
    """The SQL sent so far; use `len(query_counter)` to guard against one query per row."""
    counter = QueryCounter()
    event.listen(Engine, "before_cursor_execute", counter.record)
    yield counter
    event.remove(Engine, "before_cursor_execute", counter.record)
