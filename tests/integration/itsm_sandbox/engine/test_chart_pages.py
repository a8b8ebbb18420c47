import pytest
from flask import render_template_string
from flask.testing import FlaskClient

from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series
from itsm_sandbox.engine.views.charts import chart_address
from tests.factories import MembershipFactory
from tests.factories.workplaces import Workroom, make_workroom
from tests.support.people import PersonClient, sign_in

FIGURE = Chart(
    ChartKind.BAR, "Open tickets by age", "Most are new.", "Age in service days", "Tickets", ("< 1", "1–3"),
    (Series("Open", (4, 2)),),
)  # fmt: skip
PAGE = "{% from 'itsm_sandbox/_chart.html' import chart %}{{ chart(figure) }}"


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def address_in(client: FlaskClient, workplace_id: int) -> str:
    with client.application.test_request_context(f"/workplaces/{workplace_id}/charts/x.svg"):
        return chart_address(FIGURE)


def test_a_chart_is_a_picture_that_may_be_kept(client: PersonClient, workroom: Workroom) -> None:
    sign_in(client, workroom.apprentice)
    answer = client.get(address_in(client, workroom.workplace.id))
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.text.startswith("<svg")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_chart_is_shown_with_its_sentence_and_its_numbers(client: PersonClient, workroom: Workroom) -> None:
    with client.application.test_request_context(f"/workplaces/{workroom.workplace.id}/charts/x.svg"):
        page = render_template_string(PAGE, figure=FIGURE)
    assert 'alt="Open tickets by age. Most are new."' in page
    assert '<tr><th scope="row">1–3</th><td class="text-end">2</td></tr>' in page


def test_an_address_that_was_not_made_here_shows_nothing(client: PersonClient, workroom: Workroom) -> None:
    sign_in(client, workroom.apprentice)
    address = address_in(client, workroom.workplace.id)
    assert client.get(address.replace(".svg", "x.svg")).status_code == 404
    other = make_workroom(workroom.apprentice)
    assert client.get(address.replace(f"/{workroom.workplace.id}/", f"/{other.workplace.id}/")).status_code == 404


def test_a_stranger_sees_no_chart(client: PersonClient, workroom: Workroom) -> None:
    sign_in(client, MembershipFactory.create())
    assert client.get(address_in(client, workroom.workplace.id)).status_code == 404
