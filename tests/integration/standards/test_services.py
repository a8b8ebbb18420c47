"""Loading frameworks into the database: all of them or none, and once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from core.audit import AuditEvent
from core.db import Base, db, transaction
from standards import queries, services
from standards.models import Alignment, AlignmentType, Criterion, Framework, Unit
from standards.rules import MalformedDocument

pytestmark = pytest.mark.usefixtures("database")


def count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def counts() -> tuple[int, ...]:
    return tuple(count(model) for model in (Framework, Unit, Criterion, Alignment))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sources that a test may change."""
    return Path(shutil.copytree(services.DATA, tmp_path / "data"))


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_a_load_holds_what_the_documents_hold() -> None:
    results = services.load_frameworks()
    assert [(result.key, result.is_new) for result in results] == [
        ("eskitp5056", True),
        ("scqf8-it-support", True),
        ("it-in-education", True),
        ("meta-skills", True),
    ]
    assert counts() == (4, 1 + 8 + 7 + 3, 46 + 160 + 242 + 12, 73 + 14 + 6)


def test_loading_again_changes_nothing() -> None:
    services.load_frameworks()
    before = (counts(), count(AuditEvent))
    assert not any(result.is_new for result in services.load_frameworks())
    assert (counts(), count(AuditEvent)) == before


def test_a_load_is_recorded() -> None:
    services.load_frameworks()
    recorded = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "framework.loaded")).all()
    assert [event.details["key"] for event in recorded] == [summary.key for summary in queries.list_frameworks()]


def test_alignments_lead_to_the_loaded_meta_skills() -> None:
    services.load_frameworks()
    meta_skills = {row.id: row.code for row in queries.list_meta_skills()}
    for alignment in db.session.scalars(select(Alignment)):
        if alignment.type is AlignmentType.DEVELOPS:
            assert meta_skills[alignment.to_criterion_id or 0] == alignment.to
        else:
            assert alignment.to_criterion_id is None


def test_sub_statements_hang_on_their_stem() -> None:
    services.load_frameworks()
    framework = queries.get_framework("eskitp5056")
    rows = {row.code: row for row in queries.list_criteria(framework.id)}
    assert rows["K3.2"].parent_id == rows["K3"].id
    assert rows["K3"].is_stem
    assert sum(not row.is_stem for row in rows.values()) == 41


@pytest.mark.parametrize(
    "break_it",
    [
        lambda folder: change(folder / "it_in_education_v1_2.txt", "\t3rd\n", "\t4th\n"),
        lambda folder: (folder / "meta_skills.json").write_bytes(b'{\n"title": "\xff"}'),
        lambda folder: (folder / "nos_eskitp5056.txt").unlink(),
    ],
    ids=["wrong level", "not UTF-8", "missing"],
)
def test_one_malformed_document_loads_nothing(folder: Path, break_it: Callable[[Path], object]) -> None:
    break_it(folder)
    with pytest.raises(MalformedDocument):
        services.load_frameworks(folder)
    assert counts() == (0, 0, 0, 0)


def test_a_meta_skill_that_nobody_knows_loads_nothing(folder: Path) -> None:
    change(folder / "meta_skills.json", '"Leading"', '"Guiding"')
    with pytest.raises(services.UnknownMetaSkill, match="names the meta-skill “Leading”"):
        services.load_frameworks(folder)
    assert counts() == (0, 0, 0, 0)


def test_another_text_under_the_same_version_is_refused(folder: Path) -> None:
    services.load_frameworks()
    change(folder / "nos_eskitp5056.txt", "Conduct effective", "Run effective")
    before = counts()
    with pytest.raises(services.FrameworkChanged, match="“eskitp5056”, version 1, is loaded already from another text"):
        services.load_frameworks(folder)
    assert counts() == before


def test_a_new_version_stands_beside_the_old_one_and_is_the_one_shown(folder: Path) -> None:
    services.load_frameworks()
    old = queries.get_framework("eskitp5056")
    change(folder / "nos_eskitp5056.txt", "Version number 1", "Version number 2")
    assert [result.is_new for result in services.load_frameworks(folder)] == [True, False, False, False]
    assert queries.get_framework("eskitp5056").version == "2"
    assert queries.find_version("eskitp5056", "1") is old


@pytest.mark.parametrize("table", ["framework", "unit", "criterion", "alignment"])
def test_what_is_published_cannot_be_changed_or_removed(table: str) -> None:
    services.load_frameworks()
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction() as session, session.begin_nested():
            session.execute(text(statement))
