import re
from pathlib import Path

from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from core import triggers
from core.db import db
from tests.support.stages import MIGRATIONS, Stages, app_on

DIRECTORY = str(MIGRATIONS)


def test_migrations_run_up_agree_with_the_models_and_run_down_and_up_again(stages: Stages, tmp_path: Path) -> None:
    address = stages.backend.create()
    with app_on(address, tmp_path):
        upgrade(directory=DIRECTORY)
        check(directory=DIRECTORY)
        first = sorted(inspect(db.engine).get_table_names())

        downgrade(directory=DIRECTORY, revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]

        upgrade(directory=DIRECTORY)
        assert sorted(inspect(db.engine).get_table_names()) == first
    stages.backend.drop(address)


def test_migrations_guard_every_append_only_table_as_its_model_says(stages: Stages) -> None:
    with stages.bare_engine.connect() as connection:
        assert triggers.installed(connection) == triggers.required(connection.dialect.name)


def test_migrations_hold_the_guards_that_the_models_ask_for_today() -> None:
    """A condition changed in a model without a migration would leave old databases with the old guard."""
    written = "\n".join(path.read_text(encoding="utf-8") for path in (MIGRATIONS / "versions").glob("*.py"))
    plain = re.sub(r"\\(['\"])", r"\1", written)
    for table, condition in triggers.guarded_tables():
        for statements in triggers.append_only_sql(table, condition).values():
            for statement in statements:
                assert statement in plain, statement


def test_migrations_import_nothing_of_ours() -> None:
    for path in (MIGRATIONS / "versions").glob("*.py"):
        imports = re.findall(r"^(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(imports) <= {"alembic", "sqlalchemy", "datetime"}, path.name
