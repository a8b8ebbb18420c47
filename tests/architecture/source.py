"""The project's own files, as tests about the whole of it read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "accounts", "standards", "portfolio", "assessment", "itsm_sandbox", "reports", "demo")


def modules_of(package: str, layer: str = "") -> Iterator[tuple[str, ast.Module]]:
    """Path and syntax of each module of a package, or only of one of its layers, be it a file or a folder."""
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT / package).with_suffix("").parts
        if not layer or parts[0] == layer:
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))
