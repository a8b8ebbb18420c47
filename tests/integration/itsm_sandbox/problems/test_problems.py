"""Problems with their tickets, their known errors and what follows from each step."""

from datetime import timedelta
from typing import Any

import pytest

from core.db import db
from core.errors import FieldErrors, NotFound
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.queries import ProblemFilter, known_errors_for, list_moments_like, list_problems
from itsm_sandbox.problems.problems.services import resolve_linked
from tests.factories import MembershipFactory
from tests.factories.problems import (
    LOG,
    ROOT_CAUSE,
    STEPS,
    WORKAROUND,
    bare_change,
    log_many,
    make_problem,
    set_time,
    weekly,
)
from tests.factories.tickets import LONG_ENOUGH, make_service, make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

SECOND_LEVEL = (WorkRole.FIRST_LEVEL, WorkRole.SECOND_LEVEL)
RESOLUTION: dict[str, Any] = {
    "resolution_code": "fixed",
    "resolution": LONG_ENOUGH,
    "articles_used": [],
    "proposal": "How to see which channel an access point uses.",
    "breach_reason": "",
    "minutes": None,
}


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create(), roles=SECOND_LEVEL)


def do(workroom: Workroom, problem: Problem, event: str, **given: Any) -> WorkEvent:
    return perform(workroom.workplace.id, Problem.kind, problem.number, event, given, by=workroom.apprentice)


def verbs(artefact: Any) -> list[str]:
    return [event.verb for event in list_events(artefact.kind, artefact.id)]


def test_a_problem_is_logged_with_the_tickets_that_it_explains(workroom: Workroom) -> None:
    tickets = [make_ticket(workroom, "assigned"), make_ticket(workroom)]
    given = {**LOG, "tickets": [ticket.ref for ticket in tickets]}
    problem = create(workroom.workplace.id, Problem.kind, "log", given, by=workroom.apprentice)
    assert (problem.ref, problem.state, problem.category) == ("PRB-0001", "new", "network")
    assert problem.opened_by_id == workroom.desk.id
    assert [ticket.problem_id for ticket in tickets] == [problem.id, problem.id]
    assert verbs(tickets[0])[-1] == "link_problem"


def test_a_ticket_has_one_problem_and_can_be_taken_from_it(workroom: Workroom) -> None:
    ticket = make_ticket(workroom)
    first, second = make_problem(workroom), make_problem(workroom)
    do(workroom, first, "link_tickets", tickets=[ticket.ref])
    with pytest.raises(FieldErrors, match="belongs to another problem"):
        do(workroom, second, "link_tickets", tickets=[ticket.ref])
    with pytest.raises(FieldErrors, match=f"{ticket.ref} is not linked to {second.ref}"):
        do(workroom, second, "unlink_tickets", tickets=[ticket.ref], reason="It is another cause.")
    do(workroom, first, "unlink_tickets", tickets=[ticket.ref], reason="It is another cause.")
    assert ticket.problem_id is None
    assert verbs(first)[-2:] == ["link_tickets", "unlink_tickets"]
    cancelled = make_ticket(workroom, "cancelled")
    with pytest.raises(FieldErrors, match="was cancelled"):
        do(workroom, first, "link_tickets", tickets=[cancelled.ref])


def test_a_known_error_becomes_an_article_that_follows_what_is_known(workroom: Workroom) -> None:
    problem = make_problem(workroom, "investigating")
    assert db.session.query(Article).count() == 0
    do(workroom, problem, "declare_known_error", **STEPS["declare_known_error"])
    article = db.session.query(Article).one()
    assert (article.type, article.problem_id, article.title) == (
        "known_error", problem.id, "Known error: Wireless drops in the new wing",
    )  # fmt: skip
    assert WORKAROUND in article.body
    do(workroom, problem, "record_cause", root_cause=ROOT_CAUSE)
    assert ROOT_CAUSE in article.body
    resolve(workroom, problem)
    assert article.state == "published"
    do(workroom, problem, "close", **STEPS["close"])
    assert article.state == "retired"
    assert verbs(article) == ["write", "follow", "retire"]


def resolve(workroom: Workroom, problem: Problem, **over: Any) -> WorkEvent:
    return do(workroom, problem, "resolve", **{**STEPS["resolve"], "fixed_at": problem.created_at, **over})


def test_known_errors_are_offered_by_device_or_by_category_and_service(workroom: Workroom) -> None:
    printing, other = make_service(workroom), make_service(workroom, "Wireless")
    ticket = make_ticket(workroom, "classified", service_id=printing.id)
    assert known_errors_for(ticket) == []
    make_problem(workroom, "known_error", subcategory="printer_fault", service_id=other.id)
    make_problem(workroom, "investigating", subcategory="printer_fault", service_id=printing.id)
    assert known_errors_for(ticket) == []
    same = make_problem(workroom, "known_error", subcategory="printer_fault", service_id=printing.id)
    make_problem(workroom, "awaiting_change", subcategory="printer_fault")
    offered = known_errors_for(ticket)
    assert [(one.number, one.because) for one in offered] == [
        (4, "the same category"),
        (same.number, "the same category and the same service"),
    ]
    assert offered[0].workaround == WORKAROUND
    assert offered[0].article_number is not None
    resolve(workroom, same)
    assert [one.number for one in known_errors_for(ticket)] == [4]


def test_recurrences_are_counted_from_the_fix(workroom: Workroom) -> None:
    set_time(workroom, MONDAY - timedelta(days=21))
    problem = make_problem(workroom, "known_error")
    log_many(workroom, "wifi", weekly(3, [2]))
    log_many(workroom, "printer_fault", weekly(9, [2]))
    log_many(workroom, "wifi", weekly(2, [1]), type="request")
    set_time(workroom, MONDAY)
    with pytest.raises(Refused, match="3 tickets like these were logged since the fix"):
        resolve(workroom, problem)
    resolve(workroom, problem, recurrence_note="They were logged before the last laptop got its update.")
    assert (problem.state, problem.recurrences, problem.resolved_at) == ("resolved", 3, MONDAY)
    log_many(workroom, "wifi", [MONDAY + timedelta(hours=1)])
    assert len(list_moments_like(problem, problem.created_at)) == 4
    do(workroom, problem, "reopen", reason="It came back after all.")
    assert (problem.state, problem.recurrences, problem.fixed_at) == ("investigating", None, None)


def test_waiting_for_a_change_counts_from_when_it_was_finished(workroom: Workroom) -> None:
    change = bare_change(workroom)
    problem = make_problem(workroom, "awaiting_change", change=change)
    given = {"verification": STEPS["resolve"]["verification"], "recurrence_note": ""}
    with pytest.raises(Refused, match="RFC-0001 is not carried out yet"):
        do(workroom, problem, "resolve", **given)
    finished = bare_change(workroom, "implemented", outcome="successful", finished_at=MONDAY)
    do(workroom, problem, "replace_change", change_id=finished.ref, reason="The first one was withdrawn.")
    do(workroom, problem, "resolve", **given)
    assert (problem.fixed_at, problem.recurrences) == (MONDAY, 0)


def test_in_a_cohort_somebody_else_closes_what_one_investigated_alone(database: None) -> None:
    workroom = make_workroom(MembershipFactory.create(), roles=SECOND_LEVEL, is_solo=False)
    other = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, other, WorkRole.MAINTENANCE)
    problem = create(workroom.workplace.id, Problem.kind, "log", LOG, by=workroom.apprentice)
    for event in ("investigate", "declare_known_error"):
        do(workroom, problem, event, **STEPS[event])
    resolve(workroom, problem)
    with pytest.raises(Refused, match="You are its only investigator"):
        do(workroom, problem, "close", **STEPS["close"])
    perform(workroom.workplace.id, Problem.kind, 1, "close", STEPS["close"], by=other)
    assert problem.state == "closed"


def test_alone_at_the_first_level_one_is_asked_to_investigate(database: None) -> None:
    workroom = make_workroom(MembershipFactory.create())
    problem = create(workroom.workplace.id, Problem.kind, "log", LOG, by=workroom.apprentice)
    with pytest.raises(Refused, match="This is for second-level support, maintenance or an investigator"):
        do(workroom, problem, "investigate", **STEPS["investigate"])
    set_time(workroom, MONDAY + timedelta(minutes=59))
    catch_up(workroom.workplace.id)
    assert list_events(problem.kind, problem.id)[-1].verb == "log"
    set_time(workroom, MONDAY + timedelta(hours=1))
    catch_up(workroom.workplace.id)
    assert problem.investigator_id == workroom.desk.id
    last = list_events(Problem.kind, problem.id)[-1]
    assert (last.verb, last.actor_id, last.at) == (
        "name_investigator", workroom.engineer.id, MONDAY + timedelta(hours=1),
    )  # fmt: skip
    do(workroom, problem, "investigate", **STEPS["investigate"])
    assert problem.state == "investigating"


def test_whoever_holds_the_function_is_not_asked(workroom: Workroom) -> None:
    problem = create(workroom.workplace.id, Problem.kind, "log", LOG, by=workroom.apprentice)
    set_time(workroom, MONDAY + timedelta(days=3))
    assert catch_up(workroom.workplace.id) == 0
    assert problem.investigator_id is None


def test_its_tickets_are_resolved_together_or_not_at_all(workroom: Workroom) -> None:
    mine = [make_ticket(workroom, "in_progress") for _ in range(2)]
    waiting = make_ticket(workroom, "pending")
    problem = make_problem(workroom, "known_error", tickets=[one.ref for one in (*mine, waiting)])
    numbers = [one.number for one in mine]
    with pytest.raises(Refused, match="Resolve PRB-0001 first, then its tickets"):
        resolve_linked(workroom.workplace.id, 1, numbers, RESOLUTION, by=workroom.apprentice)
    resolve(workroom, problem, recurrence_note="They were logged before.")
    stranger = make_ticket(workroom, "in_progress")
    chosen = [*numbers, waiting.number, stranger.number]
    with pytest.raises(FieldErrors) as refused:
        resolve_linked(workroom.workplace.id, 1, chosen, RESOLUTION, by=workroom.apprentice)
    assert refused.value.errors["tickets"].startswith(f"{waiting.ref}: It is pending")
    assert f"{stranger.ref}: it is not linked to PRB-0001." in refused.value.errors["tickets"]
    with pytest.raises(FieldErrors, match="Choose the tickets"):
        resolve_linked(workroom.workplace.id, 1, [], RESOLUTION, by=workroom.apprentice)
    with pytest.raises(FieldErrors, match="at least 40 characters"):
        resolve_linked(workroom.workplace.id, 1, numbers, {**RESOLUTION, "resolution": "Done"}, by=workroom.apprentice)
    assert [one.state for one in mine] == ["in_progress", "in_progress"]
    done = resolve_linked(workroom.workplace.id, 1, numbers, RESOLUTION, by=workroom.apprentice)
    assert [one.state for one in done] == ["resolved", "resolved"]


def test_the_list_is_filtered_and_puts_open_ones_first(workroom: Workroom) -> None:
    make_problem(workroom, "closed", title="Old printers jam")
    make_problem(workroom, "known_error")
    make_problem(workroom, "cancelled")
    listed = list_problems(workroom.workplace.id, ProblemFilter())
    assert [row.Problem.number for row in listed.items] == [2, 3, 1]
    for wanted, numbers in (
        (ProblemFilter(state="open"), [2]),
        (ProblemFilter(state="closed"), [1]),
        (ProblemFilter(words="printers JAM"), [1]),
        (ProblemFilter(source="trend"), []),
    ):
        assert [row.Problem.number for row in list_problems(workroom.workplace.id, wanted).items] == numbers


def test_users_do_not_see_problems(workroom: Workroom, client: PersonClient) -> None:
    user = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, user, WorkRole.USER)
    make_problem(workroom)
    with pytest.raises(NotFound):
        perform(workroom.workplace.id, Problem.kind, 1, "note", {"note": "Hello"}, by=user)
    sign_in(client, user)
    assert client.get(f"/workplaces/{workroom.workplace.id}/problems").status_code == 403


def test_the_pages(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    home = f"/workplaces/{workroom.workplace.id}"
    assert "No problems yet" in client.get(f"{home}/problems").text
    tickets = [make_ticket(workroom, "in_progress"), make_ticket(workroom, "pending")]
    page = client.post(
        f"{home}/problems/add",
        data={**LOG, "tickets": " ".join(ticket.ref for ticket in tickets)},
        follow_redirects=True,
    )
    assert page.status_code == 200
    assert "PRB-0001 is logged." in page.text
    assert tickets[0].ref in page.text
    refused = client.post(f"{home}/problems/add", data={**LOG, "title": "x", "subcategory": ""})
    assert refused.status_code == 422
    assert "Write at least 5 characters" in refused.text
    problem = db.session.query(Problem).one()
    client.post(f"{home}/problems/1/do/investigate", data={"method": "cause_effect"})
    client.post(
        f"{home}/problems/1/do/name_cause",
        data={"branch": "place", "cause": "Thick walls", "leads_to": "The signal is weak in the corner rooms."},
    )
    client.post(f"{home}/problems/1/do/hypothesise", data={"text": "The walls of the new wing shield the signal."})
    noted = client.get(f"{home}/problems/1").text
    assert noted.count("Thick walls") == 2
    weigh = f"{home}/problems/1/do/weigh"
    assert f'href="{weigh}?hypothesis=1"' in noted
    chosen = '<option selected value="1">1. The walls of the new wing shield the signal.</option>'
    assert chosen in client.get(f"{weigh}?hypothesis=1").text
    tested = {
        "hypothesis": "1",
        "test": "A receiver in the wing",
        "verdict": "supported",
        "because": "It hears nothing",
    }
    assert client.post(weigh, data=tested).status_code == 302
    told = "<dt>Hypothesis</dt><dd>1. The walls of the new wing shield the signal.</dd>"
    assert told in client.get(f"{home}/problems/1").text
    for event in ("declare_known_error",):
        assert client.post(f"{home}/problems/1/do/{event}", data=STEPS[event]).status_code == 302
    resolve(workroom, problem, recurrence_note="They came before the fix.")
    offered = client.get(f"{home}/problems/1/tickets").text
    assert "It has to be in progress first." in offered
    done = client.post(f"{home}/problems/1/tickets", data={**RESOLUTION, "articles_used": "", "tickets": ["1"]})
    assert done.status_code == 302
    assert [ticket.state for ticket in tickets] == ["resolved", "pending"]
    assert "Wireless drops" in client.get(f"{home}/problems?q=wireless&state=resolved").text
    assert "Nothing matches" in client.get(f"{home}/problems?q=nothing").text
    assert client.get(f"{home}/problems/9").status_code == 404


def test_other_than_numbers_in_the_address_are_refused_in_words(workroom: Workroom, client: PersonClient) -> None:
    ticket = make_ticket(workroom, "in_progress")
    make_problem(workroom, "resolved", tickets=[ticket.ref])
    sign_in(client, workroom.apprentice)
    address = f"/workplaces/{workroom.workplace.id}/problems/1/tickets"
    page = client.post(address, data={**RESOLUTION, "articles_used": "", "tickets": ["x", "9999999999"]})
    assert page.status_code == 422
