import ast

import pytest
from flask import Flask
from werkzeug.routing import Map

from core.destinations import _makers, path_to
from tests.architecture.source import PACKAGES, modules_of

pytestmark = pytest.mark.any_database


def destinations() -> list[tuple[str, frozenset[str]]]:
    """What `path_to` is called with anywhere: the kind, and the names of the numbers."""
    found = set()
    for package in PACKAGES:
        for path, module in modules_of(package):
            for call in ast.walk(module):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != "path_to":
                    continue
                kind = call.args[0]
                assert isinstance(kind, ast.Constant), f"{path}:{call.lineno}"
                found.add((str(kind.value), frozenset(str(keyword.arg) for keyword in call.keywords)))
    return sorted(found, key=str)


@pytest.mark.parametrize(("kind", "numbers"), destinations())
def test_what_a_notification_leads_to_is_a_page(app: Flask, kind: str, numbers: frozenset[str]) -> None:
    with app.app_context():
        path = path_to(kind, **dict.fromkeys(numbers, 7))

    urls: Map = app.url_map
    endpoint, found = urls.bind("").match(path, method="GET")
    assert endpoint in app.view_functions
    assert found == dict.fromkeys(numbers, 7)


def test_every_address_that_is_made_is_asked_for() -> None:
    assert set(_makers) == {kind for kind, _ in destinations()}


def test_a_page_that_nobody_registered_leads_nowhere() -> None:
    with pytest.raises(LookupError, match="nowhere"):
        path_to("nowhere")
