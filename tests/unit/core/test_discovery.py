import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.discovery import import_package


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package `house_for_tests` that can be imported, gone again afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    package = tmp_path / "house_for_tests"
    package.mkdir()
    (package / "__init__.py").write_text("")
    yield package
    for name in [name for name in sys.modules if name.split(".")[0] == "house_for_tests"]:
        del sys.modules[name]


def test_every_module_of_every_folder_is_imported_in_the_order_of_their_names(folder: Path) -> None:
    (folder / "room").mkdir()
    (folder / "room" / "__init__.py").write_text("")
    (folder / "room" / "views.py").write_text("")
    (folder / "cellar.py").write_text("")

    found = import_package("house_for_tests")

    assert [module.__name__ for module in found] == [
        "house_for_tests.cellar",
        "house_for_tests.room",
        "house_for_tests.room.views",
    ]


@pytest.mark.parametrize("broken", ["room/__init__.py", "room/views.py"])
def test_what_a_module_raises_is_not_passed_over(folder: Path, broken: str) -> None:
    (folder / "room").mkdir()
    (folder / "room" / "__init__.py").write_text("")
    (folder / broken).write_text("import nothing_of_this_name")

    with pytest.raises(ModuleNotFoundError, match="nothing_of_this_name"):
        import_package("house_for_tests")
