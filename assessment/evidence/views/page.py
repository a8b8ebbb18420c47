"""The page of one piece of evidence, for everybody who may see it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import may, require
from accounts.session import acting, login_required
from assessment.blueprint import bp
from assessment.evidence.queries import get_evidence, get_evidence_page, list_submissions
from assessment.judging.forms import CommentForm
from assessment.judging.rules import STATEMENTS
from assessment.judging.views import ID
from assessment.permissions import POLICY
from assessment.voiding.queries import find_last_proposal
from core.routing import row_number
from portfolio.vocabulary import EvidenceState


@bp.get(f"/evidence/<{ID}:evidence_id>")
@login_required
def show_evidence(evidence_id: int) -> ResponseReturnValue:
    """Show the newest submitted version, or the one named; to a line manager only that it exists and how it stands."""
    return show_page(evidence_id)


def show_page(
    evidence_id: int, *, dispute: CommentForm | None = None, decline: CommentForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page, with the form that was just refused in place of an empty one."""
    me = acting()
    evidence = get_evidence(evidence_id)
    require(POLICY, "see_evidence", me, evidence)
    if evidence.state is EvidenceState.DRAFT:
        return redirect(url_for("portfolio.edit_evidence", evidence_id=evidence_id))
    if evidence.submitted_number is None or not may(POLICY, "read_evidence", me, evidence):
        versions = list_submissions(evidence_id)
        proposal = find_last_proposal(evidence_id) if evidence.state is EvidenceState.VOID else None
        return render_template(
            "assessment/evidence/evidence_title.html", evidence=evidence, versions=versions, proposal=proposal
        )
    page = get_evidence_page(evidence, request.args.get("version", type=row_number))
    is_void, sees_proposals = evidence.state is EvidenceState.VOID, may(POLICY, "see_void", me, evidence)
    decline = decline or CommentForm(None)
    decline.comment.label.text = "What do you not agree with?"
    shown = render_template(
        "assessment/evidence/evidence.html",
        page=page,
        evidence=evidence,
        statements=STATEMENTS,
        dispute=dispute or CommentForm(None),
        decline=decline,
        proposal=find_last_proposal(evidence_id) if is_void or sees_proposals else None,
        sees_proposals=sees_proposals,
        may_void=may(POLICY, "propose_void", me, evidence),
    )
    return shown, status
