"""What people do when they judge, sign and countersign; and what follows from it."""

from assessment import ledger  # its describers are registered
from assessment.services import happenings  # its subscribers are registered
from assessment.services.confirming import NothingToConfirm, RecordChanged, confirm_record, dispute_record
from assessment.services.drafts import (
    DecisionInput,
    DraftChanged,
    JudgementInput,
    NothingToJudge,
    OwnWork,
    add_claim,
    open_assessment,
    save_draft_decision,
    save_draft_judgement,
    save_drafts,
)
from assessment.services.judging import (
    AssessmentUnfinished,
    NotToCountersign,
    countersign_decision,
    decline_countersignature,
    finish_assessment,
)
from assessment.services.standing import rebuild_standings, refresh_standing
from assessment.services.units import UnitChanged, UnitNotReady, claim_unit, confirm_unit, sign_unit
from assessment.services.voiding import NotToVoid, ProposalChanged, agree_to_void, decline_void, propose_void

__all__ = [
    "AssessmentUnfinished",
    "DecisionInput",
    "DraftChanged",
    "JudgementInput",
    "NotToCountersign",
    "NotToVoid",
    "NothingToConfirm",
    "NothingToJudge",
    "OwnWork",
    "ProposalChanged",
    "RecordChanged",
    "UnitChanged",
    "UnitNotReady",
    "add_claim",
    "agree_to_void",
    "claim_unit",
    "confirm_record",
    "confirm_unit",
    "countersign_decision",
    "decline_countersignature",
    "decline_void",
    "dispute_record",
    "finish_assessment",
    "happenings",
    "ledger",
    "open_assessment",
    "propose_void",
    "rebuild_standings",
    "refresh_standing",
    "save_draft_decision",
    "save_draft_judgement",
    "save_drafts",
    "sign_unit",
]
