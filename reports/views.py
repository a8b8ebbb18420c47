"""Pages for people who run a centre: its figures, and one cohort to read or to take away."""

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from assessment.progress.queries.progress import ONLY, SORTS, EnrolmentFilter, list_programme_choices
from assessment.progress.rules.progress import THRESHOLDS, Rag
from core.routing import row_number
from core.web import requested_page
from reports import queries
from reports.permissions import POLICY
from reports.services import FileFormat, download_cohort

bp = Blueprint("reports", __name__)


@bp.get("/centre")
@login_required
def show_centre() -> ResponseReturnValue:
    """Answer who is at risk, what waits, and how quickly assessors answer."""
    require(POLICY, "see_centre", acting(), None)
    page = queries.get_centre(acting())
    return render_template("reports/centre.html", page=page, thresholds=THRESHOLDS)


@bp.get("/centre/cohort")
@login_required
def show_cohort() -> ResponseReturnValue:
    require(POLICY, "see_centre", acting(), None)
    programme = queries.find_cohort(acting(), request.args.get("programme", type=row_number))
    if programme is None:
        return render_template("reports/no_cohort.html")
    require(POLICY, "see_cohort", acting(), programme)
    wanted = _wanted(programme.id)
    return render_template(
        "reports/cohort.html",
        cohort=queries.get_cohort(acting(), programme, wanted, requested_page()),
        wanted=wanted,
        programmes=list_programme_choices(acting()),
        standings=Rag,
        only=ONLY,
        sorts=SORTS,
    )


@bp.get("/centre/cohort.csv")
@login_required
def download_csv() -> ResponseReturnValue:
    return _send(FileFormat.CSV)


@bp.get("/centre/cohort.xlsx")
@login_required
def download_xlsx() -> ResponseReturnValue:
    return _send(FileFormat.XLSX)


def _send(file_format: FileFormat) -> ResponseReturnValue:
    """Send the whole cohort, whatever the page is narrowed to; without a programme, the one the page shows first."""
    require(POLICY, "see_centre", acting(), None)
    programme = queries.find_cohort(acting(), request.args.get("programme", type=row_number))
    made = download_cohort(programme.id if programme else 0, file_format, by=acting())
    return send_file(made.file, mimetype=made.media_type, as_attachment=True, download_name=made.name)


def _wanted(programme_id: int) -> EnrolmentFilter:
    """Read the filter from the address; what is not a choice counts as none."""
    standing, only, sort = (request.args.get(name, "") for name in ("standing", "only", "sort"))
    return EnrolmentFilter(
        search=request.args.get("q", "").strip()[:100],
        programme_id=programme_id,
        standing=Rag(standing) if standing in list(Rag) else None,
        only=only if only in ONLY else "",
        sort=sort if sort in SORTS else "name",
    )
