"""Simulated people in play: they report, answer, judge, approve and take over, only where nobody real does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accounts.models import Centre, Membership
from core.db import db, transaction
from core.errors import NotAllowed, NotFound
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.reporters import plan_reports, report, report_scenario
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS
from itsm_sandbox.engine.clock import ClockMode
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Colleague, GroupMember, SupportGroup, WorkEvent
from itsm_sandbox.engine.perform import perform
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.generator.data_files import read
from tests.factories import MembershipFactory
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat


@pytest.fixture
def workroom(database: None) -> Workroom:
    """Besides the usual people, the groups and services that scenarios know."""
    workroom = make_workroom(MembershipFactory.create())
    with transaction() as session:
        workroom.second_line.name = "Network and servers"
        workroom.teacher.temperament = "quick"
        systems = SupportGroup(workplace_id=workroom.workplace.id, name="Systems and applications", level=2)
        session.add(systems)
        session.flush()
        session.add(GroupMember(group_id=systems.id, colleague_id=workroom.engineer.id))
        for number, text in enumerate(read("services"), start=1):
            session.add(
                Service(
                    workplace_id=workroom.workplace.id,
                    number=number,
                    state="published",
                    created_at=MONDAY,
                    changed_at=MONDAY,
                    name=text["school"],
                    importance="high",
                    user_groups=[],
                    targets={},
                    request_items=[],
                    agreed_with=[],
                )
            )
    return workroom


def happens(workroom: Workroom, code: str) -> Ticket:
    with transaction():
        return report(lock_workplace(workroom.workplace.id), SCENARIOS[code], now_in(workroom))


def now_in(workroom: Workroom) -> datetime:
    return workroom.workplace.clock_sim_at


def pass_time(workroom: Workroom, **time: float) -> None:
    """Move the workplace's clock, which stands still, and let everything happen until then."""
    with transaction():
        workroom.workplace.clock_sim_at += timedelta(**time)
    catch_up(workroom.workplace.id)
    db.session.expire_all()


def do(workroom: Workroom, ticket: Ticket, event: str, by: Membership | None = None, **given: Any) -> None:
    member = by or workroom.apprentice
    perform(workroom.workplace.id, Ticket.kind, ticket.number, event, given, by=member)


def take_in(workroom: Workroom, ticket: Ticket) -> None:
    truth = ticket.scenario
    do(
        workroom,
        ticket,
        "validate_classify",
        type=truth["type"],
        subcategory=truth["subcategory"],
        service_id=ticket.service_id,
        affected_user_id=ticket.requester_id,
        support_mode="remote",
        identity_method="called_back",
    )
    do(
        workroom,
        ticket,
        "triage",
        impact=truth["impact"],
        urgency=truth["urgency"],
        group_id=workroom.first_line.id,
        assigned_to_id=workroom.desk.id,
    )
    do(workroom, ticket, "respond", contact="call", text="I am looking at it now.")


def resolve(workroom: Workroom, ticket: Ticket, code: str) -> None:
    text = "The input of the board was set back and the picture tested from the desk."
    proposal = "A card with the steps beside each board."
    do(workroom, ticket, "resolve", resolution=text, resolution_code=code, articles_used=[], proposal=proposal)


def verbs(ticket: Ticket) -> list[str]:
    found = select(WorkEvent.verb).where(WorkEvent.subject_kind == "ticket", WorkEvent.subject_id == ticket.id)
    return list(db.session.scalars(found.order_by(WorkEvent.seq)))


def test_a_report_says_what_is_seen_and_keeps_what_is_true(workroom: Workroom) -> None:
    ticket = happens(workroom, "no_picture")
    assert (ticket.state, ticket.requester_id, ticket.subcategory) == ("new", workroom.teacher.id, "")
    assert ticket.scenario["subcategory"] == "display"
    assert ticket.service_id
    told = db.session.scalars(select(WorkEvent).where(WorkEvent.subject_kind == "ticket")).one()
    assert told.actor_id == workroom.teacher.id
    assert "scenario" not in str(told.data)


def test_what_fits_is_confirmed_and_what_does_not_is_reopened(workroom: Workroom) -> None:
    good, bad = happens(workroom, "no_picture"), happens(workroom, "no_picture")
    for ticket, code in ((good, "fixed"), (bad, "not_reproduced")):
        take_in(workroom, ticket)
        resolve(workroom, ticket, code)
    pass_time(workroom, hours=4)
    assert good.state in {"closed", "resolved"}
    assert "reopen" not in verbs(good)
    assert (bad.state, bad.reopens) == ("in_progress", 1)
    resolve(workroom, bad, "fixed")
    pass_time(workroom, days=14)
    assert (good.state, bad.state) == ("closed", "closed")


def test_a_thank_you_never_reopens(workroom: Workroom) -> None:
    tickets = [happens(workroom, "no_sound") for _ in range(8)]
    for ticket in tickets:
        take_in(workroom, ticket)
        resolve(workroom, ticket, "advice")
    pass_time(workroom, hours=5)
    thanked = [ticket for ticket in tickets if "reply" in verbs(ticket)]
    assert {ticket.state for ticket in thanked} <= {"resolved", "closed"}
    assert {ticket.state for ticket in tickets} <= {"resolved", "closed"}
    assert any(ticket.state == "closed" and ticket.satisfaction for ticket in tickets)


def test_the_requester_tells_what_they_know_when_asked(workroom: Workroom) -> None:
    ticket = happens(workroom, "laptop_slow")
    take_in(workroom, ticket)
    asked_at = now_in(workroom)
    do(
        workroom,
        ticket,
        "wait",
        pending_reason="user",
        note="When did you last restart it?",
        follow_up_at=asked_at + timedelta(days=1),
    )
    pass_time(workroom, hours=1)
    assert ticket.state == "in_progress"
    said = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "reply")).one()
    assert said.data["given"]["text"] == "I only close the lid, I have not restarted it for weeks."
    do(workroom, ticket, "note", text="Which colour is it?", is_public=True)
    pass_time(workroom, hours=1)
    replies = select(WorkEvent).where(WorkEvent.verb == "reply").order_by(WorkEvent.seq)
    texts = [one.data["given"]["text"] for one in db.session.scalars(replies)]
    assert "all I know" in texts[1]


def test_second_level_solves_what_is_theirs(workroom: Workroom) -> None:
    ticket = happens(workroom, "socket_dead")
    take_in(workroom, ticket)
    done = "Another cable was tried, and the socket beside it works."
    do(
        workroom,
        ticket,
        "escalate_functional",
        group_id=workroom.second_line.id,
        work_done=done,
        asked="Please test the port.",
    )
    pass_time(workroom, hours=1)
    assert (ticket.state, ticket.assigned_to_id) == ("in_progress", workroom.engineer.id)
    pass_time(workroom, hours=3)
    assert ticket.state in {"resolved", "closed"}
    assert ticket.owner_id == workroom.desk.id


def test_second_level_hands_back_what_is_not_theirs(workroom: Workroom) -> None:
    ticket = happens(workroom, "no_picture")
    take_in(workroom, ticket)
    done = "The cable was looked at and is plugged in at both of its ends."
    do(
        workroom,
        ticket,
        "escalate_functional",
        group_id=workroom.second_line.id,
        work_done=done,
        asked="Please repair it.",
    )
    pass_time(workroom, hours=5)
    assert (ticket.state, ticket.group_id, ticket.assigned_to_id) == ("in_progress", workroom.first_line.id, None)
    handed = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "reassign")).one()
    assert "service desk can do this" in handed.data["given"]["work_done"]
    assert handed.actor_id == workroom.engineer.id


def test_nobody_simulated_acts_in_a_role_that_a_member_holds(workroom: Workroom) -> None:
    member: Membership = MembershipFactory.create(centre=db.session.get_one(Centre, workroom.apprentice.centre_id))
    engineer = seat(workroom, member, WorkRole.SECOND_LEVEL)
    with transaction() as session:
        session.add(GroupMember(group_id=workroom.second_line.id, colleague_id=engineer.id))
    ticket = happens(workroom, "socket_dead")
    take_in(workroom, ticket)
    done = "Another cable was tried, and the socket beside it works."
    do(
        workroom,
        ticket,
        "escalate_functional",
        group_id=workroom.second_line.id,
        work_done=done,
        asked="Please test the port.",
    )
    pass_time(workroom, hours=20)
    assert (ticket.state, ticket.assigned_to_id) == ("assigned", None)
    untouched = happens(workroom, "no_picture")
    pass_time(workroom, hours=3)
    assert untouched.state == "new"


def test_where_nobody_real_is_at_the_desk_simulated_people_are(workroom: Workroom) -> None:
    with transaction() as session:
        workroom.desk.role_names = ["user"]
        analyst = Colleague(
            workplace_id=workroom.workplace.id, name="Ewan Muir", login="emuir", role_names=["first_level"]
        )
        session.add(analyst)
        session.flush()
        session.execute(db.delete(GroupMember).where(GroupMember.colleague_id == workroom.desk.id))
        session.add(GroupMember(group_id=workroom.first_line.id, colleague_id=analyst.id))
    ticket, harder = happens(workroom, "no_picture"), happens(workroom, "socket_dead")
    pass_time(workroom, days=2)
    assert ticket.state in {"resolved", "closed"}
    assert ticket.owner_id == analyst.id
    assert harder.level == 2
    assert harder.state in {"resolved", "closed"}


def test_reports_come_at_a_calm_rate_and_not_without_end(workroom: Workroom) -> None:
    with transaction():
        plan_reports(lock_workplace(workroom.workplace.id), MONDAY)
    pass_time(workroom, days=1)
    first_day = len(db.session.scalars(select(Ticket)).all())
    assert 3 <= first_day <= 12
    pass_time(workroom, days=10)
    waiting = db.session.scalars(select(Ticket).where(Ticket.state == "new")).all()
    assert len(waiting) <= 12
    assert workroom.workplace.clock_mode is ClockMode.PAUSED


def test_only_those_who_watch_let_things_happen(workroom: Workroom) -> None:
    admin = MembershipFactory.create(
        centre=db.session.get_one(Centre, workroom.apprentice.centre_id), provider_admin=True
    )
    ticket = report_scenario(workroom.workplace.id, "phishing_mail", by=admin)
    assert ticket.title
    with pytest.raises(NotAllowed):
        report_scenario(workroom.workplace.id, "phishing_mail", by=workroom.apprentice)
    with pytest.raises(NotFound):
        report_scenario(workroom.workplace.id, "no_such_thing", by=admin)
