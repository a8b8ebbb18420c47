"""A rise is hidden in the tickets: an apprentice alone finds it, has its cause removed and sees that it stays away."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from core.db import db
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.queries import known_errors_for
from itsm_sandbox.problems.trends.models import Trend
from tests.factories import MembershipFactory
from tests.factories.problems import LOG, ROOT_CAUSE, STEPS, VIEW, log_many, set_time, weekly
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom
from tests.support.people import PersonClient, sign_in


@pytest.fixture
def workroom(database: None) -> Workroom:
    """Three months of tickets, in which the wireless network got worse two weeks ago."""
    workroom = make_workroom(MembershipFactory.create())
    log_many(workroom, "wifi", weekly(2, range(1, 13)))
    log_many(workroom, "wifi", weekly(7, [1, 2], hour=13))
    log_many(workroom, "print_queue", weekly(4, range(1, 13), hour=9))
    log_many(workroom, "password", weekly(3, range(1, 13), hour=8))
    return workroom


def test_from_a_rise_to_a_problem_that_stays_solved(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    home = f"/workplaces/{workroom.workplace.id}"

    def do(path: str, event: str, **given: object) -> str:
        return carry_out(client, f"{home}/{path}/do/{event}", given)

    analyse(client, home)

    # The problem begins with the analysis and a ticket; simulated second-level support asks them to go on.
    ticket = db.session.scalars(
        db.select(Ticket).where(Ticket.subcategory == "wifi").order_by(Ticket.id.desc())
    ).first()
    assert ticket
    given = {**LOG, "source": "trend", "trend_id": "TRD-0001", "tickets": ticket.ref}
    page = client.post(f"{home}/problems/add", data=given, follow_redirects=True).text
    assert "TRD-0001" in page
    assert "This is for second-level support, maintenance or an investigator." in page
    set_time(workroom, MONDAY + timedelta(hours=2))
    page = client.get(f"{home}/problems/1").text
    assert "Dougal Weir" in page
    assert "Simulated" in page

    do("problems/1", "investigate", method="change_review")
    do(
        "problems/1",
        "review_change",
        what="Two access points were put up in rooms 21 and 24 on 24 August.",
        explains="yes",
        because="The drops began on the day after.",
    )
    do("problems/1", "hypothesise", text="The two new access points disturb each other.")
    page = do(
        "problems/1",
        "weigh",
        hypothesis="1",
        test="I switched one of them off for an afternoon.",
        verdict="supported",
        because="Nobody lost the network that afternoon.",
    )
    assert "Supported" in page
    known = {**STEPS["declare_known_error"], "root_cause": ROOT_CAUSE}
    page = do("problems/1", "declare_known_error", **known)
    assert "KB-0001" in page

    # The next report of the same is met with the workaround.
    next_one = make_ticket(workroom, "classified", subcategory="wifi")
    (offered,) = known_errors_for(next_one)
    assert (offered.ref, offered.article_number) == ("PRB-0001", 1)
    page = client.get(f"{home}/tickets/{next_one.number}").text
    assert "PRB-0001" in page
    assert "Let the user connect to the network of the old wing" in page

    # Two weeks after the fix, one more had come, which they explain.
    fixed = MONDAY + timedelta(days=1)
    set_time(workroom, fixed + timedelta(days=14))
    log_many(workroom, "wifi", [fixed + timedelta(days=2)])
    given = {**STEPS["resolve"], "fixed_at": local(fixed), "recurrence_note": ""}
    refused = client.post(f"{home}/problems/1/do/resolve", data=given)
    assert "1 ticket like these was logged since the fix" in refused.text
    page = do("problems/1", "resolve", **{**given, "recurrence_note": "That laptop had a broken network card."})
    assert "1 ticket since the fix" in page
    assert "0.5 a week" in page
    page = do("problems/1", "close", **STEPS["close"])
    assert "Closed" in page

    problem: Problem = get_artefact(workroom.workplace.id, Problem.kind, 1)
    trend: Trend = get_artefact(workroom.workplace.id, Trend.kind, 1)
    assert (problem.trend_id, problem.recurrences) == (trend.id, 1)
    assert known_errors_for(next_one) == []


def analyse(client: PersonClient, home: str) -> None:
    # They look at the tickets in two ways and keep the view that shows something.
    assert "Wireless" not in client.get(f"{home}/trends/add?grouping=category").text
    assert "Network: Wireless network" in client.get(f"{home}/trends/add?grouping=subcategory").text
    kept = {name: value for name, value in VIEW.items() if value is not None} | {"grouping": "subcategory"}
    page = client.post(f"{home}/trends/add", data=kept, follow_redirects=True).text
    assert "The computed check" not in page
    assert "Rises" not in page

    # Their own finding first; then the check stands beside it.
    finding = {
        "standout": "Network: Wireless network",
        "narrative": "Wireless went from two a week to nine in the last two weeks, in the afternoons only, while "
        "printing and passwords stayed as they were all summer.",
    }
    assert "It flags Network: Wireless network." in carry_out(client, f"{home}/trends/1/do/write_finding", finding)
    proposal = {"proposal": "Log a problem, and look at what was changed in the new wing two weeks ago."}
    carry_out(client, f"{home}/trends/1/do/record", proposal)


def carry_out(client: PersonClient, address: str, given: Mapping[str, object]) -> str:
    page = client.post(address, data=given, follow_redirects=True)
    assert page.status_code == 200, page.text
    return page.text


def local(moment: datetime) -> str:
    """As the control of a form sends it, an hour ahead in summer."""
    return f"{moment + timedelta(hours=1):%Y-%m-%dT%H:%M}"
