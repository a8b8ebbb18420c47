"""The list of evidence, and taking back or answering a piece of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.models import Role
from accounts.permissions import may, require
from accounts.session import acting, login_required
from core.routing import row_number
from core.web import requested_page
from portfolio.blueprint import bp
from portfolio.enrolments.queries import get_current_enrolment, get_enrolment
from portfolio.evidence import queries
from portfolio.evidence.queries import EvidenceFilter
from portfolio.evidence.services import submission
from portfolio.permissions import POLICY
from portfolio.programmes.queries import list_programme_units
from portfolio.vocabulary import EvidenceKind, EvidenceState

SORTS = {"newest": "Newest change", "oldest": "Oldest change", "done": "Date done", "title": "Title"}


@bp.get("/evidence")
@login_required
def my_evidence() -> ResponseReturnValue:
    enrolment = get_current_enrolment(acting())
    return redirect(url_for(".list_evidence", enrolment_id=enrolment.id))


@bp.get("/enrolments/<int:enrolment_id>/evidence")
@login_required
def list_evidence(enrolment_id: int) -> ResponseReturnValue:
    me, enrolment = acting(), get_enrolment(enrolment_id)
    require(POLICY, "see_enrolment", me, enrolment)
    is_own = may(POLICY, "add_evidence", me, enrolment)
    can_record = may(POLICY, "record_evidence", me, enrolment)
    wanted = EvidenceFilter(
        words=request.args.get("q", "").replace("\0", "")[:200],
        state=request.args.get("state", type=EvidenceState),
        kind=request.args.get("kind", type=EvidenceKind),
        programme_unit_id=request.args.get("unit", type=row_number),
        sort=request.args.get("sort", "newest"),
    )
    return render_template(
        "portfolio/evidence/list_evidence.html",
        enrolment=enrolment,
        page=queries.list_evidence(enrolment_id, reader_id=me.id, wanted=wanted, page=requested_page()),
        is_own=is_own,
        can_record=can_record,
        titles_only=me.role is Role.LINE_MANAGER,
        wanted=wanted,
        units=list_programme_units(enrolment.programme_id, enrolment_id),
        states=[state for state in EvidenceState if is_own or can_record or state is not EvidenceState.DRAFT],
        kinds=list(EvidenceKind),
        sorts=SORTS,
    )


@bp.post("/evidence/<int:evidence_id>/withdraw")
@login_required
def withdraw_evidence(evidence_id: int) -> ResponseReturnValue:
    evidence = submission.withdraw_evidence(evidence_id, by=acting())
    flash("Withdrawn. Nobody will assess it. The record stays.")
    return redirect(url_for(".list_evidence", enrolment_id=evidence.enrolment_id))


@bp.post("/evidence/<int:evidence_id>/versions")
@login_required
def answer_return(evidence_id: int) -> ResponseReturnValue:
    submission.answer_return(evidence_id, by=acting())
    return redirect(url_for(".edit_evidence", evidence_id=evidence_id))
