"""The workplace's own shape: its ground is closed to the web, and its kinds are listed nowhere but in the registry."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from core.discovery import import_package
from itsm_sandbox.engine.registry import list_types
from tests.architecture.source import ROOT

import_package("itsm_sandbox")

WEB = {"forms", "targets_field", "views"}
FEW = 4
"""So many kinds beside one another in one literal are a list of kinds."""


def test_every_module_of_the_ground_but_pages_and_forms_is_closed_to_the_web() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {one["name"]: one for one in project["tool"]["importlinter"]["contracts"]}
    closed = contracts["Rules and services know nothing of the web"]["source_modules"]
    ground = ROOT / "itsm_sandbox" / "engine"
    there = {path.stem for path in ground.iterdir() if path.stem[0] not in "_."} - WEB
    assert {name.removeprefix("itsm_sandbox.engine.") for name in closed if ".engine." in name} == there


def test_no_module_but_the_registry_holds_a_list_of_kinds() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "itsm_sandbox").rglob("*.py"))
        if path.name != "registry.py"
        for line in lists_of_kinds(path)
    ]
    assert found == []


def lists_of_kinds(path: Path) -> Iterator[int]:
    kinds = {kind.kind for kind in list_types()}
    models = {kind.model.__name__ for kind in list_types()}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        members: list[ast.expr | None]
        if isinstance(node, ast.Dict):
            members = [key.elts[0] if isinstance(key, ast.Tuple) and key.elts else key for key in node.keys]
        elif isinstance(node, ast.List | ast.Set | ast.Tuple):
            members = [*node.elts]
        else:
            continue
        if sum(is_kind(one, kinds, models) for one in members) >= FEW:
            yield node.lineno


def is_kind(node: ast.expr | None, kinds: set[str], models: set[str]) -> bool:
    """A kind's word, its model, or the `kind` of that."""
    if isinstance(node, ast.Attribute) and node.attr == "kind":
        return is_kind(node.value, kinds, models)
    if isinstance(node, ast.Name):
        return node.id in models
    return isinstance(node, ast.Constant) and node.value in kinds
