"""Custom reports over everything that they can count, and pages that ask the database little."""

import pytest

from core.db import db, transaction
from itsm_sandbox.models import Dashboard, ReportDefinition
from itsm_sandbox.queries.workplaces import sim_now
from itsm_sandbox.rules.custom_reports.asking import SOURCES, cannot_be_asked
from itsm_sandbox.rules.custom_reports.charts import CHARTS
from itsm_sandbox.rules.metrics.drawing import METRIC_CHOICES, SHAPES, cannot_be_drawn
from itsm_sandbox.services.custom_reports import asked_of, figures_of
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import Workroom, furnish, make_workroom
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
                        figures = figures_of(report, now)
                        assert asked_of(report)["Counted"] == about.label
                    db.session.expire(report)
                    assert figures["rows"][-1]["label"] == "All"
                    counted += 1
    assert counted > 60


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
