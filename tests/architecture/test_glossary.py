"""The glossary explains every folder name, and the tree in architecture.md is the tree that is there."""

import re
from functools import cache
from pathlib import Path

from tests.architecture.source import PACKAGES, ROOT
from tests.architecture.test_files import kept_files

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DEEP = {"portfolio": 1, "assessment": 1, "itsm_sandbox": 2}
"""Packages with nouns, and how many levels of folders are places and nouns."""


@cache
def kept_folders() -> frozenset[Path]:
    """Those that hold something of ours: what a cache left behind is no folder of a package."""
    return frozenset(folder for name in kept_files() for folder in Path(name).parents)


def folders_below(package: str) -> list[Path]:
    return sorted(folder for folder in kept_folders() if Path(package) in folder.parents)


def is_place_or_noun(folder: Path) -> bool:
    """One that holds modules; what lies deeper has the names that every noun has."""
    is_high = len(folder.parts) <= DEEP.get(folder.parts[0], 0) + 1
    return is_high and (ROOT / folder / "__init__.py").is_file()


def places_and_nouns() -> set[str]:
    return {str(folder) for package in DEEP for folder in folders_below(package) if is_place_or_noun(folder)}


def rows_of_folders() -> dict[str, str]:
    table = GLOSSARY.partition("\n## Folders\n")[2]
    return dict(re.findall(r"^\| `([\w/]+)` \| (.+) \|$", table, re.MULTILINE))


def folders_drawn() -> set[str]:
    """The folders of the picture of the tree; each level is set in by two spaces."""
    tree = ARCHITECTURE.partition("\n## The tree\n")[2].split("```")[1]
    drawn, above = set(), [""]
    for indent, name in re.findall(r"^( *)(\w+)/", tree, re.MULTILINE):
        level = len(indent) // 2
        above[level:] = [f"{above[level - 1]}/{name}" if level else name]
        drawn.add(above[level])
    return drawn


def test_the_glossary_explains_every_place_and_noun() -> None:
    assert places_and_nouns() - rows_of_folders().keys() == set()


def test_the_glossary_explains_no_folder_that_is_gone() -> None:
    assert rows_of_folders().keys() - places_and_nouns() == set()


def test_the_glossary_explains_every_other_folder_name() -> None:
    explained = GLOSSARY.partition("\n## Folders\n")[2]
    unexplained = [
        str(folder)
        for package in PACKAGES
        for folder in folders_below(package)
        if not is_place_or_noun(folder)
        if f"`{folder.name}`" not in explained and f"`{folder}`" not in explained
    ]
    assert unexplained == []


def test_the_picture_of_the_tree_shows_every_place_and_noun() -> None:
    assert folders_drawn() == places_and_nouns() | DEEP.keys()
