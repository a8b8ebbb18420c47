"""The assessor's queue and workbench."""

from collections.abc import Mapping

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from assessment.blueprint import bp
from assessment.judging.forms import AddClaimForm, read_answers, read_decision
from assessment.judging.queries.queue import QueueFilter, get_queue, list_own_uncountersigned, list_to_countersign
from assessment.judging.queries.workbench import find_next, get_workbench
from assessment.judging.rules import PHRASES, default_target
from assessment.judging.schemas import load_decision, load_judgement
from assessment.judging.services import decisions, drafts
from assessment.judging.services.decisions import AssessmentUnfinished
from assessment.judging.services.drafts import DraftChanged, NothingToJudge, open_assessment
from assessment.permissions import POLICY
from assessment.queries import get_evidence
from assessment.records.queries import list_own_records
from assessment.signatures.rules import STATEMENTS
from core import clock
from core.forms import carried_out
from core.web import once_per_form, requested_page, wants_json
from portfolio.evidence.models import Evidence


@bp.get("/queue")
@login_required
def show_queue() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "see_queue", me, None)
    wanted = QueueFilter(request.args.get("q", ""), request.args.get("unit", ""), request.args.get("only", ""))
    return render_template(
        "assessment/judging/queue.html",
        queue=get_queue(me, wanted, requested_page()),
        wanted=wanted,
        own_records=list_own_records(me),
        to_countersign=list_to_countersign(me),
        uncountersigned=list_own_uncountersigned(me),
    )


@bp.get("/workbench/<int:evidence_id>")
@login_required
def show_workbench(evidence_id: int) -> ResponseReturnValue:
    """Show the evidence beside its claims. Opening it takes it up."""
    return _show(open_assessment(evidence_id, by=acting()))


@bp.post("/workbench/<int:evidence_id>/claims/<int:claim_id>")
@login_required
def save_draft_judgement(evidence_id: int, claim_id: int) -> ResponseReturnValue:
    answer = load_judgement(claim_id, request.get_json())
    draft = drafts.save_draft_judgement(evidence_id, answer, by=acting())
    return jsonify(revision=draft.revision, saved_at=draft.updated_at.isoformat())


@bp.post("/workbench/<int:evidence_id>/decision")
@login_required
def save_draft_decision(evidence_id: int) -> ResponseReturnValue:
    draft = drafts.save_draft_decision(evidence_id, load_decision(request.get_json()), by=acting())
    return jsonify(revision=draft.revision, saved_at=draft.updated_at.isoformat())


@bp.post("/workbench/<int:evidence_id>/drafts")
@login_required
def save_drafts(evidence_id: int) -> ResponseReturnValue:
    """Keep the whole form; the way without script."""
    _save(evidence_id)
    flash("Saved. Nothing is signed yet.")
    return redirect(url_for(".show_workbench", evidence_id=evidence_id))


@bp.post("/workbench/<int:evidence_id>/claims")
@login_required
def add_claim(evidence_id: int) -> ResponseReturnValue:
    me = acting()
    evidence = open_assessment(evidence_id, by=me)
    form = AddClaimForm()
    form.offer(get_workbench(evidence, me).offered)
    claim = carried_out(
        form,
        lambda: drafts.add_claim(
            evidence_id,
            criterion_id=form.criterion_id.data,
            locator=form.locator.data or "",
            reason=form.reason.data or "",
            by=me,
        ),
    )
    if claim is None:
        return _show(get_evidence(evidence_id), form=form, status=form.status)
    return redirect(url_for(".show_workbench", evidence_id=evidence_id, _anchor=f"claim-{claim.id}"))


@bp.post("/workbench/<int:evidence_id>/finish")
@login_required
def finish_assessment(evidence_id: int) -> ResponseReturnValue:
    """Keep what was typed, sign it, and go to what has waited longest."""
    _save(evidence_id)
    return redirect(once_per_form(lambda: _finish(evidence_id), actor_id=acting().id))


@bp.errorhandler(AssessmentUnfinished)
def show_unfinished(refusal: AssessmentUnfinished) -> ResponseReturnValue:
    return _show(get_evidence(refusal.evidence_id), errors=refusal.errors, status=refusal.status)


@bp.errorhandler(NothingToJudge)
def show_nothing_to_judge(refusal: NothingToJudge) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=str(refusal)), refusal.status
    flash(str(refusal))
    return redirect(url_for(".show_evidence", evidence_id=refusal.evidence_id))


@bp.errorhandler(DraftChanged)
def show_draft_changed(refusal: DraftChanged) -> ResponseReturnValue:
    """Answer with both: what is kept and what was sent."""
    if wants_json():
        return jsonify(message=str(refusal), theirs=refusal.theirs, yours=refusal.yours), refusal.status
    return render_template("assessment/judging/draft_changed.html", refusal=refusal, sent=request.form), refusal.status


def _save(evidence_id: int) -> None:
    answers, decision = read_answers(request.form), read_decision(evidence_id, request.form)
    drafts.save_drafts(evidence_id, answers, decision, by=acting())


def _finish(evidence_id: int) -> str:
    me = acting()
    decision = decisions.finish_assessment(evidence_id, by=me)
    flash(_SIGNED[decision.outcome.value if not decision.needs_countersignature else "waiting"])
    following = find_next(me)
    return url_for(".show_queue") if following is None else url_for(".show_workbench", evidence_id=following)


_SIGNED = {
    "accepted": "Signed. The apprentice has been told.",
    "returned": "Signed and returned. The apprentice has been told what is still needed.",
    "waiting": "Signed. It counts once a qualified assessor has countersigned it.",
}


def _show(
    evidence: Evidence, *, errors: Mapping[str, str] | None = None, form: AddClaimForm | None = None, status: int = 200
) -> ResponseReturnValue:
    bench = get_workbench(evidence, acting())
    if form is None:
        form = AddClaimForm(formdata=None)
        form.offer(bench.offered)
    page = render_template(
        "assessment/judging/workbench.html",
        bench=bench,
        errors=errors or {},
        form=form,
        phrases=PHRASES,
        statements=STATEMENTS,
        default_target=default_target(clock.today()),
        today=clock.today(),
    )
    return page, status
