"""Which claims stand, and what is compared to find it out."""

from datetime import UTC, date, datetime
from itertools import count

from assessment.standing.rules.claims import SubmittedClaim, gather_claims, versions_to_compare
from assessment.standing.rules.states import ClaimJudgement
from assessment.standing.rules.units import LastStep, SignedStep, last_steps
from assessment.vocabulary import Outcome, UnitEvent
from portfolio.vocabulary import EvidenceKind, EvidenceState, Origin

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATE = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
MET = ClaimJudgement(1, Outcome.MET, counts_from=NOON)
CRITERION = 7
numbers = count(1)


def claim(
    number: int = 1,
    *,
    newest: int = 1,
    evidence_id: int = 5,
    origin: Origin | None = Origin.LIVE,
    state: EvidenceState = EvidenceState.SUBMITTED,
    at: datetime = NOON,
) -> SubmittedClaim:
    return SubmittedClaim(
        id=next(numbers),
        criterion_id=CRITERION,
        locator="",
        reason="",
        version_id=100 * evidence_id + number,
        evidence_id=evidence_id,
        number=number,
        kind=EvidenceKind.FILES,
        origin=origin,
        done_on=date(2026, 10, 1),
        submitted_at=at,
        submitted_number=newest,
        state=state,
    )


def test_work_without_an_origin_counts_as_live_and_other_work_as_what_it_is() -> None:
    claims = [claim(origin=None), claim(evidence_id=6, origin=Origin.SIMULATED)]
    facts = gather_claims(claims, {}, {})
    assert [standing.item.origin for standing in facts.standing[CRITERION]] == ["live", "simulated"]


def test_work_was_submitted_on_the_day_that_it_was_in_london() -> None:
    facts = gather_claims([claim(at=LATE)], {}, {})
    assert facts.standing[CRITERION][0].item.submitted_on == date(2026, 6, 2)


def test_only_the_newest_version_of_each_piece_of_evidence_stands() -> None:
    facts = gather_claims([claim(1, newest=2), claim(2, newest=2), claim(evidence_id=6)], {}, {})
    assert [standing.item.evidence_id for standing in facts.standing[CRITERION]] == [5, 6]


def test_evidence_is_open_until_it_is_assessed() -> None:
    states = (EvidenceState.SUBMITTED, EvidenceState.ACTION_REQUIRED, EvidenceState.ASSESSED)
    claims = [claim(evidence_id=number, state=state) for number, state in enumerate(states)]
    assert gather_claims(claims, {}, {}).open_evidence[CRITERION] == {0, 1}


def test_versions_are_compared_where_a_claim_waits_that_was_made_before() -> None:
    old, new, alone = claim(1, newest=2), claim(2, newest=2), claim(evidence_id=6)
    claims = [old, new, alone]
    assert versions_to_compare(claims, {old.id: MET}) == {old.version_id, new.version_id}
    assert versions_to_compare(claims, {new.id: MET}) == set()


def test_a_confirmation_covers_what_was_signed() -> None:
    later = NOON.replace(hour=13)
    steps = [SignedStep(1, UnitEvent.SIGNED, "signed", NOON), SignedStep(1, UnitEvent.CONFIRMED, "other", later)]
    assert last_steps([steps[0]]) == {1: LastStep(UnitEvent.SIGNED, "signed", NOON)}
    assert last_steps(steps) == {1: LastStep(UnitEvent.CONFIRMED, "signed", NOON)}
