import ast
import importlib
import re

import pytest

from accounts.permissions import Policy
from tests.architecture.source import PACKAGES, ROOT, called_names, modules_of

WITH_POLICY = [package for package in PACKAGES if (ROOT / package / "permissions.py").exists()]

# Deeds that touch nothing but what belongs to the one who does them.
THEIR_OWN = {"read_all_notifications"}


def policy_of(package: str) -> Policy:
    policy: Policy = importlib.import_module(f"{package}.permissions").POLICY
    return policy


@pytest.mark.parametrize("package", WITH_POLICY)
def test_every_action_of_the_policy_has_words_that_complete_a_refusal(package: str) -> None:
    """“Your role here does not let you …”."""
    for key, permission in policy_of(package).items():
        words = permission.words.split()
        assert len(words) > 1, key
        assert words[0].islower(), key
        assert words[-1][-1].isalnum(), key
        assert permission.words != key.replace("_", " "), key


@pytest.mark.parametrize("package", WITH_POLICY)
def test_every_action_that_is_asked_for_is_in_the_policy(package: str) -> None:
    keys = policy_of(package)
    for path, module in modules_of(package):
        for call in ast.walk(module):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id not in {"require", "may"} or len(call.args) < 2:
                continue
            policy, action = call.args[:2]
            if isinstance(policy, ast.Name) and policy.id == "POLICY" and isinstance(action, ast.Constant):
                assert action.value in keys, f"{path}:{call.lineno} asks for {action.value!r}"


@pytest.mark.parametrize("package", WITH_POLICY)
def test_every_action_of_the_policy_is_asked_for_somewhere(package: str) -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (*PACKAGES, "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"} and path.parts[-2:] != (package, "permissions.py")
    )
    unasked = {key for key in policy_of(package) if not re.search(rf"""["']{key}["']""", text)}
    assert not unasked


def test_every_deed_done_by_somebody_asks_whether_they_may() -> None:
    """A public service that says who does it (`by`) reaches `require`, or whatever calls it has asked before."""
    calls: dict[str, set[str]] = {}
    deeds: dict[str, str] = {}
    for package in PACKAGES:
        for path, module in modules_of(package):
            for node in module.body:
                if not isinstance(node, ast.FunctionDef):
                    continue
                calls.setdefault(node.name, set()).update(called_names(node))
                named = {argument.arg for argument in node.args.kwonlyargs}
                if "/services" in path and "by" in named and node.name[0] != "_" and node.name not in THEIR_OWN:
                    deeds[node.name] = path
    asks = {name for name in calls if reaches("require", name, calls)}
    for deed, path in deeds.items():
        callers = {name for name, called in calls.items() if deed in called and name != deed}
        assert deed in asks or (callers and callers <= asks), f"{path}: {deed} asks nobody"


def reaches(goal: str, start: str, calls: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    ahead = {start}
    while ahead:
        name = ahead.pop()
        seen.add(name)
        called = calls.get(name, set())
        if goal in called:
            return True
        ahead |= (called & calls.keys()) - seen
    return False
