"""What the documents point to is there: links, headings, and the files that they name."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.architecture.test_files import kept_files

DOCUMENTS = [name for name in kept_files() if name.endswith(".md")]
FOLDERS = {name.partition("/")[0] for name in kept_files() if "/" in name}


def text_of(path: Path) -> str:
    """Without what stands in blocks of code."""
    return re.sub(r"^ *```.*?^ *```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors_of(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_documents() -> None:
    assert {"README.md", "CONTRIBUTING.md", "docs/architecture.md"} <= set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    here = ROOT / name
    found = re.findall(r"\]\(([^)\s]+)\)|\b(?:src|href)=\"([^\"]+)\"", text_of(here))
    for target in (one or other for one, other in found):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (here.parent / path) if path else here
        assert there.exists(), target
        assert not anchor or anchor in anchors_of(there), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    """In code: a path that begins with a folder of ours and has no part to be filled in."""
    for code in re.findall(r"`([^`\n]+)`", text_of(ROOT / name)):
        is_path = re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", code)
        if is_path and code.partition("/")[0] in FOLDERS:
            assert (ROOT / code).exists(), code
