"""Monitoring logs: the list, one begun, one with what it reads now and what was collected."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter_support, history_of, show
from itsm_sandbox.reporting.monitoring import queries, services
from itsm_sandbox.reporting.monitoring.models import MonitoringLog
from itsm_sandbox.reporting.monitoring.rules import MACHINE, RHYTHMS, WATCHED, WEEKDAYS, WINDOWS

_USUAL = {
    "rhythm": "daily",
    "weekday": "0",
    "time": "08:30",
    "watched": [name for name, _label in WATCHED],
    "disk_limit": 85,
    "open_limit": 30,
}


@bp.get("/<int:workplace_id>/monitoring")
@login_required
def list_monitoring_logs(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    page = queries.list_logs(workplace_id, page=requested_page())
    return show("monitoring/list_monitoring_logs.html", visitor, page=page, machine=MACHINE, rhythms=dict(RHYTHMS))


@bp.route("/<int:workplace_id>/monitoring/add", methods=["GET", "POST"])
@login_required
def add_monitoring_log(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        MonitoringLog.kind,
        "begin",
        heading="Start a monitoring log",
        intro="What is read on a schedule, from when a reading is red, and what happens then.",
        label="Start the log",
        back=("Monitoring", "list_monitoring_logs"),
        said="is running",
        values=_USUAL,
    )


@bp.get("/<int:workplace_id>/monitoring/<int:number>")
@login_required
def show_monitoring_log(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    log: MonitoringLog = get_artefact(workplace_id, MonitoringLog.kind, number)
    procedure, author = queries.find_procedure(log)
    return show(
        "monitoring/show_monitoring_log.html",
        visitor,
        procedure=procedure,
        author=author,
        readings=services.read_now(log, visitor.now) if log.state == "running" else [],
        page=queries.list_collections(log.id, page=requested_page()),
        window=WINDOWS[log.rhythm],
        rhythm=dict(RHYTHMS)[log.rhythm],
        weekday=dict(WEEKDAYS)[log.weekday],
        **history_of(visitor, log),
    )
