"""Custom reports over everything that they can count, issues chosen by their words, and pages that ask little."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from core.db import db, transaction
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.engine.queries import sim_now
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition
from itsm_sandbox.reporting.custom_reports.rules.asking import SOURCES, cannot_be_asked
from itsm_sandbox.reporting.custom_reports.rules.charts import CHARTS
from itsm_sandbox.reporting.custom_reports.rules.counting import to_comment
from itsm_sandbox.reporting.custom_reports.services import asked_of, numbers_of
from itsm_sandbox.reporting.dashboards.models import Dashboard
from itsm_sandbox.reporting.metrics.rules.drawing import METRIC_CHOICES, SHAPES, cannot_be_drawn
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.custom_reports import QUESTION
from tests.factories.problems import set_time
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import MONDAY, Workroom, furnish, make_workroom, seat
from tests.support.people import PersonClient, sign_in

PAGES = ("dashboards/1", "custom-reports/1", "custom-reports/1/issues/1", "meetings/1", "monitoring/1")
LISTS = ("dashboards", "custom-reports", "meetings", "monitoring")


@pytest.fixture
def workroom(database: None) -> Workroom:
    made = make_workroom(MembershipFactory.create())
    furnish(made)
    make_ticket(made, "resolved")
    return made


def test_everything_that_may_be_asked_can_be_counted_and_drawn(workroom: Workroom) -> None:
    report = db.session.query(ReportDefinition).filter_by(workplace_id=workroom.workplace.id).one()
    now = sim_now(workroom.workplace)
    counted = 0
    for source, about in SOURCES.items():
        for grouping in about.groupings:
            for measure in about.measures:
                for chart, _label in CHARTS:
                    asked = {"source": source, "grouping": grouping, "measure": measure, "chart": chart}
                    if cannot_be_asked(asked):
                        continue
                    with db.session.no_autoflush:
                        for name, value in asked.items():
                            setattr(report, name, value)
                        figures = numbers_of(report, now)
                        assert asked_of(report)["Counted"] == about.label
                    db.session.expire(report)
                    assert figures["rows"][-1]["label"] == "All"
                    counted += 1
    assert counted > 60


ANSWER = "The wireless network takes most of our time, and it rises since the new wing opened. I suggest a survey."
SENT = "The wireless network of the new wing drops. Use the network of the old wing until Friday; tell us the room."


def issue_twice(workroom: Workroom) -> ReportDefinition:
    """A report that the apprentice issued on a Tuesday, and on the one after."""
    definition: ReportDefinition = create(
        workroom.workplace.id, ReportDefinition.kind, "define", dict(QUESTION), by=workroom.apprentice
    )
    for day in (MONDAY + timedelta(days=1), MONDAY + timedelta(days=8)):
        set_time(workroom, day)
        comments = [f"{one}: the new wing opened." for one in to_comment(numbers_of(definition, day))]
        do(workroom, definition, "issue", narrative=ANSWER, comments=comments)
    return definition


def do(workroom: Workroom, definition: ReportDefinition, event: str, **given: Any) -> None:
    place = (workroom.workplace.id, ReportDefinition.kind, definition.number)
    perform(*place, event, given, by=workroom.apprentice)


def test_an_issue_is_chosen_by_its_words_or_from_the_link_beside_it(workroom: Workroom, client: PersonClient) -> None:
    definition = issue_twice(workroom)
    sign_in(client, workroom.apprentice)
    base = f"/workplaces/{workroom.workplace.id}/custom-reports/{definition.number}"
    page = client.get(base).text
    for event, label in (("comment_issue", "Comment"), ("send", "Send"), ("record_questions", "Record a question")):
        for issue, words in ((1, "1. 8 Sep 2026 at 09:00: The wireless"), (2, "2. 15 Sep 2026 at 09:00: The wireless")):
            assert f'href="{base}/do/{event}?issue={issue}"' in page
            assert f'{label}<span class="visually-hidden">: {words}' in page
    form = client.get(f"{base}/do/send").text
    assert "Number of the issue" not in form
    first, second = form.index('<option value="2">2. 15 Sep'), form.index('<option value="1">1. 8 Sep')
    assert first < second
    assert '<option selected value="1">1. 8 Sep' in client.get(f"{base}/do/send?issue=1").text
    sent = {"audience": "staff", "recipients": [str(workroom.teacher.id)], "text": SENT}
    refused = client.post(f"{base}/do/send", data={**sent, "revision": str(definition.revision)})
    assert "Choose “Issue”." in refused.text
    told = client.post(f"{base}/do/send", data={**sent, "issue": "1", "revision": str(definition.revision)})
    assert told.status_code == 302
    assert [one["issue"] for one in definition.sent] == [1]
    assert "<dt>Issue</dt><dd>1. 8 Sep 2026 at 09:00: The wireless" in client.get(base).text


@pytest.mark.any_database
def test_somebody_asks_about_the_issue_that_they_were_sent(workroom: Workroom, client: PersonClient) -> None:
    reader: Membership = MembershipFactory.create(centre=workroom.apprentice.centre)
    mine = seat(workroom, reader, WorkRole.USER)
    definition = issue_twice(workroom)
    do(workroom, definition, "send", issue=2, audience="staff", recipients=[mine.id], text=SENT)
    sign_in(client, reader)
    base = f"/workplaces/{workroom.workplace.id}/custom-reports/{definition.number}"
    page = client.get(base).text
    assert f"{base}/do/ask?issue=2" in page
    assert f"{base}/do/ask?issue=1" not in page
    asked = {"asked": "Which rooms of the new wing are meant?", "revision": str(definition.revision)}
    assert "Only those it was sent to" in client.post(f"{base}/do/ask", data={**asked, "issue": "1"}).text
    assert client.post(f"{base}/do/ask", data={**asked, "issue": "2"}).status_code == 302
    assert [(one["issue"], one["by"]) for one in definition.questions] == [(2, mine.name)]


def test_pages_ask_no_more_than_twelve_times(
    client: PersonClient, workroom: Workroom, query_counter: QueryCounter
) -> None:
    with transaction() as session:
        board = session.query(Dashboard).filter_by(workplace_id=workroom.workplace.id).one()
        board.tiles = [
            {"metric": metric, "shape": shape, "why": "x"}
            for metric, _words in METRIC_CHOICES
            for shape, _label in SHAPES
            if cannot_be_drawn(metric, shape) is None
        ]
    sign_in(client, workroom.apprentice)
    base = f"/workplaces/{workroom.workplace.id}"
    asked = {}
    for page in (*PAGES, *LISTS, "metrics", "metrics/around"):
        db.session.remove()
        before = len(query_counter)
        assert client.get(f"{base}/{page}").status_code == 200
        asked[page] = len(query_counter) - before
    assert max(asked.values()) <= 12, asked
