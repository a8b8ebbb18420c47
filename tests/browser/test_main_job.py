"""The main job as people do it: from a file on a desk or in a phone to a unit signed off."""

import csv
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Download, FilePayload, Page, expect

from tests.browser.conftest import SignIn
from tests.browser.evidence import (
    PAPER,
    PICTURE,
    add_evidence,
    choose_criterion,
    declare,
    judge,
    named,
    open_from_queue,
)
from tests.support.browser import Complaints
from tests.support.stages import Instance, app_on, run_command

RETURNED = "First-line service against the SLA: what I found in a month"
ADDED = "A password reset by telephone"
MORE = "Show how you checked who was calling."


@pytest.mark.both_databases
@pytest.mark.timeout(300)
def test_evidence_is_added_returned_answered_and_signed_off_and_everybody_sees_it(
    sign_in: SignIn, live_instance: Instance
) -> None:
    aileen, fiona = sign_in("aileen.murray"), sign_in("fiona.macrae")
    add_evidence(aileen, ADDED, ["SR1", "SR3"], [PICTURE, PAPER])

    open_from_queue(fiona, ADDED)
    expect(fiona.get_by_role("img", name=PICTURE["name"], exact=False).first).to_be_visible()
    assert is_drawn(fiona)
    judge(fiona, ADDED, more={"SR3": MORE})
    for title, words in ((ADDED, MORE), (RETURNED, "")):
        answer(aileen, title, words)
        judge(fiona, title, more={})

    unit = open_unit(aileen, "SR")
    aileen.get_by_role("button", name="Claim it").click()
    expect(aileen.get_by_text("Claimed. Your assessor has been told.")).to_be_visible()
    fiona.goto(unit)
    fiona.get_by_role("button", name="Sign this unit off").click()
    expect(fiona.get_by_text("Signed off. The apprentice has been told.")).to_be_visible()
    aileen.goto(unit)
    aileen.get_by_role("button", name="Confirm").click()
    expect(aileen.get_by_text("Confirmed. Your assessor has been told.")).to_be_visible()

    check_team(sign_in("stuart.bell"))
    check_downloads(sign_in("lorna.ferguson"))
    with app_on(live_instance.address, live_instance.folder) as app:
        assert "signed up to" in run_command(app, "ledger", "verify")


def is_drawn(page: Page) -> bool:
    drawn: bool = page.evaluate("[...document.querySelectorAll('img.media')].every(image => image.naturalWidth > 0)")
    return drawn


def answer(page: Page, title: str, words: str) -> None:
    """Read what is still needed and answer with the next version and one more file."""
    page.goto("/home")
    page.get_by_role("link", name=re.compile(rf"Read and answer\s*: {re.escape(title)}")).click()
    if words:
        expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_role("button", name="Answer").click()
    page.get_by_label("Your reply to the assessor").fill("I added what you asked for, on a page of its own.")
    before = page.locator(".file-row").count()
    page.locator("#files").set_input_files([named("added.pdf", PAPER)])
    expect(page.locator(".file-row")).to_have_count(before + 1)
    declare(page)
    page.get_by_role("button", name="Submit for assessment").click()
    expect(page.get_by_text("Submitted. Your assessor has been told.")).to_be_visible()


def open_unit(page: Page, code: str) -> str:
    page.goto("/home")
    page.locator(".unit-row", has_text=re.compile(rf"^\s*{code}\b")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    return page.url


def check_team(page: Page) -> None:
    page.goto("/team")
    page.get_by_role("link", name="Aileen Murray").click()
    expect(page.locator(".unit-row", has_text="SR")).to_contain_text("23 of 23")


def check_downloads(page: Page) -> None:
    """Both downloads hold the apprentice's signed unit."""
    page.goto("/centre/cohort")
    page.get_by_role("link", name="Aileen Murray").wait_for()
    with path_of(page, "CSV").open(encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["Apprentice"] == "Aileen Murray")
    assert {row[f"SR{number}"] for number in range(1, 7)} == {"Met"}
    history = openpyxl.load_workbook(BytesIO(path_of(page, "Excel").read_bytes()))
    head, *rows = history["Summary"].iter_rows(values_only=True)
    summary = next(dict(zip(head, cells, strict=True)) for cells in rows if cells[0] == "Aileen Murray")
    assert (
        (str(summary["Met"]), str(summary["Units signed off"])) == (row["Met"], row["Units signed off"]) != ("0", "0")
    )


def path_of(page: Page, link: str) -> Path:
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    download: Download = started.value
    return Path(download.path())


def test_on_a_phone_evidence_is_sent_in_eight_taps(sign_in: SignIn) -> None:
    page = sign_in("callum.reid", "phone")
    taps: list[Callable[[], object]] = [
        lambda: page.get_by_role("navigation", name="Main, short").get_by_role("link", name="Add").tap(),
        lambda: page.locator("#camera").set_input_files([named("printer_mended.png", PICTURE)]),
        lambda: page.get_by_text("Live work").tap(),
        page.locator("[data-unit] summary").first.tap,
        page.locator("[data-unit] .choice label").first.tap,
        lambda: page.get_by_text("I did not use AI").tap(),
        lambda: page.get_by_text("This is my own work.").tap(),
        lambda: page.get_by_role("button", name="Submit for assessment").tap(),
    ]
    for tap in taps[:-1]:
        tap()
    expect(page.get_by_label("Title")).to_have_value("Printer mended")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    taps[-1]()

    expect(page.get_by_text("Submitted. Your assessor has been told.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Printer mended")


def test_without_script_the_same_forms_do_the_whole_job(sign_in: SignIn) -> None:
    zofia, fiona = (sign_in(name, java_script_enabled=False) for name in ("zofia.kowalska", "fiona.macrae"))
    title = "Sent without script"
    zofia.goto("/evidence/new")
    zofia.locator("#files").set_input_files([PICTURE, PAPER])
    zofia.get_by_label("Title").fill(title)
    zofia.get_by_label("Live work").check()
    zofia.locator("[data-unit] summary", has_text=re.compile(r"^\s*PM\b")).click()
    zofia.locator("[data-unit] .choice", has=zofia.locator(".code", has_text=re.compile("^PM1$"))).get_by_role(
        "checkbox"
    ).check()
    zofia.get_by_role("button", name="Save draft").last.click()
    expect(zofia.locator(".file-row")).to_have_count(2)
    zofia.get_by_label("Where to look").fill("Picture 1")
    declare(zofia)
    zofia.get_by_role("button", name="Submit for assessment").click()
    expect(zofia.get_by_text("Submitted. Your assessor has been told.")).to_be_visible()

    open_from_queue(fiona, title)
    fiona.locator("fieldset.crit label:has([value=met])").click()
    fiona.get_by_role("button", name="Save", exact=True).click()
    expect(fiona.get_by_text("Saved. Nothing is signed yet.")).to_be_visible()
    expect(fiona.get_by_role("radio", name="Met", exact=True)).to_be_checked()
    judge(fiona, title, more={})


def test_what_was_typed_without_a_connection_is_kept_and_sent_when_it_returns(sign_in: SignIn) -> None:
    page = sign_in("priya.nair")
    page.goto("/evidence/new")
    page.get_by_label("Title").fill("Written on a train")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")

    page.context.set_offline(True)
    page.get_by_label("What did you do?").fill("There was a tunnel.")
    expect(page.locator("[data-save-state]")).to_contain_text("Kept on this device")
    page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")
    page.reload()

    expect(page.get_by_label("What did you do?")).to_have_value("There was a tunnel.")


def test_what_could_not_be_saved_is_offered_back(sign_in: SignIn, complaints: Complaints) -> None:
    complaints.expect("409")
    page = sign_in("priya.nair")
    page.goto("/evidence/new")
    page.get_by_label("Title").fill("Typed in two windows")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Title").fill("Changed in the other window")
    expect(other.locator("[data-save-state]")).to_contain_text("Saved ")

    page.get_by_label("What did you do?").fill("A long story that must not be lost.")
    expect(page.locator("[data-save-state]")).to_contain_text("changed in another window")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Changed in the other window")
    page.get_by_role("button", name="Put it back").click()

    expect(page.get_by_label("What did you do?")).to_have_value("A long story that must not be lost.")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved ")


def test_a_stale_form_shows_both_versions(sign_in: SignIn, complaints: Complaints) -> None:
    complaints.expect("409")
    page = sign_in("priya.nair", java_script_enabled=False)
    page.goto("/evidence/new")
    page.get_by_label("Title").fill("First words")
    page.get_by_role("button", name="Save draft").last.click()
    other = page.context.new_page()
    other.goto(page.url)
    for one, words in ((other, "Their words"), (page, "My words")):
        one.get_by_label("Title").fill(words)
        one.get_by_role("button", name="Save draft").last.click()

    expect(page.get_by_text("This draft was changed since you opened it").first).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("My words")
    expect(page.get_by_text("Their words")).to_be_visible()


def test_a_file_that_is_refused_says_why_and_leaves_the_others(sign_in: SignIn, complaints: Complaints) -> None:
    complaints.expect("422")
    page = sign_in("jamie.fraser")
    page.goto("/evidence/new")
    program: FilePayload = {"name": "tool.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\0\0"}
    page.locator("#files").set_input_files([program, PICTURE])

    expect(page.get_by_text("Programs are not taken")).to_be_visible()
    expect(page.locator(".file-row")).to_have_count(1)
    choose_criterion(page, "SR1")
    page.get_by_role("button", name="Remove SR1").click()
    expect(page.locator(".claim")).to_have_count(0)
