"""Submitting evidence, withdrawing it, and beginning its next version."""

from sqlalchemy.orm import Session

from accounts.models import Membership
from core import audit, clock, events
from core.db import transaction
from core.errors import FieldErrors
from core.ledger import append_described, new_salt
from portfolio.evidence.ledger import SUBMITTED
from portfolio.evidence.models import Claim, Evidence, EvidenceFile, EvidenceVersion, MetaSkillTag
from portfolio.evidence.queries import get_draft, list_meta_skill_tags, read_manifests
from portfolio.evidence.rules.manifest import content_hash
from portfolio.evidence.rules.states import EvidenceEvent, next_state
from portfolio.evidence.rules.submission import DraftFacts, missing
from portfolio.evidence.services.drafts import lock_allowed
from portfolio.programmes.queries import get_declarations
from portfolio.programmes.rules import Declarations
from portfolio.vocabulary import EvidenceState


class EvidenceNotReady(FieldErrors):
    """Something that submitting needs is not there yet."""


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
