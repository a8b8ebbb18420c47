"""Reads everything the workbench shows, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import and_, select

from accounts.models import Membership
from assessment.judging.models import DraftDecision, DraftJudgement
from assessment.judging.queries.decisions import GivenDecision, GivenJudgement, find_draft_decision, list_decisions
from assessment.judging.queries.queue import QueueRow, list_waiting
from assessment.queries import get_version
from assessment.records.queries import find_confirmation
from assessment.standing.models import CriterionStanding
from assessment.vocabulary import CriterionState, Outcome
from core.db import db
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.programmes.queries import ProgrammeCriterion, list_programme_criteria


class ClaimLine(NamedTuple):
    """A claim to judge: what was chosen so far, where the criterion stands, and what an older version was told."""

    claim: Claim
    draft: DraftJudgement | None
    state: CriterionState
    reasons: Sequence[str]
    earlier: GivenJudgement | None
    earlier_number: int | None  # the version that `earlier` was about

    @property
    def outcome(self) -> Outcome | None:
        return self.draft.outcome if self.draft else None

    @property
    def feedback(self) -> str:
        return self.draft.feedback if self.draft else ""

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0


@dataclass(frozen=True)
class Workbench:
    """The evidence on the workbench. `position` is its place in the queue, from 1, or None when it is not in it."""

    evidence: Evidence
    version: EvidenceVersion
    lines: Sequence[ClaimLine]
    draft: DraftDecision | None
    decisions: Sequence[GivenDecision]
    queue: Sequence[QueueRow]
    offered: Sequence[ProgrammeCriterion]  # criteria that could be added
    awaits_confirmation: bool  # it is a record that the apprentice has not confirmed
    is_own_record: bool

    @property
    def position(self) -> int | None:
        ids = [row.evidence_id for row in self.queue]
        return ids.index(self.evidence.id) + 1 if self.evidence.id in ids else None

    @property
    def previous_id(self) -> int | None:
        return self._neighbour(-1)

    @property
    def next_id(self) -> int | None:
        return self._neighbour(1)

    @property
    def judged(self) -> int:
        return sum(line.outcome is not None for line in self.lines)

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    def _neighbour(self, step: int) -> int | None:
        if self.position is None:
            return self.queue[0].evidence_id if self.queue and step > 0 else None
        place = self.position - 1 + step
        return self.queue[place].evidence_id if 0 <= place < len(self.queue) else None


def get_workbench(evidence: Evidence, assessor: Membership) -> Workbench:
    """The newest submitted version with its claims in document order; `evidence` comes with its enrolment."""
    version = get_version(evidence.id, evidence.submitted_number or 0)
    claims = sorted(version.claims, key=lambda claim: claim.criterion.position)
    claimed = {claim.criterion_id for claim in claims}
    kept = _find_kept(version.id, evidence.enrolment_id, assessor.id)
    draft = find_draft_decision(version.id)
    decisions = list_decisions(evidence.id)
    earlier = {
        judgement.criterion_id: (judgement, given.number)
        for given in decisions
        for judgement in given.judgements
        if given.number < version.number
    }
    lines = [ClaimLine(claim, *kept[claim.id], *earlier.get(claim.criterion_id, (None, None))) for claim in claims]
    offered = list_programme_criteria(evidence.enrolment.programme_id, evidence.enrolment_id)
    return Workbench(
        evidence,
        version,
        lines,
        draft if draft is not None and draft.assessor_id == assessor.id else None,
        decisions,
        list_waiting(assessor),
        [criterion for criterion in offered if criterion.id not in claimed],
        awaits_confirmation=evidence.is_record and not _is_confirmed(version.id),
        is_own_record=evidence.is_record and evidence.created_by_id == assessor.id,
    )


def _is_confirmed(version_id: int) -> bool:
    confirmation = find_confirmation(version_id)
    return confirmation is not None and confirmation.is_right


def find_next(assessor: Membership) -> int | None:
    """The evidence that has waited longest of what can be signed, or None when nothing waits."""
    rows = list_waiting(assessor, limit=1)
    return rows[0].evidence_id if rows and not rows[0].awaits_confirmation else None


def _find_kept(
    version_id: int, enrolment_id: int, assessor_id: int
) -> dict[int, tuple[DraftJudgement | None, CriterionState, Sequence[str]]]:
    """By claim: this assessor's draft, and where the criterion stands."""
    rows = db.session.execute(
        select(Claim.id, DraftJudgement, CriterionStanding.state, CriterionStanding.reasons)
        .outerjoin(DraftJudgement, and_(DraftJudgement.claim_id == Claim.id, DraftJudgement.assessor_id == assessor_id))
        .outerjoin(
            CriterionStanding,
            and_(CriterionStanding.criterion_id == Claim.criterion_id, CriterionStanding.enrolment_id == enrolment_id),
        )
        .where(Claim.version_id == version_id)
    )
    return {
        claim_id: (draft, state or CriterionState.WORKING_TOWARDS, reasons or ())
        for claim_id, draft, state, reasons in rows
    }
