"""Who may do what: every action of a policy is asked for, and every deed asks."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.permissions import Policy, may
from accounts.services.notifications import read_all_notifications
from portfolio.evidence.services.files import attach_files
from tests.architecture.asking import Asking
from tests.architecture.calls import Code, Function, Place, nodes_in
from tests.architecture.source import PACKAGES, ROOT, modules_of

WITH_POLICY = [package for package in PACKAGES if (ROOT / package / "permissions.py").exists()]

ASKS_NOBODY = {
    read_all_notifications: "It reads and changes nothing but what belongs to the one who does it.",
    attach_files: "It does nothing but attach each file, and to attach one asks.",
}


@pytest.fixture(scope="module")
def code() -> Code:
    return Code()


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
def test_every_action_of_the_policy_is_asked_for_somewhere(package: str, code: Code) -> None:
    asking = Asking(code, package)
    asked_for = {
        word
        for place, function in code.functions()
        if package_of(place) == package
        for word in words_asked_for(code, asking, place[0], function)
    }
    assert not policy_of(package).keys() - asked_for


def words_asked_for(code: Code, asking: Asking, module: str, function: Function) -> Iterator[str]:
    """What a function hands to `require`, to `may`, or to something that asks in its turn."""
    for call in nodes_in(function):
        if not isinstance(call, ast.Call):
            continue
        called = code.called_by(module, function, call)
        if called == (may.__module__, "may") or (called and asking.call_asks(module, called, call)):
            handed = [*call.args, *(keyword.value for keyword in call.keywords)]
            inner = (part for one in handed for part in ast.walk(one) if isinstance(part, ast.Constant))
            yield from (part.value for part in inner if isinstance(part.value, str))


def test_every_deed_done_by_somebody_asks_whether_they_may(code: Code) -> None:
    """A page that asked before it showed a form is not enough: the form can be sent without the page."""
    silent = {(deed.__module__, deed.__name__) for deed in ASKS_NOBODY}
    found = {deed for package in WITH_POLICY for deed in deeds_that_ask_nobody(code, package)}
    assert found == silent
    assert {package_of(deed) for deed in deeds(code)} <= set(WITH_POLICY)


def deeds(code: Code) -> list[Place]:
    """The public functions of services that say who does it."""
    return [
        (module, name)
        for (module, name), function in code.functions()
        if is_service(module)
        and name[0] != "_"
        and "." not in name
        and "by" in {argument.arg for argument in function.args.kwonlyargs}
    ]


def is_service(module: str) -> bool:
    parts = module.split(".")
    return "services" in parts or parts[-1] == "perform"


def package_of(place: Place) -> str:
    return place[0].partition(".")[0]


def deeds_that_ask_nobody(code: Code, package: str) -> list[Place]:
    """Those of a package that do not ask by its policy on every way, and are not only parts of deeds that do."""
    own = [deed for deed in deeds(code) if package_of(deed) == package]
    return [deed for deed in own if not Asking(code, package).asks(deed) and not is_asked_before(code, deed)]


def is_asked_before(code: Code, deed: Place) -> bool:
    """All that uses it is services, and each of them asks by the policy of its own package."""
    users = code.users.get(deed, set())
    return bool(users) and all(is_service(user[0]) and Asking(code, package_of(user)).asks(user) for user in users)


SHOP = {
    "shop/services/__init__.py": "from shop.services.acting import act",
    "shop/services/acting.py": """
from accounts.permissions import require
from shop.permissions import POLICY

def act(*, by):
    require(POLICY, "change", by, None)
""",
    "shop/views.py": """
from shop.services import acting, changing

def page():
    acting.act(by=1)
    changing.part(by=1)
""",
}
IMPORTS = """
from accounts.permissions import require
from core.db import transaction
from core.idempotency import once
from shop.permissions import POLICY
from shop.services import act, act as act_by_another_name, acting
from stock.permissions import POLICY as OTHERS
"""
ASKS = {
    "by itself": """
def change(*, by):
    with transaction():
        require(POLICY, "change", by, None)
""",
    "by what another module does": """
def change(*, by):
    try:
        acting.act(by=by)
    finally:
        later()
""",
    "by what it does once": """
def change(*, by, key=""):
    def begin():
        act(by=by)

    if not key:
        return begin()
    return once(key, act=begin)
""",
    "on both ways": """
def change(*, by):
    if by:
        act_by_another_name(by=by)
    else:
        raise ValueError
""",
    "before a part of it": """
def change(*, by):
    act(by=by)
    add_line(by=by)

def add_line(*, by):
    return by
""",
}
ASKS_NOT = {
    "its own name for something else": """
def change(*, by):
    with transaction() as todo:
        for act in todo:
            act()
""",
    "only on one way": """
def change(*, by):
    if by:
        require(POLICY, "change", by, None)
""",
    "too late": """
def change(*, by):
    if by:
        return
    require(POLICY, "change", by, None)
""",
    "by the policy of others": """
def change(*, by):
    require(OTHERS, "change", by, None)
""",
    "hands on what would ask": """
def change(*, by):
    later(act, by=by)
    later(lambda: act(by=by))
""",
    "unless it fails": """
def change(*, by):
    try:
        read()
        act(by=by)
    except ValueError:
        later()
""",
    "a part that a page uses": """
def change(*, by):
    act(by=by)
    part(by=by)

def part(*, by):
    return by
""",
}


@pytest.mark.parametrize("source", ASKS.values(), ids=ASKS)
def test_a_deed_that_asks_on_every_way_is_one_that_asks(source: str, tmp_path: Path) -> None:
    assert not silent_in_the_shop(source, tmp_path)


@pytest.mark.parametrize("source", ASKS_NOT.values(), ids=ASKS_NOT)
def test_a_deed_that_may_end_without_asking_is_found(source: str, tmp_path: Path) -> None:
    assert len(silent_in_the_shop(source, tmp_path)) == 1


def silent_in_the_shop(source: str, folder: Path) -> list[Place]:
    for name, text in {**SHOP, "shop/services/changing.py": IMPORTS + source}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return deeds_that_ask_nobody(Code(folder, ["shop"]), "shop")
