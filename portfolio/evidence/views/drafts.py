"""The page of a draft: everything about it on one screen, saved as it is typed."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core import clock
from core.forms import carried_out
from core.routing import row_number
from portfolio.blueprint import bp
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.queries import get_current_enrolment, get_enrolment
from portfolio.evidence.forms import ORIGIN_HINTS, EvidenceForm, read_claims, read_tags
from portfolio.evidence.models import EvidenceVersion
from portfolio.evidence.queries import count_claims_by_criterion, get_draft, get_evidence, list_meta_skill_tags
from portfolio.evidence.rules.media import ACCEPT, MAX_FILE_BYTES
from portfolio.evidence.rules.submission import propose_title
from portfolio.evidence.rules.suggestions import matching, suggest
from portfolio.evidence.services import files, submission
from portfolio.evidence.services.files import Upload, attach_file, attach_files, frozen_files
from portfolio.evidence.services.submission import DraftPage, StaleDraft, save_page, start_evidence
from portfolio.permissions import POLICY
from portfolio.programmes.queries import ProgrammeCriterion, get_declarations, list_programme_criteria
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
        return _show(form, enrolment, None)
    evidence = start_evidence(enrolment.id, by=acting(), request_key=request.form.get("request_key", ""))
    return _take(evidence.id)


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
        return _show(form, enrolment, None)
    evidence = submission.record_evidence(enrolment_id, by=me, request_key=request.form.get("request_key", ""))
    return _take(evidence.id)


@bp.get("/evidence/<int:evidence_id>/edit")
@login_required
def edit_evidence(evidence_id: int) -> ResponseReturnValue:
    draft = _get_draft(evidence_id)
    if draft.submitted_at is not None:
        return redirect(url_for("assessment.show_evidence", evidence_id=evidence_id))
    return _show(_kept(draft), _enrolment_of(draft), draft)


@bp.post("/evidence/<int:evidence_id>/edit", endpoint="edit_evidence_save")
@bp.post("/evidence/<int:evidence_id>/draft", endpoint="save_draft")
@login_required
def save_draft(evidence_id: int) -> ResponseReturnValue:
    return _take(evidence_id)


@bp.post("/evidence/<int:evidence_id>/submit")
@login_required
def submit_evidence(evidence_id: int) -> ResponseReturnValue:
    return _take(evidence_id, action="submit")


@bp.post("/evidence/<int:evidence_id>/files")
@login_required
def add_file(evidence_id: int) -> ResponseReturnValue:
    """One file at a time, sent by the page as soon as it is chosen."""
    upload = request.files["files"]
    name = upload.filename or ""
    file = attach_file(evidence_id, upload.stream, name, by=acting())
    row = render_template("portfolio/evidence/_file.html", file=file, evidence_id=evidence_id)
    return jsonify(html=row, id=file.id, proposed_title=propose_title(file.name)), 201


@bp.post("/evidence/<int:evidence_id>/files/<int:file_id>/remove")
@login_required
def remove_file(evidence_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file out, and keep whatever else the page sent with it."""
    return _take(evidence_id, also=lambda: files.remove_file(evidence_id, file_id, by=acting()))


@bp.get("/evidence/<int:evidence_id>/suggestions")
@login_required
def suggest_criteria(evidence_id: int) -> ResponseReturnValue:
    """The criteria near to the words that are saved, as a piece of the page of the draft."""
    draft = _get_draft(evidence_id)
    counts = count_claims_by_criterion(draft.evidence.enrolment_id, except_evidence_id=evidence_id)
    return render_template("portfolio/evidence/_suggestions.html", suggestions=_suggestions(draft), counts=counts)


@bp.errorhandler(StaleDraft)
def show_stale_draft(stale: StaleDraft) -> ResponseReturnValue:
    """Show what was typed in the form, beside what is kept; sending it again replaces what is kept."""
    draft = _get_draft(stale.evidence_id)
    form, kept = EvidenceForm(), _kept(draft)
    declarations = get_declarations(draft.evidence.enrolment.programme_id)
    form.offer(draft.kind, declarations, is_record=draft.evidence.is_record, origin=draft.origin)
    form.ask_again(declarations)
    form.revision.data = draft.revision
    form.revision.raw_data = None
    differences = _differences(form, kept) + _list_differences(draft)
    if _wants_json():
        message = (
            "This draft was changed in another window. What you typed here is kept on this device: reload the page."
        )
        return jsonify(message=message, revision=draft.revision, differences=differences), 409
    return _show(form, _enrolment_of(draft), draft, differences=differences, is_stale=True, status=409)


def _take(evidence_id: int, *, action: str = "", also: Callable[[], object] | None = None) -> ResponseReturnValue:
    """Keep what the page of a draft sent: its files, its fields, its claims; then do what its button says."""
    me, action = acting(), action or request.form.get("action", "save")
    draft = _get_draft(evidence_id)
    has_page = "title" in request.form
    form = EvidenceForm() if has_page else _kept(draft)
    declarations = get_declarations(draft.evidence.enrolment.programme_id)
    form.offer(draft.kind, declarations, is_record=draft.evidence.is_record, origin=draft.origin)
    uploads = [Upload(file.filename, file.stream) for file in request.files.getlist("files") if file.filename]
    refusals = attach_files(evidence_id, uploads, by=me)
    if uploads and not (form.title.data or "").strip():
        form.title.data = propose_title(uploads[0].name)

    def act() -> EvidenceVersion:
        if has_page:
            save_page(evidence_id, by=me, revision=form.revision.data or 0, page=_page_of(form))
        if also is not None:
            also()
        if action == "submit" and not refusals:
            return submission.submit_evidence(evidence_id, by=me)
        return get_draft(get_evidence(evidence_id))

    saved = carried_out(form, act)
    if refusals:
        form.files.errors = [*form.files.errors, *refusals]
    if saved is None or refusals:
        return _refuse(form, _get_draft(evidence_id))
    return _answer(saved, action)


def _page_of(form: EvidenceForm) -> DraftPage:
    removed = request.form.get("remove_claim", type=row_number)
    claims = [claim for claim in read_claims(request.form) if claim[0] != removed]
    return DraftPage(form.changes, claims, read_tags(request.form), form.declarations.data)


def _refuse(form: EvidenceForm, draft: EvidenceVersion) -> ResponseReturnValue:
    if _wants_json():
        return jsonify(message=" ".join(_sentences(form)), errors=form.errors, revision=draft.revision), form.status
    form.revision.data = draft.revision
    form.revision.raw_data = None
    if form.ask_again(get_declarations(draft.evidence.enrolment.programme_id)):
        form.form_errors.append("Your programme changed its declarations since you opened this page. Read them again.")
    return _show(form, _enrolment_of(draft), draft, status=422)


def _answer(draft: EvidenceVersion, action: str) -> ResponseReturnValue:
    evidence_id = draft.evidence_id
    edit = url_for(".edit_evidence", evidence_id=evidence_id)
    if _wants_json():
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


def _show(
    form: EvidenceForm,
    enrolment: Enrolment,
    draft: EvidenceVersion | None,
    *,
    differences: Sequence[tuple[str, str, str]] = (),
    is_stale: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    evidence_id = draft.evidence_id if draft else None
    criteria = list_programme_criteria(enrolment.programme_id, enrolment.id)
    chosen = set(form.criteria.data or ())
    words = f"{form.title.data or ''} {form.account.data or ''}"
    search = request.args.get("q", "")
    is_record = acting().id != enrolment.apprentice_id
    if is_record:
        start_url = url_for(".record_evidence", enrolment_id=enrolment.id)
    else:
        start_url = url_for(".add_evidence", enrolment=enrolment.id)
    page = render_template(
        "portfolio/evidence/edit_evidence.html",
        form=form,
        enrolment=enrolment,
        draft=draft,
        evidence_id=evidence_id,
        is_record=is_record,
        start_url=start_url,
        files=draft.files if draft else (),
        frozen=frozen_files(draft) if draft else (),
        chosen=[criterion for criterion in criteria if criterion.id in chosen],
        chosen_ids=chosen,
        claims=_claims_shown(draft),
        hows=_hows_shown(draft),
        suggestions=suggest(words, [criterion for criterion in criteria if criterion.id not in chosen]),
        units=_by_unit(matching(search, criteria) if search else criteria),
        counts=count_claims_by_criterion(enrolment.id, except_evidence_id=evidence_id),
        search=search,
        meta_skills=list_meta_skills(),
        origin_hints=ORIGIN_HINTS,
        differences=differences,
        is_stale=is_stale,
        accept=ACCEPT,
        max_bytes=MAX_FILE_BYTES,
    )
    return page, status


def _get_draft(evidence_id: int) -> EvidenceVersion:
    evidence = get_evidence(evidence_id)
    require(POLICY, "change_evidence", acting(), evidence)
    return get_draft(evidence)


def _kept(draft: EvidenceVersion) -> EvidenceForm:
    declarations = get_declarations(draft.evidence.enrolment.programme_id)
    return EvidenceForm.of(draft, list_meta_skill_tags(draft.id), declarations)


def _enrolment_of(draft: EvidenceVersion) -> Enrolment:
    return get_enrolment(draft.evidence.enrolment_id)


def _suggestions(draft: EvidenceVersion) -> Sequence[ProgrammeCriterion]:
    enrolment = draft.evidence.enrolment
    claimed = {claim.criterion_id for claim in draft.claims}
    criteria = list_programme_criteria(enrolment.programme_id, enrolment.id)
    return suggest(f"{draft.title} {draft.account}", [row for row in criteria if row.id not in claimed])


def _by_unit(criteria: Sequence[ProgrammeCriterion]) -> list[tuple[ProgrammeCriterion, list[ProgrammeCriterion]]]:
    """Runs of criteria of one unit, each with one of them that says which unit it is."""
    runs = [list(run) for _, run in groupby(criteria, key=lambda row: row.programme_unit_id)]
    return [(run[0], run) for run in runs]


def _claims_shown(draft: EvidenceVersion | None) -> dict[int, tuple[str, str]]:
    """Locator and reason of each criterion: as sent just now, else as kept."""
    if "title" in request.form:
        return {number: (locator, reason) for number, locator, reason in read_claims(request.form)}
    return {claim.criterion_id: (claim.locator, claim.reason) for claim in draft.claims} if draft else {}


def _hows_shown(draft: EvidenceVersion | None) -> dict[int, str]:
    if "title" in request.form:
        return dict(read_tags(request.form))
    return {tag.criterion_id: tag.how for tag in list_meta_skill_tags(draft.id)} if draft else {}


_COMPARED = (
    "title",
    "kind",
    "origin",
    "done_on",
    "account",
    "link",
    "work_location",
    "answer",
    "is_authentic",
    "ai_use",
)


def _differences(typed: EvidenceForm, kept: EvidenceForm) -> list[tuple[str, str, str]]:
    """Label, what was typed here, what is kept, for each field where the two are not the same."""
    mine, theirs = typed.changes, kept.changes
    return [
        (typed[name].label.text, _said(mine[name]), _said(theirs[name]))
        for name in _COMPARED
        if mine[name] != theirs[name]
    ]


def _list_differences(draft: EvidenceVersion) -> list[tuple[str, str, str]]:
    """The same for the criteria and the meta-skills, each with its words: only those that are not the same."""
    enrolment = _enrolment_of(draft)
    codes = {row.id: row.code for row in list_programme_criteria(enrolment.programme_id, enrolment.id)}
    codes |= {row.id: row.code for row in list_meta_skills()}
    claims = {claim.criterion_id: (claim.locator, claim.reason) for claim in draft.claims}
    tags = {tag.criterion_id: (tag.how,) for tag in list_meta_skill_tags(draft.id)}
    pairs: list[tuple[str, Mapping[int, tuple[str, ...]], Mapping[int, tuple[str, ...]]]] = [
        ("What it shows", {number: (locator, reason) for number, locator, reason in read_claims(request.form)}, claims),
        ("Meta-skills it shows", {number: (how,) for number, how in read_tags(request.form)}, tags),
    ]
    return [
        (label, _told(mine, theirs, codes), _told(theirs, mine, codes))
        for label, mine, theirs in pairs
        if mine != theirs
    ]


def _told(rows: Mapping[int, tuple[str, ...]], others: Mapping[int, tuple[str, ...]], codes: Mapping[int, str]) -> str:
    """Each of these rows that is not in the others alike, as "PM1 (page 2, It lists the risks)"."""
    told = []
    for number, words in rows.items():
        if others.get(number) != words:
            said = ", ".join(word for word in words if word)
            told.append(f"{codes.get(number, number)}{f' ({said})' if said else ''}")
    return "; ".join(told) or "Nothing"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(getattr(value, "label", value) or "Nothing")


def _sentences(form: EvidenceForm) -> list[str]:
    return [*form.form_errors, *(error for field in form for error in field.errors)]


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
