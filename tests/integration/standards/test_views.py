"""The pages anyone may read about the published frameworks."""

import re

import pytest
from flask.testing import FlaskClient

from standards import queries
from tests.conftest import QueryCounter

MOST_QUERIES = 6
MOST_BYTES = 120 * 1024

pytestmark = pytest.mark.usefixtures("loaded_standards")


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def codes_on(page: str) -> list[str]:
    """Return the codes of the criteria listed."""
    return re.findall(r'class="std-row"[^>]*><span class="std-code">([^<]+)', page)


def path_to(key: str, code: str) -> str:
    rows = queries.list_criteria(queries.get_framework(key).id)
    return f"/standards/{key}/criteria/{next(row.id for row in rows if row.code == code)}"


def read(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.text


def test_the_list_names_every_framework_and_what_it_holds(client: FlaskClient) -> None:
    page = read(client, "/standards/")
    assert "<title>Standards – Touchstone</title>" in page
    for key in ("eskitp5056", "scqf8-it-support", "it-in-education", "meta-skills"):
        assert f'href="/standards/{key}"' in page
    assert "145 performance statements" in page
    assert "12 meta-skills" in page


@pytest.mark.parametrize(
    ("key", "number"), [("eskitp5056", 46), ("scqf8-it-support", 160), ("it-in-education", 242), ("meta-skills", 12)]
)
def test_a_framework_shows_every_statement_in_few_queries(
    client: FlaskClient, query_counter: QueryCounter, key: str, number: int
) -> None:
    page = read(client, f"/standards/{key}")
    assert len(codes_on(page)) == number
    assert f"{number} in all" in page
    assert len(query_counter) <= MOST_QUERIES
    assert len(page.encode()) <= MOST_BYTES
    assert page.count("<h1") == 1


def test_the_tree_shows_units_headings_and_what_they_align_to(client: FlaskClient) -> None:
    page = text_of(read(client, "/standards/scqf8-it-support"))
    assert "SR Responding to digital technology service requests Mandatory To respond to service requests" in page
    assert "ESKITP7054 IT/Technology Management and Support Level 4 Role" in page
    assert "Industrial Design Suite" in page
    assert "A minimum of one optional work situation must be achieved" in page
    assert "Network User Management" in read(client, "/standards/it-in-education")


def test_search_finds_all_words_whatever_their_capitals(client: FlaskClient) -> None:
    page = read(client, "/standards/scqf8-it-support?q=TRIAGE+sequencing")
    assert codes_on(page) == ["SR2"]
    assert "1 of 160 shown" in page
    assert 'value="TRIAGE sequencing"' in page


def test_search_finds_codes_and_headings(client: FlaskClient) -> None:
    assert codes_on(read(client, "/standards/scqf8-it-support?q=sr-k17")) == ["SR-K17"]
    found = codes_on(read(client, "/standards/it-in-education?q=educational+awareness"))
    assert len(found) == 6


def test_a_sub_statement_is_found_with_its_stem(client: FlaskClient) -> None:
    assert codes_on(read(client, "/standards/eskitp5056?q=contractual")) == ["K10", "K10.4"]


def test_signs_with_a_meaning_in_sql_are_only_signs(client: FlaskClient) -> None:
    assert codes_on(read(client, "/standards/eskitp5056?q=%25")) == []
    assert codes_on(read(client, "/standards/it-in-education?q=_")) == []


def test_kind_and_level_narrow_the_tree(client: FlaskClient) -> None:
    page = read(client, "/standards/it-in-education?kind=knowledge&level=0.5&q=internet")
    assert codes_on(page) == ["G7-K04@0.5"]
    assert '<option value="0.5" selected>' in page
    assert len(codes_on(read(client, "/standards/it-in-education?level=3"))) == 54
    assert len(codes_on(read(client, "/standards/scqf8-it-support?kind=performance"))) == 59


def test_nothing_found_says_so_and_leads_back(client: FlaskClient) -> None:
    page = read(client, "/standards/eskitp5056?q=elephants")
    assert "Nothing matches" in page
    assert 'href="/standards/eskitp5056">Show all statements</a>' in page


@pytest.mark.parametrize("asked", ["kind=behaviour", "level=9%00", "q=%00", "q=%27%22%3Cscript%3E", "level=", "kind="])
def test_odd_filters_are_answered_with_a_page(client: FlaskClient, asked: str) -> None:
    assert "<script>" not in read(client, f"/standards/it-in-education?{asked}")


def test_a_criterion_shows_its_wording_its_place_and_what_aligns(
    client: FlaskClient, query_counter: QueryCounter
) -> None:
    path = path_to("scqf8-it-support", "SR2")
    before = len(query_counter)
    page = read(client, path)
    assert len(query_counter) - before <= MOST_QUERIES
    words = text_of(page)
    assert "SR2, Technical Apprenticeship" in words
    assert "Triage service requests to prioritise service request sequencing" in words
    assert "Sense making" in words
    assert "ESKITP7054 IT/Technology Management and Support Level 4 Role" in words
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_a_meta_skill_shows_the_units_that_develop_it(client: FlaskClient) -> None:
    words = text_of(read(client, path_to("meta-skills", "Leading")))
    assert "MS Developing meta-skills and personal professionalism" in words
    assert "SR Responding" not in words


def test_a_stem_shows_its_sub_statements_and_they_show_their_stem(client: FlaskClient) -> None:
    assert codes_on(read(client, path_to("eskitp5056", "K17"))) == ["K17.1", "K17.2"]
    part = text_of(read(client, path_to("eskitp5056", "K17.1")))
    assert "monitor, review and report: the effectiveness and quality of systems" in part


def test_a_criterion_with_no_alignments_says_so(client: FlaskClient) -> None:
    assert "aligns nothing to this unit" in read(client, path_to("eskitp5056", "P1"))


@pytest.mark.parametrize(
    "path",
    [
        "/standards/no-such-framework",
        "/standards/x%00y",
        "/standards/eskitp5056/criteria/0",
        "/standards/eskitp5056/criteria/99999999999999999999",
        "/standards/eskitp5056/criteria/P1",
    ],
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_criterion_of_another_framework_is_not_found(client: FlaskClient) -> None:
    path = path_to("scqf8-it-support", "SR2").replace("scqf8-it-support", "eskitp5056")
    assert client.get(path).status_code == 404
