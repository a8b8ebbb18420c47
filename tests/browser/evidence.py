"""What an apprentice and an assessor do again and again in browser tests."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO

from playwright.sync_api import FilePayload, Locator, Page, expect
from sqlalchemy import select

from accounts.models import Membership, Person
from core import clock
from core.db import db
from portfolio.enrolments.queries import get_current_enrolment
from portfolio.evidence.queries import get_draft
from portfolio.evidence.services.drafts import save_draft, start_evidence
from portfolio.evidence.services.files import attach_file
from portfolio.evidence.services.submission import submit_evidence
from portfolio.programmes.queries import list_programme_criteria
from portfolio.vocabulary import Origin
from tests.factories.portfolio import save_over
from tests.support.samples import paper, picture
from tests.support.stages import Instance, app_on

PICTURE: FilePayload = {"name": "screen after the reset.png", "mimeType": "image/png", "buffer": picture()}
PAPER: FilePayload = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": paper()}
CHECKS = ("Valid", "Authentic", "Current", "Sufficient")


def named(name: str, file: FilePayload) -> FilePayload:
    """The same file under another name."""
    return {"name": name, "mimeType": file["mimeType"], "buffer": file["buffer"]}


def choose_criterion(page: Page, code: str) -> None:
    """Find a criterion by its code and tick it."""
    page.get_by_label("Search the criteria").fill(code)
    exactly = page.locator(".code", has_text=re.compile(f"^{code}$"))
    page.locator("[data-unit] .choice", has=exactly).get_by_role("checkbox").check()


def declare(page: Page) -> None:
    page.get_by_label("I did not use AI").check()
    page.get_by_label("This is my own work.").check()


def add_evidence(page: Page, title: str, codes: Sequence[str], files: Sequence[FilePayload]) -> None:
    """Add a draft on an empty page, with files from this device, and submit it."""
    page.goto("/evidence/new")
    page.locator("#files").set_input_files(files)
    expect(page.locator(".file-row")).to_have_count(len(files))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Live work").check()
    page.get_by_label("What did you do?").fill("I reset the password and stayed until she was signed in.")
    for code in codes:
        choose_criterion(page, code)
    page.locator(".claim").first.get_by_label("Where to look").fill("Picture 1")
    declare(page)
    page.get_by_role("button", name="Submit for assessment").click()
    expect(page.get_by_text("Submitted. Your assessor has been told.")).to_be_visible()


def claim_of(page: Page, code: str) -> Locator:
    """The place on the workbench where this criterion is judged."""
    return page.locator(f"fieldset.crit[data-code='{code}']")


def open_from_queue(page: Page, title: str) -> None:
    page.goto("/queue")
    page.get_by_role("link", name=re.compile(rf"(Start here|Open)\s*: {re.escape(title)}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def judge(page: Page, title: str, *, more: Mapping[str, str]) -> None:
    """Judge with the mouse: everything is met but what still needs more, in these words; then sign."""
    open_from_queue(page, title)
    for claim in page.locator("fieldset.crit").all():
        needed = more.get(claim.get_attribute("data-code") or "")
        claim.locator(f"label:has([value={'partly' if needed else 'met'}])").click()
        if needed:
            claim.get_by_role("textbox").fill(needed)
    if not more:
        for check in CHECKS:
            page.get_by_label(check).check()
    page.get_by_role("button", name="Sign and next").click()
    expect(
        page.get_by_text("Signed and returned." if more else "Signed. The apprentice has been told.")
    ).to_be_visible()


def submit_for(instance: Instance, email: str, title: str, claims: int) -> int:
    """Submit work of this apprentice without a browser, that claims their first criteria; return its number."""
    with app_on(instance.address, instance.folder):
        me = db.session.scalars(select(Membership).join(Membership.person).where(Person.email == email)).one()
        enrolment = get_current_enrolment(me)
        criteria = list_programme_criteria(enrolment.programme_id, enrolment.id)[:claims]
        evidence = start_evidence(enrolment.id, by=me, title=title)
        attach_file(evidence.id, BytesIO(picture()), "screen.png", by=me)
        save_over(evidence.id, by=me, claims=[(row.id, "Picture 1", "It shows it.") for row in criteria])
        done_on: date = clock.today() - timedelta(days=2)
        save_draft(
            evidence.id,
            by=me,
            revision=get_draft(evidence).revision,
            changes={"origin": Origin.LIVE, "done_on": done_on, "is_authentic": True, "ai_use": "none"},
        )
        submit_evidence(evidence.id, by=me)
        return evidence.id
