"""The service desk's pages: what each role finds there, what they may do, and how many questions a page asks."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import Membership
from core.db import db, transaction
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.roles import WorkRole
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.tickets import LONG_ENOUGH, do, make_service, make_ticket
from tests.factories.workplaces import Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

MOST_QUERIES = 12


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def desk(client: PersonClient, workroom: Workroom) -> PersonClient:
    """The apprentice at the service desk, signed in."""
    sign_in(client, workroom.apprentice)
    return client


def path(workroom: Workroom, rest: str) -> str:
    return f"/workplaces/{workroom.workplace.id}/{rest}"


def a_user(client: PersonClient, workroom: Workroom) -> Membership:
    """Somebody who only uses what is supported, signed in."""
    member = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, member, WorkRole.USER)
    sign_in(client, member)
    return member


def test_the_desk_shows_what_is_due_first(desk: PersonClient, workroom: Workroom) -> None:
    make_ticket(workroom, "assigned", title="Slow printer, can wait", impact="low", urgency="low")
    make_ticket(workroom, "assigned", title="All wireless is down", impact="high", urgency="high")
    make_ticket(workroom, "new", title="Not looked at by anybody")
    make_ticket(workroom, "closed", title="Long over and done")
    page = desk.get(path(workroom, "desk")).text
    places = [page.index(words) for words in ("Not looked at", "All wireless", "Slow printer")]
    assert places == sorted(places)
    assert "Long over" not in page
    assert "30 min" in page or "4 h left" in page


@pytest.mark.parametrize(
    ("rest", "place"),
    [
        ("desk", "Desk"),
        ("desk/order", "Desk"),
        ("board", "Board"),
        ("tickets/1", "Desk"),
        ("tickets/1/do/note", "Desk"),
        ("tickets/1/mint", "Desk"),
        ("articles/write", "Knowledge"),
    ],
)
def test_the_bar_of_a_workplace_marks_the_one_place_where_a_page_belongs(
    desk: PersonClient, workroom: Workroom, rest: str, place: str
) -> None:
    make_ticket(workroom, "assigned")
    bar = desk.get(path(workroom, rest)).text.partition('class="workplace-places')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page">.*?</svg>([^<]+)</a>', bar) == [place]


def test_everything_that_is_wrong_with_a_form_is_said_at_once(desk: PersonClient, workroom: Workroom) -> None:
    unread = desk.post(path(workroom, "tickets/new"), data={"asset_id": "zzz"})
    assert unread.status_code == 422
    assert "There is no asset zzz here." in unread.text
    assert "Fill in “In a few words”." in unread.text
    spending = desk.post(path(workroom, "expenditure/add"), data={"amount_pence": "some", "on": ""})
    assert spending.status_code == 422
    assert "Write an amount in pounds" in spending.text
    assert "Choose “Category”." in spending.text
    assert "Fill in “Date”." in spending.text


def test_the_desk_s_filters_stand_in_the_address(desk: PersonClient, workroom: Workroom) -> None:
    make_ticket(workroom, "assigned", title="All wireless is down", impact="high", urgency="high")
    make_ticket(workroom, "assigned", title="Slow printer, can wait", impact="low", urgency="low")
    page = desk.get(path(workroom, "desk?priority=P1")).text
    assert "All wireless" in page
    assert "Slow printer" not in page
    assert desk.get(path(workroom, "desk?priority=P9&state=x&group=zz&category=1&view=none")).status_code == 200
    assert "Nothing matches" in desk.get(path(workroom, "desk?category=telephony")).text


def test_words_are_found_wherever_they_were_written(desk: PersonClient, workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress", title="No picture in room 14")
    other = make_ticket(workroom, "resolved", title="Toner is low", resolution=LONG_ENOUGH.replace("lamp", "cartridge"))
    do(workroom, ticket, "note", text="I suspect the Kestrel adapter behind the board.", is_public=False)
    for words, found, missed in (
        ("kestrel", ticket, other),
        ("adapters", ticket, other),  # another form of the word
        ("KEST", ticket, other),  # its beginning
        ("cartridge projector", other, ticket),
        (ticket.ref, ticket, other),
    ):
        page = desk.get(path(workroom, "desk"), query_string={"q": words, "view": "all"}).text
        assert found.title in page, words
        assert missed.title not in page, words
    for hostile in ('"', "' OR 1=1 --", "a AND (", "*", "NEAR(", "!", "words:x", "\x00"):
        assert desk.get(path(workroom, "desk"), query_string={"q": hostile}).status_code == 200, hostile


def test_the_board_counts_every_column(desk: PersonClient, workroom: Workroom) -> None:
    for number in range(14):
        make_ticket(workroom, "new", title=f"Report number {number} of many")
    make_ticket(workroom, "pending", title="Waits for an answer")
    page = desk.get(path(workroom, "board")).text
    assert "and 2 more" in page
    assert "Waits for an answer" in page


@pytest.mark.parametrize("where", ["desk", "desk?view=all&q=report", "board", "portal", "tickets/1"])
def test_a_page_asks_the_same_few_questions_however_much_is_stored(
    desk: PersonClient, workroom: Workroom, query_counter: QueryCounter, where: str
) -> None:
    make_ticket(workroom, "in_progress", title="The first report of all")
    desk.get(path(workroom, where))
    counts = []
    for more in (1, 8):
        for number in range(more):
            make_ticket(workroom, "in_progress", title=f"Another report, number {number}")
        before = len(query_counter)
        assert desk.get(path(workroom, where)).status_code == 200
        counts.append(len(query_counter) - before)
    assert counts[0] == counts[1]
    assert counts[1] <= MOST_QUERIES, "\n".join(query_counter.statements[-counts[1] :])


def test_a_ticket_s_page_says_what_is_possible_and_why_the_rest_is_not(desk: PersonClient, workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "pending")
    page = desk.get(path(workroom, f"tickets/{ticket.number}")).text
    assert "paused" in page
    assert "Go on" in page
    assert "They were reminded 0 of 3 times." in page
    assert "I asked which tray is in use." in page


def test_a_ticket_is_logged_at_the_desk_for_somebody_else(desk: PersonClient, workroom: Workroom) -> None:
    sent = {"requester_id": workroom.teacher.id, "channel": "phone", "type": "incident", "title": "The board is dark"}
    answer = desk.post(path(workroom, "tickets/new"), data=sent, follow_redirects=True)
    assert "Logged as INC-0001." in answer.text
    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.requester_id, ticket.channel, ticket.state) == (workroom.teacher.id, "phone", "new")
    refused = desk.post(path(workroom, "tickets/new"), data={**sent, "title": "Hm"})
    assert refused.status_code == 422
    assert "Write at least 5 characters" in refused.text
    assert "Hm" in refused.text


def test_a_portal_report_is_classified_and_triaged_on_one_page(desk: PersonClient, workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "new")
    address = path(workroom, f"tickets/{ticket.number}/validate-and-triage")
    assert "Classify and triage" in desk.get(address).text
    given = {
        "type": "incident",
        "subcategory": "password",
        "service_id": make_service(workroom).id,
        "affected_user_id": workroom.teacher.id,
        "support_mode": "remote",
        "impact": "low",
        "urgency": "high",
        "assigned_to_id": workroom.desk.id,
    }
    refused = desk.post(address, data=given)
    assert refused.status_code == 409
    assert "first make sure who asks" in refused.text
    assert desk.post(address, data={**given, "identity_method": "called_back"}).status_code == 302
    verbs = [event.verb for event in db.session.scalars(select(WorkEvent).order_by(WorkEvent.seq))]
    assert verbs[-2:] == ["validate_classify", "triage"]
    assert (ticket.priority, ticket.identity_method) == ("P3", "called_back")
    phoned = make_ticket(workroom, "new", channel="phone")
    address = path(workroom, f"tickets/{phoned.number}/validate-and-triage")
    assert desk.post(address, data={**given, "identity_method": "called_back"}).status_code == 422


def test_a_refused_step_keeps_what_was_typed(desk: PersonClient, workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress")
    answer = desk.post(
        path(workroom, f"tickets/{ticket.number}/do/resolve"),
        data={"resolution_code": "fixed", "resolution": LONG_ENOUGH},
    )
    assert answer.status_code == 409
    assert "Name the article you used" in answer.text
    assert LONG_ENOUGH in answer.text


def test_a_user_reports_follows_and_reopens_in_the_portal(client: PersonClient, workroom: Workroom) -> None:
    member = a_user(client, workroom)
    first = client.get(path(workroom, "portal/report"))
    assert "in a few words" in first.text
    answer = client.post(
        path(workroom, "portal/report"),
        query_string={"title": "My sound is gone"},
        data={"title": "My sound is gone", "type": "incident", "description": "Since this morning."},
        follow_redirects=True,
    )
    assert "The service desk has your report" in answer.text
    ticket = db.session.scalars(select(Ticket)).one()
    assert ticket.channel == "portal"
    do(workroom, ticket, "note", text="Between us: they muted it.", is_public=False)
    do(workroom, ticket, "note", text="We are looking into it.", is_public=True)
    page = client.get(path(workroom, f"tickets/{ticket.number}")).text
    assert "We are looking into it." in page
    assert "Between us" not in page
    assert "My sound is gone" in client.get(path(workroom, "portal")).text
    assert member.id


def test_users_see_neither_the_desk_nor_what_others_reported(client: PersonClient, workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "new", title="A private matter of the teacher")
    a_user(client, workroom)
    assert client.get(path(workroom, "desk")).status_code == 403
    assert client.get(path(workroom, "board")).status_code == 403
    assert client.get(path(workroom, "tickets/new")).status_code == 403
    for rest in ("", "/pulse", "/do/cancel", "/validate-and-triage"):
        assert client.get(path(workroom, f"tickets/{ticket.number}{rest}")).status_code == 404, rest
    posted = client.post(path(workroom, f"tickets/{ticket.number}/do/cancel"), data={"reason": "I want it gone."})
    assert posted.status_code == 404
    assert "private matter" not in client.get(path(workroom, "portal")).text


def test_the_pulse_says_who_changed_it_since(desk: PersonClient, workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress")
    seen = ticket.revision
    address = path(workroom, f"tickets/{ticket.number}/pulse")
    assert desk.get(address, query_string={"since": seen}).json == {"revision": seen, "by": []}
    do(workroom, ticket, "reply", text="It prints again, sometimes.")
    answer = desk.get(address, query_string={"since": seen}).json
    assert answer == {"revision": ticket.revision, "by": ["Morag Sinclair"]}
    assert desk.get(address, query_string={"since": "x"}).status_code == 200


def test_the_queue_s_order_is_recorded_with_its_reason(desk: PersonClient, workroom: Workroom) -> None:
    first = make_ticket(workroom, "assigned", title="Slow printer, can wait", impact="low", urgency="low")
    second = make_ticket(workroom, "assigned", title="All wireless is down", impact="high", urgency="high")
    address = path(workroom, "desk/order")
    assert desk.get(address).text.index("All wireless") < desk.get(address).text.index("Slow printer")
    places = {f"place_{first.number}": "1", f"place_{second.number}": "2"}
    short = desk.post(address, data={**places, "reason": "So"})
    assert short.status_code == 422
    twice = desk.post(address, data={**places, f"place_{second.number}": "1", "reason": "The head is waiting."})
    assert "Two tickets have the same place" in twice.text
    done = desk.post(address, data={**places, "reason": "The head is waiting for the letters."})
    assert done.status_code == 302
    event = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "queue_ordered")).one()
    assert event.data["given"]["order"] == [first.ref, second.ref]
    assert event.acting_role == "first_level"


def test_time_acts_on_tickets_whoever_looks(desk: PersonClient, workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "assigned", impact="high", urgency="high")
    with transaction():
        workroom.workplace.clock_sim_at += timedelta(hours=6)
    page = desk.get(path(workroom, f"tickets/{ticket.number}")).text
    assert "records a missed target: response" in page
    assert "records a missed target: fix" in page
    assert "Management told" in page
    assert "No response in time" in page
