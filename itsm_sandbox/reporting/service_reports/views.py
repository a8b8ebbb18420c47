"""The monthly service reports: the list, one begun, one as it stands."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import login_required
from core.forms import carried_out
from core.web import once_per_form, requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter, history_of, show
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.reporting.metrics.rules.reading import month_before
from itsm_sandbox.reporting.service_reports import queries, services
from itsm_sandbox.reporting.service_reports.forms import MonthForm
from itsm_sandbox.reporting.service_reports.models import ServiceReport
from itsm_sandbox.reporting.service_reports.rules.machine import MACHINE
from itsm_sandbox.reporting.service_reports.rules.monthly import FIGURES, changed, pictures


@bp.get("/<int:workplace_id>/reports")
@login_required
def list_reports(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    me = visitor.colleague
    only_mine = me.id if me is not None and not me.runs_ict else None
    return show(
        "service_reports/list_reports.html",
        visitor,
        page=queries.list_reports(workplace_id, sent_to=only_mine, page=requested_page()),
        is_reader=only_mine is not None,
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/reports/add", methods=["GET", "POST"])
@login_required
def add_report(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    form = MonthForm.of(queries.list_months_without(workplace_id, visitor.now))
    back = url_for("itsm_sandbox.list_reports", workplace_id=workplace_id)

    def carry_out() -> str:
        made = services.prepare_report(workplace_id, form.month, by=visitor.me)
        flash(f"{made.ref} is begun.")
        return url_for("itsm_sandbox.show_report", workplace_id=workplace_id, number=made.number)

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    return show("service_reports/add_report.html", visitor, form=form, back=back), form.status


@bp.get("/<int:workplace_id>/reports/<int:number>")
@login_required
def show_report(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    report: ServiceReport = get_artefact(workplace_id, ServiceReport.kind, number, visitor=visitor.colleague)
    figures = services.numbers_of_report(report)
    earlier = month_before(report.month_on)
    return show(
        "service_reports/show_report.html",
        visitor,
        report=report,
        people=queries.find_people(report),
        figures=figures,
        month_numbers=FIGURES,
        changed={one.key for one in changed(figures)},
        month_before=earlier,
        pictures=pictures(figures, f"{report.month_on:%B %Y}", f"{earlier:%B %Y}"),
        today=visitor.today.isoformat(),
        **history_of(visitor, report),
    )
