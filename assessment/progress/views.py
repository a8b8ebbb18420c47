"""Pages that show how far apprentices are: their home, the criteria, one enrolment, and lists of enrolments."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import may, require
from accounts.session import acting, login_required
from assessment.blueprint import bp
from assessment.permissions import POLICY
from assessment.progress.queries import criteria_map, home, progress
from assessment.progress.rules.criteria_map import MapFilter, Show
from assessment.progress.rules.progress import Rag
from assessment.voiding.queries import count_waiting_proposals
from core.routing import row_number
from core.web import requested_page
from portfolio.enrolments.queries import find_current_enrolment, get_current_enrolment, get_enrolment

KINDS = {"performance": "Performance", "knowledge": "Knowledge"}


@bp.get("/home")
@login_required
def show_home() -> ResponseReturnValue:
    """Answer what to do now, how it is going, and what changed."""
    me = acting()
    require(POLICY, "see_home", me, None)
    enrolment = find_current_enrolment(me)
    if enrolment is None:
        return render_template("assessment/progress/not_enrolled.html")
    page = home.get_home(enrolment)
    return render_template("assessment/progress/home.html", enrolment=enrolment, page=page, progress=page.progress)


@bp.get("/criteria")
@login_required
def my_criteria() -> ResponseReturnValue:
    enrolment = get_current_enrolment(acting())
    return redirect(url_for("assessment.show_criteria", enrolment_id=enrolment.id))


@bp.get("/enrolments/<int:enrolment_id>/criteria")
@login_required
def show_criteria(enrolment_id: int) -> ResponseReturnValue:
    enrolment = get_enrolment(enrolment_id)
    require(POLICY, "see_enrolment", acting(), enrolment)
    if request.args.get("view") == "matrix":
        unit_id = request.args.get("unit", type=row_number)
        found, matrix = criteria_map.get_evidence_matrix(enrolment, unit_id)
        return render_template("assessment/progress/matrix.html", enrolment=enrolment, map=found, matrix=matrix)
    wanted = _map_filter()
    found = criteria_map.get_criteria_map(enrolment, wanted)
    return render_template(
        "assessment/progress/criteria.html", enrolment=enrolment, map=found, wanted=wanted, shows=Show, kinds=KINDS
    )


@bp.get("/enrolments/<int:enrolment_id>")
@login_required
def show_enrolment(enrolment_id: int) -> ResponseReturnValue:
    enrolment = get_enrolment(enrolment_id)
    require(POLICY, "see_enrolment", acting(), enrolment)
    page = home.get_overview(enrolment, acting())
    return render_template("assessment/progress/enrolment.html", enrolment=enrolment, page=page, progress=page.progress)


@bp.get("/enrolments")
@login_required
def list_enrolments() -> ResponseReturnValue:
    wanted = _enrolment_filter()
    return render_template(
        "assessment/progress/enrolments.html",
        page=progress.list_enrolments(acting(), wanted, requested_page()),
        wanted=wanted,
        standings=Rag,
        only=progress.ONLY,
        sorts=progress.SORTS,
        programmes=progress.list_programme_choices(acting()),
        assessors=progress.list_assessor_choices(acting()),
        voids=count_waiting_proposals(acting().centre_id) if may(POLICY, "list_voids", acting(), None) else None,
    )


@bp.get("/caseload")
@login_required
def show_caseload() -> ResponseReturnValue:
    require(POLICY, "see_caseload", acting(), None)
    wanted = _enrolment_filter(sort="waiting")
    return render_template(
        "assessment/progress/caseload.html",
        page=progress.list_enrolments(acting(), wanted, requested_page()),
        counts=progress.count_standings(acting()),
        turnaround=home.find_turnaround(acting().id),
        wanted=wanted,
        standings=Rag,
        only=progress.ONLY,
        sorts=progress.SORTS,
    )


@bp.get("/team")
@login_required
def show_team() -> ResponseReturnValue:
    require(POLICY, "see_team", acting(), None)
    page = progress.list_enrolments(acting(), _enrolment_filter(sort="behind"), requested_page())
    return render_template("assessment/progress/team.html", page=page, advice=progress.list_advice(page.items))


def _map_filter() -> MapFilter:
    """Read the filter from the address; what is not a choice counts as none."""
    show, kind = request.args.get("show", ""), request.args.get("kind", "")
    return MapFilter(
        show=Show(show) if show in list(Show) else Show.ALL,
        kind=kind if kind in KINDS else "",
        unit_id=request.args.get("unit", type=row_number),
    )


def _enrolment_filter(sort: str = "name") -> progress.EnrolmentFilter:
    standing, only, chosen = (request.args.get(name, "") for name in ("standing", "only", "sort"))
    return progress.EnrolmentFilter(
        search=request.args.get("q", "").strip()[:100],
        programme_id=request.args.get("programme", type=row_number),
        assessor_id=request.args.get("assessor", type=row_number),
        standing=Rag(standing) if standing in list(Rag) else None,
        only=only if only in progress.ONLY else "",
        sort=chosen if chosen in progress.SORTS else sort,
    )
