"""Pieces of the page of a draft, asked for by its script: a file that was added, criteria that are suggested."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from accounts.session import acting, login_required
from portfolio.blueprint import bp
from portfolio.evidence.queries import count_claims_by_criterion
from portfolio.evidence.rules.submission import propose_title
from portfolio.evidence.services.files import attach_file
from portfolio.evidence.views.draft_page import get_own_draft, list_suggestions


@bp.post("/evidence/<int:evidence_id>/files")
@login_required
def add_file(evidence_id: int) -> ResponseReturnValue:
    """One file at a time, sent by the page as soon as it is chosen."""
    upload = request.files["files"]
    name = upload.filename or ""
    file = attach_file(evidence_id, upload.stream, name, by=acting())
    row = render_template("portfolio/evidence/_file.html", file=file, evidence_id=evidence_id)
    return jsonify(html=row, id=file.id, proposed_title=propose_title(file.name)), 201


@bp.get("/evidence/<int:evidence_id>/suggestions")
@login_required
def suggest_criteria(evidence_id: int) -> ResponseReturnValue:
    draft = get_own_draft(evidence_id)
    counts = count_claims_by_criterion(draft.evidence.enrolment_id, except_evidence_id=evidence_id)
    return render_template("portfolio/evidence/_suggestions.html", suggestions=list_suggestions(draft), counts=counts)
