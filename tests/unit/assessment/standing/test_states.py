"""Where criteria stand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assessment.standing.rules.states import (
    ClaimedVersion,
    ClaimJudgement,
    StandingClaim,
    Work,
    derive_criterion,
    judgement_that_counts,
)
from assessment.standing.rules.sufficiency import DEFAULTS, Item, make_rule
from assessment.standing.rules.units import rests_on
from assessment.vocabulary import CriterionState, Outcome

RULE = make_rule(DEFAULTS["performance"])
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def answer(number: int, outcome: Outcome = Outcome.MET) -> ClaimJudgement:
    return ClaimJudgement(number, outcome, counts_from=NOON + timedelta(hours=number))


def claim(number: int, given: ClaimJudgement | None) -> StandingClaim:
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
    newest = replace(SECOND, judgement=answer(2, Outcome.PARTLY))
    assert judgement_that_counts(newest, [FIRST]) == newest.judgement


def test_an_answer_of_met_keeps_counting_where_neither_work_nor_claim_changed() -> None:
    assert judgement_that_counts(SECOND, [FIRST]) == FIRST.judgement


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
    assert judgement_that_counts(newest, [FIRST]) is None


def test_an_older_answer_short_of_met_waits_for_the_new_one() -> None:
    assert judgement_that_counts(SECOND, [replace(FIRST, judgement=answer(1, Outcome.PARTLY))]) is None


def test_an_answer_without_its_countersignature_does_not_count() -> None:
    assert judgement_that_counts(replace(FIRST, judgement=ClaimJudgement(1, Outcome.MET, counts_from=None)), []) is None


def test_a_signature_rests_on_what_was_met_and_counted_when_it_was_given() -> None:
    claims = [claim(1, answer(1)), claim(2, answer(2, Outcome.PARTLY)), claim(3, answer(3)), claim(4, None)]
    assert rests_on(claims, NOON + timedelta(hours=2)) == [1]
