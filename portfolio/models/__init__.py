"""Programmes, enrolments, evidence in versions, claims, and meta-skills."""

from portfolio.models.enrolment import Enrolment, EnrolmentUnit
from portfolio.models.evidence import Claim, Evidence, EvidenceFile, EvidenceVersion
from portfolio.models.meta_skills import MetaSkillFeedback, MetaSkillTag, SelfEvaluation
from portfolio.models.programme import Programme, ProgrammeDeclarations, ProgrammeUnit
from portfolio.rules.kinds import COUNTS_FOR_NOTHING, EvidenceKind, EvidenceState, Origin

__all__ = [
    "COUNTS_FOR_NOTHING",
    "Claim",
    "Enrolment",
    "EnrolmentUnit",
    "Evidence",
    "EvidenceFile",
    "EvidenceKind",
    "EvidenceState",
    "EvidenceVersion",
    "MetaSkillFeedback",
    "MetaSkillTag",
    "Origin",
    "Programme",
    "ProgrammeDeclarations",
    "ProgrammeUnit",
    "SelfEvaluation",
]
