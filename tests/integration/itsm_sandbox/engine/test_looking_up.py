"""Articles that are looked up in the portal: those that answered, those that did not, and what is counted of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accounts.models import Centre, Membership
from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.services import log_ticket
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import ArtefactChanged, Refused, perform
from itsm_sandbox.engine.queries import find_colleague, sim_now
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.services import answer_reader, write_article
from itsm_sandbox.reporting.metrics.queries.reading import read_around, read_tickets
from itsm_sandbox.reporting.metrics.rules import compute, period_of
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.problems import set_time
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

MOST_QUERIES = 12
HELPFUL: dict[str, Any] = {
    "title": "No sound in a room",
    "type": "faq",
    "audience": "users",
    "body": "Click the loudspeaker at the lower right and choose the room\u2019s speakers.",
    "service_id": None,
    "category": "hardware",
    "review_due_on": None,
    "problem_id": None,
}


@pytest.fixture
def room(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def user(room: Workroom) -> Membership:
    member: Membership = MembershipFactory.create(centre=db.session.get_one(Centre, room.apprentice.centre_id))
    seat(room, member, WorkRole.USER)
    return member


def write(room: Workroom, **over: Any) -> Article:
    with transaction():
        workplace = lock_workplace(room.workplace.id)
        return write_article(workplace, {**HELPFUL, **over}, actor=room.desk, at=sim_now(workplace))


def report(room: Workroom, by: Membership, *, tried: list[str], channel: str = "portal") -> Ticket:
    given = {"requester_id": seat_of(room, by), "channel": channel, "type": "incident", "title": "No sound in room 4"}
    return log_ticket(room.workplace.id, {**given, "tried_ids": tried}, by=by)


def seat_of(room: Workroom, member: Membership) -> int:
    found = find_colleague(room.workplace.id, member)
    assert found
    return found.id


def verbs(article: Article) -> list[str]:
    found = select(WorkEvent.verb).where(WorkEvent.subject_kind == article.kind, WorkEvent.subject_id == article.id)
    return list(db.session.scalars(found.order_by(WorkEvent.seq)))


def test_a_reader_says_that_no_ticket_is_needed(
    room: Workroom, user: Membership, client: PersonClient, query_counter: QueryCounter
) -> None:
    article = write(room)
    sign_in(client, user)
    path = f"/workplaces/{room.workplace.id}"
    assert f"{path}/articles/1?help=No+sound+here" in client.get(f"{path}/portal/report?title=No+sound+here").text
    page = client.get(f"{path}/articles/1?help=No+sound+here").text
    assert "Did this answer it?" in page
    assert f"{path}/portal/report?title=No+sound+here&amp;tried=KB-0001" in page
    sent = client.post(f"{path}/portal/articles/1", data={"looked_for": "No sound here"})
    assert "No ticket was logged" in client.get(sent.location).text
    assert verbs(article) == ["write", "find_answer"]
    assert db.session.scalars(select(Ticket)).all() == []

    sign_in(client, room.apprentice)
    before = len(query_counter)
    page = client.get(f"{path}/articles/1").text
    assert len(query_counter) - before <= MOST_QUERIES, "\n\n".join(query_counter.statements[before:])
    assert "in the portal it answered 1 reader and left 0 with a ticket to log" in page
    assert "Did this answer it?" not in page
    assert "It answered a reader" not in page  # neither among the steps nor in the history
    assert "Did this answer it?" in client.get(f"{path}/articles/1?help=").text
    verify_workplace(room.workplace.id)


def test_a_ticket_remembers_what_was_tried(room: Workroom, user: Membership, client: PersonClient) -> None:
    article = write(room)
    sign_in(client, user)
    path = f"/workplaces/{room.workplace.id}"
    page = client.get(f"{path}/portal/report?title=No+sound+here&tried=KB-0001").text
    assert 'value="KB-0001"' in page
    assert "This may help already" not in page
    said = {"type": "incident", "title": "No sound here", "description": "", "tried_ids": "KB-0001"}
    sent = client.post(f"{path}/portal/report?title=No+sound+here&tried=KB-0001", data=said)
    tried = "Tried already</dt><dd>KB-0001 No sound in a room"
    assert tried in client.get(sent.location).text
    sign_in(client, room.apprentice)
    assert tried in client.get(sent.location).text
    assert verbs(article) == ["write", "send_on"]
    by = db.session.scalars(select(WorkEvent.actor_id).where(WorkEvent.verb == "send_on")).one()
    assert by == seat_of(room, user)
    verify_workplace(room.workplace.id)


def test_only_what_is_for_everybody_and_in_force_is_looked_up(room: Workroom, user: Membership) -> None:
    write(room, audience="staff")
    with pytest.raises(Refused, match="in force and for everybody"):
        answer_reader(room.workplace.id, 1, "", by=room.apprentice)
    with pytest.raises(FieldErrors, match="There is no article KB-0001 here"):
        report(room, user, tried=["KB-0001"])
    at_the_desk = report(room, room.apprentice, tried=["KB-0001"], channel="phone")
    assert at_the_desk.number == 1
    assert db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "send_on")).all() == []


def test_readers_stop_nobody_who_writes(room: Workroom, user: Membership) -> None:
    article = write(room)
    seen = article.revision
    answer_reader(room.workplace.id, 1, "", by=user)
    report(room, user, tried=["KB-0001"])
    told = {"doubt": "The speakers of room 4 have another name."}
    assert article.revision > seen
    perform(room.workplace.id, Article.kind, 1, "doubt", told, by=room.apprentice, revision=seen)
    with pytest.raises(ArtefactChanged):
        perform(room.workplace.id, Article.kind, 1, "doubt", told, by=room.apprentice, revision=seen)


def test_the_metric_is_what_the_log_says_day_by_day(room: Workroom, user: Membership) -> None:
    write(room)
    write(room, title="No picture in a room")
    for day in range(40):
        set_time(room, MONDAY + timedelta(days=day, hours=1))
        for turn in range(day % 3):
            answer_reader(room.workplace.id, 1 + turn, "", by=user)
        if day % 4 == 0:
            report(room, user, tried=["KB-0001", "KB-0002"][: 1 + day % 8 // 4])
    now = MONDAY + timedelta(days=40)
    for first, last in ((date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 9, 20), date(2026, 10, 31))):
        days = [n for n in range(40) if first <= (MONDAY + timedelta(days=n)).date() <= last]
        yes = sum(n % 3 for n in days)
        no = sum(1 + n % 8 // 4 for n in days if n % 4 == 0)
        for read in (read_tickets, read_around):
            (metric,) = compute(read(room.workplace.id, period_of(first, last, now)), "M20")
            number = next(one for one in metric.numbers if one.label == "Answered without a ticket")
            assert (number.part, number.n) == (yes, yes + no)
