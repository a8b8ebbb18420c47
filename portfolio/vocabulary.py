"""The kinds of evidence, where it comes from, and the states it can be in."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    FILES = "files"
    ACCOUNT = "account"
    REFLECTION = "reflection"
    WITNESS_TESTIMONY = "witness_testimony"
    OBSERVATION = "observation"
    DISCUSSION = "discussion"
    WORK_PRODUCT = "work_product"
    SANDBOX_ARTEFACT = "sandbox_artefact"
    PRIOR_LEARNING = "prior_learning"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    EvidenceKind.FILES: "Files from work",
    EvidenceKind.ACCOUNT: "Written account",
    EvidenceKind.REFLECTION: "Reflective account",
    EvidenceKind.WITNESS_TESTIMONY: "Witness testimony",
    EvidenceKind.OBSERVATION: "Observation record",
    EvidenceKind.DISCUSSION: "Professional discussion",
    EvidenceKind.WORK_PRODUCT: "Work product kept at the workplace",
    EvidenceKind.SANDBOX_ARTEFACT: "Workplace record",
    EvidenceKind.PRIOR_LEARNING: "Prior learning",
}


RECORDED_KINDS = (EvidenceKind.OBSERVATION, EvidenceKind.DISCUSSION)  # what an assessor can record themselves


class Origin(StrEnum):
    LIVE = "live"
    SIMULATED = "simulated"
    PRIOR = "prior"


class Assistance(StrEnum):
    """Of a sandbox artefact: whether the apprentice worked alone."""

    SOLO = "solo"
    ASSISTED = "assisted"


class EvidenceState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_ASSESSMENT = "in_assessment"
    ACTION_REQUIRED = "action_required"
    ASSESSED = "assessed"
    WITHDRAWN = "withdrawn"
    VOID = "void"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    EvidenceState.DRAFT: "Draft",
    EvidenceState.SUBMITTED: "Submitted",
    EvidenceState.IN_ASSESSMENT: "Being assessed",
    EvidenceState.ACTION_REQUIRED: "Action needed",
    EvidenceState.ASSESSED: "Assessed",
    EvidenceState.WITHDRAWN: "Withdrawn",
    EvidenceState.VOID: "Void",
}
COUNTS_FOR_NOTHING = (EvidenceState.WITHDRAWN, EvidenceState.VOID)
