"""Analyses of the tickets: looking, keeping a question, the finding, and only then the check."""

from datetime import timedelta
from typing import Any

import pytest

from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.services import write_article
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.trends.models import Trend
from itsm_sandbox.problems.trends.queries import View, count_tickets
from itsm_sandbox.problems.trends.rules.counting import counted_of
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.problems import (
    FINDING,
    LOG,
    PROPOSAL,
    SUNDAY,
    VIEW,
    bare_change,
    log_many,
    make_trend,
    set_time,
    weekly,
)
from tests.factories.tickets import make_service
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

ALL_WEEKS = range(1, 13)
MOST_QUERIES = 16


@pytest.fixture
def workroom(database: None) -> Workroom:
    """Two wireless tickets a week, eight in each of the last two; three about printers in every one."""
    workroom = make_workroom(MembershipFactory.create())
    log_many(workroom, "wifi", weekly(2, ALL_WEEKS))
    log_many(workroom, "wifi", weekly(6, [1, 2], hour=14))
    log_many(workroom, "printer_fault", weekly(3, ALL_WEEKS, hour=9))
    return workroom


def do(workroom: Workroom, trend: Trend, event: str, **given: Any) -> WorkEvent:
    return perform(workroom.workplace.id, Trend.kind, trend.number, event, given, by=workroom.apprentice)


def view(**over: Any) -> View:
    return View(**{"from_on": SUNDAY - timedelta(days=83), "to_on": SUNDAY, **over})


def totals(workroom: Workroom, **over: Any) -> dict[str, int]:
    return {row.label: row.total for row in count_tickets(workroom.workplace.id, view(**over)).rows if row.total}


def test_tickets_are_counted_by_every_grouping(workroom: Workroom) -> None:
    service = make_service(workroom)
    with_asset = Asset(
        workplace_id=workroom.workplace.id, number=1, state="in_use", created_at=MONDAY, changed_at=MONDAY,
        tag="P-1", type="printer", model="LaserJet",
    )  # fmt: skip
    with transaction() as session:
        session.add(with_asset)
    on_monday = weekly(1, [1])
    log_many(workroom, "printer_fault", on_monday, service_id=service.id, asset_id=with_asset.id, type="request")
    assert totals(workroom) == {"Network": 36, "Printing": 37}
    assert totals(workroom, grouping="subcategory") == {
        "Network: Wireless network": 36,
        "Printing: Printer not working": 37,
    }
    assert totals(workroom, grouping="service") == {"Not said": 72, "Printing": 1}
    assert totals(workroom, grouping="site") == {"Not said": 73}
    assert totals(workroom, grouping="asset") == {"Not said": 72, "P-1 LaserJet": 1}
    assert totals(workroom, grouping="requester") == {"Morag Sinclair": 73}
    weekdays = totals(workroom, grouping="weekday")
    assert list(weekdays) == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert totals(workroom, grouping="hour") == {"09:00 to 09:59": 36, "10:00 to 10:59": 25, "14:00 to 14:59": 12}
    assert totals(workroom, ticket_type="request") == {"Printing": 1}
    assert totals(workroom, category="network") == {"Network": 36}
    assert totals(workroom, service_id=service.id) == {"Printing": 1}
    assert totals(workroom, site_id=99) == {}


def test_cancelled_tickets_and_other_days_and_places_are_left_out(workroom: Workroom) -> None:
    other = make_workroom(MembershipFactory.create())
    log_many(other, "wifi", weekly(5, [1]))
    log_many(workroom, "wifi", [MONDAY - timedelta(hours=1), MONDAY - timedelta(days=85)])
    assert totals(workroom) == {"Network": 36, "Printing": 36}


def test_the_finding_freezes_the_figures(workroom: Workroom) -> None:
    trend = create(workroom.workplace.id, Trend.kind, "start", VIEW, by=workroom.apprentice)
    assert (trend.ref, trend.state, trend.author_id) == ("TRD-0001", "draft", workroom.desk.id)
    with pytest.raises(Refused, match="There is no group “Telephones” in the table"):
        do(workroom, trend, "write_finding", **{**FINDING, "standout": "Telephones"})
    do(workroom, trend, "write_finding", **FINDING)
    log_many(workroom, "wifi", weekly(9, [1], hour=12))
    counted = counted_of(trend.figures)
    assert counted.total == 72
    assert counted.rises
    assert [rise.label for rise in counted.rises if rise.is_flagged] == ["Network"]
    do(workroom, trend, "record", **PROPOSAL)
    assert trend.state == "recorded"
    assert counted_of(trend.figures) == counted
    with pytest.raises(Refused, match="It is recorded"):
        do(workroom, trend, "look_again", reason="I saw something else.")


def test_looking_again_counts_again(workroom: Workroom) -> None:
    trend = make_trend(workroom, "found")
    do(workroom, trend, "look_again", reason="I want to see it by service.")
    assert (trend.state, trend.figures) == ("draft", {})
    do(workroom, trend, "adjust", **{**VIEW, "grouping": "weekday"})
    assert trend.grouping == "weekday"


def test_the_analysis_is_its_author_s(workroom: Workroom) -> None:
    other = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, other, WorkRole.FIRST_LEVEL)
    trend = make_trend(workroom)
    with pytest.raises(Refused, match="This is for the author"):
        perform(workroom.workplace.id, Trend.kind, trend.number, "write_finding", FINDING, by=other)
    perform(workroom.workplace.id, Trend.kind, trend.number, "note", {"note": "I saw that too."}, by=other)


def test_a_period_that_is_not_over_is_refused(workroom: Workroom) -> None:
    with pytest.raises(Refused, match="The last day is today or earlier"):
        create(
            workroom.workplace.id,
            Trend.kind,
            "start",
            {**VIEW, "to_on": SUNDAY + timedelta(days=2)},
            by=workroom.apprentice,
        )
    with pytest.raises(FieldErrors, match="Fill in “From”"):
        create(workroom.workplace.id, Trend.kind, "start", {**VIEW, "from_on": None}, by=workroom.apprentice)


def test_what_would_prevent_it_is_linked(workroom: Workroom) -> None:
    trend = make_trend(workroom, "recorded")
    change = bare_change(workroom)
    article = article_in(workroom)
    note = "It tells teachers which network to choose."
    with pytest.raises(Refused, match="Choose an article or name a request for change"):
        do(workroom, trend, "propose_prevention", article_id=None, change_ref="", note=note)
    do(workroom, trend, "propose_prevention", article_id=article.id, change_ref=change.ref, note=note)
    assert trend.preventions == [
        {"kind": "article", "id": article.id, "ref": "KB-0001", "note": note},
        {"kind": "change", "id": change.id, "ref": "RFC-0001", "note": note},
    ]


def article_in(workroom: Workroom) -> Article:
    given = {
        "title": "Which network to choose",
        "type": "user_guide",
        "audience": "users",
        "body": "Choose the network of the wing in which you are; its name is on the door.",
    }
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        return write_article(workplace, given, actor=workroom.desk, at=MONDAY)


def test_the_pages(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    home = f"/workplaces/{workroom.workplace.id}"
    assert "No analyses yet" in client.get(f"{home}/trends").text
    explored = client.get(f"{home}/trends/add?grouping=hour&category=network&from_on=2026-06-15&to_on=2026-09-06").text
    assert "14:00 to 14:59" in explored
    assert "36 tickets logged from 15 Jun 2026 to 6 Sep 2026" in explored
    assert db.session.query(Trend).count() == 0
    wrong = client.get(f"{home}/trends/add?grouping=nonsense&service_id=99&to_on=2030-01-01&from_on=x&site_id=y")
    assert wrong.status_code == 200
    kept = {name: value for name, value in VIEW.items() if value is not None}
    page = client.post(f"{home}/trends/add", data=kept, follow_redirects=True).text
    assert "TRD-0001 is kept" in page
    assert "The computed check" not in page
    assert client.post(f"{home}/trends/1/do/write_finding", data=FINDING).status_code == 302
    page = client.get(f"{home}/trends/1").text
    assert "It flags Network." in page
    assert "8.0 a week" in page
    begun = client.get(f"{home}/problems/add?trend=TRD-0001").text
    assert "TRD-0001" in begun
    logged = {**LOG, "source": "trend", "trend_id": "TRD-0001"}
    assert client.post(f"{home}/problems/add", data=logged).status_code == 302
    assert db.session.query(Problem).one().trend_id == db.session.query(Trend).one().id
    assert "PRB-0001" in client.get(f"{home}/trends/1").text
    assert client.get(f"{home}/trends/2").status_code == 404


def test_a_page_asks_as_many_queries_whatever_is_stored(
    workroom: Workroom, client: PersonClient, query_counter: QueryCounter
) -> None:
    make_trend(workroom, "recorded")
    sign_in(client, workroom.apprentice)

    def queries_of(page: str) -> int:
        before = len(query_counter)
        assert client.get(f"/workplaces/{workroom.workplace.id}/{page}").status_code == 200
        return len(query_counter) - before

    pages = ("trends", "trends/1", "trends/add")
    list(map(queries_of, pages))
    few = [queries_of(page) for page in pages]
    log_many(workroom, "install", weekly(20, ALL_WEEKS))
    for _ in range(5):
        make_trend(workroom)
    assert all(queries_of(page) <= before for page, before in zip(pages, few, strict=True))
    assert max(few) <= MOST_QUERIES


def test_time_moves_the_period_that_is_offered(workroom: Workroom, client: PersonClient) -> None:
    set_time(workroom, MONDAY + timedelta(days=10))
    sign_in(client, workroom.apprentice)
    page = client.get(f"/workplaces/{workroom.workplace.id}/trends/add").text
    assert 'value="2026-09-13"' in page
