"""A person with a browser that runs no script: they read pages, follow links, and send the forms they find."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.support.people import PersonClient

_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SILENT = {"script", "style", "template", "title"}
Attributes = dict[str, str | None]


@dataclass
class Control:
    """Something in a form that is sent with it."""

    attributes: Attributes
    tag: str
    form: int
    text: str = ""
    label: str = ""
    options: list[tuple[str, str, bool]] = field(default_factory=list)  # value, words, chosen

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return self.tag if self.tag != "input" else self.attributes.get("type") or "text"

    @property
    def is_button(self) -> bool:
        return self.tag == "button" and self.attributes.get("type", "submit") == "submit"

    @property
    def values(self) -> list[str]:
        """What it sends when nobody touches it."""
        value = self.attributes.get("value")
        if self.kind in {"checkbox", "radio"}:
            return [value or "on"] if "checked" in self.attributes else []
        if self.kind == "select":
            chosen = [option for option, _, is_chosen in self.options if is_chosen]
            return chosen or [option for option, _, _ in self.options[:1]]
        if self.kind == "textarea":
            return [self.text.removeprefix("\n")]
        return [] if self.kind in {"file", "button"} else [value or ""]


class Page(HTMLParser):
    """What a page says, and its links and forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: list[Attributes] = []
        self.controls: list[Control] = []
        self.links: list[tuple[str, str]] = []  # words, address
        self.elements: list[Attributes] = []
        self.title = ""
        self._open: list[tuple[str, Attributes]] = []
        self._words: list[str] = []
        self._label: list[Control] | None = None
        self._labels_for: list[tuple[str, str]] = []
        self._starts: list[int] = []
        self._owners: list[tuple[Control, str]] = []
        self.feed(html)
        self._settle()

    @property
    def text(self) -> str:
        return _tidy("".join(self._words))

    def link(self, words: str) -> str:
        found = [address for label, address in self.links if label.startswith(words)]
        assert found, f"no link “{words}” among {[label for label, _ in self.links]}"
        return found[0]

    def marked(self, *names: str) -> list[tuple[str, ...]]:
        """What stands in these attributes, for each element that has them all."""
        return [
            tuple(element[name] or "" for name in names)
            for element in self.elements
            if all(name in element for name in names)
        ]

    def values(self, name: str, *labels: str) -> list[str]:
        """The values of the choices called `name` whose labels begin with these words."""
        offered = [
            (control.label, control.attributes.get("value") or "")
            for control in self.controls
            if control.name == name and control.kind in {"checkbox", "radio"}
        ]
        offered += [
            (words, value) for control in self.controls if control.name == name for value, words, _ in control.options
        ]
        found = []
        for label in labels:
            matching = [value for words, value in offered if re.match(rf"{re.escape(label)}(?!\w)", words)]
            assert matching, f"no choice “{label}” among {[words for words, _ in offered]}"
            found.append(matching[0])
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append(attributes)
        if tag == "img":
            self._words.append(attributes.get("alt") or "")
        if tag == "form":
            self.forms.append(attributes)
        if tag in {"input", "select", "textarea", "button"} and not self._is_in("template"):
            self._add_control(tag, attributes)
        if tag == "option":
            self.controls[-1].options.append((attributes.get("value") or "", "", "selected" in attributes))
        if tag == "label":
            self._label = []
        if tag not in _VOID:
            self._open.append((tag, attributes))
            self._starts.append(len(self._words))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._is_in(tag):
            return
        while True:
            name, attributes = self._open.pop()
            words = _tidy("".join(self._words[self._starts.pop() :]))
            self._end(name, attributes, words)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._is_in("title") and not self._is_in("svg"):
            self.title += data
        if self._is_in("textarea"):
            self.controls[-1].text += data
        elif not any(name in _SILENT or attributes.get("aria-hidden") == "true" for name, attributes in self._open):
            self._words.append(data)

    def _end(self, tag: str, attributes: Attributes, words: str) -> None:
        if tag == "a" and (address := attributes.get("href")):
            self.links.append((attributes.get("aria-label") or words, address))
        if tag == "button" and not self._is_in("template"):
            self.controls[-1].text = words
        if tag == "option":
            value, _, chosen = self.controls[-1].options.pop()
            self.controls[-1].options.append((value if "value" in attributes else words, words, chosen))
        if tag == "label" and self._label is not None:
            for control in self._label:
                control.label = words
            if address := attributes.get("for"):
                self._labels_for.append((address, words))
            self._label = None
        if tag in {"p", "li", "td", "th", "h1", "h2", "h3", "div", "dt", "dd", "legend", "label", "span"}:
            self._words.append(" ")

    def _add_control(self, tag: str, attributes: Attributes) -> None:
        control = Control(attributes, tag, len(self.forms) - 1 if self._is_in("form") else -1)
        self.controls.append(control)
        if owner := attributes.get("form"):
            self._owners.append((control, owner))
        if self._label is not None:
            self._label.append(control)

    def _settle(self) -> None:
        """Give controls that name their form or label by id what they name."""
        ids = {attributes.get("id"): number for number, attributes in enumerate(self.forms)}
        for control, owner in self._owners:
            control.form = ids[owner]
        by_id = {control.attributes.get("id"): control for control in self.controls}
        for address, words in self._labels_for:
            if address in by_id:
                by_id[address].label = words

    def _is_in(self, tag: str) -> bool:
        return any(name == tag for name, _ in self._open)


class Reader:
    """Somebody at a page. Whatever answers 400 or above, or lies on another host, fails the test."""

    def __init__(self, client: PersonClient) -> None:
        self.client = client
        self.path = ""
        self.page = Page("")

    def open(self, path: str) -> Page:
        return self._arrive(self.client.get(path))

    def follow(self, words: str) -> Page:
        return self.open(self.page.link(words))

    def sign_in(self, email: str, password: str) -> Page:
        self.open("/sign-in")
        return self.send("Sign in", {"email": email, "password": password})

    def download(self, words: str) -> TestResponse:
        return self._read(self.client.get(self.page.link(words)))

    def send(
        self,
        button: str,
        values: Mapping[str, str | Iterable[str]] | None = None,
        files: Iterable[tuple[str, bytes]] = (),
        status: int = 200,
    ) -> Page:
        """Fill in the form that this button belongs to and press it. Only what is on the page can be filled in."""
        pressed = [one for one in self.page.controls if one.is_button and one.text.startswith(button)]
        assert pressed, f"no button “{button}” on {self.path}"
        form = self.page.forms[pressed[0].form]
        mine = [one for one in self.page.controls if one.form == pressed[0].form and "disabled" not in one.attributes]
        data = _filled_in(mine, values or {})
        if pressed[0].name:
            data[pressed[0].name] = [pressed[0].attributes.get("value") or ""]
        if files:
            assert any(one.kind == "file" and one.name == "files" for one in mine), "the form takes no files"
            data["files"] = [(BytesIO(content), name) for name, content in files]
        action = pressed[0].attributes.get("formaction") or form.get("action") or self.path
        if form.get("method", "get") == "get":
            return self._arrive(self.client.get(action, query_string=data), status)
        return self._arrive(self.client.post(action, data=data), status)

    def _arrive(self, answer: TestResponse, status: int = 200) -> Page:
        while 300 <= answer.status_code < 400:
            answer = self.client.get(answer.headers["Location"])
        assert answer.status_code == status, f"{answer.status_code} at {answer.request.path}: {Page(answer.text).text}"
        self.path = answer.request.path
        if answer.request.query_string:
            self.path += f"?{answer.request.query_string.decode()}"
        self.page = Page(answer.text)
        return self.page

    @staticmethod
    def _read(answer: TestResponse) -> TestResponse:
        answer.get_data()
        answer.close()
        assert answer.status_code == 200, answer.status
        return answer


def _filled_in(controls: list[Control], values: Mapping[str, str | Iterable[str]]) -> dict[str, Any]:
    names = {control.name for control in controls}
    missing = [name for name in values if name not in names]
    assert not missing, f"not in the form: {missing}"
    data: dict[str, list[str]] = {}
    for control in controls:
        if control.name and control.kind != "button":
            data.setdefault(control.name, []).extend(control.values)
    for name, value in values.items():
        data[name] = [value] if isinstance(value, str) else list(value)
    return dict(data)


def _tidy(text: str) -> str:
    return " ".join(text.split())
