"""Everybody's pages, found by following links: one page for each shape of address, on a desk and a phone."""

import re
from collections.abc import Callable
from urllib.parse import urldefrag, urlparse

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SignIn
from tests.support.browser import SCREENS, Complaints, axe_source, find_faults

PEOPLE = {
    "an apprentice": "aileen.murray",
    "an apprentice on the level grid": "hannah.boyd",
    "an apprentice with nothing yet": "eilidh.sinclair",
    "an assessor": "fiona.macrae",
    "a line manager": "stuart.bell",
    "a verifier": "moira.campbell",
    "an external verifier": "gillian.ross",
    "a provider admin": "lorna.ferguson",
}
WHOSE_PARTS_ALL_USE = ("an apprentice", "an assessor")  # other people's pages are made of what theirs have
ALIKE = re.compile(r"^/(standards|account|notifications|workplaces/\d+/)")  # the same for everybody who gets there
IN_A_WORKPLACE = re.compile(r"^/workplaces/\d+/")
PARTS_OF_A_WORKPLACE = {
    "desk": "desk|board|portal|tickets",
    "problems and changes": "problems|trends|reviews|changes|set-up|services|procedures",
    "knowledge": "articles|processes|planned-procedures|feedback|procedure-changes|checks",
    "assets": "assets|audits|findings|software|licences|allocations|licence-reviews|asset-reports",
    "money and projects": "expenditure|budgets|risk-assessments|contingency-plans|recovery-plans|projects|lessons",
    "reports": "reports|metrics|outages|dashboards|custom-reports|meetings|monitoring",
}
ANY_PART = "|".join(PARTS_OF_A_WORKPLACE.values())
SKIPPED_FOR = {part: rf"^/workplaces/\d+/(?!({paths})(/|\?|$))" for part, paths in PARTS_OF_A_WORKPLACE.items()}
SKIPPED_FOR["everything else"] = rf"^/workplaces/\d+/({ANY_PART})(/|\?|$)"
SCREEN_NAMES = tuple(SCREENS)
NO_PAGES = re.compile(r"^/(files|sign-out)\b")


def shape_of(path: str) -> str:
    """Return the address with numbers, names of standards and filters alike; only `view` makes another page."""
    parts = urlparse(path)
    shape = re.sub(r"/\d+(?=/|$)", "/*", parts.path)
    shape = re.sub(r"^/standards/[^/]+", "/standards/*", shape)
    # one template draws the form of every step, and one what is added to a portfolio
    shape = re.sub(r"^/workplaces/\*/.+/(do/\w+|add_to_portfolio)$", "/workplaces/*/step", shape)
    return f"{shape}?{' '.join(pair for pair in parts.query.split('&') if pair.startswith('view='))}"


def explore(page: Page, start: str, *, skip: re.Pattern[str] = NO_PAGES, by_turns: bool = False) -> list[str]:
    """Look at each shape of page that can be reached by links, and return what is wrong, page by page.

    `by_turns` sends axe, which takes most of the time, to a page on one of the two screens, and to the next on the
    other: for pages that are made of the same parts.
    """
    page.add_init_script(axe_source())  # sent once, not to each page
    page.goto(start)
    home = "{0.scheme}://{0.netloc}".format(urlparse(page.url))
    waiting, seen, faults = [start], set(), []
    while waiting:
        path = waiting.pop(0)
        shape = shape_of(path)
        if shape in seen or NO_PAGES.match(path) or skip.match(path):
            continue
        seen.add(shape)
        answer = page.goto(path)
        assert answer is not None
        if answer.status >= 400:
            faults.append(f"{path}: status {answer.status}")
            continue
        seen.add(shape_of(page.url.removeprefix(home)))
        links = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
        waiting += [urldefrag(link)[0].removeprefix(home) for link in links if link.startswith(f"{home}/")]
        screens = (SCREEN_NAMES[len(seen) % 2],) if by_turns else SCREEN_NAMES
        faults += [f"{path} {fault}" for fault in look_at(page, axe_on=screens)]
    assert len(seen) > 1, "no links were found"
    return faults


def look_at(page: Page, *, axe_on: tuple[str, ...] = SCREEN_NAMES) -> list[str]:
    """Return what is wrong on a desk, and on a phone in the dark."""
    page.set_viewport_size(SCREENS["desktop"]["viewport"])
    faults = [f"(desktop): {fault}" for fault in find_faults(page, with_axe="desktop" in axe_on)]
    page.set_viewport_size(SCREENS["phone"]["viewport"])
    page.emulate_media(color_scheme="dark")
    faults += [f"(phone, dark): {fault}" for fault in find_faults(page, with_axe="phone" in axe_on)]
    page.emulate_media(color_scheme="light")
    return faults


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_finds_pages_that_are_whole_readable_and_fit_the_screen(sign_in: SignIn, who: str) -> None:
    page = sign_in(PEOPLE[who])
    skip = IN_A_WORKPLACE if who == "an apprentice" else ALIKE

    faults = explore(page, "/", skip=skip, by_turns=who not in WHOSE_PARTS_ALL_USE)

    assert not faults, "\n".join(faults)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", SKIPPED_FOR)
def test_a_practice_workplace_has_pages_that_are_whole_readable_and_fit_the_screen(sign_in: SignIn, part: str) -> None:
    skip = re.compile(rf"^/(?!workplaces\b)|{SKIPPED_FOR[part]}")

    faults = explore(sign_in(PEOPLE["an apprentice"]), "/workplaces", skip=skip, by_turns=True)

    assert not faults, "\n".join(faults)


@pytest.mark.timeout(300)
def test_a_visitor_finds_the_door_and_the_published_standards(open_browser: Callable[..., Page]) -> None:
    faults = explore(open_browser(), "/")

    assert not faults, "\n".join(faults)


def test_a_page_that_is_not_there_says_so(open_browser: Callable[..., Page], complaints: Complaints) -> None:
    complaints.expect("404")
    page = open_browser()
    page.goto("/standards/nothing-of-this-name")

    assert not look_at(page)
