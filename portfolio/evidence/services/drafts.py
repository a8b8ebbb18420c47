"""Drafts of evidence: begun, opened to be changed, and saved."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from accounts.models import Membership
from accounts.permissions import require
from core import audit, clock
from core.db import transaction
from core.errors import FieldErrors, StaleWrite
from core.idempotency import fingerprint_of, once
from core.ledger import new_salt
from portfolio.enrolments.queries import get_enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.queries import get_draft, get_evidence, list_meta_skill_tags, lock_evidence
from portfolio.evidence.rules.drafts import DRAFT_FIELDS, with_sentences, wrong_with_changes
from portfolio.evidence.rules.states import EvidenceCannotMove, EvidenceEvent, next_state
from portfolio.evidence.rules.submission import WRONG_KIND
from portfolio.evidence.services.claims import ClaimChange, TagChange, replace_claims, replace_tags
from portfolio.permissions import POLICY
from portfolio.programmes.queries import get_declarations
from portfolio.vocabulary import RECORDED_KINDS, EvidenceKind


def lock_allowed(session: Session, evidence_id: int, *, by: Membership, action: str) -> Evidence:
    evidence = lock_evidence(session, evidence_id)
    require(POLICY, action, by, evidence)
    return evidence


def open_draft(session: Session, evidence_id: int, *, by: Membership) -> EvidenceVersion:
    """The draft version, loaded as by `queries.get_version`; its evidence is locked until the transaction ends."""
    evidence = lock_allowed(session, evidence_id, by=by, action="change_evidence")
    next_state(evidence.state, EvidenceEvent.EDIT)
    draft = get_draft(evidence)
    if draft.submitted_at is not None:
        raise EvidenceCannotMove("Start your answer first: a submitted version never changes.")
    return draft


def save_changes(session: Session, draft: EvidenceVersion) -> EvidenceVersion:
    """Write what was changed and return the draft as it is now.

    A change of what hangs on the draft counts as one of the draft, so that a page opened before is found stale.
    """
    draft.updated_at = clock.now()
    flag_modified(draft, "updated_at")
    session.flush()
    return get_draft(draft.evidence)


class StaleDraft(StaleWrite):
    """The draft was changed, in another window perhaps, since this page was opened. Nothing of it was saved."""

    def __init__(self, evidence_id: int) -> None:
        super().__init__("This draft was changed since you opened it. Nothing was overwritten.")
        self.evidence_id = evidence_id


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


def save_draft(
    evidence_id: int,
    *,
    by: Membership,
    revision: int,
    changes: Mapping[str, Any],
    claims: Sequence[ClaimChange] | None = None,
    tags: Sequence[TagChange] | None = None,
    declarations: int | None = None,
) -> EvidenceVersion:
    """Save these fields, claims and meta-skills of the draft that was opened at this revision, or nothing.

    None leaves claims or tags as they are. `declarations` is the number of the edition that was read; None stands for
    the one that holds. Saying again what is saved already is never stale.
    """
    unknown = changes.keys() - DRAFT_FIELDS
    if unknown:
        raise ValueError(f"A draft has no {', '.join(sorted(unknown))}.")
    with transaction() as session:
        draft = open_draft(session, evidence_id, by=by)
        is_record = draft.evidence.is_record
        now = get_declarations(draft.evidence.enrolment.programme_id)
        fields = with_sentences(changes, now, read=declarations, is_record=is_record)
        if not _differs(draft, fields, claims, tags):
            return draft
        if draft.revision != revision:
            raise StaleDraft(evidence_id)
        if wrong := wrong_with_changes(fields, kind=draft.kind, origin=draft.origin, is_record=is_record):
            raise FieldErrors(wrong)
        for name, value in fields.items():
            setattr(draft, name, value)
        if claims is not None:
            replace_claims(session, draft, claims)
        if tags is not None:
            replace_tags(session, draft, tags)
        return save_changes(session, draft)


def _differs(
    draft: EvidenceVersion,
    fields: Mapping[str, Any],
    claims: Sequence[ClaimChange] | None,
    tags: Sequence[TagChange] | None,
) -> bool:
    if any(getattr(draft, name) != value for name, value in fields.items()):
        return True
    saved = sorted((claim.criterion_id, claim.locator, claim.reason) for claim in draft.claims)
    if claims is not None and saved != sorted(claims):
        return True
    return tags is not None and sorted(tags) != sorted(
        (tag.criterion_id, tag.how) for tag in list_meta_skill_tags(draft.id)
    )
