"""The page of one piece of evidence, for everybody who may see it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import may, require
from accounts.session import acting, login_required
from assessment.forms import CommentForm
from assessment.permissions import POLICY
from assessment.queries.evidence import get_evidence, get_evidence_page, list_submissions
from assessment.rules.judging import STATEMENTS
from assessment.views import bp
from assessment.views.judging import ID
from core.routing import row_number
from portfolio.models import EvidenceState


@bp.get(f"/evidence/<{ID}:evidence_id>")
@login_required
def show_evidence(evidence_id: int) -> ResponseReturnValue:
    """Show the newest submitted version, or the one named; to a line manager only that it exists and how it stands."""
    return show_page(evidence_id)


def show_page(evidence_id: int, *, dispute: CommentForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The page, with the form that was just refused in place of an empty one."""
    me = acting()
    evidence = get_evidence(evidence_id)
    require(POLICY, "see_evidence", me, evidence)
    if evidence.state is EvidenceState.DRAFT:
        return redirect(url_for("portfolio.edit_evidence", evidence_id=evidence_id))
    if evidence.submitted_number is None or not may(POLICY, "read_evidence", me, evidence):
        versions = list_submissions(evidence_id)
        return render_template("assessment/evidence_title.html", evidence=evidence, versions=versions)
    page = get_evidence_page(evidence, request.args.get("version", type=row_number))
    shown = render_template(
        "assessment/evidence.html",
        page=page,
        evidence=evidence,
        statements=STATEMENTS,
        dispute=dispute or CommentForm(None),
    )
    return shown, status
