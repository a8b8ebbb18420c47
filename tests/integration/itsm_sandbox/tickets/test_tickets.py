"""Tickets in a workplace: what follows from each step, and what time brings by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries.tickets import find_agreed, list_steps
from itsm_sandbox.desk.tickets.rules.derived import facts_of, targets_in
from itsm_sandbox.desk.tickets.services import derive_all, log_ticket, put_queue_in_order, validate_and_triage
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import OpeningHours, Timer
from itsm_sandbox.engine.perform import ArtefactChanged, Refused, offers_for, perform
from itsm_sandbox.engine.queries import get_calendar, list_events
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.workplace.opening import add_group
from tests.factories import MembershipFactory
from tests.factories.tickets import LONG_ENOUGH, do, make_service, make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat

RESOLVE: dict[str, Any] = {"resolution_code": "fixed", "resolution": LONG_ENOUGH, "proposal": "How to change the lamp."}


@pytest.fixture
def workroom(database: None) -> Workroom:
    """Who reports things is a member here, who answers only when the test says so."""
    made = make_workroom(MembershipFactory.create())
    teacher = MembershipFactory.create(centre=made.apprentice.centre)
    return replace(made, teacher=seat(made, teacher, WorkRole.USER))


def pass_time(workroom: Workroom, **much: float) -> None:
    """Let the workplace's clock run, and everything happen that was due meanwhile."""
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        workplace.clock_sim_at += timedelta(**much)
    catch_up(workroom.workplace.id)


def verbs(ticket: Ticket) -> list[str]:
    return [event.verb for event in list_events(Ticket.kind, ticket.id)]


def derived_again(ticket: Ticket) -> dict[str, Any]:
    """The derived columns computed from the log alone."""
    targets = targets_in(find_agreed(ticket.service_id, ticket.service_version), ticket.priority)
    return facts_of(list_steps(ticket.id), targets, get_calendar(ticket.workplace_id))


def as_stored(ticket: Ticket) -> dict[str, Any]:
    db.session.refresh(ticket)
    return {name: getattr(ticket, name) for name in derived_again(ticket)}


def test_a_ticket_goes_from_the_report_to_the_end_with_its_columns_as_its_log_says(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress")
    pass_time(workroom, hours=1)
    do(workroom, ticket, "wait", pending_reason="supplier", note="The supplier sends a part.")
    pass_time(workroom, hours=2)
    do(workroom, ticket, "resume")
    pass_time(workroom, minutes=30)
    do(workroom, ticket, "resolve", **RESOLVE)
    pass_time(workroom, hours=3)
    do(workroom, ticket, "reopen", reason="It is dark again.")
    do(workroom, ticket, "resolve", **RESOLVE)
    do(workroom, ticket, "confirm", rating="4", satisfaction_comment="Quick.")
    assert (ticket.state, ticket.satisfaction, ticket.reopens, ticket.contacts) == ("closed", 4, 1, 2)
    assert (ticket.running_s, ticket.pending_s, ticket.resolved_s) == (90 * 60, 2 * 3600, 3 * 3600)
    assert ticket.owner_id == workroom.desk.id
    assert as_stored(ticket) == derived_again(ticket)


def test_the_workplace_s_own_service_level_is_the_target(workroom: Workroom) -> None:
    fast = make_service(workroom, "Registration", targets={f"P{n}": [10, 30] for n in range(1, 6)})
    ticket = make_ticket(workroom, "assigned", service_id=fast.id)
    assert (ticket.response_target_s, ticket.fix_target_s, ticket.service_version) == (600, 1800, 1)
    assert ticket.response_due_at == MONDAY + timedelta(minutes=10)


def test_thresholds_are_events_at_their_own_time_however_late_anybody_looks(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress", impact="high", urgency="high")  # P1: 4 h to fix
    pass_time(workroom, days=3)
    events = {event.verb: event for event in list_events(Ticket.kind, ticket.id)}
    assert events["clock.warned"].at == MONDAY + timedelta(hours=3)
    assert events["clock.breached"].at == MONDAY + timedelta(hours=4, seconds=1)
    assert events["escalate_hierarchical"].data["shown"] == {"to_id": "Elspeth Grant"}
    assert events["escalate_hierarchical"].actor_id is None
    assert ticket.is_escalated
    assert ticket.fix_breached_at == MONDAY + timedelta(hours=4)
    with pytest.raises(Refused, match="Its fix target was missed"):
        do(workroom, ticket, "resolve", **RESOLVE)
    do(workroom, ticket, "resolve", breach_reason="The part came a day late.", **RESOLVE)
    assert as_stored(ticket) == derived_again(ticket)


def test_another_priority_judges_the_same_events_anew_and_keeps_what_was_missed(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress")  # P4: 40 h
    pass_time(workroom, hours=5)
    assert "clock.breached" not in verbs(ticket)
    do(
        workroom,
        ticket,
        "reclassify",
        type="incident",
        subcategory="printer_fault",
        service_id=ticket.service_id,
        impact="high",
        urgency="high",
        reason="The whole staff prints there.",
    )
    assert (ticket.priority, ticket.fix_target_s, ticket.reclassifications) == ("P1", 4 * 3600, 1)
    assert ticket.fix_breached_at == MONDAY + timedelta(hours=4)
    catch_up(workroom.workplace.id)
    assert verbs(ticket).count("clock.breached") == 1
    assert as_stored(ticket) == derived_again(ticket)


def test_only_an_answer_by_a_person_stops_the_response_clock(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "assigned")
    assert ticket.responded_at is None
    do(workroom, ticket, "note", text="An automatic reply was sent.", is_public=True)
    assert ticket.responded_at is None
    pass_time(workroom, minutes=20)
    do(workroom, ticket, "respond", contact="visit", text="I stood beside the printer.", minutes=10)
    assert (ticket.response_s, ticket.support_mode, ticket.effort_minutes) == (1200, "on_premises", 10)


def test_escalating_keeps_the_owner_and_the_group_s_people_take_over(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress")
    given: dict[str, Any] = {
        "group_id": workroom.second_line.id,
        "work_done": "I changed the cable and the port.",
        "asked": "Please look at the switch.",
    }
    do(workroom, ticket, "escalate_functional", **given)
    assert (ticket.state, ticket.level, ticket.assigned_to_id) == ("assigned", 2, None)
    assert ticket.owner_id == workroom.desk.id
    with pytest.raises(Refused, match="This is for the person it is assigned to"):
        do(workroom, ticket, "respond", contact="call", text="I called them at ten.")
    do(workroom, ticket, "respond", actor=workroom.engineer, contact="call", text="I called them at ten.")
    assert (ticket.assigned_to_id, ticket.escalations) == (workroom.engineer.id, 1)


def test_an_answer_of_the_user_lets_the_work_go_on(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "pending")
    do(workroom, ticket, "reply", text="It is the lower tray.")
    assert (ticket.state, ticket.pending_reason) == ("in_progress", "")
    assert verbs(ticket)[-2:] == ["reply", "resume"]
    do(workroom, ticket, "wait", pending_reason="supplier", note="The supplier sends a part.")
    do(workroom, ticket, "reply", text="Any news?")
    assert ticket.state == "pending"


def test_without_an_answer_reminders_go_out_and_then_it_is_resolved(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "pending")
    pass_time(workroom, hours=4)
    assert ticket.reminders == 1
    pass_time(workroom, days=9)
    told = [event for event in list_events(Ticket.kind, ticket.id) if event.verb == "remind"]
    assert [event.at.astimezone(UTC).day for event in told] == [7, 8, 9]
    assert verbs(ticket)[-1] == "resolve_no_reply"
    assert (ticket.state, ticket.resolution_code) == ("resolved", "no_reply")
    pass_time(workroom, days=14)
    assert (ticket.state, verbs(ticket)[-1]) == ("closed", "auto_close")
    assert as_stored(ticket) == derived_again(ticket)


def test_an_agreed_time_does_not_stop_the_clock_and_brings_the_ticket_back(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress")
    do(
        workroom,
        ticket,
        "wait",
        pending_reason="scheduled",
        note="We meet tomorrow at nine.",
        follow_up_at=MONDAY + timedelta(days=1),
    )
    assert ticket.fix_due_at is not None
    pass_time(workroom, days=1)
    assert ticket.state == "in_progress"
    assert ticket.pending_s == 0


def test_a_resolved_ticket_closes_after_five_service_days_and_stays_closed(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "resolved")
    do(workroom, ticket, "reply", text="Thank you so much.")
    assert (ticket.state, ticket.reopens) == ("resolved", 0)
    pass_time(workroom, days=7)  # the next Monday at nine: its fifth day has not closed
    assert ticket.state == "resolved"
    assert {offer.transition.event for offer in offers_for(ticket, workroom.teacher, MONDAY) if offer.is_possible} >= {
        "reopen",
        "confirm",
    }
    pass_time(workroom, hours=9)
    assert ticket.state == "closed"
    with pytest.raises(Refused, match="It is closed"):
        do(workroom, ticket, "reopen", reason="It is dark again.")
    follows = log_ticket(
        workroom.workplace.id,
        {
            "requester_id": workroom.teacher.id,
            "channel": "phone",
            "type": "incident",
            "title": "The projector is dark again",
            "follows_id": ticket.ref,
        },
        by=workroom.apprentice,
    )
    assert follows.follows_id == ticket.id


def test_what_has_not_ended_is_not_followed_by_another(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "assigned")
    with pytest.raises(FieldErrors, match="has not ended"):
        log_ticket(
            workroom.workplace.id,
            {
                "requester_id": workroom.teacher.id,
                "channel": "phone",
                "type": "incident",
                "title": "The same again",
                "follows_id": ticket.ref,
            },
            by=workroom.apprentice,
        )
    assert db.session.scalar(select(Ticket).where(Ticket.title == "The same again")) is None


def test_a_duplicate_names_the_ticket_it_goes_back_to(workroom: Workroom) -> None:
    first, second, third = (make_ticket(workroom, "new") for _ in range(3))
    told: dict[str, Any] = {"rejection": "duplicate", "text": "We have this already."}
    do(workroom, second, "reject", duplicate_of_id=first.ref, **told)
    assert (second.state, second.duplicate_of_id) == ("cancelled", first.id)
    with pytest.raises(FieldErrors, match="is a duplicate itself"):
        do(workroom, third, "reject", duplicate_of_id=second.ref, **told)
    db.session.expire_all()
    assert third.state == "new"


def test_a_request_is_approved_by_the_owner_of_its_service_and_not_by_the_requester(workroom: Workroom) -> None:
    laptops = make_service(workroom, "Laptops", request_items=[{"name": "Laptop", "needs_approval": True, "steps": []}])
    with transaction():
        laptops.owner_id = workroom.engineer.id
    ticket = make_ticket(workroom, "awaiting_approval", type="request", service_id=laptops.id)
    assert ticket.ref.startswith("REQ-")
    with pytest.raises(Refused, match="This is for the approver"):
        do(workroom, ticket, "approve")
    do(workroom, ticket, "approve", actor=workroom.engineer, comment="Yes.")
    assert (ticket.state, ticket.approved_at) == ("new", MONDAY)
    do(workroom, ticket, "triage", impact="low", urgency="medium", group_id=workroom.first_line.id)
    own = make_ticket(workroom, "awaiting_approval", type="request", service_id=laptops.id)
    with transaction():
        own.requester_id = workroom.head.id
    with pytest.raises(Refused, match="Nobody approves what they asked for themselves"):
        do(workroom, own, "approve", actor=workroom.head)


def test_a_major_incident_gathers_its_parts_and_asks_for_communication(workroom: Workroom) -> None:
    major, part = make_ticket(workroom, "in_progress"), make_ticket(workroom, "assigned")
    with pytest.raises(FieldErrors, match="no open major incident"):
        do(workroom, part, "join_major", parent_id=major.ref)
    db.session.expire_all()
    do(workroom, major, "declare_major", communicate_every=30, reason="The whole site is out.")
    do(workroom, part, "join_major", parent_id=major.ref)
    assert part.parent_id == major.id
    pass_time(workroom, hours=2)
    assert verbs(major).count("communication.due") == 1
    do(workroom, major, "communicate", audience="All staff", text="We are working on the network.")
    pass_time(workroom, minutes=31)
    assert verbs(major).count("communication.due") == 2
    do(workroom, major, "resolve", **RESOLVE)
    assert verbs(part)[-1] == "parent.resolved"


def test_two_people_on_one_ticket_lose_nothing(workroom: Workroom) -> None:
    other = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, other, WorkRole.FIRST_LEVEL)
    ticket = make_ticket(workroom, "assigned")
    opened = ticket.revision
    place, number = workroom.workplace.id, ticket.number
    perform(place, Ticket.kind, number, "note", {"text": "I know this one."}, by=other, revision=opened)
    answer = {"contact": "call", "text": "I called them at ten."}
    with pytest.raises(ArtefactChanged):
        perform(place, Ticket.kind, number, "respond", answer, by=workroom.apprentice, revision=opened)
    perform(place, Ticket.kind, number, "note", {"text": "Me too."}, by=workroom.apprentice, revision=opened)
    perform(place, Ticket.kind, number, "respond", answer, by=workroom.apprentice, revision=ticket.revision)
    assert verbs(ticket)[-3:] == ["note", "note", "respond"]


def test_portal_reports_alone_are_classified_and_triaged_at_once(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "new", channel="phone")
    with pytest.raises(FieldErrors, match="Only a report from the portal"):
        validate_and_triage(workroom.workplace.id, ticket.number, {}, by=workroom.apprentice)


def test_an_order_names_every_ticket_of_the_queue_once(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "assigned")
    place, reason = workroom.workplace.id, "The head is waiting for it."
    for wrong in ([], [ticket.number, ticket.number], [ticket.number, 99]):
        with pytest.raises(FieldErrors, match="Your queue has changed"):
            put_queue_in_order(place, wrong, reason, by=workroom.apprentice)
    assert put_queue_in_order(place, [ticket.number], reason, by=workroom.apprentice).verb == "queue_ordered"


def test_a_user_does_nothing_to_what_others_reported(workroom: Workroom) -> None:
    member = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, member, WorkRole.USER)
    ticket = make_ticket(workroom, "new")
    with pytest.raises(NotFound):
        perform(workroom.workplace.id, Ticket.kind, ticket.number, "cancel", {"reason": "Away with it."}, by=member)
    with pytest.raises(Refused, match="in your own name"):
        log_ticket(
            workroom.workplace.id,
            {"requester_id": workroom.teacher.id, "channel": "portal", "type": "incident", "title": "No sound at all"},
            by=member,
        )


def test_other_opening_hours_move_what_is_due(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "assigned")
    due = ticket.fix_due_at
    assert due
    timers = {timer.name: timer.at for timer in db.session.scalars(select(Timer))}
    assert timers["ticket.fix_breach"] == due + timedelta(seconds=1)
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        db.session.add(
            OpeningHours(
                workplace_id=workplace.id,
                number=2,
                from_on=MONDAY.date() + timedelta(days=1),
                week=[[[480, 720]]] * 5 + [[], []],
                subdivision="SCT",
                closures=[],
                made_by_id=None,
                made_at=MONDAY,
            )
        )
        db.session.flush()
        derive_all(workplace)
    # Forty hours are now full days on Monday and half days after it: the last of them ends with the opening hours.
    assert ticket.fix_due_at == datetime(2026, 9, 17, 11, 0, tzinfo=UTC)
    timers = {timer.name: timer.at for timer in db.session.scalars(select(Timer))}
    assert timers["ticket.fix_breach"] == datetime(2026, 9, 18, 7, 0, 1, tzinfo=UTC)


def test_a_group_of_suppliers_is_reached_by_escalation(workroom: Workroom) -> None:
    with transaction():
        lock_workplace(workroom.workplace.id)
        supplier = add_group(workroom.workplace, "Copier service", 1, [], is_supplier=True)
    ticket = make_ticket(workroom, "in_progress")
    given: dict[str, Any] = {
        "group_id": supplier.id,
        "work_done": "I changed the drum and the toner.",
        "asked": "Send somebody.",
    }
    do(workroom, ticket, "escalate_functional", **given)
    assert ticket.group_id == supplier.id


def test_a_follow_up_lies_ahead(workroom: Workroom) -> None:
    ticket = make_ticket(workroom, "in_progress")
    early = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="still to come"):
        do(workroom, ticket, "wait", pending_reason="user", note="I asked which tray.", follow_up_at=early)
