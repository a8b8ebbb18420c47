"""The sprite holds the icons that templates and Python name, and no other: `static/src/icons.json` lists them."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import PACKAGES, ROOT, modules_of

LISTED: list[str] = json.loads((ROOT / "static" / "src" / "icons.json").read_text(encoding="utf-8"))
DRAWN = ROOT / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
# How templates name an icon in plain words: icon("home"), empty("inbox", …), submit("Save", "check"), icon="check".
NAMING = (
    re.compile(r"""\b(?:icon|empty)\(\s*["']([a-z0-9-]+)["']"""),
    re.compile(r"""\b\w*icon\w*\s*=\s*["']([a-z0-9-]+)["']"""),
    re.compile(r"""\bsubmit\(\s*(?:"[^"]*"|'[^']*'|\w+),\s*["']([a-z0-9-]+)["']"""),
)


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        yield path.name, re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


@cache
def modules() -> list[tuple[str, ast.Module]]:
    return [module for package in PACKAGES for module in modules_of(package)]


def words_of_python() -> Iterator[tuple[str, str]]:
    for path, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value


def words_of_templates() -> Iterator[tuple[str, str]]:
    for name, text in templates():
        for word in re.findall(r"""["']([a-z0-9-]+)["']""", text):
            yield name, word


def places_of_icons() -> dict[str, int]:
    """The classes that have an icon, and which of their fields it is."""
    places = {}
    for _, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                lines = [line.target for line in node.body if isinstance(line, ast.AnnAssign)]
                fields = [target.id for target in lines if isinstance(target, ast.Name)]
                if "icon" in fields:
                    places[node.name] = fields.index("icon")
    return places


def icons_of_python() -> Iterator[tuple[str, str]]:
    places = places_of_icons()
    for path, module in modules():
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in places:
                named = [word.value for word in call.keywords if word.arg == "icon"]
                for given in named or call.args[places[call.func.id] :][:1]:
                    if isinstance(given, ast.Constant):
                        yield path, str(given.value)


def icons_of_templates() -> Iterator[tuple[str, str]]:
    for name, text in templates():
        for pattern in NAMING:
            for icon in pattern.findall(text):
                yield name, icon


def test_the_list_is_sorted_and_names_each_icon_once() -> None:
    assert sorted(set(LISTED)) == LISTED


def test_the_built_sprite_holds_the_list() -> None:
    manifest = json.loads((ROOT / "static" / "dist" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["icons"] == LISTED


def test_classes_with_an_icon_are_found() -> None:
    assert places_of_icons().keys() >= {"Section", "State"}


def test_every_icon_that_python_or_a_template_names_is_listed() -> None:
    named = [*icons_of_python(), *icons_of_templates()]
    assert len(named) > 200
    assert [(where, icon) for where, icon in named if icon not in LISTED] == []


def test_every_word_with_a_hyphen_that_is_an_icon_of_tabler_is_listed() -> None:
    """Names that stand in tables of templates and of rules, which the test above does not see."""
    drawn = {path.stem for path in DRAWN.glob("*-*.svg")}
    assert len(drawn) > 1000
    words = [*words_of_python(), *words_of_templates()]
    assert [(where, word) for where, word in words if word in drawn and word not in LISTED] == []


def test_no_icon_is_listed_that_nothing_names() -> None:
    words = {word for _, word in (*words_of_python(), *words_of_templates())}
    assert [icon for icon in LISTED if icon not in words] == []
