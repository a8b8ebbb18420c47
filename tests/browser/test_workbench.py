"""The assessor's workbench: judged with keys, saved as it goes, never overwritten."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.evidence import claim_of, submit_for
from tests.support.browser import Complaints
from tests.support.stages import Instance

CLAIMS = 10
SAVED = "[data-save-state]"


@pytest.fixture
def bench(live_instance: Instance, sign_in: SignIn, request: pytest.FixtureRequest) -> Page:
    """An assessor before new work of ten criteria."""
    number = submit_for(live_instance, "callum.reid@example.org", request.node.name, CLAIMS)
    page = sign_in("fiona.macrae")
    page.goto(f"/workbench/{number}")
    return page


def test_ten_criteria_are_judged_and_signed_with_keys_alone(bench: Page) -> None:
    title = bench.get_by_role("heading", level=1).inner_text()
    keys = bench.keyboard
    for number in range(CLAIMS):
        keys.press("2" if number == 4 else "1")
        if number == 4:
            keys.press("c")
            keys.type("Show the second occasion as well.")
            keys.press("Escape")
        if number < CLAIMS - 1:
            keys.press("j")
    keys.press("k")
    keys.press("3")
    keys.press("u")
    expect(bench.locator("[data-counts]")).to_have_text("9 met, 1 more, 0 left")
    expect(bench.get_by_label("Return it to Callum")).to_be_checked()
    expect(bench.locator(SAVED)).to_contain_text("Saved")
    keys.press("Control+Enter")

    expect(bench.get_by_text("Signed and returned.")).to_be_visible()
    bench.goto(f"/queue?q={title}")
    expect(bench.get_by_text("Nothing matches")).to_be_visible()


def test_what_is_chosen_is_saved_at_once_and_undone_again(bench: Page) -> None:
    first = bench.locator("fieldset.crit").first
    bench.keyboard.press("1")
    expect(bench.locator(SAVED)).to_contain_text("Saved")
    bench.reload()
    expect(first.get_by_role("radio", name="Met", exact=True)).to_be_checked()

    bench.keyboard.press("k")
    bench.keyboard.press("2")
    bench.keyboard.press("c")
    bench.keyboard.type("More, please")
    bench.keyboard.press("Escape")
    expect(bench.locator(SAVED)).to_contain_text("Saved")
    bench.keyboard.press("u")
    bench.keyboard.press("u")
    expect(bench.locator(SAVED)).to_contain_text("Saved")
    bench.reload()
    expect(first.get_by_role("radio", name="Met", exact=True)).to_be_checked()
    expect(first.locator("textarea")).to_have_value("")


def test_two_windows_show_their_conflict_and_lose_nothing(bench: Page, complaints: Complaints) -> None:
    complaints.expect("409")
    other = bench.context.new_page()
    other.goto(bench.url)
    bench.keyboard.press("1")
    expect(bench.locator(SAVED)).to_contain_text("Saved")
    other.keyboard.press("3")

    expect(other.get_by_text("This was changed in another window. Kept there: Met")).to_be_visible()
    bench.reload()
    first = bench.locator("fieldset.crit").first
    expect(first.get_by_role("radio", name="Met", exact=True)).to_be_checked()
    other.get_by_role("button", name="Keep what is here").click()
    expect(other.locator(SAVED)).to_contain_text("Saved")
    bench.reload()
    expect(first.get_by_role("radio", name="Not met")).to_be_checked()


def test_signing_too_early_says_what_is_missing_and_keeps_what_was_chosen(bench: Page, complaints: Complaints) -> None:
    complaints.expect("422")
    bench.keyboard.press("1")
    bench.keyboard.press("j")
    bench.keyboard.press("2")
    bench.get_by_role("button", name="Sign and next").click()

    expect(bench.get_by_role("alert").get_by_text("Not signed yet")).to_be_visible()
    codes = [claim.get_attribute("data-code") or "" for claim in bench.locator("fieldset.crit").all()]
    expect(claim_of(bench, codes[1]).get_by_text(f"Say what {codes[1]} still needs.")).to_be_visible()
    expect(claim_of(bench, codes[0]).get_by_role("radio", name="Met", exact=True)).to_be_checked()


def test_a_claim_points_at_its_file_and_a_phrase_is_put_in(bench: Page) -> None:
    bench.keyboard.press("g")
    expect(bench.locator("figure.file.found")).to_be_visible()
    bench.keyboard.press("/")
    bench.get_by_role("dialog").get_by_role("button", name="This shows it once.").click()

    expect(bench.locator("fieldset.crit").first.get_by_role("textbox")).to_have_value(
        "This shows it once. Add a second occasion, with a different user or fault."
    )
    bench.keyboard.press("Escape")
    bench.keyboard.press("?")
    expect(bench.get_by_role("dialog").get_by_role("heading", name="Keys")).to_be_visible()
