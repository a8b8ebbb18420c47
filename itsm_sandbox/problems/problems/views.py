"""Problems: the list, one with its notes and tickets, and the tickets that can be resolved with it."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import login_required
from core.forms import carried_out
from core.text import whole_number
from core.web import once_per_form, requested_page
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules import MACHINE as TICKETS
from itsm_sandbox.engine.choices import find_by_ref, list_choices
from itsm_sandbox.engine.forms import form_for
from itsm_sandbox.engine.machine import Ask, Field
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, show, split_steps
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.problems.problems import queries, services
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.queries import ProblemFilter
from itsm_sandbox.problems.problems.rules import MACHINE
from itsm_sandbox.problems.problems.rules.fields import BRANCHES, EXPLAINS, METHODS, SOURCES, VERDICTS
from itsm_sandbox.problems.problems.rules.findings import SPAN, notes_of, rates_of
from itsm_sandbox.problems.trends.models import Trend

_WORDS = {
    "branches": dict(BRANCHES),
    "explains": dict(EXPLAINS),
    "methods": dict(METHODS),
    "sources": dict(SOURCES),
    "verdicts": dict(VERDICTS),
}


@bp.get("/<int:workplace_id>/problems")
@login_required
def list_problems(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    wanted = ProblemFilter(request.args.get("q", ""), request.args.get("state", ""), request.args.get("source", ""))
    return show(
        "problems/list_problems.html",
        visitor,
        page=queries.list_problems(workplace_id, wanted, page=requested_page()),
        wanted=wanted,
        counts=queries.count_problems(workplace_id),
        machine=MACHINE,
        sources=_WORDS["sources"],
    )


@bp.route("/<int:workplace_id>/problems/add", methods=["GET", "POST"])
@login_required
def add_problem(workplace_id: int) -> ResponseReturnValue:
    """The address may carry the analysis or a ticket that it begins with."""
    visitor = enter_support(workplace_id)
    trend = queries.find_trend(workplace_id, request.args.get("trend", ""))
    return begin_page(
        visitor,
        Problem.kind,
        "log",
        heading="Log a problem",
        intro="A problem is the cause behind incidents, known or not. Log one when the same keeps coming back.",
        label="Log the problem",
        back=("Problems", "list_problems"),
        said="is logged",
        values=_begun_with(trend, find_by_ref(workplace_id, Ticket.kind, request.args.get("ticket", ""))),
    )


@bp.get("/<int:workplace_id>/problems/<int:number>")
@login_required
def show_problem(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    problem: Problem = get_artefact(workplace_id, Problem.kind, number)
    events = list_events(problem.kind, problem.id)
    steps, beside = split_steps(visitor, problem)
    moments = queries.list_moments_like(problem, problem.created_at - SPAN)
    return show(
        "problems/show_problem.html",
        visitor,
        problem=problem,
        related=queries.find_related(problem),
        offers=steps,
        row_steps=beside,
        events=events,
        notes=notes_of(events),
        rates=rates_of(moments, problem.created_at, problem.fixed_at or visitor.now, visitor.now),
        tickets=queries.list_linked_tickets(problem.id),
        tickets_in_all=queries.count_linked_tickets(problem.id),
        machine=MACHINE,
        ticket_machine=TICKETS,
        **_WORDS,
    )


@bp.route("/<int:workplace_id>/problems/<int:number>/tickets", methods=["GET", "POST"])
@login_required
def resolve_linked(workplace_id: int, number: int) -> ResponseReturnValue:
    """Tickets of a resolved problem that are still open: each on its own page, or one's own all at once."""
    visitor = enter_support(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    problem: Problem = get_artefact(workplace_id, Problem.kind, number)
    mine, others = queries.split_open_tickets(problem.id, visitor.colleague.id if visitor.colleague else None)
    chosen = Field(
        "tickets",
        "Tickets to resolve",
        Ask.MANY,
        choices=tuple((str(one.number), f"{queries.ref_of(one)} {one.title}") for one in mine),
        keep=False,
    )
    transition = TICKETS.find("resolve", "in_progress")
    fields = (chosen, *(transition.fields if transition else ()))
    form = form_for(fields, lambda name: list_choices(workplace_id, name), {}, 0)
    if not form.is_submitted():
        form["tickets"].data = [str(one.number) for one in mine]

    def carry_out() -> str:
        given = form.given(fields)
        tickets = [ticket for one in given.pop("tickets") or () if (ticket := whole_number(one)) is not None]
        done = services.resolve_linked(workplace_id, number, tickets, given, by=visitor.me)
        flash(f"Resolved: {', '.join(one.ref for one in done)}.")
        return url_for("itsm_sandbox.show_problem", workplace_id=workplace_id, number=number)

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "problems/problem_tickets.html",
        visitor,
        problem=problem,
        mine=mine,
        others=others,
        fields=fields,
        form=form,
        ticket_machine=TICKETS,
    )
    return page, form.status


def _begun_with(trend: Trend | None, ticket_id: int | None) -> dict[str, Any]:
    tickets = {"tickets": [ticket_id]} if ticket_id else {}
    if trend is None:
        return tickets
    return tickets | {
        "source": "trend",
        "trend_id": trend.id,
        "service_id": trend.service_id,
        "description": trend.narrative,
    }
