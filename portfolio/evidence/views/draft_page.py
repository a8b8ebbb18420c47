"""The page of a draft: everything about it on one screen."""

from collections.abc import Sequence
from itertools import groupby

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.queries import get_enrolment
from portfolio.evidence import queries
from portfolio.evidence.forms import ORIGIN_HINTS, EvidenceForm, read_claims, read_tags
from portfolio.evidence.models import EvidenceVersion
from portfolio.evidence.queries import count_claims_by_criterion, get_evidence, list_meta_skill_tags
from portfolio.evidence.rules.differences import Difference
from portfolio.evidence.rules.media import ACCEPT, MAX_FILE_BYTES
from portfolio.evidence.rules.suggestions import matching, suggest
from portfolio.evidence.services.files import frozen_files
from portfolio.permissions import POLICY
from portfolio.programmes.queries import ProgrammeCriterion, get_declarations, list_programme_criteria
from standards.queries import list_meta_skills


def get_own_draft(evidence_id: int) -> EvidenceVersion:
    """The draft, if it is theirs to change."""
    evidence = get_evidence(evidence_id)
    require(POLICY, "change_evidence", acting(), evidence)
    return queries.get_draft(evidence)


def saved_form(draft: EvidenceVersion) -> EvidenceForm:
    """The form as the draft is saved."""
    declarations = get_declarations(draft.evidence.enrolment.programme_id)
    return EvidenceForm.of(draft, list_meta_skill_tags(draft.id), declarations)


def sent_form(draft: EvidenceVersion) -> EvidenceForm:
    """The form as it was just sent from the page of this draft."""
    form = EvidenceForm()
    declarations = get_declarations(draft.evidence.enrolment.programme_id)
    form.offer(draft.kind, declarations, is_record=draft.evidence.is_record, origin=draft.origin)
    return form


def show_draft(
    form: EvidenceForm,
    draft: EvidenceVersion,
    *,
    differences: Sequence[Difference] = (),
    is_stale: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    enrolment = get_enrolment(draft.evidence.enrolment_id)
    return _show(form, enrolment, draft, differences=differences, is_stale=is_stale), status


def show_empty_draft(form: EvidenceForm, enrolment: Enrolment) -> ResponseReturnValue:
    return _show(form, enrolment, None)


def list_suggestions(draft: EvidenceVersion) -> Sequence[ProgrammeCriterion]:
    """The criteria near to the words that are saved, without those that are claimed."""
    enrolment = draft.evidence.enrolment
    claimed = {claim.criterion_id for claim in draft.claims}
    criteria = list_programme_criteria(enrolment.programme_id, enrolment.id)
    return suggest(f"{draft.title} {draft.account}", [row for row in criteria if row.id not in claimed])


def _show(
    form: EvidenceForm,
    enrolment: Enrolment,
    draft: EvidenceVersion | None,
    *,
    differences: Sequence[Difference] = (),
    is_stale: bool = False,
) -> str:
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
    return render_template(
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


def _by_unit(criteria: Sequence[ProgrammeCriterion]) -> list[tuple[ProgrammeCriterion, list[ProgrammeCriterion]]]:
    """Runs of criteria of one unit, each with one of them that says which unit it is."""
    runs = [list(run) for _, run in groupby(criteria, key=lambda row: row.programme_unit_id)]
    return [(run[0], run) for run in runs]


def _claims_shown(draft: EvidenceVersion | None) -> dict[int, tuple[str, str]]:
    """Locator and reason of each criterion: as sent just now, else as saved."""
    if "title" in request.form:
        return {number: (locator, reason) for number, locator, reason in read_claims(request.form)}
    return {claim.criterion_id: (claim.locator, claim.reason) for claim in draft.claims} if draft else {}


def _hows_shown(draft: EvidenceVersion | None) -> dict[int, str]:
    if "title" in request.form:
        return dict(read_tags(request.form))
    return {tag.criterion_id: tag.how for tag in list_meta_skill_tags(draft.id)} if draft else {}
