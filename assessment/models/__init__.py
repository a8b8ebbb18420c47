"""Judgements and signatures, which are only ever added, and the standings derived from them."""

from assessment.models.judgement import (
    Countersignature,
    Decision,
    DraftDecision,
    DraftJudgement,
    Judgement,
    Remark,
)
from assessment.models.standing import (
    CriterionStanding,
    EnrolmentStanding,
    SufficiencyRule,
    UnitStanding,
)
from assessment.models.unit_step import UnitStep
from assessment.rules.terms import CriterionState, DecisionOutcome, Outcome, UnitEvent, UnitState

__all__ = [
    "Countersignature",
    "CriterionStanding",
    "CriterionState",
    "Decision",
    "DecisionOutcome",
    "DraftDecision",
    "DraftJudgement",
    "EnrolmentStanding",
    "Judgement",
    "Outcome",
    "Remark",
    "SufficiencyRule",
    "UnitEvent",
    "UnitStanding",
    "UnitState",
    "UnitStep",
]
