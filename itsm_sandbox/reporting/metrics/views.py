"""The metrics of a workplace: numbers with their formulas, and what can be drawn of them."""

from datetime import date, timedelta

from flask import request

from accounts.session import login_required
from itsm_sandbox.engine.choices import list_choices
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter_support, show
from itsm_sandbox.reporting.metrics.forms import MetricsForm
from itsm_sandbox.reporting.metrics.queries.reading import read_around, read_tickets
from itsm_sandbox.reporting.metrics.rules import METRICS, compute, period_of
from itsm_sandbox.reporting.metrics.rules.charts import around_pictures, ticket_pictures
from itsm_sandbox.reporting.metrics.rules.reading import month_before
from itsm_sandbox.reporting.service_reports.rules.monthly import FIGURES

AROUND = ("M17", "M18", "M19", "M21", "M22", "M24")
OF_TICKETS = tuple(one for one in METRICS if one not in AROUND)


@bp.get("/<int:workplace_id>/metrics")
@login_required
def show_metrics(workplace_id: int) -> str:
    """M1 to M16, M20 and M23, of all tickets or of those that the filters leave."""
    visitor = enter_support(workplace_id)
    today = visitor.today
    form = MetricsForm.of(
        request.args,
        today,
        services=list_choices(workplace_id, "services"),
        groups=list_choices(workplace_id, "groups"),
        people=_people(visitor),
    )
    period = period_of(*form.days, visitor.now)
    reading = read_tickets(workplace_id, period, form.filters(visitor.workplace.started_at))
    return show(
        "metrics/metrics.html",
        visitor,
        form=form,
        period=period,
        presets=_presets(today),
        metrics=compute(reading, *OF_TICKETS),
        figures=ticket_pictures(reading),
        month_numbers=FIGURES,
    )


@bp.get("/<int:workplace_id>/metrics/around")
@login_required
def show_operational_metrics(workplace_id: int) -> str:
    """What is around the tickets: services, changes, problems, assets, licences and money."""
    visitor = enter_support(workplace_id)
    today = visitor.today
    names = dict(list_choices(workplace_id, "services"))
    form = MetricsForm.of(request.args, today, services=(), groups=(), people=())
    period = period_of(*form.days, visitor.now)
    reading = read_around(workplace_id, period)
    return show(
        "metrics/metrics.html",
        visitor,
        form=form,
        period=period,
        presets=_presets(today),
        metrics=compute(reading, *(one for one in METRICS if one in AROUND)),
        figures=around_pictures(reading, names),
    )


def _people(visitor: Visitor) -> list[tuple[int, str]]:
    """Whose own work can be looked at: oneself; for those who watch, one member at a time."""
    if visitor.colleague is not None:
        return [(visitor.colleague.id, "Mine")]
    return [(one.id, one.name) for one in list_colleagues(visitor.workplace.id) if not one.is_simulated]


def _presets(today: date) -> tuple[tuple[str, date, date], ...]:
    month = today.replace(day=1)
    last_month = month_before(month)
    return (
        ("This month", month, today),
        ("Last month", last_month, month - timedelta(days=1)),
        ("Last 90 days", today - timedelta(days=89), today),
        ("Last 12 months", today - timedelta(days=364), today),
    )


add_tab(
    Tab("reports", 2, "Metrics of tickets", "show_metrics", "chart-bar", for_support=True), __name__.rpartition(".")[0]
)
add_tab(
    Tab("reports", 3, "Metrics of services and changes", "show_operational_metrics", "chart-dots", for_support=True)
)
