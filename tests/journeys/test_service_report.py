"""A month from its figures to the meeting that talks about them, by those who prepare, sign off and read the report."""

from collections import Counter
from datetime import UTC, date, datetime
from statistics import fmean

from flask import Flask

from accounts.models import Membership
from core.clock import LONDON
from itsm_sandbox.desk.tickets.rules.derived import Step
from itsm_sandbox.engine.durations import duration
from itsm_sandbox.engine.models import Workplace
from itsm_sandbox.engine.roles import WorkRole
from tests.factories import MembershipFactory
from tests.factories.histories import random_tickets, store
from tests.factories.workplaces import Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in
from tests.support.reader import Page, Reader

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
START, END = datetime(2026, 9, 1, tzinfo=LONDON), datetime(2026, 10, 1, tzinfo=LONDON)
SAID = "It rose because the autumn term began; the desk was one person short in the first two weeks."


def sit_down(app: Flask, membership: Membership) -> Reader:
    client = app.test_client()
    assert isinstance(client, PersonClient)
    sign_in(client, membership)
    return Reader(client)


def numbers_of(page: Page) -> str:
    """What the report says from its figures on."""
    return page.text.split("The figures", 1)[1].split("In pictures", 1)[0]


def expected(tickets: list[tuple[dict[str, str], list[Step]]]) -> dict[str, str]:
    """The month's incidents, counted from their histories alone."""
    logged, still = Counter[str](), Counter[str]()
    walls = []
    for about, steps in tickets:
        before = [step for step in steps if step.at < END]
        if not before:
            continue
        logged[about["type"]] += before[0].at >= START
        still[about["type"]] += before[-1].to_state not in {"resolved", "closed", "cancelled"}
        resolved = [step.at for step in before if step.to_state == "resolved" and step.from_state != "resolved"]
        if about["type"] == "incident" and resolved and resolved[-1] >= START:
            walls.append((resolved[-1] - before[0].at).total_seconds())
    return {
        "logged": f"Incidents {logged['incident']} ",
        "time": f"By the clock {duration(round(round(fmean(walls)) / 60))} ",
        "open": f"Incidents {still['incident']} ",
        "requests": f"Requests {logged['request']} ",
    }


def workroom_of(callum: Membership) -> tuple[Workroom, list[tuple[dict[str, str], list[Step]]]]:
    workroom = make_workroom(callum, roles=(WorkRole.SINGLE_POINT_OF_CONTACT,), is_solo=False, starts_at=NOW)
    tickets = list(random_tickets(workroom, 21, 90, datetime(2026, 7, 6, tzinfo=UTC), NOW))
    store(workroom, tickets)
    return workroom, tickets


def test_a_month_is_counted_explained_signed_off_and_talked_about(app: Flask, database: None) -> None:
    callum = MembershipFactory.create()
    zofia, priya = MembershipFactory.create(centre=callum.centre), MembershipFactory.create(centre=callum.centre)
    workroom, tickets = workroom_of(callum)
    seat(workroom, zofia, WorkRole.ICT_OWNER)
    seat(workroom, priya, WorkRole.USER)
    place = f"/workplaces/{workroom.workplace.id}/reports"
    writer, owner, reader = (sit_down(app, one) for one in (callum, zofia, priya))

    writer.open(place)
    page = writer.follow("Prepare a report")
    page = writer.send("Prepare it", {"month_on": page.values("month_on", "September 2026")})
    counted = numbers_of(page)
    for words in expected(tickets).values():
        assert words in counted, words

    writer.open(f"{place}/1/do/issue")
    assert "Sum the month up in your own words" in writer.send("Issue it", status=409).text
    writer.open(f"{place}/1/do/write")
    comments = {f"comment_{name}": SAID for name in ("logged", "resolution", "outstanding")}
    page = writer.send("Write the comments", {"summary": f"A busy month. {SAID}", **comments})
    assert SAID in page.text
    writer.open(f"{place}/1/do/issue")
    page = writer.send("Issue it")
    assert "Issued" in page.text
    frozen = numbers_of(page)

    assert "This is for ICT owner." in writer.open(f"{place}/1/do/sign_off").text
    sign_off(owner, place, workroom.workplace)
    store(workroom, list(random_tickets(workroom, 22, 40, datetime(2026, 9, 2, tzinfo=UTC), NOW)))
    assert numbers_of(writer.open(f"{place}/1")) == frozen

    assert reader.client.get(f"{place}/1").status_code == 404
    page = writer.open(f"{place}/1/do/send")
    writer.send("Send it", {"recipients": page.values("recipients", zofia.person.name, priya.person.name)})
    assert numbers_of(reader.open(f"{place}/1")) == frozen

    page = owner.open(f"{place}/1/do/record_meeting")
    meeting = {
        "held_on": date(2026, 10, 5).isoformat(),
        "notes": "We asked why it took longer and agreed to train two more.",
    }
    attendees = page.values("attendees", callum.person.name, zofia.person.name)
    owner.send("Record the meeting", {**meeting, "attendees": attendees})
    page = owner.open(f"{place}/1/do/add_action")
    whom = page.values("owner_id", callum.person.name)[0]
    page = owner.send(
        "Add an action", {"what": "Train two teachers to reset", "owner_id": whom, "due_on": "2026-11-02"}
    )
    assert "Reviewed at a meeting" in page.text
    assert "Due 2 Nov 2026" in page.text
    assert numbers_of(page) == frozen


def sign_off(owner: Reader, place: str, workplace: Workplace) -> None:
    """Whoever owns ICT finds the report and signs it."""
    page = owner.open(place)
    assert "September 2026" in page.text
    owner.open(f"{place}/1/do/sign_off")
    page = owner.send("Sign it off", {"remark": "Agreed."})
    assert "signed off by" in page.text
    assert "A simulated colleague signed this off" not in page.text
    assert workplace.name in page.text
