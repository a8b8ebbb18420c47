"""A person's Chromium, and what every page must be free of."""

import os
import shutil
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
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
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.found.append(f"left the product: {request.url}")


def check_accessibility(page: Page) -> None:
    """Assert that axe finds nothing against WCAG 2.2 AA or good practice, and that nothing scrolls sideways."""
    results = Axe().run(page, options={"runOnly": list(RULES)})
    assert not results.response["violations"], results.generate_report()
    width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= window, f"{page.url} scrolls sideways: {width} > {window}"
    assert page.title().endswith(" – Touchstone"), page.title()
    assert page.locator("h1").count() == 1, f"{page.url} has not exactly one h1"
