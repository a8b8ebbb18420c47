"""The apprentice's answer to a record that an assessor made of their work."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from accounts.services import notify
from assessment.permissions import POLICY
from assessment.queries import get_newest_version, lock_evidence
from assessment.records.models import Confirmation
from assessment.records.queries import TO_BE_CONFIRMED, find_confirmation
from assessment.signatures.services import keep_remark, signature_in_role
from core.db import transaction
from core.destinations import path_to
from core.errors import DomainError, StaleWrite
from core.ledger import append_described
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.services.assessing import dispute_evidence


class NothingToConfirm(DomainError):
    """The record does not wait for an answer."""


class RecordChanged(StaleWrite):
    """What the page showed is not what would be confirmed."""


def confirm_record(evidence_id: int, *, seen: str, by: Membership) -> Confirmation:
    """Sign that the newest version is right. `seen` is its hash, as the page showed it."""
    with transaction():
        evidence, version = _open_record(evidence_id, "confirm_record", seen, by)
        kept = find_confirmation(version.id)
        if kept is not None and kept.is_right:
            return kept
        _refuse_unless_waiting(evidence, kept)
        title, maker, assessor = version.title, evidence.created_by, evidence.enrolment.assessor
        name = evidence.enrolment.apprentice.person.name
        confirmation = _answer(evidence, version, is_right=True, by=by)
        for told in {maker.id: maker, assessor.id: assessor}.values():
            whose = "your" if told.id == maker.id else "the"
            notify(told, f"{name} confirmed {whose} record “{title}”.", path_to("evidence", evidence_id=evidence_id))
    return confirmation


def dispute_record(evidence_id: int, comment: str, *, seen: str, by: Membership) -> Confirmation:
    """Say that the newest version is not right, and why. It goes back to whoever made it."""
    with transaction():
        evidence, version = _open_record(evidence_id, "dispute_record", seen, by)
        _refuse_unless_waiting(evidence, find_confirmation(version.id))
        title, maker, name = version.title, evidence.created_by, evidence.enrolment.apprentice.person.name
        remark = keep_remark(comment, needed="Say what is not right.")
        confirmation = _answer(evidence, version, is_right=False, remark=remark, by=by)
        dispute_evidence(evidence_id)
        text = f"{name} says that your record “{title}” is not right. Read why."
        notify(maker, text, path_to("evidence", evidence_id=evidence_id))
    return confirmation


def _open_record(evidence_id: int, action: str, seen: str, by: Membership) -> tuple[Evidence, EvidenceVersion]:
    """The record, locked, with its newest version."""
    evidence = lock_evidence(evidence_id)
    require(POLICY, action, by, evidence)
    version = get_newest_version(evidence)
    if seen != version.content_hash:
        raise RecordChanged("This record changed since you opened the page. Read it again, then answer.")
    return evidence, version


def _refuse_unless_waiting(evidence: Evidence, kept: Confirmation | None) -> None:
    if kept is not None or evidence.state not in TO_BE_CONFIRMED:
        raise NothingToConfirm("This record does not wait for your answer.")


def _answer(
    evidence: Evidence,
    version: EvidenceVersion,
    *,
    is_right: bool,
    by: Membership,
    remark: Mapping[str, Any] | None = None,
) -> Confirmation:
    kind = "evidence.confirmed" if is_right else "evidence.disputed"
    with transaction() as session:
        confirmation = Confirmation(
            version_id=version.id,
            is_right=is_right,
            **signature_in_role(kind, version.content_hash or "", by),
            **(remark or {}),
        )
        session.add(confirmation)
        session.flush()
        append_described(kind, log_id=evidence.enrolment.centre_id, subject_id=confirmation.id)
    return confirmation
