import re
import smtplib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

import touchstone
from core import doctor
from core.assets import Assets, AssetsMissing
from core.config import BadSetting
from core.db import transaction
from tests.integration.core.test_health import no_database  # noqa: F401 -- a fixture

Find = Callable[[], dict[str, doctor.Finding]]


@pytest.fixture
def find_wrong(app: Flask, database: None, tmp_path: Path) -> Find:
    """What the doctor finds wrong in the application under test, by the part of the installation."""
    return lambda: {one.part: one for one in doctor.examine(tmp_path, lambda: app) if one.is_wrong}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `touchstone <words>` for an instance folder that nobody made yet, and without a developer's .env."""
    monkeypatch.setenv("INSTANCE_FOLDER", str(tmp_path / "centre"))
    monkeypatch.setenv("FLASK_SKIP_DOTENV", "1")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(touchstone.main, words)


@pytest.mark.usefixtures("database")
def test_an_installation_in_order_has_every_part_looked_at(app: Flask, tmp_path: Path) -> None:
    findings = list(doctor.examine(tmp_path, lambda: app))
    assert [finding.part for finding in findings] == list(doctor.PARTS)
    assert [finding for finding in findings if finding.is_wrong] == []


def refuse(problem: BaseException) -> Callable[[], Flask]:
    def make_app() -> Flask:
        raise problem

    return make_app


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("problem", "part", "words"),
    [
        (BadSetting("PORT must be a whole number."), "settings", "PORT must be a whole number."),
        (AssetsMissing("Not built."), "front end", "manifest.json is missing"),
        (PermissionError(13, "Permission denied", "/centre/secret_key"), "instance", "/centre/secret_key"),
    ],
)
def test_what_keeps_the_application_from_starting_is_named(
    tmp_path: Path, problem: BaseException, part: str, words: str
) -> None:
    wrong = [finding for finding in doctor.examine(tmp_path, refuse(problem)) if finding.is_wrong]
    assert [finding.part for finding in wrong] == [part]
    assert words in wrong[0].sentence


def test_tables_of_another_version_are_to_be_brought_up_to_date(find_wrong: Find) -> None:
    with transaction() as session:
        session.connection().exec_driver_sql("delete from alembic_version")
    assert "touchstone init" in find_wrong()["migrations"].remedy


@pytest.mark.usefixtures("no_database")
def test_where_the_database_does_not_answer_its_tables_are_not_judged(find_wrong: Find) -> None:
    assert list(find_wrong()) == ["database"]


@pytest.mark.any_database
def test_a_disk_that_is_nearly_full_is_named(
    app: Flask, find_wrong: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MIN_FREE_BYTES", 10**18)
    assert "little room" in find_wrong()["files"].sentence


@pytest.mark.any_database
def test_a_built_file_that_is_gone_is_named(
    app: Flask, find_wrong: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"files": {"app.css": "app.0a1b2c3d.css"}, "icons": []}', encoding="utf-8")
    monkeypatch.setitem(app.extensions, "assets", Assets(manifest, watch=False))
    assert "app.0a1b2c3d.css" in find_wrong()["front end"].sentence


@pytest.mark.any_database
@pytest.mark.parametrize("name", doctor.FOR_DEVELOPERS)
def test_what_is_for_developers_is_wrong_where_people_use_an_address(
    app: Flask, find_wrong: Find, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(app.config, name, True)  # noqa: FBT003 -- the setting's value
    assert find_wrong() == {}
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://touchstone.example.org")
    assert find_wrong()["settings"].remedy == f"Remove {name}."


@pytest.mark.any_database
def test_a_mail_server_that_refuses_is_named_with_its_reason(
    app: Flask, find_wrong: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: Any, **__: Any) -> smtplib.SMTP:
        raise ConnectionRefusedError("refused")

    monkeypatch.setitem(app.config, "SMTP_HOST", "mail.example.org")
    monkeypatch.setattr(smtplib, "SMTP", refusing)
    assert "ConnectionRefusedError: refused" in find_wrong()["mail"].sentence


@pytest.mark.any_database
def test_before_it_began_only_beginning_is_offered_and_nothing_is_made(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    looked = run("doctor")
    assert looked.exit_code == 1
    assert "Run touchstone init" in looked.output
    for words in (("ledger", "verify"), ("serve",), ("db", "upgrade")):
        refused = run(*words)
        assert refused.exit_code == 1
        assert "Run touchstone init first" in refused.output
    offered = run("--help")
    assert offered.exit_code == 0
    assert re.findall(r"^  ([a-z]+) {2,}", offered.output.partition("Commands:")[2], re.MULTILINE) == [
        *("doctor", "init", "serve")
    ]
    assert not (tmp_path / "centre").exists()


@pytest.mark.any_database
def test_beginning_again_keeps_what_is_there(run: Callable[..., Result], tmp_path: Path) -> None:
    for _ in range(2):
        begun = run("init")
        assert begun.exit_code == 0, begun.output
        assert f"The instance folder is {tmp_path / 'centre'}." in begun.output
    assert run("doctor").exit_code == 0
    assert "ledger" in run("--help").output


@pytest.mark.any_database
def test_beginning_on_a_database_that_does_not_answer_says_so(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/database")
    begun = run("init")
    assert begun.exit_code == 1
    assert "The database does not answer." in begun.output


@pytest.mark.any_database
def test_a_setting_that_cannot_be_used_is_found(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "centre").mkdir()
    monkeypatch.setenv("PORT", "http")
    looked = run("doctor")
    assert looked.exit_code == 1
    assert "settings    wrong  PORT must be a whole number, not 'http'. Correct it" in looked.output
