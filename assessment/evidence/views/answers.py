"""Answers with a comment: of the apprentice to a record, of a qualified assessor to a trainee's decision."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.session import acting, login_required
from assessment.blueprint import bp
from assessment.evidence.views.page import show_page
from assessment.judging.forms import CommentForm
from assessment.judging.queries.judging import find_evidence_of
from assessment.judging.services import decisions
from assessment.judging.views import ID
from assessment.records import services
from core.forms import carried_out
from core.once import once_per_form


@bp.post(f"/evidence/<{ID}:evidence_id>/confirm")
@login_required
def confirm_record(evidence_id: int) -> ResponseReturnValue:
    me = acting()

    def confirm() -> str:
        services.confirm_record(evidence_id, seen=request.form.get("seen", ""), by=me)
        flash("Confirmed. Your assessor has been told.")
        return url_for(".show_evidence", evidence_id=evidence_id)

    return redirect(once_per_form(confirm, actor_id=me.id))


@bp.post(f"/evidence/<{ID}:evidence_id>/dispute")
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


@bp.post(f"/decisions/<{ID}:decision_id>/decline")
@login_required
def decline_countersignature(decision_id: int) -> ResponseReturnValue:
    me, form = acting(), CommentForm()

    def decline() -> str:
        decisions.decline_countersignature(decision_id, form.comment.data or "", by=me)
        flash("Sent back. The trainee has been told why.")
        return url_for(".show_queue")

    address = carried_out(form, lambda: once_per_form(decline, actor_id=me.id))
    if address is None:
        return show_page(find_evidence_of(decision_id), decline=form, status=form.status)
    return redirect(address)
