"""Proposing that evidence is void, and deciding on it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from assessment.blueprint import bp
from assessment.permissions import POLICY
from assessment.queries import get_evidence, list_submissions
from assessment.signatures.forms import CommentForm
from assessment.signatures.rules import STATEMENTS
from assessment.vocabulary import VoidReason
from assessment.voiding import services
from assessment.voiding.forms import VoidForm
from assessment.voiding.queries import get_proposal, list_decided_proposals, list_waiting_proposals
from assessment.voiding.services import why_not_decide
from core.forms import carried_out
from core.web import once_per_form, requested_page


@bp.route("/evidence/<int:evidence_id>/void", methods=["GET", "POST"])
@login_required
def propose_void(evidence_id: int) -> ResponseReturnValue:
    me, evidence = acting(), get_evidence(evidence_id)
    require(POLICY, "propose_void", me, evidence)
    form = VoidForm()

    def propose() -> str:
        proposal = services.propose_void(
            evidence_id,
            reason=VoidReason(form.reason.data),
            comment=form.comment.data or "",
            erases_files=form.erases_files.data,
            by=me,
        )
        flash("Proposed. Another provider admin or a verifier has to agree before anything changes.")
        return url_for(".show_void", proposal_id=proposal.id)

    address = carried_out(form, lambda: once_per_form(propose, actor_id=me.id))
    if address is None:
        title = list_submissions(evidence_id)[-1].title
        return render_template(
            "assessment/voiding/propose_void.html", form=form, evidence=evidence, title=title
        ), form.status
    return redirect(address)


@bp.get("/voids")
@login_required
def list_voids() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "list_voids", me, None)
    return render_template(
        "assessment/voiding/voids.html",
        waiting=list_waiting_proposals(me.centre_id),
        decided=list_decided_proposals(me.centre_id, requested_page()),
    )


@bp.get("/voids/<int:proposal_id>")
@login_required
def show_void(proposal_id: int) -> ResponseReturnValue:
    return _show(proposal_id)


@bp.post("/voids/<int:proposal_id>/agree")
@login_required
def agree_to_void(proposal_id: int) -> ResponseReturnValue:
    me = acting()

    def agree() -> str:
        services.agree_to_void(proposal_id, seen=request.form.get("seen", ""), by=me)
        flash("It is void. The people it concerns have been told.")
        return url_for(".show_void", proposal_id=proposal_id)

    return redirect(once_per_form(agree, actor_id=me.id))


@bp.post("/voids/<int:proposal_id>/decline")
@login_required
def decline_void(proposal_id: int) -> ResponseReturnValue:
    me, form = acting(), CommentForm()

    def decline() -> str:
        services.decline_void(proposal_id, form.comment.data or "", seen=request.form.get("seen", ""), by=me)
        flash("Declined. The evidence stays as it is.")
        return url_for(".show_void", proposal_id=proposal_id)

    address = carried_out(form, lambda: once_per_form(decline, actor_id=me.id))
    if address is None:
        return _show(proposal_id, form, form.status)
    return redirect(address)


def _show(proposal_id: int, form: CommentForm | None = None, status: int = 200) -> ResponseReturnValue:
    me, page = acting(), get_proposal(proposal_id)
    require(POLICY, "see_void", me, page.evidence)
    form = form or CommentForm(None)
    form.comment.label.text = "Why not?"
    shown = render_template(
        "assessment/voiding/void.html", page=page, form=form, refusal=why_not_decide(page, me), statements=STATEMENTS
    )
    return shown, status
