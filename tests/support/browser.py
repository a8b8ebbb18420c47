"""A person's Chromium, and what every page must be free of."""

import os
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Page, Request

PROGRAM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
MORE_OF_THE_SAME = ("main tbody tr:nth-child(n+7)", "main li:nth-child(n+9)")  # drawn by the same lines of a template
MOST_STYLE, MOST_SCRIPT = 30_000, 40_000  # bytes as they travel
ITS_OWN = ("chrome://", "chrome-extension://")  # Chromium's PDF viewer
_MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


def launch_arguments() -> dict[str, Any]:
    """Debian's Chromium; it refuses root unless its own sandbox is off, so only then it is."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": PROGRAM, "args": [*FLAGS, *sandbox]}


@dataclass
class Complaints:
    """What a browser says about a page that no person would see: errors, and requests that leave the product."""

    home: str
    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("request", self._see)

    def expect(self, words: str) -> None:
        """Take complaints with these words for granted, for example "422" where a form is refused on purpose."""
        self.expected.append(words)

    def unexpected(self) -> list[str]:
        return [one for one in self.found if not any(words in one for words in self.expected)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(f"console: {message.text} {message.location.get('url', '')}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:", *ITS_OWN)):
            self.found.append(f"left the product: {request.url}")


def press(page: Page, key: str) -> None:
    """Press a key on a page that may have come just now: before its scripts have loaded, a key does nothing."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def find_faults(page: Page, *, with_axe: bool = True) -> list[str]:
    """Return what is wrong with the page as it stands on this screen: a sentence for each fault."""
    found: dict[str, Any] = page.evaluate(_MEASURE)
    faults = [f"{found['scroll']} px too wide"] if found["scroll"] > 0 else []
    faults += [f"{found['h1']} h1"] if found["h1"] != 1 else []
    faults += [] if found["title"].endswith(" – Touchstone") else [f"titled {found['title']!r}"]
    faults += [f"{found['style']} bytes of CSS"] if found["style"] > MOST_STYLE else []
    faults += [f"{found['script']} bytes of JavaScript"] if found["script"] > MOST_SCRIPT else []
    faults += [f"a word on two lines: {word}" for word in found["torn"]]
    if found["width"] < 500:
        faults += [f"small target {target}" for target in found["small"]]
    return faults + (find_violations(page) if with_axe else [])


def find_violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice, in the first rows of each table and list."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    options = {
        "runOnly": list(RULES),
        "resultTypes": ["violations"],
        "iframes": False,
    }
    where = {"include": [["html"]], "exclude": [[rows] for rows in MORE_OF_THE_SAME]}
    violations: list[dict[str, Any]] = page.evaluate(
        "([where, options]) => axe.run(where, options).then(found => found.violations)", [where, options]
    )
    return [
        f"{one['id']}: {one['help']}, {len(one['nodes'])} times, such as {one['nodes'][0]['html'][:160]}"
        for one in violations
    ]


@cache
def axe_source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
