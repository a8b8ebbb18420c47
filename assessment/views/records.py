"""The apprentice's answer to a record that an assessor made of their work."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.session import acting, login_required
from assessment import services
from assessment.forms import CommentForm
from assessment.views import bp
from assessment.views.evidence import show_page
from assessment.views.judging import ID
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
