"""Beginning a draft, saving it as it is typed, and handing it in."""

from collections.abc import Callable

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core import clock
from core.forms import carried_out
from core.routing import row_number
from core.web import wants_json
from portfolio.blueprint import bp
from portfolio.enrolments.queries import get_current_enrolment, get_enrolment
from portfolio.evidence.forms import COMPARED, EvidenceForm, read_claims, read_tags
from portfolio.evidence.models import EvidenceVersion
from portfolio.evidence.queries import list_meta_skill_tags
from portfolio.evidence.rules.differences import Difference, field_differences, row_difference
from portfolio.evidence.rules.submission import propose_title
from portfolio.evidence.services import drafts, files, submission
from portfolio.evidence.services.drafts import StaleDraft
from portfolio.evidence.services.files import Upload
from portfolio.evidence.views.draft_page import get_own_draft, saved_form, sent_form, show_draft, show_empty_draft
from portfolio.permissions import POLICY
from portfolio.programmes.queries import get_declarations, list_programme_criteria
from portfolio.vocabulary import EvidenceKind
from standards.queries import list_meta_skills


@bp.route("/evidence/new", methods=["GET", "POST"])
@login_required
def add_evidence() -> ResponseReturnValue:
    """Show an empty draft; the first thing sent from it begins the draft, once for each page that was opened."""
    enrolment = get_current_enrolment(acting(), request.args.get("enrolment", type=row_number))
    if request.method == "GET":
        form = EvidenceForm(kind=EvidenceKind.FILES, done_on=clock.today())
        form.criteria.data = request.args.getlist("criterion", type=row_number)
        declarations = get_declarations(enrolment.programme_id)
        form.declarations.data = declarations.number
        form.offer(EvidenceKind.FILES, declarations)
        return show_empty_draft(form, enrolment)
    evidence = drafts.start_evidence(enrolment.id, by=acting(), request_key=request.form.get("request_key", ""))
    return _save(evidence.id)


@bp.route("/enrolments/<int:enrolment_id>/records/new", methods=["GET", "POST"])
@login_required
def record_evidence(enrolment_id: int) -> ResponseReturnValue:
    """The same page for what an assessor saw or heard of the apprentice."""
    me, enrolment = acting(), get_enrolment(enrolment_id)
    require(POLICY, "record_evidence", me, enrolment)
    if request.method == "GET":
        form = EvidenceForm(kind=EvidenceKind.OBSERVATION, done_on=clock.today())
        declarations = get_declarations(enrolment.programme_id)
        form.declarations.data = declarations.number
        form.offer(EvidenceKind.OBSERVATION, declarations, is_record=True)
        return show_empty_draft(form, enrolment)
    evidence = drafts.record_evidence(enrolment_id, by=me, request_key=request.form.get("request_key", ""))
    return _save(evidence.id)


@bp.get("/evidence/<int:evidence_id>/edit")
@login_required
def edit_evidence(evidence_id: int) -> ResponseReturnValue:
    draft = get_own_draft(evidence_id)
    if draft.submitted_at is not None:
        return redirect(url_for("assessment.show_evidence", evidence_id=evidence_id))
    return show_draft(saved_form(draft), draft)


@bp.post("/evidence/<int:evidence_id>/edit", endpoint="edit_evidence_save")
@bp.post("/evidence/<int:evidence_id>/draft", endpoint="save_draft")
@login_required
def save_draft(evidence_id: int) -> ResponseReturnValue:
    return _save(evidence_id)


@bp.post("/evidence/<int:evidence_id>/submit")
@login_required
def submit_evidence(evidence_id: int) -> ResponseReturnValue:
    return _save(evidence_id, action="submit")


@bp.post("/evidence/<int:evidence_id>/files/<int:file_id>/remove")
@login_required
def remove_file(evidence_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file out, and save whatever else the page sent with it."""
    return _save(evidence_id, also=lambda: files.remove_file(evidence_id, file_id, by=acting()))


@bp.errorhandler(StaleDraft)
def show_stale_draft(stale: StaleDraft) -> ResponseReturnValue:
    """Show what was typed in the form, beside what is saved; sending it again replaces what is saved."""
    draft = get_own_draft(stale.evidence_id)
    form = sent_form(draft)
    form.ask_again(get_declarations(draft.evidence.enrolment.programme_id))
    form.revision.data, form.revision.raw_data = draft.revision, None
    differences = _list_differences(form, draft)
    if wants_json():
        message = (
            "This draft was changed in another window. What you typed here is kept on this device: reload the page."
        )
        return jsonify(message=message, revision=draft.revision, differences=differences), 409
    return show_draft(form, draft, differences=differences, is_stale=True, status=409)


def _save(evidence_id: int, *, action: str = "", also: Callable[[], object] | None = None) -> ResponseReturnValue:
    """Save what the page of a draft sent: its files, its fields, its claims; then do what its button says."""
    me, action = acting(), action or request.form.get("action", "save")
    draft = get_own_draft(evidence_id)
    has_page = "title" in request.form
    form = sent_form(draft) if has_page else saved_form(draft)
    uploads = [Upload(file.filename, file.stream) for file in request.files.getlist("files") if file.filename]
    refusals = files.attach_files(evidence_id, uploads, by=me)
    if uploads and not (form.title.data or "").strip():
        form.title.data = propose_title(uploads[0].name)

    def act() -> EvidenceVersion:
        if has_page:
            drafts.save_draft(
                evidence_id,
                by=me,
                revision=form.revision.data or 0,
                changes=form.changes,
                claims=_claims_sent(),
                tags=read_tags(request.form),
                declarations=form.declarations.data,
            )
        if also is not None:
            also()
        if action == "submit" and not refusals:
            return submission.submit_evidence(evidence_id, by=me)
        return get_own_draft(evidence_id)

    saved = carried_out(form, act)
    if refusals:
        form.files.errors = [*form.files.errors, *refusals]
    if saved is None or refusals:
        return _refuse(form, get_own_draft(evidence_id))
    return _answer(saved, action)


def _claims_sent() -> list[tuple[int, str, str]]:
    removed = request.form.get("remove_claim", type=row_number)
    return [claim for claim in read_claims(request.form) if claim[0] != removed]


def _refuse(form: EvidenceForm, draft: EvidenceVersion) -> ResponseReturnValue:
    if wants_json():
        message = " ".join([*form.form_errors, *(error for field in form for error in field.errors)])
        return jsonify(message=message, errors=form.errors, revision=draft.revision), form.status
    form.revision.data, form.revision.raw_data = draft.revision, None
    if form.ask_again(get_declarations(draft.evidence.enrolment.programme_id)):
        form.form_errors.append("Your programme changed its declarations since you opened this page. Read them again.")
    return show_draft(form, draft, status=422)


def _answer(draft: EvidenceVersion, action: str) -> ResponseReturnValue:
    evidence_id = draft.evidence_id
    edit = url_for(".edit_evidence", evidence_id=evidence_id)
    if wants_json():
        return jsonify(
            evidence_id=evidence_id,
            revision=draft.revision,
            saved_at=draft.updated_at.isoformat(),
            fields={"revision": draft.revision},
            edit_url=edit,
            draft_url=url_for(".save_draft", evidence_id=evidence_id),
            files_url=url_for(".add_file", evidence_id=evidence_id),
            suggestions_url=url_for(".suggest_criteria", evidence_id=evidence_id),
        )
    if draft.submitted_at is not None:
        flash(_HANDED_IN["record" if draft.evidence.is_record else "own"])
        return redirect(url_for("assessment.show_evidence", evidence_id=evidence_id))
    if action == "search":
        return redirect(url_for(".edit_evidence", evidence_id=evidence_id, q=request.form.get("q"), _anchor="criteria"))
    flash("Saved as a draft. Only you can see it until you submit it.")
    return redirect(edit)


_HANDED_IN = {
    "own": "Submitted. Your assessor has been told.",
    "record": "Handed in. The apprentice has been told, and is asked whether it is right.",
}


def _list_differences(form: EvidenceForm, draft: EvidenceVersion) -> list[Difference]:
    """Of its fields, its criteria and its meta-skills: what was typed, and what is saved."""
    enrolment = draft.evidence.enrolment
    codes = {row.id: row.code for row in list_programme_criteria(enrolment.programme_id, enrolment.id)}
    codes |= {row.id: row.code for row in list_meta_skills()}
    claims = {claim.criterion_id: (claim.locator, claim.reason) for claim in draft.claims}
    tags = {tag.criterion_id: (tag.how,) for tag in list_meta_skill_tags(draft.id)}
    claims_sent = {number: (locator, reason) for number, locator, reason in read_claims(request.form)}
    tags_sent = {number: (how,) for number, how in read_tags(request.form)}
    return [
        *field_differences({name: form[name].label.text for name in COMPARED}, form.changes, saved_form(draft).changes),
        *row_difference("What it shows", claims_sent, claims, codes),
        *row_difference("Meta-skills it shows", tags_sent, tags, codes),
    ]
