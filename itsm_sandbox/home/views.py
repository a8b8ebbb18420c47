"""The practice workplaces somebody works in or watches, opening one, and the front page of each."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.models import Role
from accounts.permissions import may, require
from accounts.session import acting, login_required
from core.forms import carried_out
from core.web import once_per_form
from itsm_sandbox.desk.tickets.reporters import report_scenario
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.queries import get_calendar, list_workplaces_of, list_workplaces_watched
from itsm_sandbox.engine.role_sets import RoleSet
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter, show
from itsm_sandbox.home.forms import CohortForm, WorkplaceForm, cohort_form
from itsm_sandbox.home.open_workplace import open_for_cohort, open_own
from itsm_sandbox.home.queries import (
    count_standing,
    find_report_due,
    list_doings,
    list_my_tickets,
    list_recent_events,
    list_waiting,
    takes_tickets,
    writes_reports,
)
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.workplace.clock.advance import open_until, opens_next
from itsm_sandbox.workplace.people.queries import list_candidates


@bp.get("")
@login_required
def list_workplaces() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "list_workplaces", me, me.centre_id)
    return render_template(
        "itsm_sandbox/home/workplaces.html",
        own=list_workplaces_of(me),
        watched=list_workplaces_watched(me),
        may_open=may(POLICY, "add_workplace", me, me.centre_id),
    )


@bp.route("/new", methods=["GET", "POST"])
@login_required
def add_workplace() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "add_workplace", me, me.centre_id)
    alone = me.role is Role.APPRENTICE
    form = WorkplaceForm() if alone else cohort_form(list_candidates(me.centre_id))

    def open_it() -> str:
        name, kind = form.name.data or "", form.chosen_kind
        opened = (
            open_for_cohort(name, kind, form.seats, by=me)
            if isinstance(form, CohortForm)
            else open_own(name, kind, by=me)
        )
        flash(f"{opened.name} is open.")
        return url_for(".show_workplace", workplace_id=opened.id)

    done = carried_out(form, lambda: once_per_form(open_it, actor_id=me.id))
    if done:
        return redirect(done)
    return render_template(
        "itsm_sandbox/home/add_workplace.html", form=form, alone=alone, seats=list(RoleSet)
    ), form.status


@bp.get("/<int:workplace_id>")
@login_required
def show_workplace(workplace_id: int) -> ResponseReturnValue:
    """What to do now for those at work; who did what for those who watch."""
    visitor = enter(workplace_id)
    return _show_work(visitor, visitor.colleague) if visitor.colleague else _show_watch(visitor)


@bp.post("/<int:workplace_id>/happenings")
@login_required
def set_scene(workplace_id: int) -> ResponseReturnValue:
    """Let a simulated user report something, for those at work to deal with."""

    def report() -> str:
        ticket = report_scenario(workplace_id, request.form.get("scenario", ""), by=acting())
        flash(f"{ticket.ref} came in: {ticket.title}.")
        return url_for(".show_workplace", workplace_id=workplace_id)

    return redirect(once_per_form(report, actor_id=acting().id))


def _show_work(visitor: Visitor, colleague: Colleague) -> ResponseReturnValue:
    workplace, roles = visitor.workplace, colleague.roles
    calendar = get_calendar(workplace.id)
    return show(
        "home/workplace.html",
        visitor,
        tickets=list_my_tickets(workplace.id, colleague),
        waiting=list_waiting(workplace.id, colleague, visitor.now),
        standing=count_standing(workplace.id) if takes_tickets(roles) else None,
        report_due=find_report_due(workplace, visitor.now) if writes_reports(roles) else None,
        recent_events=list_recent_events(workplace.id, except_by=colleague.id),
        open_until=open_until(calendar, visitor.now),
        opens_next=opens_next(calendar, visitor.now),
    )


def _show_watch(visitor: Visitor) -> ResponseReturnValue:
    workplace_id = visitor.workplace.id
    return show(
        "home/watch.html",
        visitor,
        standing=count_standing(workplace_id),
        doings=list_doings(workplace_id),
        recent_events=list_recent_events(workplace_id),
        scenarios=sorted(SCENARIOS.values(), key=lambda one: one.titles[0]) if _sets_scenes(visitor) else (),
    )


def _sets_scenes(visitor: Visitor) -> bool:
    return may(POLICY, "report_scenario", visitor.me, visitor.visit)
