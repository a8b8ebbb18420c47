"""Where a criterion stands, derived from what was claimed and judged.

Only the claims of an evidence's newest submitted version count. An answer to an older version is stale
from the moment the next one is submitted, for the claims of that evidence and for nothing else, and is shown beside
the new claim ("met on version 1") so that the assessor can confirm it with one key. Nothing is lost when nothing
changed: where the next version leaves the work (files, texts, kind, origin, date) and the claim itself as they were,
an answer of "met" keeps counting until the claim is judged again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessment.standing.rules.sufficiency import Item, Rule, check_sufficiency
from assessment.vocabulary import CriterionState, Outcome


@dataclass(frozen=True, slots=True)
class Work:
    """What an assessor looks at in a version. Two versions with equal work differ in their claims at most."""

    kind: str
    origin: str | None
    done_on: date | None
    account: str
    link: str
    work_location: str
    files: tuple[str, ...]  # SHA-256 in order


@dataclass(frozen=True, slots=True)
class ClaimJudgement:
    """The last judgement on one claim. `counts_from` is None while a countersignature is missing."""

    judgement_id: int
    outcome: Outcome
    counts_from: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimedVersion:
    """One submitted version's claim on a criterion, and the last answer to it."""

    number: int
    work: Work | None  # None unless there is another version to compare it with
    locator: str
    reason: str
    judgement: ClaimJudgement | None


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """The newest claim of one piece of evidence on a criterion, with the answer that counts for it."""

    item: Item
    judgement: ClaimJudgement | None

    @property
    def is_waiting(self) -> bool:
        return self.judgement is None

    @property
    def is_met(self) -> bool:
        return self.judgement is not None and self.judgement.outcome is Outcome.MET


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    state: CriterionState
    claims: int
    met: int
    reasons: tuple[str, ...]


def judgement_that_counts(newest: ClaimedVersion, older: Iterable[ClaimedVersion]) -> ClaimJudgement | None:
    """Return the answer that counts for the newest version's claim, or None while it waits."""
    if newest.judgement is not None:
        return newest.judgement if newest.judgement.counts_from is not None else None
    before = max(older, key=lambda claim: claim.number, default=None)
    if before is None or before.judgement is None or before.judgement.counts_from is None:
        return None
    is_same = newest.work == before.work and (newest.locator, newest.reason) == (before.locator, before.reason)
    return before.judgement if is_same and before.judgement.outcome is Outcome.MET else None


def derive_criterion(rule: Rule, claims: Sequence[StandingClaim]) -> CriterionFacts:
    """Derive the state of one criterion of one enrolment from the newest claims on it."""
    met = [claim.item for claim in claims if claim.is_met]
    verdict = check_sufficiency(rule, met)
    if not claims:
        state = CriterionState.NOT_STARTED
    elif verdict.passes:
        state = CriterionState.MET
    elif _latest_says_more(claims) or not any(claim.is_waiting for claim in claims):
        state = CriterionState.MORE_NEEDED
    else:
        state = CriterionState.WORKING_TOWARDS
    return CriterionFacts(state, claims=len(claims), met=len(met), reasons=verdict.reasons)


def _latest_says_more(claims: Sequence[StandingClaim]) -> bool:
    judgements = [claim.judgement for claim in claims if claim.judgement is not None]
    if not judgements:
        return False
    latest = max(judgements, key=_when_it_counted)
    return latest.outcome is not Outcome.MET


def _when_it_counted(judgement: ClaimJudgement) -> tuple[bool, datetime | None, int]:
    return judgement.counts_from is not None, judgement.counts_from, judgement.judgement_id


def count_states(states: Sequence[str]) -> dict[str, int]:
    """How many of a unit's or an enrolment's claimed criteria stand where; the others have not been started."""
    return {
        "met": states.count(CriterionState.MET),
        "working": states.count(CriterionState.WORKING_TOWARDS),
        "more": states.count(CriterionState.MORE_NEEDED) + states.count(CriterionState.CHALLENGED),
    }
