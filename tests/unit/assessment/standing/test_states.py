"""Where criteria and units stand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from assessment.separation import why_not_countersign, why_not_judge, why_not_sign
from assessment.signatures.rules import rests_on
from assessment.standing.rules.states import (
    UNIT_STEPS,
    Answer,
    ClaimedVersion,
    StandingClaim,
    UnitFacts,
    Work,
    answer_that_counts,
    derive_criterion,
    why_not,
)
from assessment.standing.rules.sufficiency import DEFAULTS, Item, make_rule
from assessment.vocabulary import CriterionState, Outcome, UnitEvent, UnitState

RULE = make_rule(DEFAULTS["performance"])
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def answer(number: int, outcome: Outcome = Outcome.MET) -> Answer:
    return Answer(number, outcome, counts_from=NOON + timedelta(hours=number))


def claim(number: int, given: Answer | None) -> StandingClaim:
    return StandingClaim(
        Item(number, "files", "live", date(2026, 10, number), date(2026, 11, 1), is_direct=True), given
    )


def test_a_criterion_nobody_claimed_is_not_started() -> None:
    assert derive_criterion(RULE, []).state is CriterionState.NOT_STARTED


def test_a_claim_that_waits_is_working_towards() -> None:
    assert derive_criterion(RULE, [claim(1, None)]).state is CriterionState.WORKING_TOWARDS


def test_the_rule_passes_on_two_judgements_of_met() -> None:
    found = derive_criterion(RULE, [claim(1, answer(1)), claim(2, answer(2))])
    assert (found.state, found.claims, found.met, found.reasons) == (CriterionState.MET, 2, 2, ())


def test_one_judgement_of_met_needs_more() -> None:
    found = derive_criterion(RULE, [claim(1, answer(1))])
    assert (found.state, found.reasons) == (CriterionState.MORE_NEEDED, ("one more occasion",))


def test_one_met_and_one_waiting_is_working_towards() -> None:
    assert derive_criterion(RULE, [claim(1, answer(1)), claim(2, None)]).state is CriterionState.WORKING_TOWARDS


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.NOT_MET])
def test_a_latest_judgement_short_of_met_needs_more_even_while_another_claim_waits(outcome: Outcome) -> None:
    claims = [claim(1, answer(1)), claim(2, answer(2, outcome)), claim(3, None)]
    assert derive_criterion(RULE, claims).state is CriterionState.MORE_NEEDED


def test_a_criterion_that_is_met_stays_met_when_later_evidence_falls_short() -> None:
    claims = [claim(1, answer(1)), claim(2, answer(2)), claim(3, answer(3, Outcome.NOT_MET))]
    assert derive_criterion(RULE, claims).state is CriterionState.MET


WORK = Work("files", "live", date(2026, 10, 1), "What I did", "", "", ("a" * 64,))
FIRST = ClaimedVersion(1, WORK, "page 1", "It shows it", answer(1))
SECOND = ClaimedVersion(2, WORK, "page 1", "It shows it", None)


def test_only_the_newest_version_has_a_say_once_it_is_judged() -> None:
    newest = replace(SECOND, answer=answer(2, Outcome.PARTLY))
    assert answer_that_counts(newest, [FIRST]) == newest.answer


def test_an_answer_of_met_keeps_counting_where_neither_work_nor_claim_changed() -> None:
    assert answer_that_counts(SECOND, [FIRST]) == FIRST.answer


@pytest.mark.parametrize(
    "newest",
    [
        replace(SECOND, work=replace(WORK, files=("b" * 64,))),
        replace(SECOND, work=replace(WORK, account="Something else")),
        replace(SECOND, locator="page 2"),
        replace(SECOND, reason="Another reason"),
    ],
)
def test_changed_work_or_a_changed_claim_makes_the_older_answer_stale(newest: ClaimedVersion) -> None:
    assert answer_that_counts(newest, [FIRST]) is None


def test_an_older_answer_short_of_met_waits_for_the_new_one() -> None:
    assert answer_that_counts(SECOND, [replace(FIRST, answer=answer(1, Outcome.PARTLY))]) is None


def test_an_answer_without_its_countersignature_does_not_count() -> None:
    assert answer_that_counts(replace(FIRST, answer=Answer(1, Outcome.MET, counts_from=None)), []) is None


def test_a_signature_rests_on_what_was_met_and_counted_when_it_was_given() -> None:
    claims = [claim(1, answer(1)), claim(2, answer(2, Outcome.PARTLY)), claim(3, answer(3)), claim(4, None)]
    assert rests_on(claims, NOON + timedelta(hours=2)) == [1]


READY = UnitFacts(total=3, met=3, open_evidence=0, last=None, is_stale=False)


def test_a_unit_is_ready_when_everything_is_met_and_nothing_is_open() -> None:
    assert READY.state is UnitState.READY
    assert replace(READY, met=2).state is UnitState.OPEN
    assert replace(READY, open_evidence=1).state is UnitState.OPEN
    assert replace(READY, total=0, met=0).state is UnitState.OPEN


def test_a_claimed_unit_that_is_no_longer_ready_is_open_again() -> None:
    claimed = replace(READY, last=UnitEvent.CLAIMED)
    assert claimed.state is UnitState.CLAIMED
    assert replace(claimed, open_evidence=1).state is UnitState.OPEN


def test_a_signed_unit_stays_signed_whatever_is_added_later() -> None:
    assert replace(READY, last=UnitEvent.SIGNED, met=1, open_evidence=2, is_stale=True).state is UnitState.SIGNED


@pytest.mark.parametrize(
    ("facts", "event", "sentence"),
    [
        (READY, UnitEvent.CLAIMED, None),
        (READY, UnitEvent.SIGNED, None),
        (READY, UnitEvent.CONFIRMED, "Your assessor has not signed it yet."),
        (replace(READY, met=2), UnitEvent.CLAIMED, "1 of 3 criteria is not met yet."),
        (replace(READY, met=1), UnitEvent.SIGNED, "2 of 3 criteria are not met yet."),
        (replace(READY, open_evidence=1), UnitEvent.SIGNED, "1 piece of evidence for this unit is still open."),
        (replace(READY, last=UnitEvent.CLAIMED), UnitEvent.SIGNED, None),
        (replace(READY, last=UnitEvent.SIGNED), UnitEvent.CONFIRMED, None),
        (replace(READY, last=UnitEvent.SIGNED), UnitEvent.CLAIMED, "It is signed off already."),
        (replace(READY, last=UnitEvent.CONFIRMED, is_stale=True), UnitEvent.SIGNED, None),
        (
            replace(READY, last=UnitEvent.SIGNED),
            UnitEvent.SIGNED,
            "It is signed off, and nothing has changed since.",
        ),
        (
            replace(READY, last=UnitEvent.SIGNED, is_stale=True),
            UnitEvent.CONFIRMED,
            "What was signed has changed since, so the assessor has to sign it again.",
        ),
    ],
)
def test_a_step_is_possible_or_says_why_not(facts: UnitFacts, event: UnitEvent, sentence: str | None) -> None:
    assert why_not(event, facts) == sentence


def test_every_step_outside_the_table_is_refused_with_a_sentence() -> None:
    for last, event, met, is_stale in product([None, *UnitEvent], UnitEvent, (2, 3), (False, True)):
        facts = replace(READY, last=last, met=met, is_stale=is_stale)
        if (facts.state, event) not in UNIT_STEPS:
            assert why_not(event, facts)


def test_nobody_acts_on_their_own_work_whatever_role_they_hold() -> None:
    assert why_not_judge(person_id=1, apprentice_person_id=1)
    assert why_not_sign(person_id=1, apprentice_person_id=1, is_qualified=True)
    assert why_not_countersign(person_id=1, apprentice_person_id=1, assessor_person_id=2, is_qualified=True)


def test_nobody_countersigns_their_own_decision() -> None:
    assert why_not_countersign(person_id=2, apprentice_person_id=1, assessor_person_id=2, is_qualified=True)


def test_a_trainee_neither_countersigns_nor_signs_units() -> None:
    assert why_not_countersign(person_id=3, apprentice_person_id=1, assessor_person_id=2, is_qualified=False)
    assert why_not_sign(person_id=3, apprentice_person_id=1, is_qualified=False)


def test_a_qualified_assessor_who_is_somebody_else_may() -> None:
    assert why_not_judge(person_id=3, apprentice_person_id=1) is None
    assert why_not_countersign(person_id=3, apprentice_person_id=1, assessor_person_id=2, is_qualified=True) is None
    assert why_not_sign(person_id=3, apprentice_person_id=1, is_qualified=True) is None
