"""Reads one piece of evidence with everything that was said about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assessment.judging.queries.decisions import GivenDecision, GivenJudgement, list_decisions
from assessment.queries import get_version, list_submissions
from assessment.records.models import Confirmation
from assessment.records.queries import TO_BE_CONFIRMED, list_confirmations
from core.db import db
from portfolio.evidence.models import Evidence, EvidenceVersion, MetaSkillTag
from portfolio.evidence.queries import NoSuchEvidence


@dataclass(frozen=True)
class EvidencePage:
    """`shown` is the version on the page; `answers` the last judgement on each of its claims, by claim id."""

    evidence: Evidence
    versions: Sequence[EvidenceVersion]
    shown: EvidenceVersion
    decisions: Sequence[GivenDecision]
    answers: dict[int, GivenJudgement]
    tags: Sequence[MetaSkillTag]
    confirmations: dict[int, Confirmation]  # what the apprentice said of each version of a record, by its number

    @property
    def to_confirm(self) -> bool:
        """Whether the apprentice is asked if the newest version of this record is right."""
        is_open = self.evidence.state in TO_BE_CONFIRMED and self.is_newest
        return self.evidence.is_record and is_open and self.shown.number not in self.confirmations

    @property
    def is_newest(self) -> bool:
        return self.shown.number == self.evidence.submitted_number

    @property
    def pending(self) -> GivenDecision | None:
        """The newest version's decision that waits for a countersignature."""
        found = [given for given in self.decisions if given.waits_for_countersignature]
        return next((given for given in found if given.number == self.evidence.submitted_number), None)


def get_evidence_page(evidence: Evidence, number: int | None) -> EvidencePage:
    """A submitted version (the newest unless one is named) with files and claims, and all decisions ever made."""
    versions = list_submissions(evidence.id)
    wanted = number or evidence.submitted_number
    if wanted not in {version.number for version in versions}:
        raise NoSuchEvidence
    shown = get_version(evidence.id, wanted)
    decisions = list_decisions(evidence.id)
    answers = {judgement.claim_id: judgement for given in decisions for judgement in given.judgements if given.counts}
    tags = db.session.scalars(
        select(MetaSkillTag)
        .where(MetaSkillTag.version_id == shown.id)
        .options(joinedload(MetaSkillTag.criterion, innerjoin=True))
        .order_by(MetaSkillTag.id)
    ).all()
    confirmations = list_confirmations(evidence.id) if evidence.is_record else {}
    return EvidencePage(evidence, versions, shown, decisions, answers, tags, confirmations)
