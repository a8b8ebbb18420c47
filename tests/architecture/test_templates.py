import re

import pytest
from flask import Flask

from tests.architecture.source import ROOT

pytestmark = pytest.mark.any_database

TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html"))

# The content security policy blocks these, so a page that relies on one is broken.
BLOCKED = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "an inline event handler": re.compile(r"<[^>]*\son(click|change|submit|input|load|key\w+)\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>"),
    "a file from elsewhere": re.compile(r"""<(script|link|img|iframe)[^>]*(src|href)=["'](https?:)?//"""),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_parses(app: Flask, name: str) -> None:
    assert app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_nothing_that_the_browser_will_refuse(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    for what, pattern in BLOCKED.items():
        assert not pattern.search(text), what


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_form_that_changes_something_carries_a_csrf_token(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        if re.search(r"""method=["']post["']""", form, re.IGNORECASE):
            assert re.search(r"csrf_token|\bcsrf\(", form), form[:200]
