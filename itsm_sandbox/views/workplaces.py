"""The practice workplaces somebody works in or watches, opening one, and the front page of each."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.models import Role
from accounts.permissions import may, require
from accounts.session import acting, login_required
from core.forms import carried_out
from core.once import once_per_form
from itsm_sandbox.forms.workplaces import CohortForm, WorkplaceForm, cohort_form
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries.people import list_candidates
from itsm_sandbox.queries.workplaces import list_workplaces_of, list_workplaces_watched
from itsm_sandbox.rules.seats import Seat
from itsm_sandbox.services.opening import open_for_cohort, open_own
from itsm_sandbox.views import bp
from itsm_sandbox.views.visiting import enter, show


@bp.get("")
@login_required
def list_workplaces() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "list_workplaces", me, me.centre_id)
    return render_template(
        "itsm_sandbox/workplaces.html",
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
    return render_template("itsm_sandbox/add_workplace.html", form=form, alone=alone, seats=list(Seat)), form.status


@bp.get("/<int:workplace_id>")
@login_required
def show_workplace(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    return show("workplace.html", visitor)
