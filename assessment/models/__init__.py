"""Judgements and signatures, which are only ever added, and the standings derived from them."""

from assessment.models.judgement import (
    Countersignature,
    Decision,
    DecisionOutcome,
    DraftDecision,
    DraftJudgement,
    Judgement,
    Outcome,
    Remark,
)
from assessment.models.standing import (
    CriterionStanding,
    CriterionState,
    EnrolmentStanding,
    SufficiencyRule,
    UnitStanding,
    UnitState,
)
from assessment.models.unit_step import UnitEvent, UnitStep

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
