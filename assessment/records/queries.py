"""Reads records that assessors made of an apprentice's work, and what the apprentice says of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased, joinedload

from accounts.models import Membership, Person
from assessment.records.models import Confirmation
from core.db import db
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion
from portfolio.evidence.queries import recorded_by
from portfolio.vocabulary import EvidenceKind, EvidenceState

TO_BE_CONFIRMED = (EvidenceState.SUBMITTED, EvidenceState.IN_ASSESSMENT)
MOST_RECORDS = 20


class ToConfirm(NamedTuple):
    """A record that waits for the apprentice's answer."""

    evidence_id: int
    title: str
    kind: EvidenceKind
    recorded_by: str
    submitted_at: datetime


class OwnRecord(NamedTuple):
    """A record that its maker has to finish, or to put right; `is_answered` says a new version is being written."""

    evidence_id: int
    title: str
    apprentice: str
    state: EvidenceState
    is_answered: bool
    changed_at: datetime


def find_confirmation(version_id: int) -> Confirmation | None:
    return db.session.scalar(
        select(Confirmation).where(Confirmation.version_id == version_id).options(joinedload(Confirmation.remark))
    )


def list_confirmations(evidence_id: int) -> dict[int, Confirmation]:
    """By the number of the version, each with who answered and their remark."""
    rows = db.session.execute(
        select(EvidenceVersion.number, Confirmation)
        .join(EvidenceVersion, EvidenceVersion.id == Confirmation.version_id)
        .where(EvidenceVersion.evidence_id == evidence_id)
        .options(
            joinedload(Confirmation.by, innerjoin=True).joinedload(Membership.person, innerjoin=True),
            joinedload(Confirmation.remark),
        )
    )
    return {row[0]: row[1] for row in rows}


def awaits_confirmation() -> ColumnElement[bool]:
    """Whether this version is a record that the apprentice has not confirmed, beside Evidence and Enrolment."""
    confirmed = exists().where(Confirmation.version_id == EvidenceVersion.id, Confirmation.is_right)
    return and_(Evidence.created_by_id != Enrolment.apprentice_id, ~confirmed)


def list_to_confirm(enrolment_id: int) -> Sequence[ToConfirm]:
    """The oldest first."""
    rows = db.session.execute(
        select(Evidence.id, EvidenceVersion.title, EvidenceVersion.kind, recorded_by(), EvidenceVersion.submitted_at)
        .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
        .join(
            EvidenceVersion,
            and_(EvidenceVersion.evidence_id == Evidence.id, EvidenceVersion.number == Evidence.submitted_number),
        )
        .where(Evidence.enrolment_id == enrolment_id, Evidence.state.in_(TO_BE_CONFIRMED), awaits_confirmation())
        .order_by(EvidenceVersion.submitted_at, Evidence.id)
    )
    return [ToConfirm._make(row) for row in rows]


def list_own_records(maker: Membership) -> Sequence[OwnRecord]:
    """What came back first, then drafts; the oldest first."""
    apprentice = aliased(Membership)
    rows = db.session.execute(
        select(
            Evidence.id,
            EvidenceVersion.title,
            Person.name,
            Evidence.state,
            EvidenceVersion.submitted_at.is_(None),
            Evidence.changed_at,
        )
        .join(Enrolment, Enrolment.id == Evidence.enrolment_id)
        .join(apprentice, apprentice.id == Enrolment.apprentice_id)
        .join(Person, Person.id == apprentice.person_id)
        .join(
            EvidenceVersion,
            and_(EvidenceVersion.evidence_id == Evidence.id, EvidenceVersion.number == Evidence.latest_number),
        )
        .where(
            Evidence.created_by_id == maker.id,
            Evidence.created_by_id != Enrolment.apprentice_id,
            Evidence.state.in_((EvidenceState.DRAFT, EvidenceState.ACTION_REQUIRED)),
        )
        .order_by(Evidence.state, Evidence.changed_at, Evidence.id)
        .limit(MOST_RECORDS)
    )
    return [OwnRecord._make(row) for row in rows]
