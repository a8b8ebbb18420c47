"""Judgements and signatures, which are only ever added, and the standings derived from them."""

from assessment.models.confirmation import Confirmation
from assessment.models.judgement import (
    Countersignature,
    CountersignatureRefusal,
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
from assessment.models.voiding import VoidAnswer, VoidProposal
from assessment.rules.terms import CriterionState, DecisionOutcome, Outcome, UnitEvent, UnitState, VoidReason

__all__ = [
    "Confirmation",
    "Countersignature",
    "CountersignatureRefusal",
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
    "VoidAnswer",
    "VoidProposal",
    "VoidReason",
]
