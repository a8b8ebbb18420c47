"""What a decision needs before it can be signed, and the sentences, dates and phrases that go with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

from assessment.vocabulary import DecisionOutcome, Outcome

_DATA = json.loads((resources.files("assessment.data") / "judging.json").read_text(encoding="utf-8"))
RETURN_DAYS: int = _DATA["return_days"]
LONGEST_RETURN_DAYS: int = _DATA["longest_return_days"]
PHRASES: Sequence[str] = _DATA["phrases"]
FEEDBACK_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What the assessor chose for one claim."""

    claim_id: int
    code: str
    outcome: Outcome | None
    feedback: str


@dataclass(frozen=True, slots=True)
class VacsCheck:
    """VACS: the evidence is valid, authentic, current and sufficient for what was marked as met."""

    is_valid: bool = False
    is_authentic: bool = False
    is_current: bool = False
    is_sufficient: bool = False

    @property
    def is_complete(self) -> bool:
        return self.is_valid and self.is_authentic and self.is_current and self.is_sufficient


def proposed_outcome(answers: Sequence[ClaimAnswer], *, is_own_record: bool = False) -> DecisionOutcome:
    """Return what follows when the assessor does not say: back to the apprentice unless everything is met.

    A record that the assessor made themselves is accepted with what it shows.
    """
    if is_own_record:
        return DecisionOutcome.ACCEPTED
    is_met = all(answer.outcome is Outcome.MET for answer in answers)
    return DecisionOutcome.ACCEPTED if is_met else DecisionOutcome.RETURNED


def default_target(today: date) -> date:
    return today + timedelta(days=RETURN_DAYS)


def what_is_missing(
    answers: Sequence[ClaimAnswer], check: VacsCheck, outcome: DecisionOutcome, target_on: date, today: date
) -> dict[str, str]:
    """Return a sentence for each field of the workbench that keeps the decision from being signed."""
    return {
        **_missing_judgements(answers),
        **_missing_for_return(answers, outcome, target_on, today),
        **_missing_for_acceptance(check, outcome),
    }


NOBODY_TO_RETURN_TO = "You made this record yourself, so there is nobody to return it to. Accept it with what it shows."


def _missing_judgements(answers: Sequence[ClaimAnswer]) -> dict[str, str]:
    missing = {}
    for answer in answers:
        if answer.outcome is None:
            missing[f"outcome-{answer.claim_id}"] = f"Judge {answer.code}: choose met, more needed or not met."
        elif answer.outcome is not Outcome.MET and not answer.feedback.strip():
            missing[f"feedback-{answer.claim_id}"] = f"Say what {answer.code} still needs."
    if not answers:
        missing["claims"] = "There is nothing to judge: add the criterion that this evidence shows."
    return missing


def _missing_for_return(
    answers: Sequence[ClaimAnswer], outcome: DecisionOutcome, target_on: date, today: date
) -> dict[str, str]:
    if outcome is not DecisionOutcome.RETURNED:
        return {}
    if answers and all(answer.outcome is Outcome.MET for answer in answers):
        return {"outcome": "Everything is met, so there is nothing to return. Accept it, or mark what is missing."}
    if not today <= target_on <= today + timedelta(days=LONGEST_RETURN_DAYS):
        return {"target_on": f"Choose a date to answer by, from today to {LONGEST_RETURN_DAYS} days ahead."}
    return {}


def _missing_for_acceptance(check: VacsCheck, outcome: DecisionOutcome) -> dict[str, str]:
    if outcome is DecisionOutcome.ACCEPTED and not check.is_complete:
        return {"is_valid": "To accept it, confirm that it is valid, authentic, current and sufficient."}
    return {}


def decision_content(
    *,
    version_hash: str,
    outcome: str,
    check: VacsCheck,
    target_on: date | None,
    answers: Sequence[tuple[int, str, str, str | None]],
) -> Mapping[str, Any]:
    """Return what is signed: the version, the check, and for each claim its id, criterion, outcome, commitment."""
    return {
        "version": version_hash,
        "outcome": outcome,
        "check": {
            "valid": check.is_valid,
            "authentic": check.is_authentic,
            "current": check.is_current,
            "sufficient": check.is_sufficient,
        },
        "target_on": target_on.isoformat() if target_on else None,
        "judgements": [
            {"claim": str(claim_id), "criterion": criterion, "outcome": given, "feedback": feedback}
            for claim_id, criterion, given, feedback in sorted(answers)
        ],
    }
