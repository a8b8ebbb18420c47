"""Fixtures for a person in Chromium: `page` at both sizes, on a server with the demo centre."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.support.browser import PROGRAM, SCREENS, Complaints, check_accessibility, launch_arguments
from tests.support.server import serving
from tests.support.stages import Stages


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not Path(PROGRAM).exists():
        pytest.skip("Chromium is not installed; as root: apt-get install chromium")
    return {**browser_type_launch_args, **launch_arguments()}


@pytest.fixture
def live_server(stages: Stages, tmp_path: Path) -> Iterator[str]:
    """The address of a server with a demo centre of its own, which the test may change as it likes."""
    instance = tmp_path / "instance"
    shutil.copytree(stages.demo.folder, instance)
    address = stages.backend.copy(stages.demo.address)
    with serving(address, instance) as url:
        yield url
    stages.backend.drop(address)


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest) -> str:
    """Which screen the person sits at; a test that takes `page` runs at each."""
    name: str = request.param
    return name


@pytest.fixture
def complaints(live_server: str) -> Iterator[Complaints]:
    """What the browser complained of; anything unexpected fails the test when it ends."""
    complaints = Complaints(live_server)
    yield complaints
    assert not complaints.unexpected()


@pytest.fixture
def open_browser(
    new_context: Callable[..., BrowserContext], live_server: str, screen: str, complaints: Complaints
) -> Callable[[], Page]:
    """Open another person's browser, with cookies of its own."""

    def open_one() -> Page:
        context = new_context(base_url=live_server, locale="en-GB", reduced_motion="reduce", **SCREENS[screen])
        page = context.new_page()
        page.set_default_timeout(10_000)
        complaints.watch(page)
        return page

    return open_one


@pytest.fixture
def page(open_browser: Callable[[], Page]) -> Page:
    return open_browser()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` asserts that the page is accessible and fits its screen."""
    return check_accessibility
