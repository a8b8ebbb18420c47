"""What a history's tickets end with: what their clocks told, who goes on with them, and what time will still bring."""

from datetime import datetime

from itsm_sandbox.desk.tickets.models import TicketText
from itsm_sandbox.desk.tickets.rules import OPEN
from itsm_sandbox.desk.tickets.rules.clocks import StateEvent, state_at
from itsm_sandbox.desk.tickets.rules.derived import clocks_of, facts_of, words_of
from itsm_sandbox.desk.tickets.rules.timers import plans_of
from itsm_sandbox.desk.tickets.simulation import APPROVE, FRONT, JUDGE, REPLY, WORK
from itsm_sandbox.engine.calendar import add_open_seconds
from itsm_sandbox.engine.history_writer import Entry
from itsm_sandbox.engine.machine import plain
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.generator.tickets import TicketContext, TicketHistory


def end_tickets(context: TicketContext) -> None:
    """Every ticket gets the columns that follow from its events; those still open are handed to the desk."""
    for ticket_history in context.tickets:
        _plan_answer(context, ticket_history)
        _hand_over(context, ticket_history)
        _tell_of_clocks(context, ticket_history)
        ticket = ticket_history.ticket
        steps = ticket_history.steps
        ticket.values.update(facts_of(steps, ticket_history.agreed, context.calendar))
        if ticket.state not in {"closed", "cancelled"}:
            clocks = clocks_of(steps, ticket_history.agreed, context.calendar, context.ends)
            for name, at in plans_of(steps, clocks, ticket.values, context.calendar, context.ends).items():
                context.history.plan(ticket, name, at)
        words = "\n".join([ticket.ref.replace("-", " "), ticket.values["title"], words_of(steps)])
        row = {"workplace_id": context.history.workplace.id, "ticket_id": ticket.id, "words": words}
        context.history.add(TicketText, row)


def _plan_answer(context: TicketContext, ticket_history: TicketHistory) -> None:
    """Simulated colleagues go on with what is theirs."""
    values, at_desk = ticket_history.ticket.values, context.people.groups["desk"].id
    is_elsewhere = values["group_id"] not in {None, at_desk}
    names = {"new": FRONT, "awaiting_approval": APPROVE, "resolved": JUDGE}
    name = WORK if is_elsewhere and values["state"] in {"assigned", "in_progress"} else names.get(values["state"])
    name = REPLY if values["state"] == "pending" else name
    if name is None:
        return
    at = add_open_seconds(context.calendar, context.ends, context.rng.randrange(900, 6 * 3600))
    question = ticket_history.ticket.entries[-1].data["given"].get("note") or ""
    context.history.plan(ticket_history.ticket, name, at, **({"question": question} if name == REPLY else {}))


def _hand_over(context: TicketContext, ticket_history: TicketHistory) -> None:
    """What the desk was working on goes back to its group before the new people come."""
    values, people = ticket_history.ticket.values, context.people
    at_desk = {one.id: one for one in people.desk}
    worker = at_desk.get(values["assigned_to_id"])
    if worker is None or values["state"] not in {"assigned", "in_progress", "pending"}:
        return
    at = max(context.handed_over_at, ticket_history.ticket.last_at)
    given = {
        "group_id": people.groups["desk"].id,
        "assigned_to_id": None,
        "work_done": "Handed over to the service desk; what was done so far is in the notes above.",
    }
    facts = context.facts(lambda: ticket_history.steps)
    context.history.apply(
        ticket_history.ticket, "reassign", given, actor=worker, at=at, ties={Tie.ASSIGNED}, facts=facts
    )


def _tell_of_clocks(context: TicketContext, ticket_history: TicketHistory) -> None:
    """Warnings and breaches are events of their own, at the moment when they became true."""
    triaged = next((one.at for one in ticket_history.ticket.entries if one.verb == "triage"), None)
    if triaged is None:
        return
    clocks = clocks_of(ticket_history.steps, ticket_history.agreed, context.calendar, context.ends)
    for name, clock in (("response", clocks.response), ("fix", clocks.fix)):
        breached = _told_at(clock.breached_at, triaged)
        warned = _told_at(clock.warned_at, triaged)
        if warned is not None and warned != breached:
            _insert(ticket_history, "clock.warned", warned, clock=name)
        if breached is not None and _insert(ticket_history, "clock.breached", breached, clock=name):
            _tell_owner(context, ticket_history, breached, name)


def _told_at(moment: datetime | None, triaged: datetime) -> datetime | None:
    """There was no target before triage, so nothing was told before it."""
    return None if moment is None else max(moment, triaged)


def _tell_owner(context: TicketContext, ticket_history: TicketHistory, at: datetime, name: str) -> None:
    if ticket_history.ticket.values["is_escalated"]:
        return
    owner = context.people.owner
    entry = _insert(
        ticket_history, "escalate_hierarchical", at, to_id=owner.id, reason=f"The {name} target was missed."
    )
    if entry is not None:
        entry.data["changes"]["is_escalated"] = [False, True]
        entry.data["shown"]["to_id"] = owner.name
        ticket_history.ticket.values["is_escalated"] = True


def _insert(ticket_history: TicketHistory, verb: str, at: datetime, **given: object) -> Entry | None:
    """Put what time brought between the other events, unless the ticket had come to rest by then."""
    entries = ticket_history.ticket.entries
    moves = [StateEvent(one.at, one.to_state) for one in entries]
    state = state_at(moves, at)
    if state not in OPEN:
        return None
    data: dict[str, dict[str, object]] = {
        "changes": {},
        "given": {name: plain(value) for name, value in given.items()},
        "shown": {},
    }
    entry = Entry(verb, state, state, at, None, str(Tie.TIMER), data)
    place = next((index for index, one in enumerate(entries) if one.at > at), len(entries))
    entries.insert(place, entry)
    ticket_history.ticket.values["changed_at"] = entries[-1].at
    return entry
