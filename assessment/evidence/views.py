"""The page of one piece of evidence, for everybody who may see it, and the answers given on it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import may, require
from accounts.session import acting, login_required
from assessment.blueprint import bp
from assessment.evidence.queries import get_evidence_page
from assessment.judging.queries.decisions import find_evidence_of
from assessment.judging.services import countersigning
from assessment.permissions import POLICY
from assessment.queries import get_evidence, list_submissions
from assessment.records import services
from assessment.signatures.forms import CommentForm
from assessment.signatures.rules import STATEMENTS
from assessment.voiding.queries import find_last_proposal
from core.forms import carried_out
from core.routing import row_number
from core.web import once_per_form
from portfolio.vocabulary import EvidenceState


@bp.get("/evidence/<int:evidence_id>")
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


@bp.post("/evidence/<int:evidence_id>/confirm")
@login_required
def confirm_record(evidence_id: int) -> ResponseReturnValue:
    me = acting()

    def confirm() -> str:
        services.confirm_record(evidence_id, seen=request.form.get("seen", ""), by=me)
        flash("Confirmed. Your assessor has been told.")
        return url_for(".show_evidence", evidence_id=evidence_id)

    return redirect(once_per_form(confirm, actor_id=me.id))


@bp.post("/evidence/<int:evidence_id>/dispute")
@login_required
def dispute_record(evidence_id: int) -> ResponseReturnValue:
    me, form = acting(), CommentForm()

    def dispute() -> str:
        services.dispute_record(evidence_id, form.comment.data or "", seen=request.form.get("seen", ""), by=me)
        flash("Sent back. Whoever made the record has been told why.")
        return url_for(".show_evidence", evidence_id=evidence_id)

    address = carried_out(form, lambda: once_per_form(dispute, actor_id=me.id))
    if address is None:
        return show_page(evidence_id, dispute=form, status=form.status)
    return redirect(address)


@bp.post("/decisions/<int:decision_id>/countersign")
@login_required
def countersign_decision(decision_id: int) -> ResponseReturnValue:
    countersigning.countersign_decision(decision_id, by=acting())
    flash("Countersigned. The judgements count from now on.")
    return redirect(url_for(".show_queue"))


@bp.post("/decisions/<int:decision_id>/decline")
@login_required
def decline_countersignature(decision_id: int) -> ResponseReturnValue:
    me, form = acting(), CommentForm()

    def decline() -> str:
        countersigning.decline_countersignature(decision_id, form.comment.data or "", by=me)
        flash("Sent back. The trainee has been told why.")
        return url_for(".show_queue")

    address = carried_out(form, lambda: once_per_form(decline, actor_id=me.id))
    if address is None:
        return show_page(find_evidence_of(decision_id), decline=form, status=form.status)
    return redirect(address)
