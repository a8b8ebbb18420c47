"""Fills a new workplace with people, services, things and half a year of history; the same seed gives the same world.

Every event of that history goes through the machine of its artefact, as if somebody had done it.
"""

import random
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta

from accounts.models import Membership
from core.clock import LONDON
from core.db import transaction
from itsm_sandbox.desk.search import index_workplace
from itsm_sandbox.engine.history_writer import HistoryWriter
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Workplace
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.generator.arrivals import list_arrivals
from itsm_sandbox.generator.audits import hold_audit
from itsm_sandbox.generator.catalogue import publish_services
from itsm_sandbox.generator.changes import Context, carry_out_changes
from itsm_sandbox.generator.closing import end_tickets
from itsm_sandbox.generator.handover import make_room_for_members
from itsm_sandbox.generator.knowledge import fill_knowledge, tell_readers
from itsm_sandbox.generator.network import lay_network
from itsm_sandbox.generator.people import People, make_people
from itsm_sandbox.generator.planning import fill_plans
from itsm_sandbox.generator.problems import tell_problems
from itsm_sandbox.generator.projects import run_projects
from itsm_sandbox.generator.registers import fill_registers
from itsm_sandbox.generator.reporters import plan_reports
from itsm_sandbox.generator.software import stock_software
from itsm_sandbox.generator.tickets import TicketContext, tell_tickets
from itsm_sandbox.generator.truths import plant_reports, write_truths
from itsm_sandbox.workplace.opening import Plan, add_colleague, open_workplace

__all__ = ["HISTORY", "build_world", "fill_world"]

HISTORY = timedelta(weeks=26)
_SLOW_WEEKS = (12, 17)  # of the history; a whole calendar month lies among them
_HANDED_OVER_BEFORE = timedelta(minutes=20)
Seats = Sequence[tuple[Membership, Collection[WorkRole]]]


def build_world(plan: Plan, seats: Seats, *, by: Membership) -> Workplace:
    """Open a workplace with its history, and let the members come in with their roles."""
    with transaction():
        opened = open_workplace(plan, by=by, history_from=_begins(plan.starts_at).date())
        workplace = lock_workplace(opened.id)
        fill_world(workplace)
        for member, roles in seats:
            add_colleague(workplace, member.person.name, roles=roles, membership=member, at=plan.starts_at)
        make_room_for_members(workplace)
        plan_reports(workplace, plan.starts_at)
        return workplace


def fill_world(workplace: Workplace) -> People:
    """Write the history of a locked workplace that was just opened, up to the moment at which its people enter."""
    ends = workplace.started_at
    begins = _begins(ends)
    rng = random.Random(workplace.seed)  # noqa: S311 -- a practice world, not a secret
    calendar = get_calendar(workplace.id)
    history = HistoryWriter(workplace)
    people = make_people(history, rng, begins, ends)
    services = publish_services(history, people, rng, begins, ends)
    registers = fill_registers(history, people, services, rng, begins=begins, ends=ends)
    hold_audit(history, people, begins)
    shelf = stock_software(history, people, registers, begins=begins, ends=ends)
    context = Context(history, people, services, registers, calendar, begins)
    changes = carry_out_changes(context)
    arrivals = list_arrivals(workplace.kind, calendar, rng, begins + timedelta(days=1), ends)
    arrivals += plant_reports(context, people, rng, ends)
    tickets = TicketContext(
        history, people, services, registers, calendar, rng, ends,
        slow=(begins + timedelta(weeks=_SLOW_WEEKS[0]), begins + timedelta(weeks=_SLOW_WEEKS[1])),
        stale_from=changes["print_server"].values["finished_at"],
        handed_over_at=ends - _HANDED_OVER_BEFORE,
    )  # fmt: skip
    tell_tickets(tickets, sorted(arrivals, key=lambda one: (one.at, one.scenario.code)))
    tell_problems(context, tickets.tickets)
    end_tickets(tickets)
    tell_readers(history, people, registers.articles, [one.ticket for one in tickets.tickets])
    fill_plans(history, people, services, begins=begins, ends=ends)
    fill_knowledge(history, people, registers.articles, services, begins=begins, ends=ends)
    network = lay_network(history, people, registers, rng, ends)
    run_projects(context)
    write_truths(tickets, context, network, shelf)
    history.store()
    index_workplace(workplace.id)
    return people


def _begins(ends: datetime) -> datetime:
    """Eight in the morning of the Monday 26 weeks before; in UTC, since clocks may change in between."""
    day = (ends - HISTORY).astimezone(LONDON).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(8), LONDON).astimezone(UTC)
