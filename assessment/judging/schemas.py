"""What the workbench sends at every key, as JSON."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from assessment.judging.rules import FEEDBACK_LENGTH, VacsCheck
from assessment.judging.services.drafts import DecisionInput, JudgementInput
from assessment.vocabulary import DecisionOutcome, Outcome
from core.errors import FieldErrors
from core.text import without_controls


class DraftJudgementSchema(Schema):
    outcome = fields.Enum(Outcome, by_value=True, load_default=None, allow_none=True)
    feedback = fields.String(load_default="", validate=validate.Length(max=FEEDBACK_LENGTH))
    revision = fields.Integer(required=True, strict=True)


class DraftDecisionSchema(Schema):
    is_valid = fields.Boolean(load_default=False)
    is_authentic = fields.Boolean(load_default=False)
    is_current = fields.Boolean(load_default=False)
    is_sufficient = fields.Boolean(load_default=False)
    outcome = fields.Enum(DecisionOutcome, by_value=True, load_default=None, allow_none=True)
    target_on = fields.Date(load_default=None, allow_none=True)
    revision = fields.Integer(required=True, strict=True)


def load_judgement(claim_id: int, sent: Any) -> JudgementInput:
    values = _load(DraftJudgementSchema(), sent)
    return JudgementInput(claim_id, values["outcome"], without_controls(values["feedback"]), values["revision"])


def load_decision(sent: Any) -> DecisionInput:
    values = _load(DraftDecisionSchema(), sent)
    check = VacsCheck(values["is_valid"], values["is_authentic"], values["is_current"], values["is_sufficient"])
    return DecisionInput(check, values["outcome"], values["target_on"], values["revision"])


def _load(schema: Schema, sent: Any) -> dict[str, Any]:
    """Return the values, or raise FieldErrors with the sentences of the first fields that are wrong."""
    try:
        return dict(schema.load(sent))
    except ValidationError as refusal:
        messages: dict[str, list[str]] = refusal.normalized_messages()  # type: ignore[no-untyped-call]  # a dict
        raise FieldErrors({name: f"{name}: {' '.join(map(str, found))}" for name, found in messages.items()}) from None
