"""Where a criterion and a unit stand, derived from what was claimed, judged and signed.

**Versions.** Only the claims of an evidence's newest submitted version count. An answer to an older version is stale
from the moment the next one is submitted, for the claims of that evidence and for nothing else, and is shown beside
the new claim ("met on version 1") so that the assessor can confirm it with one key. Nothing is lost when nothing
changed: where the next version leaves the work (files, texts, kind, origin, date) and the claim itself as they were,
an answer of "met" keeps counting until the claim is judged again.

**Units.** A signature covers the judgements that a unit's criteria rested on when it was given. Later ones beside
them change nothing; when one of those it covers no longer counts, the signature is stale. The unit keeps its state
and can be signed again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessment.standing.rules.sufficiency import Item, Rule, check_sufficiency
from assessment.vocabulary import CriterionState, Outcome, UnitEvent, UnitState


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
class Answer:
    """A judgement on one claim. `counts_from` is None while a countersignature is missing."""

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
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """The newest claim of one piece of evidence on a criterion, with the answer that counts for it."""

    item: Item
    answer: Answer | None

    @property
    def is_waiting(self) -> bool:
        return self.answer is None

    @property
    def is_met(self) -> bool:
        return self.answer is not None and self.answer.outcome is Outcome.MET


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    state: CriterionState
    claims: int
    met: int
    reasons: tuple[str, ...]


def answer_that_counts(newest: ClaimedVersion, older: Iterable[ClaimedVersion]) -> Answer | None:
    """Return the answer that counts for the newest version's claim, or None while it waits."""
    if newest.answer is not None:
        return newest.answer if newest.answer.counts_from is not None else None
    before = max(older, key=lambda claim: claim.number, default=None)
    if before is None or before.answer is None or before.answer.counts_from is None:
        return None
    is_same = newest.work == before.work and (newest.locator, newest.reason) == (before.locator, before.reason)
    return before.answer if is_same and before.answer.outcome is Outcome.MET else None


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
    answers = [claim.answer for claim in claims if claim.answer is not None]
    if not answers:
        return False
    latest = max(answers, key=lambda answer: (answer.counts_from is not None, answer.counts_from, answer.judgement_id))
    return latest.outcome is not Outcome.MET


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the state of a unit depends on. `last` is its last step; `is_stale` says that step's content changed."""

    total: int
    met: int
    open_evidence: int
    last: UnitEvent | None
    is_stale: bool

    @property
    def is_ready(self) -> bool:
        return self.total > 0 and self.met == self.total and not self.open_evidence

    @property
    def state(self) -> UnitState:
        if self.last in (UnitEvent.SIGNED, UnitEvent.CONFIRMED):
            return UnitState(self.last.value)
        if not self.is_ready:
            return UnitState.OPEN
        return UnitState.CLAIMED if self.last is UnitEvent.CLAIMED else UnitState.READY


Guard = Callable[[UnitFacts], str | None]


def _everything_met(facts: UnitFacts) -> str | None:
    missing = facts.total - facts.met
    if missing or not facts.total:
        return f"{missing} of {facts.total} criteria {'is' if missing == 1 else 'are'} not met yet."
    if facts.open_evidence:
        pieces = "1 piece" if facts.open_evidence == 1 else f"{facts.open_evidence} pieces"
        return f"{pieces} of evidence for this unit {'is' if facts.open_evidence == 1 else 'are'} still open."
    return None


def _stale_only(facts: UnitFacts) -> str | None:
    return None if facts.is_stale else "It is signed off, and nothing has changed since."


def _not_stale(facts: UnitFacts) -> str | None:
    return "What was signed has changed since, so the assessor has to sign it again." if facts.is_stale else None


# (state, event) → the guards that must all be silent. What is not in the table is refused with a sentence below.
UNIT_STEPS: dict[tuple[UnitState, UnitEvent], tuple[Guard, ...]] = {
    (UnitState.READY, UnitEvent.CLAIMED): (_everything_met,),
    (UnitState.READY, UnitEvent.SIGNED): (_everything_met,),
    (UnitState.CLAIMED, UnitEvent.SIGNED): (_everything_met,),
    (UnitState.SIGNED, UnitEvent.SIGNED): (_stale_only, _everything_met),
    (UnitState.CONFIRMED, UnitEvent.SIGNED): (_stale_only, _everything_met),
    (UnitState.SIGNED, UnitEvent.CONFIRMED): (_not_stale,),
}

_NOT_NOW: dict[tuple[UnitState, UnitEvent], str] = {
    (UnitState.CLAIMED, UnitEvent.CLAIMED): "You have claimed it. It waits for your assessor's signature.",
    (UnitState.SIGNED, UnitEvent.CLAIMED): "It is signed off already.",
    (UnitState.CONFIRMED, UnitEvent.CLAIMED): "It is signed off and confirmed already.",
    (UnitState.CONFIRMED, UnitEvent.CONFIRMED): "You have confirmed it already.",
}


def why_not(event: UnitEvent, facts: UnitFacts) -> str | None:
    """Return the sentence that says why this step is refused now, or None when it is possible."""
    guards = UNIT_STEPS.get((facts.state, event))
    if guards is None:
        if sentence := _NOT_NOW.get((facts.state, event)):
            return sentence
        if event is UnitEvent.CONFIRMED:
            return "Your assessor has not signed it yet."
        return _everything_met(facts) or "That cannot be done to this unit now."
    return next((sentence for guard in guards if (sentence := guard(facts))), None)
