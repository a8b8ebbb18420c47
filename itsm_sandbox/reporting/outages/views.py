"""Outages of services, and what servers' disks say."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.forms import carried_out, offered
from core.web import once_per_form, requested_page
from itsm_sandbox.engine.choices import list_choices
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter, show
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.reporting.outages import queries, services
from itsm_sandbox.reporting.outages.forms import OutageForm


@bp.route("/<int:workplace_id>/outages", methods=["GET", "POST"])
@login_required
def list_outages(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    if request.method == "POST":
        require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    form = OutageForm()
    services_here = list_choices(workplace_id, "services")
    form.service_id.choices = offered([("", "Choose"), *((str(one), name) for one, name in services_here)])

    def carry_out() -> str:
        services.record_outage(workplace_id, **form.given, by=visitor.me)
        flash("The outage is recorded.")
        return url_for("itsm_sandbox.list_outages", workplace_id=workplace_id)

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "outages/list_outages.html",
        visitor,
        page=queries.list_outages(workplace_id, page=requested_page()),
        readings=queries.list_last_readings(workplace_id),
        form=form,
    )
    return page, form.status


@bp.post("/<int:workplace_id>/outages/<int:outage_id>/end")
@login_required
def end_outage(workplace_id: int, outage_id: int) -> ResponseReturnValue:
    services.end_outage(workplace_id, outage_id, by=acting())
    flash("The service is back.")
    return redirect(url_for("itsm_sandbox.list_outages", workplace_id=workplace_id))


add_tab(Tab("reports", 8, "Outages and disks", "list_outages", "plug-connected-x"), __name__.rpartition(".")[0])
