"""Evidence from its first draft to its submission, its withdrawal and its next version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from accounts.models import Membership
from accounts.permissions import require
from core import audit, clock, events
from core.db import transaction
from core.errors import FieldErrors, StaleWrite
from core.ledger import append_described, new_salt
from core.once import fingerprint_of, once
from portfolio.enrolments.queries import get_enrolment
from portfolio.evidence.ledger import SUBMITTED
from portfolio.evidence.models import Claim, Evidence, EvidenceFile, EvidenceVersion, MetaSkillTag
from portfolio.evidence.queries import get_draft, get_evidence, list_meta_skill_tags, read_manifests
from portfolio.evidence.rules.manifest import content_hash
from portfolio.evidence.rules.states import EvidenceEvent, next_state
from portfolio.evidence.rules.submission import WRONG_KIND, DraftFacts, missing
from portfolio.evidence.services.claims import ClaimChange, TagChange, replace_claims, replace_tags
from portfolio.evidence.services.drafts import keep, lock_allowed, open_draft
from portfolio.permissions import POLICY
from portfolio.programmes.queries import get_declarations
from portfolio.programmes.rules import Declarations
from portfolio.vocabulary import RECORDED_KINDS, EvidenceKind, EvidenceState, Origin

DRAFT_FIELDS = frozenset(
    (
        "title",
        "kind",
        "origin",
        "assistance",
        "done_on",
        "account",
        "link",
        "work_location",
        "is_authentic",
        "ai_use",
        "answer",
    )
)


class EvidenceNotReady(FieldErrors):
    """Something that submitting needs is not there yet."""


class StaleDraft(StaleWrite):
    """The draft was changed, in another window perhaps, since this page was opened. Nothing of it was saved."""

    def __init__(self, evidence_id: int) -> None:
        super().__init__("This draft was changed since you opened it. Nothing was overwritten.")
        self.evidence_id = evidence_id


@dataclass(frozen=True, slots=True)
class DraftPage:
    """All that the page of a draft sends. None leaves that part as it is.

    `declarations` is the number of the edition that the page showed; None stands for the one that holds.
    """

    changes: Mapping[str, Any]
    claims: Sequence[ClaimChange] | None = None
    tags: Sequence[TagChange] | None = None
    declarations: int | None = None


def start_evidence(
    enrolment_id: int,
    *,
    by: Membership,
    title: str = "",
    kind: EvidenceKind = EvidenceKind.FILES,
    request_key: str = "",
) -> Evidence:
    """Begin a draft of the apprentice's own. The same request key always leads to the same draft."""
    return _start("add_evidence", enrolment_id, by=by, title=title, kind=kind, request_key=request_key)


def record_evidence(
    enrolment_id: int,
    *,
    by: Membership,
    title: str = "",
    kind: EvidenceKind = EvidenceKind.OBSERVATION,
    request_key: str = "",
) -> Evidence:
    """Begin a record of what the assessor saw or heard of the apprentice. It is theirs until they hand it in."""
    if kind not in RECORDED_KINDS:
        raise FieldErrors({"kind": WRONG_KIND})
    return _start("record_evidence", enrolment_id, by=by, title=title, kind=kind, request_key=request_key)


def _start(
    action: str, enrolment_id: int, *, by: Membership, title: str, kind: EvidenceKind, request_key: str
) -> Evidence:
    def start() -> str:
        with transaction() as session:
            enrolment = get_enrolment(enrolment_id)
            require(POLICY, action, by, enrolment)
            now = clock.now()
            evidence = Evidence(enrolment_id=enrolment_id, created_by_id=by.id, created_at=now, changed_at=now)
            session.add(evidence)
            session.flush()
            session.add(
                EvidenceVersion(
                    evidence_id=evidence.id,
                    number=1,
                    title=title,
                    kind=kind,
                    done_on=clock.today(),
                    created_at=now,
                    updated_at=now,
                    salt=new_salt(),
                )
            )
            audit.record("evidence.started", subject=evidence, centre_id=enrolment.centre_id, actor_id=by.id)
            return str(evidence.id)

    if not request_key:
        return get_evidence(int(start()))
    fingerprint = fingerprint_of(action, enrolment_id)
    return get_evidence(int(once(request_key, fingerprint=fingerprint, actor_id=by.id, act=start)))


def save_draft(evidence_id: int, *, by: Membership, revision: int, changes: Mapping[str, Any]) -> EvidenceVersion:
    """Keep these fields of the draft that was opened at this revision."""
    return save_page(evidence_id, by=by, revision=revision, page=DraftPage(changes))


def save_page(evidence_id: int, *, by: Membership, revision: int, page: DraftPage) -> EvidenceVersion:
    """Keep everything the page of a draft holds, or nothing. Saying again what is kept already is never stale."""
    unknown = page.changes.keys() - DRAFT_FIELDS
    if unknown:
        raise ValueError(f"A draft has no {', '.join(sorted(unknown))}.")
    with transaction() as session:
        draft = open_draft(session, evidence_id, by=by)
        changes = _with_sentences(draft, page)
        if not _differs(draft, changes, page):
            return draft
        if draft.revision != revision:
            raise StaleDraft(evidence_id)
        if draft.evidence.is_record and changes.get("kind", draft.kind) not in RECORDED_KINDS:
            raise FieldErrors({"kind": WRONG_KIND})
        _keep_where_it_came_from(draft, changes)
        for name, value in changes.items():
            setattr(draft, name, value)
        if page.claims is not None:
            replace_claims(session, draft, page.claims)
        if page.tags is not None:
            replace_tags(session, draft, page.tags)
        return keep(session, draft)


def submit_evidence(evidence_id: int, *, by: Membership) -> EvidenceVersion:
    """Hand the draft over for assessment. From here this version never changes; submitting it again does nothing."""
    with transaction() as session:
        evidence = lock_allowed(session, evidence_id, by=by, action="submit_evidence")
        draft = get_draft(evidence)
        if draft.submitted_at is not None and evidence.state is EvidenceState.SUBMITTED:
            return draft
        state = next_state(evidence.state, EvidenceEvent.SUBMIT)
        declarations = get_declarations(evidence.enrolment.programme_id)
        if needed := missing(facts_of(draft, declarations), today=clock.today(), ai_choices=declarations.ai_use):
            raise EvidenceNotReady(needed)
        now = clock.now()
        _, manifest = read_manifests([draft.id])[draft.id]
        draft.content_hash = content_hash(manifest, draft.salt)
        draft.submitted_at, draft.submitted_by_id, draft.updated_at = now, by.id, now
        evidence.state, evidence.submitted_number, evidence.changed_at = state, draft.number, now
        session.flush()
        events.publish(
            "evidence.submitted",
            version_id=draft.id,
            evidence_id=evidence_id,
            enrolment_id=evidence.enrolment_id,
            by_id=by.id,
        )
        append_described(SUBMITTED, log_id=evidence.enrolment.centre_id, subject_id=draft.id)
    return draft


def withdraw_evidence(evidence_id: int, *, by: Membership) -> Evidence:
    """Take back a draft, a submission that nobody has begun to assess, or one's own record that was not right.

    What was handed in stays to be read.
    """
    with transaction() as session:
        evidence = lock_allowed(session, evidence_id, by=by, action="withdraw_evidence")
        if evidence.state is EvidenceState.WITHDRAWN:
            return evidence
        came_back = evidence.is_record and evidence.state is EvidenceState.ACTION_REQUIRED
        event = EvidenceEvent.TAKE_BACK if came_back else EvidenceEvent.WITHDRAW
        evidence.state = next_state(evidence.state, event)
        evidence.changed_at = clock.now()
        session.flush()
        audit.record("evidence.withdrawn", subject=evidence, centre_id=evidence.enrolment.centre_id, actor_id=by.id)
        events.publish("evidence.withdrawn", evidence_id=evidence_id, enrolment_id=evidence.enrolment_id)
    return evidence


def answer_return(evidence_id: int, *, by: Membership) -> EvidenceVersion:
    """Open the next version, which begins as a copy of the returned one. While it is open, this returns it."""
    with transaction() as session:
        evidence = lock_allowed(session, evidence_id, by=by, action="answer_return")
        next_state(evidence.state, EvidenceEvent.ANSWER)
        last = get_draft(evidence)
        if last.submitted_at is None:
            return last
        _copy_version(session, last)
        evidence.latest_number = last.number + 1
        session.flush()
        audit.record("evidence.answered", subject=evidence, centre_id=evidence.enrolment.centre_id, actor_id=by.id)
        return get_draft(evidence)


def facts_of(draft: EvidenceVersion, now: Declarations) -> DraftFacts:
    """A declaration counts as made while its sentence is still the one that the programme asks for."""
    is_record = draft.evidence.is_record
    has_agreed = draft.is_authentic and draft.declared == now.sentence(is_record=is_record)
    return DraftFacts(
        title=draft.title,
        kind=draft.kind,
        origin=draft.origin,
        done_on=draft.done_on,
        files=len(draft.files),
        account=draft.account,
        link=draft.link,
        work_location=draft.work_location,
        claims=len(draft.claims),
        is_authentic=has_agreed,
        ai_use=draft.ai_use if draft.ai_declared == now.ai_use.get(draft.ai_use) else "",
        is_record=is_record,
    )


def _with_sentences(draft: EvidenceVersion, page: DraftPage) -> dict[str, Any]:
    """The changes with the sentences that were agreed to. Somebody who read another edition has agreed to nothing."""
    changes = dict(page.changes)
    if not changes.keys() & {"is_authentic", "ai_use"}:
        return changes
    now = get_declarations(draft.evidence.enrolment.programme_id)
    if page.declarations not in (None, now.number):
        changes |= {"is_authentic": False, "ai_use": ""}
    if draft.evidence.is_record and "ai_use" in changes:
        changes["ai_use"] = ""  # asked of apprentices only
    if "is_authentic" in changes:
        changes["declared"] = now.sentence(is_record=draft.evidence.is_record) if changes["is_authentic"] else None
    if "ai_use" in changes:
        changes["ai_declared"] = now.ai_use.get(changes["ai_use"])
    return changes


def _keep_where_it_came_from(draft: EvidenceVersion, changes: Mapping[str, Any]) -> None:
    """What was made in the practice workplace says so for ever, and nothing else can say it."""
    is_artefact = draft.kind is EvidenceKind.SANDBOX_ARTEFACT
    if is_artefact != (changes.get("kind", draft.kind) is EvidenceKind.SANDBOX_ARTEFACT):
        raise FieldErrors({"kind": "Evidence from the practice workplace, and only that, is of this kind."})
    if is_artefact and draft.origin is not None and changes.get("origin", draft.origin) is not draft.origin:
        came_live = draft.origin is Origin.LIVE
        said = "What was imported as live work" if came_live else "What comes from the practice workplace"
        raise FieldErrors({"origin": f"{said} is always {draft.origin.value}."})


def _differs(draft: EvidenceVersion, changes: Mapping[str, Any], page: DraftPage) -> bool:
    if any(getattr(draft, name) != value for name, value in changes.items()):
        return True
    kept = sorted((claim.criterion_id, claim.locator, claim.reason) for claim in draft.claims)
    if page.claims is not None and kept != sorted(page.claims):
        return True
    tags = sorted((tag.criterion_id, tag.how) for tag in list_meta_skill_tags(draft.id))
    return page.tags is not None and tags != sorted(page.tags)


def _copy_version(session: Session, last: EvidenceVersion) -> None:
    """The declarations are not copied: they are made anew for what is submitted anew."""
    now = clock.now()
    version = EvidenceVersion(
        evidence_id=last.evidence_id,
        number=last.number + 1,
        title=last.title,
        kind=last.kind,
        origin=last.origin,
        assistance=last.assistance,
        done_on=last.done_on,
        account=last.account,
        link=last.link,
        work_location=last.work_location,
        created_at=now,
        updated_at=now,
        salt=new_salt(),
    )
    session.add(version)
    session.flush()
    session.add_all(
        EvidenceFile(
            version_id=version.id,
            sha256=file.sha256,
            size=file.size,
            name=file.name,
            media_type=file.media_type,
            position=file.position,
            added_at=file.added_at,
        )
        for file in last.files
    )
    session.add_all(
        Claim(
            version_id=version.id,
            criterion_id=claim.criterion_id,
            locator=claim.locator,
            reason=claim.reason,
            added_at=now,
        )
        for claim in last.claims
    )
    session.add_all(
        MetaSkillTag(version_id=version.id, criterion_id=tag.criterion_id, how=tag.how)
        for tag in list_meta_skill_tags(last.id)
    )
