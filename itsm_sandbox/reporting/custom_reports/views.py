"""Custom reports: the list, one defined, one as it counts now, and each issue as it was."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.errors import NotFound
from core.web import requested_page
from itsm_sandbox.engine.charts.chart import chart_from
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.recurrence import RHYTHMS
from itsm_sandbox.engine.steps.remarks import remark_on
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter, enter_support, history_of, show
from itsm_sandbox.reporting.custom_reports import queries, services
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition
from itsm_sandbox.reporting.custom_reports.rules import MACHINE
from itsm_sandbox.reporting.custom_reports.rules.asking import AUDIENCES, SOURCES
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES, to_comment

_USUAL = {"source": "tickets", "weeks": "12", "grouping": "category", "measure": "count", "chart": "bar"}


@bp.get("/<int:workplace_id>/custom-reports")
@login_required
def list_report_definitions(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    page = queries.list_definitions(workplace_id, page=requested_page())
    return show(
        "custom_reports/list_report_definitions.html",
        visitor,
        page=page,
        machine=MACHINE,
        sources={name: one.things for name, one in SOURCES.items()},
        rhythms=dict(RHYTHMS),
    )


@bp.route("/<int:workplace_id>/custom-reports/add", methods=["GET", "POST"])
@login_required
def add_report_definition(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        ReportDefinition.kind,
        "define",
        heading="Define a custom report",
        intro="A question first. Then what is counted, how it is grouped and measured, and the chart that shows it.",
        label="Define the report",
        back=("Custom reports", "list_report_definitions"),
        said="is defined",
        values=_USUAL,
    )


@bp.get("/<int:workplace_id>/custom-reports/<int:number>")
@login_required
def show_report_definition(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    definition: ReportDefinition = get_artefact(workplace_id, ReportDefinition.kind, number, visitor=visitor.colleague)
    history = history_of(visitor, definition)
    figures = services.numbers_of(definition, visitor.now)
    return show(
        "custom_reports/show_report_definition.html",
        visitor,
        author=get_colleague(definition.author_id),
        asked=services.asked_of(definition),
        figures=figures,
        measure=MEASURES[definition.measure],
        to_comment=to_comment(figures),
        chart_from=chart_from,
        page=queries.list_issues(definition.id, page=requested_page()),
        rhythm=dict(RHYTHMS).get(definition.rhythm, ""),
        audiences=dict(AUDIENCES),
        **history,
    )


@bp.get("/<int:workplace_id>/custom-reports/<int:number>/issues/<int:issue>")
@login_required
def show_report_issue(workplace_id: int, number: int, issue: int) -> str:
    visitor = enter(workplace_id)
    definition: ReportDefinition = get_artefact(workplace_id, ReportDefinition.kind, number, visitor=visitor.colleague)
    found = queries.find_issue(definition.id, issue)
    if found is None:
        raise NotFound("This report has no such issue.")
    lines = [line for note in definition.notes if note["issue"] == issue for line in note["lines"]]
    return show(
        "custom_reports/show_report_issue.html",
        visitor,
        definition=definition,
        issue=found,
        figures=found.figures,
        measure=MEASURES[found.figures["measure"]],
        chart_from=chart_from,
        to_comment=to_comment(found.figures),
        remarks={row["label"]: remark_on(row["label"], lines) for row in found.figures["rows"]},
        sent=[one for one in definition.sent if one["issue"] == issue],
        audiences=dict(AUDIENCES),
    )
