"""Incidents and requests: reporting one, what follows from each step, and what time brings by itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core.db import db, transaction
from core.errors import FieldErrors, NotAllowed
from core.events import subscribe
from itsm_sandbox.desk.search import keep_words
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries import tickets as reads
from itsm_sandbox.desk.tickets.rules import DESK, MACHINE, OPEN, SERVICE_DAYS_TO_REOPEN
from itsm_sandbox.desk.tickets.rules.derived import Step, after_service_days, clocks_of, facts_of, targets_in, words_of
from itsm_sandbox.desk.tickets.rules.facts import TicketFacts
from itsm_sandbox.desk.tickets.rules.timers import PLANS, plans_of
from itsm_sandbox.engine.calendar import ServiceCalendar
from itsm_sandbox.engine.log import lock_workplace, record
from itsm_sandbox.engine.machine import find_faults
from itsm_sandbox.engine.models import Colleague, Timer, WorkEvent, Workplace
from itsm_sandbox.engine.perform import ArtefactChanged, apply, apply_first, get_artefact
from itsm_sandbox.engine.queries import get_calendar, get_visit, list_groups, sim_now
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole
from itsm_sandbox.engine.timers import catch_up, schedule_all, timer
from itsm_sandbox.permissions import POLICY


def new_ticket() -> Ticket:
    """An empty one for `apply_first`."""
    return Ticket(type="incident", title="", channel="", articles_used=[], scenario={})


def log_ticket(workplace_id: int, given: Mapping[str, Any], *, by: Membership) -> Ticket:
    """Report something for oneself or, at the desk, for somebody else."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        ticket = new_ticket()
        apply_first(workplace, ticket, "log", given, actor=visit.colleague, at=sim_now(workplace))
        return ticket


def validate_and_triage(
    workplace_id: int, number: int, given: Mapping[str, Any], *, by: Membership, revision: int | None = None
) -> WorkEvent:
    """Both steps at once, for a report that somebody made themselves in the portal. The log keeps the two apart."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        ticket: Ticket = get_artefact(workplace_id, Ticket.kind, number, visitor=visit.colleague)
        if revision is not None and revision != ticket.revision:
            raise ArtefactChanged(ticket)
        if ticket.channel != "portal":
            raise FieldErrors({"": "Only a report from the portal is classified and triaged in one step."})
        faults: dict[str, str] = {}
        for event in ("validate_classify", "triage"):
            transition = MACHINE.find(event, "new")
            faults |= find_faults(transition.fields if transition else (), given)
        if faults:
            raise FieldErrors(faults)
        at = sim_now(workplace)
        apply(workplace, ticket, "validate_classify", given, actor=visit.colleague, at=at)
        return apply(workplace, ticket, "triage", given, actor=visit.colleague, at=at)


def put_queue_in_order(workplace_id: int, numbers: Sequence[int], reason: str, *, by: Membership) -> WorkEvent:
    """Record in which order somebody means to work on their tickets, and why."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        me = visit.colleague
        if me is None or not me.roles & SUPPORT:
            raise NotAllowed("Only those who work on tickets have a queue.")
        workplace = lock_workplace(workplace_id)
        mine = {row.number: row for row in reads.list_open_tickets(workplace_id) if row.assigned_to_id == me.id}
        if not mine or set(numbers) != mine.keys() or len(numbers) != len(mine):
            raise FieldErrors({"": "Your queue has changed meanwhile. Look at it again, then put it in order."})
        if len(reason.strip()) < 10:
            raise FieldErrors({"reason": "Say in a sentence why this order is right."})
        given = {
            "reason": reason.strip(),
            "order": [mine[number].ref for number in numbers],
            "priorities": [mine[number].priority or "" for number in numbers],
        }
        return record(
            workplace, workplace, "queue_ordered", actor=me, role=_role(me), at=sim_now(workplace), given=given
        )


@subscribe("hours.changed")
def derive_all(workplace: Workplace) -> None:
    """Compute columns and plans of every open ticket again, as after a change of opening hours. It must be locked."""
    calendar, now = get_calendar(workplace.id), sim_now(workplace)
    tickets = reads.list_open_tickets(workplace.id)
    steps = reads.steps_of([ticket.id for ticket in tickets])
    for ticket in tickets:
        _derive(ticket, steps[ticket.id], calendar, now)


def _derive(ticket: Ticket, steps: Sequence[Step], calendar: ServiceCalendar, now: datetime) -> None:
    """`now` is the time of its last event, or later when the calendar changed under it."""
    targets = targets_in(reads.find_agreed(ticket.service_id, ticket.service_version), ticket.priority)
    for name, value in facts_of(steps, targets, calendar).items():
        if getattr(ticket, name) != value:
            setattr(ticket, name, value)
    clocks = clocks_of(steps, targets, calendar, now)
    schedule_all(ticket, PLANS, plans_of(steps, clocks, ticket.values(), calendar, now))


def follow_up(deed: Deed) -> None:
    ticket: Ticket = deed.artefact
    steps = reads.list_steps(ticket.id)
    _derive(ticket, steps, get_calendar(ticket.workplace_id), deed.event.at)
    keep_words(ticket, words_of(steps))


def go_on_after_reply(deed: Deed) -> None:
    """What it waited for has come; a message about anything else changes nothing."""
    if deed.artefact.state == "pending" and deed.artefact.pending_reason == "user":
        apply(deed.workplace, deed.artefact, "resume", {"note": "The user answered."}, actor=None, at=deed.event.at)


def check_what_it_follows(deed: Deed) -> None:
    follows = db.session.get(Ticket, deed.given.get("follows_id") or 0)
    if follows is not None and follows.state in {*OPEN, "resolved"}:
        raise FieldErrors({"follows_id": f"{follows.ref} has not ended. Write in it, or reopen it, instead."})


def check_duplicate(deed: Deed) -> None:
    other = db.session.get(Ticket, deed.given.get("duplicate_of_id") or 0)
    if other is not None and other.duplicate_of_id is not None:
        raise FieldErrors({"duplicate_of_id": f"{other.ref} is a duplicate itself. Name the ticket it goes back to."})


def check_parent(deed: Deed) -> None:
    parent = db.session.get(Ticket, deed.given["parent_id"])
    if parent is None or not parent.is_major or parent.state not in OPEN:
        name = parent.ref if parent else "That"
        raise FieldErrors({"parent_id": f"{name} is no open major incident."})


def tell_children(deed: Deed) -> None:
    for child in reads.list_children(deed.artefact.id):
        given = {"parent_id": deed.artefact.id}
        apply(deed.workplace, child, "parent.resolved", given, actor=None, at=deed.event.at)


def tell_management(deed: Deed) -> None:
    """A missed target is escalated by itself, once, to the ICT owner."""
    ticket: Ticket = deed.artefact
    owner = reads.find_ict_owner(ticket.workplace_id)
    if owner is None or ticket.is_escalated:
        return
    given = {"to_id": owner.id, "reason": f"The {deed.given['clock']} target was missed."}
    apply(deed.workplace, ticket, "escalate_hierarchical", given, actor=None, at=deed.event.at)


def ties_to(ticket: Ticket, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if ticket.requester_id == colleague.id:
        ties.add(Tie.REQUESTER)
    if ticket.assigned_to_id == colleague.id or (
        ticket.assigned_to_id is None and reads.is_member(ticket.group_id, colleague.id)
    ):
        ties.add(Tie.ASSIGNED)
    if ticket.state == "awaiting_approval" and _approves(ticket, colleague):
        ties.add(Tie.APPROVER)
    return frozenset(ties)


def _approves(ticket: Ticket, colleague: Colleague) -> bool:
    """The owner of the service that it is asked of, and the ICT owner."""
    return WorkRole.ICT_OWNER in colleague.roles or reads.find_service_owner(ticket.service_id) == colleague.id


def hides(ticket: Ticket, colleague: Colleague) -> bool:
    """Users see what they reported, what concerns them and what they are to approve; the rest is support's."""
    if colleague.roles - {WorkRole.USER} or colleague.id in {ticket.requester_id, ticket.affected_user_id}:
        return False
    return reads.find_service_owner(ticket.service_id) != colleague.id


def facts_for(ticket: Ticket) -> TicketFacts:
    place = ticket.workplace_id
    return TicketFacts(
        matrix=lambda: db.session.get_one(Workplace, place).matrix,
        most_reminders=lambda: db.session.get_one(Workplace, place).reminders,
        group_levels=cache(lambda: {group.id: group.level for group in list_groups(place)}),
        suppliers=cache(lambda: [group.id for group in list_groups(place) if group.is_supplier]),
        services=cache(lambda: reads.list_services(place)),
        reopen_until=cache(lambda: _reopen_until(ticket)),
    )


def _reopen_until(ticket: Ticket) -> datetime | None:
    if ticket.resolved_at is None:
        return None
    return after_service_days(get_calendar(ticket.workplace_id), ticket.resolved_at, SERVICE_DAYS_TO_REOPEN)


def _role(colleague: Colleague) -> str:
    return str(next(role for role in DESK if role in colleague.roles))


def _by_itself(workplace: Workplace, due: Timer, event: str, **given: Any) -> None:
    """Let the timer do it, unless the ticket has moved on."""
    ticket = db.session.get_one(Ticket, due.subject_id)
    transition = MACHINE.find(event, ticket.state)
    if transition is not None and Tie.TIMER in transition.who:
        apply(workplace, ticket, event, given, actor=None, at=due.at)


@timer("ticket.response_warning")
def _warn_of_response(workplace: Workplace, due: Timer) -> None:
    _by_itself(workplace, due, "clock.warned", clock="response")


@timer("ticket.response_breach")
def _record_late_response(workplace: Workplace, due: Timer) -> None:
    _by_itself(workplace, due, "clock.breached", clock="response")


@timer("ticket.fix_warning")
def _warn_of_fix(workplace: Workplace, due: Timer) -> None:
    _by_itself(workplace, due, "clock.warned", clock="fix")


@timer("ticket.fix_breach")
def _record_late_fix(workplace: Workplace, due: Timer) -> None:
    _by_itself(workplace, due, "clock.breached", clock="fix")


@timer("ticket.auto_close")
def _close(workplace: Workplace, due: Timer) -> None:
    _by_itself(workplace, due, "auto_close")


@timer("ticket.communication")
def _ask_for_communication(workplace: Workplace, due: Timer) -> None:
    _by_itself(workplace, due, "communication.due")


@timer("ticket.follow_up")
def _follow_up(workplace: Workplace, due: Timer) -> None:
    """Remind the user until that was done often enough, go on at an agreed time, or tell that it is time to ask."""
    ticket = db.session.get_one(Ticket, due.subject_id)
    if ticket.pending_reason == "user":
        enough = ticket.reminders >= workplace.reminders
        _by_itself(workplace, due, "resolve_no_reply" if enough else "remind")
    elif ticket.pending_reason == "scheduled":
        _by_itself(workplace, due, "resume", note="The agreed time has come.")
    else:
        _by_itself(workplace, due, "follow_up.due")
