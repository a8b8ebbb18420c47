"""What a decision needs before it can be signed."""

from datetime import date, timedelta

import pytest

from assessment.judging.rules import LONGEST_RETURN_DAYS, ClaimAnswer, VacsCheck, what_is_missing
from assessment.vocabulary import DecisionOutcome, Outcome

TODAY = date(2026, 11, 22)
MET = ClaimAnswer(1, "SR1", Outcome.MET, "")
MORE_NEEDED = ClaimAnswer(2, "SR2", Outcome.PARTLY, "Show the log as well.")
VACS = VacsCheck(is_valid=True, is_authentic=True, is_current=True, is_sufficient=True)


def missing_to_return(days: int) -> dict[str, str]:
    target = TODAY + timedelta(days=days)
    return what_is_missing([MET, MORE_NEEDED], VacsCheck(), DecisionOutcome.RETURNED, target, TODAY)


@pytest.mark.parametrize("days", [0, 1, LONGEST_RETURN_DAYS])
def test_the_date_to_answer_by_is_from_today_to_the_last_day(days: int) -> None:
    assert missing_to_return(days) == {}


@pytest.mark.parametrize("days", [-1, LONGEST_RETURN_DAYS + 1])
def test_a_date_to_answer_by_outside_of_that_is_refused(days: int) -> None:
    assert missing_to_return(days).keys() == {"target_on"}


def test_a_decision_about_nothing_cannot_be_signed() -> None:
    missing = what_is_missing([], VACS, DecisionOutcome.ACCEPTED, TODAY, TODAY)
    assert missing["claims"].startswith("There is nothing to judge")
    assert what_is_missing([MET], VACS, DecisionOutcome.ACCEPTED, TODAY, TODAY) == {}
