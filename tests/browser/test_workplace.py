"""A practice workplace at the keyboard: opened, worked in, and taken into the portfolio."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.support.browser import Complaints, find_faults, press

APPRENTICE = "owen.davies"
RESOLUTION = "The cable of the projector was loose; I put it in again and tried it with the teacher."
OPENED = 60_000  # milliseconds that filling a new workplace may take


@pytest.mark.timeout(300)
def test_an_incident_is_worked_with_keys_and_becomes_evidence(sign_in: SignIn, complaints: Complaints) -> None:
    page = sign_in(APPRENTICE)
    open_a_workplace(page)
    log_a_ticket(page)

    step(page, "c", "Validate and classify")
    page.get_by_label("Category").select_option(label="Computers and devices: Projector, screen or board")
    page.get_by_label("Who is affected").select_option(index=1)
    page.get_by_label("Service").select_option(index=1)
    page.get_by_label("Where you deal with it").select_option(index=1)
    send(page, "Validate and classify")

    step(page, "t", "Triage")
    page.get_by_label("Impact").select_option(index=3)
    page.get_by_label("Urgency").select_option(index=1)
    page.get_by_label("Person").select_option(label="Owen Davies")
    send(page, "Triage")

    step(page, "r", "Respond")
    page.get_by_label("How you answered").select_option(index=1)
    page.get_by_label("What you said to them").fill("I came to the room and looked at the projector.")
    send(page, "Respond")

    step(page, "s", "Resolve")
    page.get_by_label("How it ended").select_option(index=1)
    page.get_by_label("What was wrong and what you did").fill(RESOLUTION)
    page.get_by_label("No article helped: what should one say?").fill("What to look at when a projector stays dark.")
    send(page, "Resolve")
    expect(page.get_by_text("Resolved", exact=True).first).to_be_visible()

    page.get_by_role("link", name="Add to portfolio").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("to your portfolio")
    assert not find_faults(page)
    page.get_by_role("button", name="Add to portfolio").click()
    expect(page.get_by_text("is in your portfolio as a draft")).to_be_visible()
    expect(page.get_by_text("Frozen")).to_have_count(2)
    expect(page.get_by_label("Simulated", exact=False).first).to_be_checked()


def test_what_it_can_show_fits_a_phone(sign_in: SignIn) -> None:
    page = sign_in("sana.hussain", "phone")
    open_a_workplace(page)
    page.get_by_role("link", name="What it can show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What this workplace can show")
    assert not find_faults(page)


def open_a_workplace(page: Page) -> None:
    page.goto("/workplaces/new")
    page.get_by_label("A school").check()
    page.get_by_label("Name").fill("Glenbrae Academy")
    page.get_by_role("button", name="Open it").click(timeout=OPENED)
    expect(page.get_by_text("Glenbrae Academy is open.")).to_be_visible(timeout=OPENED)


def log_a_ticket(page: Page) -> None:
    """Somebody comes to the desk."""
    page.get_by_role("navigation", name="Glenbrae Academy").get_by_role("link", name="Desk").click()
    page.wait_for_url("**/desk")
    press(page, "l")
    page.get_by_label("Who reports it").select_option(index=3)
    page.get_by_label("How it reached us").select_option(index=1)
    page.get_by_label("What it is").select_option(index=1)
    page.get_by_label("In a few words").fill("The projector stays dark")
    page.get_by_label("What happens").fill("It has shown nothing since this morning.")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The projector stays dark")


def step(page: Page, key: str, title: str) -> None:
    """Press the step's key; its form opens in place."""
    press(page, key)
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def send(page: Page, button: str) -> None:
    page.locator("#act").get_by_role("button", name=button).click()
    expect(page.get_by_text(f"{button} – done.")).to_be_visible()
