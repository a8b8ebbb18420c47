"""Analyses of the tickets: looking around, keeping a view with a question, and one with its finding."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import login_required
from core.forms import carried_out
from core.web import once_per_form, requested_page
from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.engine.choices import list_choices
from itsm_sandbox.engine.forms import form_for
from itsm_sandbox.engine.perform import create, get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter_support, history_of, show
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.problems.trends import queries
from itsm_sandbox.problems.trends.forms import ViewForm
from itsm_sandbox.problems.trends.models import Trend
from itsm_sandbox.problems.trends.rules import MACHINE
from itsm_sandbox.problems.trends.rules.counting import Counted, counted_of, few_that_make, line_chart, pareto_chart
from itsm_sandbox.problems.trends.rules.machine import GROUPINGS, PERIOD, QUESTION, TYPES, VIEW


@bp.get("/<int:workplace_id>/trends")
@login_required
def list_trends(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "trends/list_trends.html",
        visitor,
        page=queries.list_trends(workplace_id, page=requested_page()),
        machine=MACHINE,
        groupings=dict(GROUPINGS),
    )


@bp.route("/<int:workplace_id>/trends/add", methods=["GET", "POST"])
@login_required
def add_trend(workplace_id: int) -> ResponseReturnValue:
    """The view is in the address, so that looking around changes nothing; keeping it is an event."""
    visitor = enter_support(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    view_form = ViewForm.of(
        request.args,
        visitor.today,
        list_choices(workplace_id, "services"),
        list_choices(workplace_id, "sites"),
    )
    fields = (*QUESTION, *PERIOD, *VIEW)
    form = form_for(fields, lambda name: list_choices(workplace_id, name), asdict(view_form.view), 0)

    def carry_out() -> str:
        made = create(workplace_id, Trend.kind, "start", form.given(fields), by=visitor.me)
        flash(f"{made.ref} is kept. Now write what you see.")
        return url_for("itsm_sandbox.show_trend", workplace_id=workplace_id, number=made.number)

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "trends/add_trend.html",
        visitor,
        view_form=view_form,
        form=form,
        question=QUESTION,
        kept=(*PERIOD, *VIEW),
        view=view_form.view,
        **_figures(queries.count_tickets(workplace_id, view_form.view), view_form.view.grouping),
    )
    return page, form.status


@bp.get("/<int:workplace_id>/trends/<int:number>")
@login_required
def show_trend(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    trend: Trend = get_artefact(workplace_id, Trend.kind, number)
    counted = (
        counted_of(trend.figures) if trend.figures else queries.count_tickets(workplace_id, queries.view_of(trend))
    )
    return show(
        "trends/show_trend.html",
        visitor,
        trend=trend,
        related=queries.find_related(trend),
        rises=_rises(trend, counted),
        types=dict(TYPES),
        categories=dict(CATEGORY_CHOICES),
        **_figures(counted, trend.grouping),
        **history_of(visitor, trend),
    )


def _figures(counted: Counted, grouping: str) -> dict[str, Any]:
    """What every view of counted tickets shows: both charts and the table."""
    label = dict(GROUPINGS).get(grouping, grouping).lower()
    in_order = counted.rows if grouping in {"weekday", "hour"} else counted.largest_first
    return {
        "counted": counted,
        "rows": [row for row in in_order if row.total],
        "grouped_by": label,
        "few": few_that_make(counted, 80),
        "line": line_chart(counted, label),
        "pareto": pareto_chart(counted, label),
    }


def _rises(trend: Trend, counted: Counted) -> Any:
    """The computed check, the strongest first; not before they have written what they see themselves."""
    if trend.state not in {"found", "recorded"} or counted.rises is None:
        return None
    return sorted(counted.rises, key=lambda rise: (not rise.is_flagged, -rise.last, rise.label))
