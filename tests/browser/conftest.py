"""Fixtures for a person in Chromium, on a server with the demo centre that all browser tests share."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo.content import password
from tests.support.browser import PROGRAM, SCREENS, Complaints, launch_arguments
from tests.support.server import serving
from tests.support.stages import Instance, Stages

SignIn = Callable[..., Page]
PATIENCE = 15_000  # milliseconds; machines that test may be slow
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not Path(PROGRAM).exists():
        pytest.skip("Chromium is not installed; as root: apt-get install chromium")
    return {**browser_type_launch_args, **launch_arguments()}


@pytest.fixture(scope="session")
def live_instance(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A demo centre that tests may change; each keeps to a person of its own, as another test comes after it."""
    folder = tmp_path_factory.mktemp("live") / "instance"
    shutil.copytree(stages.demo.folder, folder)
    instance = Instance(stages.backend.copy(stages.demo.address), folder)
    yield instance
    stages.backend.drop(instance.address)


@pytest.fixture(scope="session")
def live_server(live_instance: Instance) -> Iterator[str]:
    """The address of a server on the demo centre."""
    with serving(live_instance.address, live_instance.folder) as url:
        yield url


@pytest.fixture(scope="session")
def base_url(live_server: str) -> str:
    """Where every browser's addresses begin."""
    return live_server


@pytest.fixture
def complaints(live_server: str) -> Iterator[Complaints]:
    """What the browser complained of; anything unexpected fails the test when it ends."""
    complaints = Complaints(live_server)
    yield complaints
    assert not complaints.unexpected()


@pytest.fixture
def open_browser(new_context: Callable[..., BrowserContext], complaints: Complaints) -> Callable[..., Page]:
    """Open another person's browser, with cookies of its own: `open_browser("phone", java_script_enabled=False)`."""

    def open_one(screen: str = "desktop", **options: Any) -> Page:
        context = new_context(locale="en-GB", reduced_motion="reduce", **{**SCREENS[screen], **options})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        complaints.watch(page)
        return page

    return open_one


@pytest.fixture
def sign_in(open_browser: Callable[..., Page]) -> SignIn:
    """Sign somebody of the demo centre in, in a browser of their own: `sign_in("aileen.murray", "phone")`."""

    def sign_in_one(name: str, screen: str = "desktop", **options: Any) -> Page:
        page = open_browser(screen, **options)
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(f"{name}@example.org")
        page.get_by_label("Password", exact=True).fill(password())
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        return page

    return sign_in_one
