"""The claims that stand on each criterion, each with the answer that counts for it."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from assessment.standing.rules.states import (
    ClaimedVersion,
    ClaimJudgement,
    StandingClaim,
    Work,
    judgement_that_counts,
)
from assessment.standing.rules.sufficiency import DIRECT_KINDS, Item
from core import clock
from portfolio.vocabulary import EvidenceKind, EvidenceState, Origin

WAITING = (EvidenceState.SUBMITTED, EvidenceState.IN_ASSESSMENT)
OPEN = (*WAITING, EvidenceState.ACTION_REQUIRED)
COUNTING = (*OPEN, EvidenceState.ASSESSED)
ORIGIN_UNLESS_SAID = Origin.LIVE  # of versions from before the question was asked


class SubmittedClaim(NamedTuple):
    """What one submitted version claims of one criterion, with what its version and its evidence are."""

    id: int
    criterion_id: int
    locator: str
    reason: str
    version_id: int
    evidence_id: int
    number: int
    kind: EvidenceKind
    origin: Origin | None
    done_on: date | None
    submitted_at: datetime
    submitted_number: int  # of the evidence's newest submitted version
    state: EvidenceState

    @property
    def is_newest(self) -> bool:
        return self.number == self.submitted_number


@dataclass(frozen=True)
class ClaimFacts:
    """The newest claims on each criterion, and which open evidence claims it, by criterion id."""

    standing: dict[int, list[StandingClaim]]
    open_evidence: dict[int, set[int]]


def versions_to_compare(claims: Sequence[SubmittedClaim], judged: Container[int]) -> set[int]:
    """The versions whose work says if an older answer still counts: of claims that wait and were made before."""
    older = _older_claims(claims)
    found: set[int] = set()
    for claim in claims:
        before = older.get((claim.evidence_id, claim.criterion_id))
        if claim.is_newest and claim.id not in judged and before:
            found.update((claim.version_id, *(each.version_id for each in before)))
    return found


def gather_claims(
    claims: Sequence[SubmittedClaim], judgements: Mapping[int, ClaimJudgement], works: Mapping[int, Work]
) -> ClaimFacts:
    """Judgements come by claim, works by version; only those of `versions_to_compare` are asked for."""
    older = _older_claims(claims)
    facts = ClaimFacts(defaultdict(list), defaultdict(set))
    for claim in claims:
        if not claim.is_newest:
            continue
        newest, *before = (
            ClaimedVersion(each.number, works.get(each.version_id), each.locator, each.reason, judgements.get(each.id))
            for each in (claim, *older.get((claim.evidence_id, claim.criterion_id), ()))
        )
        standing = StandingClaim(_item_of(claim), judgement_that_counts(newest, before))
        facts.standing[claim.criterion_id].append(standing)
        if claim.state in OPEN:
            facts.open_evidence[claim.criterion_id].add(claim.evidence_id)
    return facts


def _older_claims(claims: Sequence[SubmittedClaim]) -> dict[tuple[int, int], list[SubmittedClaim]]:
    """By evidence and criterion."""
    older: dict[tuple[int, int], list[SubmittedClaim]] = defaultdict(list)
    for claim in claims:
        if not claim.is_newest:
            older[claim.evidence_id, claim.criterion_id].append(claim)
    return older


def _item_of(claim: SubmittedClaim) -> Item:
    return Item(
        evidence_id=claim.evidence_id,
        kind=claim.kind.value,
        origin=(claim.origin or ORIGIN_UNLESS_SAID).value,
        done_on=claim.done_on,
        submitted_on=claim.submitted_at.astimezone(clock.LONDON).date(),
        is_direct=claim.kind.value in DIRECT_KINDS,
    )
