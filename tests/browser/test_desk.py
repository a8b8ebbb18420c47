"""The service desk in a browser: an incident worked with keys alone, and two people on one ticket."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from accounts.models import Membership, Person
from core.db import db
from itsm_sandbox.engine.roles import WorkRole
from tests.browser.conftest import SignIn
from tests.factories.tickets import make_service, make_ticket
from tests.factories.workplaces import make_workroom, seat
from tests.support.browser import Complaints, find_faults, press
from tests.support.stages import Instance, app_on

FOUND = "The tray sensor was stuck: I cleaned it, fed a page and printed the staff list."
PROPOSAL = "How to free the tray sensor of the staff room printer."


@dataclass(frozen=True)
class Room:
    path: str
    reported: int  # the number of a report that nobody has looked at
    being_worked: int


@pytest.fixture
def room(live_instance: Instance) -> Room:
    """A small workplace with two apprentices at its desk."""
    with app_on(live_instance.address, live_instance.folder) as app, app.app_context():
        callum, zofia = _member("callum.reid@example.org"), _member("zofia.kowalska@example.org")
        workroom = make_workroom(callum)
        seat(workroom, zofia, WorkRole.FIRST_LEVEL)
        make_service(workroom)
        being_worked = make_ticket(workroom, "in_progress", title="The wireless drops in the library")
        reported = make_ticket(workroom, "new", title="The staff room printer prints nothing")
        return Room(f"/workplaces/{workroom.workplace.id}", reported.number, being_worked.number)


def _member(email: str) -> Membership:
    found = select(Membership).join(Membership.person).where(Person.email == email)
    return db.session.scalars(found.options(contains_eager(Membership.person))).one()


def tell(page: Page, *answers: str) -> None:
    """Type into one field after the other, and send the form."""
    page.wait_for_load_state()
    for place, answer in enumerate(answers):
        if place:
            page.keyboard.press("Tab")
        if answer:
            page.keyboard.type(answer)
    page.keyboard.press("Control+Enter")


def test_an_incident_is_worked_with_keys_alone(room: Room, sign_in: SignIn, complaints: Complaints) -> None:
    complaints.expect("409")
    page = sign_in("callum.reid")
    page.goto(f"{room.path}/desk?view=unassigned")
    press(page, "j")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("The staff room printer")
    assert not find_faults(page)

    press(page, "c")
    expect(page.get_by_label("What it is", exact=True)).to_be_focused()
    tell(page, "Incident", "Printing: P", "Printing", "Morag", "", "Rem")
    expect(page.get_by_text("Validate and classify – done")).to_be_visible()

    press(page, "t")
    expect(page.get_by_label("Impact")).to_be_focused()
    tell(page, "Low", "Med", "", "", "Service desk")
    expect(page.get_by_text("Triage – done")).to_be_visible()

    press(page, "r")
    expect(page.get_by_label("How you answered")).to_be_focused()
    tell(page, "A call", "I called and asked what the display says.")
    expect(page.get_by_text("Respond – done")).to_be_visible()

    press(page, "s")
    expect(page.get_by_label("How it ended")).to_be_focused()
    tell(page, "Fixed", FOUND)
    expect(page.get_by_text("Name the article you used, or say")).to_be_visible()
    expect(page.get_by_label("What was wrong and what you did")).to_have_value(FOUND)
    page.get_by_label("No article helped").focus()
    tell(page, PROPOSAL)
    expect(page.get_by_text("Resolve – done")).to_be_visible()

    press(page, "?")
    expect(page.get_by_role("dialog").get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto(f"{room.path}/desk?view=all")
    press(page, "/")
    page.keyboard.type("sensor")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="The staff room printer prints nothing")).to_be_visible()
    expect(page.get_by_text("The wireless drops")).to_be_hidden()


def test_two_people_on_one_ticket_see_each_other_and_lose_nothing(
    room: Room, sign_in: SignIn, complaints: Complaints
) -> None:
    complaints.expect("409")
    callum, zofia = sign_in("callum.reid"), sign_in("zofia.kowalska")
    address = f"{room.path}/tickets/{room.being_worked}"
    callum.goto(address)
    zofia.goto(address)
    press(callum, "w")
    callum.get_by_label("What it waits for").select_option(label="A supplier")
    callum.get_by_label("What was asked or agreed").fill("The supplier sends a new aerial.")

    press(zofia, "n")
    zofia.get_by_label("Note", exact=True).fill("I saw the same in the hall.")
    press(zofia, "Control+Enter")
    expect(zofia.get_by_text("Write a note – done")).to_be_visible()

    callum.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(callum.get_by_text("changed this just now")).to_be_visible()
    callum.reload()  # what was typed stays in this window
    press(callum, "w")
    written = callum.get_by_label("What was asked or agreed")
    expect(written).to_have_value("The supplier sends a new aerial.")

    press(zofia, "n")
    zofia.get_by_label("Note", exact=True).fill("And in the canteen.")
    press(zofia, "Control+Enter")
    expect(zofia.get_by_role("paragraph").filter(has_text="And in the canteen.")).to_be_visible()
    callum.get_by_role("button", name="Wait").click()
    expect(callum.get_by_text("was changed while you were writing")).to_be_visible()
    expect(callum.get_by_text("And in the canteen.")).to_be_visible()
    expect(callum.get_by_label("What was asked or agreed")).to_have_value("The supplier sends a new aerial.")
    callum.get_by_role("button", name="Wait").click()
    expect(callum.get_by_text("Wait – done")).to_be_visible()
    expect(callum.get_by_role("paragraph").filter(has_text="The supplier sends a new aerial.")).to_be_visible()
