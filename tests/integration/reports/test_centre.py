"""The centre's figures, and a cohort as a page and as files."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from accounts.models import Membership
from assessment.standing.models import CriterionStanding
from assessment.vocabulary import Outcome
from core import clock
from core.audit import AuditEvent
from core.db import db
from portfolio.programmes.queries import list_programme_criteria
from reports.queries import get_centre, list_cohort_criteria, read_cohort
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.assessment import judge, submit
from tests.factories.portfolio import World, make_framework, make_programme, make_world
from tests.factories.standings import add_enrolment, add_enrolments
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.usefixtures("database")

FORMULA = '=HYPERLINK("http://example.org","Ann")'
PAGES = (
    "/centre",
    "/centre/cohort?programme={}",
    "/centre/cohort.csv?programme={}",
    "/centre/cohort.xlsx?programme={}",
)


@pytest.fixture
def world(database: None) -> World:
    return make_world()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def fetch(client: PersonClient, who: Membership, path: str) -> bytes:
    sign_in(client, who)
    response = client.get(path, buffered=True)
    assert response.status_code == 200, path
    return bytes(response.data)


def csv_rows(client: PersonClient, world: World) -> list[dict[str, str]]:
    data = fetch(client, world.admin, f"/centre/cohort.csv?programme={world.programme.id}")
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def workbook(client: PersonClient, world: World) -> openpyxl.Workbook:
    data = fetch(client, world.admin, f"/centre/cohort.xlsx?programme={world.programme.id}")
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("page", PAGES)
def test_only_the_centres_own_admin_reads_and_downloads(client: PersonClient, world: World, page: str) -> None:
    path = page.format(world.programme.id)
    fetch(client, world.admin, path)
    others = [world.apprentice, world.assessor, world.verifier, world.line_manager]
    others.append(MembershipFactory.create(centre=world.centre, external_verifier=True))
    if "{}" in page:
        others.append(make_world().admin)
    for who in others:
        sign_in(client, who)
        assert client.get(path).status_code == 404, who.role
    sign_in(client, world.admin)
    assert client.get(page.format(999_999)).status_code == (404 if "{}" in page else 200)


def test_a_centre_without_anybody_says_what_will_be_here(client: PersonClient) -> None:
    admin = MembershipFactory.create(provider_admin=True)
    assert "Nobody is enrolled yet" in fetch(client, admin, "/centre").decode()
    assert "No programme yet" in fetch(client, admin, "/centre/cohort").decode()


def test_the_figures_of_the_centre_equal_what_was_put_in(client: PersonClient, world: World) -> None:
    today = clock.today()
    long_ago = today - timedelta(days=700)
    add_enrolment(world, waiting=2, returned=1, last_submitted_at=clock.now())
    add_enrolment(world, met=1, starts_on=long_ago, planned_end_on=today - timedelta(days=1))
    make_world()
    cohort = get_centre(world.admin).cohorts[0]
    assert (cohort.apprentices, cohort.green, cohort.red, cohort.overdue) == (3, 1, 2, 1)
    assert (cohort.waiting, cohort.returned, cohort.met) == (2, 1, 1)
    text = words(fetch(client, world.admin, "/centre").decode())
    assert "Apprentices 3" in text
    assert "At risk 2" in text


def test_each_number_of_the_centre_leads_to_a_list_of_that_many(client: PersonClient, world: World) -> None:
    add_enrolment(world, waiting=1, last_submitted_at=clock.now())
    add_enrolment(world, starts_on=clock.today() - timedelta(days=400))
    html = fetch(client, world.admin, "/centre").decode()
    numbers = re.findall(r'<a href="(/enrolments\?[^"]+)">(\d+)<span class="visually-hidden"> (?!pieces)', html)
    assert numbers
    for path, number in numbers:
        listed = fetch(client, world.admin, path.replace("&amp;", "&")).decode()
        assert listed.count("name-link") == int(number), path


def test_turnaround_is_counted_in_working_days_for_each_assessor(world: World) -> None:
    judge(world, submit(world, world.criteria[0]), Outcome.MET)
    page = get_centre(world.admin)
    assert (page.usual, page.assessors[0].usual, page.assessors[0].decided, page.assessors[0].late) == (0, 0, 1, 0)


def test_the_cohort_shows_each_unit_of_each_apprentice(client: PersonClient, world: World) -> None:
    add_enrolment(world, name="Mairi Reid", met=2)
    text = words(fetch(client, world.admin, "/centre/cohort").decode())
    assert "Mairi Reid On track 66% 2 of 3 – Not chosen" in text
    found = fetch(client, world.admin, f"/centre/cohort?programme={world.programme.id}&q=mairi").decode()
    assert found.count("name-link") == 1


@pytest.mark.parametrize("path", ["/centre", "/centre/cohort"])
def test_fifty_apprentices_cost_the_queries_of_one(
    client: PersonClient, world: World, query_counter: QueryCounter, path: str
) -> None:
    def cost() -> int:
        sign_in(client, world.admin)
        before = len(query_counter)
        assert client.get(path).status_code == 200
        return len(query_counter) - before

    one = cost()
    add_enrolments(world, 49)
    assert cost() == one
    assert one <= 12


def test_the_csv_holds_every_criterion_of_every_apprentice(client: PersonClient, world: World) -> None:
    add_enrolment(world, name="Mairi Reid", met=1, working=1, more=1)
    add_enrolment(world, name="Ann Ball", met=3)
    rows = csv_rows(client, world)
    assert [row["Apprentice"] for row in rows[:2]] == ["Ann Ball", "Mairi Reid"]
    codes = [criterion.code for criterion in list_programme_criteria(world.programme.id)]
    assert list(rows[0])[-len(codes) :] == codes
    mairi = rows[1]
    assert [mairi[code] for code in codes[:3]] == ["Met", "Working towards", "More needed"]
    assert {mairi[code] for code in codes[3:]} == {"Not chosen"}
    assert (mairi["Criteria"], mairi["Met"], mairi["Percent met"], mairi["Standing"]) == ("3", "1", "33", "On track")
    assert rows[0]["Standing"] == "Finished"


def test_the_workbook_says_what_the_csv_says(client: PersonClient, world: World) -> None:
    add_enrolment(world, name="Mairi Reid", met=1, working=1)
    add_enrolment(world, name="Ann Ball", met=3)
    book = workbook(client, world)
    rows = csv_rows(client, world)
    assert book.sheetnames == ["Summary", "Criteria", "Key"]
    summary = [list(row) for row in book["Summary"].iter_rows(values_only=True)]
    assert len(summary) == len(rows) + 1
    for cells, row in zip(summary[1:], rows, strict=True):
        for title, value in zip(summary[0], cells, strict=True):
            shown = "" if value is None else value.date().isoformat() if hasattr(value, "date") else str(value)
            assert shown == row[str(title)]
    states = [list(row) for row in book["Criteria"].iter_rows(values_only=True)]
    for cells, row in zip(states[1:], rows, strict=True):
        assert cells == [row[str(title)] for title in states[0]]
    assert book["Key"]["A2"].value == "U1-P1"
    assert book["Criteria"]["B2"].fill.start_color.rgb == "FFE3F4EA"
    assert book["Summary"].freeze_panes == "B2"


def test_sums_of_the_download_equal_sums_of_the_rows(client: PersonClient, world: World) -> None:
    for met in (0, 1, 2, 3):
        add_enrolment(world, met=met)
    rows = csv_rows(client, world)
    stored = db.session.scalars(select(CriterionStanding)).all()
    cells = [value for row in rows for key, value in row.items() if key.startswith(("U1-", "U2-", "K1"))]
    assert cells.count("Met") == sum(int(row["Met"]) for row in rows) == len(stored) == 6


def test_no_cell_becomes_a_formula(client: PersonClient, world: World) -> None:
    for name in (FORMULA, "+cmd", "-1+1", "@SUM(A1)", "\uff1d1+1"):
        add_enrolment(world, name=name)
    names = [row["Apprentice"] for row in csv_rows(client, world)]
    assert f"'{FORMULA}" in names
    assert not [name for name in names if name[0] in "=+-@\uff1d"]
    data = fetch(client, world.admin, f"/centre/cohort.xlsx?programme={world.programme.id}")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
    cell = next(cell for row in workbook(client, world)["Summary"] for cell in row if cell.value == FORMULA)
    assert cell.data_type == "s"


def test_a_download_is_named_by_programme_and_day_and_is_audited(client: PersonClient, world: World) -> None:
    sign_in(client, world.admin)
    response = client.get(f"/centre/cohort.csv?programme={world.programme.id}", buffered=True)
    assert re.search(rf"cohort-programme-\d+-{clock.today().isoformat()}\.csv", response.headers["Content-Disposition"])
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.mimetype == "text/csv"
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "cohort.downloaded")).one()
    assert (event.actor_id, event.centre_id, event.details) == (world.admin.id, world.centre.id, {"format": "csv"})
    assert event.subject == f"programme:{world.programme.id}"


def test_a_cohort_read_in_parts_is_whole_and_in_order(world: World, query_counter: QueryCounter) -> None:
    add_enrolments(world, 6)
    criteria = list_cohort_criteria(world.programme)
    whole = [row.id for part in read_cohort(world.admin, world.programme, criteria) for row in part.rows]
    parts = list(read_cohort(world.admin, world.programme, criteria, size=2))
    assert [row.id for part in parts for row in part.rows] == whole
    assert [len(part.rows) for part in parts] == [2, 2, 2, 1]
    for part in parts:
        assert list(part.states.index) == [row.id for row in part.rows]


def test_a_programme_nobody_is_on_downloads_its_headings(client: PersonClient, world: World) -> None:
    world.programme = make_programme(world.admin, make_framework())
    assert csv_rows(client, world) == []
    book = workbook(client, world)
    assert book["Summary"]["A1"].value == "Apprentice"
    assert book["Criteria"].max_row == 1
    assert (
        "Nobody is on this programme yet"
        in fetch(client, world.admin, f"/centre/cohort?programme={world.programme.id}").decode()
    )
