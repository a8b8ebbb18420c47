"""What an assessor can fill in: the whole workbench as one form, and a criterion to add."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from assessment.judging.rules import VacsCheck
from assessment.judging.services.decisions import AssessmentUnfinished
from assessment.judging.services.drafts import DecisionInput, JudgementInput
from assessment.vocabulary import DecisionOutcome, Outcome
from core.forms import Form
from core.text import whole_number, without_controls
from portfolio.programmes.queries import ProgrammeCriterion

_PREFIX = "revision-"
E = TypeVar("E", bound=StrEnum)


class AddClaimForm(Form):
    criterion_id = SelectField(
        "Criterion", coerce=int, validators=[InputRequired("Choose the criterion that this evidence shows.")]
    )
    locator = StringField("Where to look", validators=[Optional(), Length(max=200)])
    reason = StringField("Why", validators=[Optional(), Length(max=1000)])

    def offer(self, criteria: Sequence[ProgrammeCriterion]) -> None:
        """Set the criteria to choose from, by unit."""
        units: dict[str, list[tuple[int, str]]] = {}
        for criterion in criteria:
            label = f"{criterion.unit_code} {criterion.unit_title}"
            statement = criterion.statement if len(criterion.statement) <= 90 else criterion.statement[:89] + "…"
            units.setdefault(label, []).append((criterion.id, f"{criterion.code} {statement}"))
        self.criterion_id.choices = units


def read_answers(sent: Mapping[str, str]) -> list[JudgementInput]:
    """Return the answers in the form; a claim is in it when its revision is."""
    numbers = [name.removeprefix(_PREFIX) for name in sent if name.startswith(_PREFIX)]
    return [
        JudgementInput(
            claim_id=claim_id,
            outcome=_choice(Outcome, sent.get(f"outcome-{number}", "")),
            feedback=without_controls(sent.get(f"feedback-{number}", "")).replace("\r\n", "\n"),
            revision=whole_number(sent[f"{_PREFIX}{number}"]) or 0,
        )
        for number in numbers
        if (claim_id := whole_number(number)) is not None
    ]


def read_decision(evidence_id: int, sent: Mapping[str, str]) -> DecisionInput:
    return DecisionInput(
        check=VacsCheck("is_valid" in sent, "is_authentic" in sent, "is_current" in sent, "is_sufficient" in sent),
        outcome=_choice(DecisionOutcome, sent.get("outcome", "")),
        target_on=_day(evidence_id, sent.get("target_on", "")),
        revision=whole_number(sent.get("decision_revision")) or 0,
    )


def _choice(kind: type[E], value: str) -> E | None:
    return kind(value) if value in set(kind) else None


def _day(evidence_id: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = "Write the date to answer by as year, month and day, such as 2026-11-29."
        raise AssessmentUnfinished(evidence_id, {"target_on": sentence}) from None
