"""The pages that show progress: who sees them, what they say, how many queries they cost."""

import re
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.models import Membership, Role
from assessment.progress.queries.progress import (
    EnrolmentFilter,
    count_standings,
    get_enrolment_row,
    list_assessor_choices,
    list_enrolments,
    list_programme_choices,
    standing_expressions,
)
from assessment.progress.rules.progress import Rag
from assessment.standing.models import EnrolmentStanding
from assessment.vocabulary import Outcome
from core import clock
from core.db import db
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.queries import get_enrolment
from portfolio.permissions import see_enrolment
from standards.models import Framework
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.assessment import MORE, judge, make_ready, submit
from tests.factories.portfolio import World, make_draft, make_programme, make_world
from tests.factories.standings import add_enrolment, add_enrolments
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.usefixtures("database")

ROLES = ("apprentice", "assessor", "line_manager", "verifier", "admin")


@pytest.fixture
def world(database: None) -> World:
    return make_world()


def read(client: PersonClient, who: Membership, path: str) -> str:
    sign_in(client, who)
    response = client.get(path)
    assert response.status_code == 200, path
    return response.text


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Home


def test_a_new_apprentice_is_welcomed_and_shown_the_first_step(client: PersonClient, world: World) -> None:
    text = words(read(client, world.apprentice, "/home"))
    assert "welcome" in text
    assert "Add your first piece of evidence" in text
    assert "3 criteria in 1 unit" in text


def test_an_apprentice_without_a_programme_gets_a_page_all_the_same(client: PersonClient, world: World) -> None:
    alone = MembershipFactory.create(centre=world.centre)
    assert "You are not on a programme yet" in read(client, alone, "/home")


def test_home_lists_returned_work_first_then_drafts_then_the_gap(client: PersonClient, world: World) -> None:
    judge(world, submit(world, *world.criteria[:2], title="Mailbox for finance"), Outcome.PARTLY)
    make_draft(world, title="Half a story")
    text = words(read(client, world.apprentice, "/home"))
    assert "you have 3 things to do" in text
    order = [text.index(part) for part in ("More evidence needed", "Finish your draft", "Close a gap")]
    assert order == sorted(order)
    assert "asked for more on 2 criteria" in text
    assert MORE in text
    assert "usually answered" not in text  # nothing waits


def test_home_offers_to_claim_a_unit_whose_criteria_are_all_met(client: PersonClient, world: World) -> None:
    make_ready(world, *world.criteria)
    text = words(read(client, world.apprentice, "/home"))
    assert "Ready to claim" in text
    assert "100% of criteria met" in text


def test_home_says_how_long_an_answer_usually_takes_while_something_waits(client: PersonClient, world: World) -> None:
    judge(world, submit(world, world.criteria[0]), Outcome.MET)
    submit(world, *world.criteria[1:])
    assert "usually answered in 1 working day" in words(read(client, world.apprentice, "/home"))


# Criteria


def test_the_criteria_page_lists_every_criterion_with_its_state(client: PersonClient, world: World) -> None:
    judge(world, submit(world, world.criteria[0]), Outcome.MET)
    submit(world, world.criteria[1])
    html = read(client, world.apprentice, f"/enrolments/{world.enrolment.id}/criteria")
    rows = {code: words(row) for code, row in re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', html)}
    assert set(rows) == {"U1-P1", "U1-P2", "U1-P3"}
    assert "More needed 1 for U1-P1" in rows["U1-P1"]
    assert "Working towards" in rows["U1-P2"]
    assert rows["U1-P3"].endswith("Two occasions; nothing observed or produced at work yet")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("show=gaps", {"U1-P3"}),
        ("show=waiting", {"U1-P2"}),
        ("show=met", {"U1-P1"}),
        ("show=one-step", {"U1-P2"}),
        ("kind=knowledge", set()),
        ("show=nonsense&kind=nonsense", {"U1-P1", "U1-P2", "U1-P3"}),
    ],
)
def test_filters_in_the_address_narrow_the_criteria(
    client: PersonClient, world: World, query: str, codes: set[str]
) -> None:
    enrolment = add_enrolment(world, met=1, working=1)
    html = read(client, world.assessor, f"/enrolments/{enrolment.id}/criteria?{query}")
    assert set(re.findall(r'<tr><th scope="row">([^<]+)</th>', html)) == codes


def test_the_matrix_puts_evidence_beside_the_criteria_of_one_unit(client: PersonClient, world: World) -> None:
    judge(world, submit(world, *world.criteria[:2], title="Mailbox for finance"), Outcome.MET, Outcome.PARTLY)
    submit(world, world.criteria[2], title="Printer queue")
    html = read(client, world.apprentice, f"/enrolments/{world.enrolment.id}/criteria?view=matrix")
    body = html.partition("<tbody>")[2]
    rows = [words(row) for row in body.split("</tr>")[:3]]
    assert rows[1:] == ["Printer queue Waiting", "Mailbox for finance Met Partly met"]


def test_the_apprentices_own_address_leads_to_their_criteria(client: PersonClient, world: World) -> None:
    sign_in(client, world.apprentice)
    assert client.get("/criteria").location == f"/enrolments/{world.enrolment.id}/criteria"


@pytest.mark.usefixtures("loaded_standards")
def test_a_hundred_and_sixty_criteria_cost_eight_queries_and_120_kib(
    client: PersonClient, world: World, query_counter: QueryCounter
) -> None:
    framework = db.session.scalars(select(Framework).where(Framework.key == "scqf8-it-support")).one()
    world.programme = make_programme(world.admin, framework, optional=False)
    enrolment = add_enrolment(world, met=60, working=40, more=30)
    sign_in(client, world.assessor)
    before = len(query_counter)
    response = client.get(f"/enrolments/{enrolment.id}/criteria")
    assert len(query_counter) - before <= 8
    assert len(re.findall(r'<tr><th scope="row">', response.text)) == 160
    assert "60 of 160 criteria are met" in response.text
    assert len(response.data) <= 120 * 1024


# Who sees what


@pytest.mark.parametrize("page", ["", "/criteria", "/criteria?view=matrix"])
def test_an_enrolment_is_there_only_for_those_around_it(client: PersonClient, world: World, page: str) -> None:
    other = make_world()
    path = f"/enrolments/{world.enrolment.id}{page}"
    for role in ROLES:
        sign_in(client, getattr(world, role))
        assert client.get(path).status_code == 200, role
        sign_in(client, getattr(other, role))
        assert client.get(path).status_code == 404, f"{role} of another centre"
    for role in (Role.APPRENTICE, Role.LINE_MANAGER, Role.EXTERNAL_VERIFIER):
        sign_in(client, MembershipFactory.create(centre=world.centre, role=role))
        assert client.get(path).status_code == 404, f"another {role.label}"
    sign_in(client, MembershipFactory.create(centre=world.centre, assessor=True))
    assert client.get(path).status_code == 404
    assert client.get("/enrolments/999999").status_code == 404


@pytest.mark.parametrize(
    ("path", "owner"), [("/home", "apprentice"), ("/caseload", "assessor"), ("/team", "line_manager")]
)
def test_a_page_of_one_role_is_not_there_for_the_others(
    client: PersonClient, world: World, path: str, owner: str
) -> None:
    for role in ROLES:
        sign_in(client, getattr(world, role))
        assert client.get(path).status_code == (200 if role == owner else 404), role


def test_a_manager_sees_progress_and_titles_but_no_drafts_and_no_words(client: PersonClient, world: World) -> None:
    judge(world, submit(world, world.criteria[0], title="Mailbox for finance"), Outcome.PARTLY)
    make_draft(world, title="My secret worry")
    own = f"/enrolments/{world.enrolment.id}"
    for page in ("/team", "/enrolments", own, f"{own}/criteria", f"{own}/criteria?view=matrix"):
        text = read(client, world.line_manager, page)
        assert "My secret worry" not in text
        assert MORE not in text
        assert "It shows the result" not in text
    assert "Mailbox for finance" in read(client, world.line_manager, own)


def test_lists_show_exactly_the_enrolments_that_may_be_seen(world: World) -> None:
    other = make_world()
    add_enrolment(world, assessor=MembershipFactory.create(centre=world.centre, assessor=True))
    everyone = [get_enrolment(number) for number in db.session.scalars(select(Enrolment.id))]
    people = [getattr(place, role) for place in (world, other) for role in ROLES]
    people.append(MembershipFactory.create(centre=world.centre, external_verifier=True))
    for who in people:
        listed = {row.id for row in list_enrolments(who, EnrolmentFilter(), 1).items}
        assert listed == {one.id for one in everyone if see_enrolment(who, one).value == "yes"}


# Lists


def test_filters_name_only_programmes_and_assessors_of_those_who_may_be_seen(world: World) -> None:
    stranger = MembershipFactory.create(centre=world.centre, external_verifier=True)
    own, followed = [world.assessor.person.name], [world.programme.title]
    for who in (world.apprentice, world.assessor, world.line_manager, world.verifier, world.admin):
        assert [name for _, name in list_assessor_choices(who)] == own
        assert [title for _, title in list_programme_choices(who)] == followed
    assert list_assessor_choices(stranger) == list_programme_choices(stranger) == []


def test_the_caseload_puts_whoever_waited_longest_first(client: PersonClient, world: World) -> None:
    add_enrolment(world, name="Nobody Waits")
    add_enrolment(world, name="Zofia Waits", waiting=2)
    text = words(read(client, world.assessor, "/caseload"))
    assert text.index("Zofia Waits") < text.index("Nobody Waits")
    assert "Pieces waiting for you 2" in text


def test_a_list_is_found_by_name_standing_and_what_waits(client: PersonClient, world: World) -> None:
    today = clock.today()
    long_ago = today - timedelta(days=600)
    add_enrolment(world, name="Late Larry", starts_on=long_ago, planned_end_on=today - timedelta(days=1))
    add_enrolment(world, name="Waiting Wilma", waiting=1, last_submitted_at=clock.now())
    found = {
        "q=lar": "Late Larry",
        "standing=red": "Late Larry",
        "only=overdue": "Late Larry",
        "only=waiting": "Waiting Wilma",
        "q=100%25": "Nobody found",
    }
    for query, name in found.items():
        text = words(read(client, world.admin, f"/enrolments?{query}"))
        assert name in text, query
        assert not {"Late Larry", "Waiting Wilma"} - {name} <= set(re.findall(r"Late Larry|Waiting Wilma", text)), query


def test_the_team_page_says_in_words_what_to_do_for_each(client: PersonClient, world: World) -> None:
    add_enrolment(world, name="Ewan Reid", met=1, returned=1, last_submitted_at=clock.now())
    text = words(read(client, world.line_manager, "/team"))
    assert "The assessor asked for more on a piece of work. Ask Ewan what would help to finish." in text
    assert "Ewan is about" in text


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("admin", "/enrolments"),
        ("assessor", "/caseload"),
        ("line_manager", "/team"),
        ("verifier", "/enrolments?standing=green"),
    ],
)
def test_fifty_rows_cost_the_queries_of_one(
    client: PersonClient, world: World, query_counter: QueryCounter, role: str, path: str
) -> None:
    who = getattr(world, role)

    def cost() -> int:
        sign_in(client, who)
        before = len(query_counter)
        assert client.get(path).status_code == 200
        return len(query_counter) - before

    one = cost()
    add_enrolments(world, 49)
    assert cost() == one
    assert one <= 12


def test_more_work_does_not_cost_an_apprentice_more_queries(
    client: PersonClient, world: World, query_counter: QueryCounter
) -> None:
    def cost(path: str) -> int:
        sign_in(client, world.apprentice)
        before = len(query_counter)
        assert client.get(path).status_code == 200
        return len(query_counter) - before

    paths = ("/home", f"/enrolments/{world.enrolment.id}", f"/enrolments/{world.enrolment.id}/criteria?view=matrix")
    judge(world, submit(world, world.criteria[0]), Outcome.MET)
    first = [cost(path) for path in paths]
    for title in ("One", "Two", "Three"):
        judge(world, submit(world, *world.criteria, title=title), Outcome.PARTLY)
        submit(world, *world.criteria, title=title)
    assert [cost(path) for path in paths] == first
    assert max(first) <= 12


def test_lists_come_in_pages(client: PersonClient, world: World) -> None:
    add_enrolments(world, 50)
    assert "Page 1 of 2, 51 in all" in words(read(client, world.admin, "/enrolments"))
    assert read(client, world.admin, "/enrolments?page=2").count("name-link") == 1


# The standing in SQL is the rule


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    counts=st.tuples(st.integers(0, 200), st.integers(0, 200)),
    passed=st.integers(-30, 900),
    length=st.integers(1, 900),
    sent=st.none() | st.integers(0, 40),
)
def test_the_database_tells_standings_as_the_rule_does(
    world: World, counts: tuple[int, int], passed: int, length: int, sent: int | None
) -> None:
    met, total = sorted(counts)
    today = clock.today()
    starts_on = today - timedelta(days=passed)
    noon = datetime.combine(today, time(12), tzinfo=clock.LONDON)
    enrolment = add_enrolment(
        world,
        total=total,
        met=met,
        starts_on=starts_on,
        planned_end_on=starts_on + timedelta(days=length),
        last_submitted_at=None if sent is None else noon - timedelta(days=sent),
    )
    gap, rag = standing_expressions(today)
    found = db.session.execute(
        select(gap, rag)
        .select_from(Enrolment)
        .outerjoin(EnrolmentStanding, EnrolmentStanding.enrolment_id == Enrolment.id)
        .where(Enrolment.id == enrolment.id)
    ).one()
    progress = get_enrolment_row(enrolment.id).progress
    assert (found[0], found[1]) == (progress.gap, progress.rag.value)


def test_counts_equal_what_the_lists_hold(world: World) -> None:
    today = clock.today()
    for days in (5, 100, 300, 700):
        add_enrolment(world, met=1, starts_on=today - timedelta(days=days), last_submitted_at=clock.now(), waiting=1)
    counts = count_standings(world.admin)
    rows = list_enrolments(world.admin, EnrolmentFilter(), 1).items
    assert counts.enrolments == len(rows) == 5
    assert [counts.green, counts.amber, counts.red] == [sum(row.progress.rag is one for row in rows) for one in Rag]
    assert counts.waiting == sum(row.waiting for row in rows) == 4
    assert counts.overdue == sum(row.progress.is_overdue for row in rows)
