"""What people do with programmes, enrolments and evidence. One public function for each deed."""

from portfolio.services.assessing import accept_evidence, add_claim_seen, return_evidence, take_up_evidence
from portfolio.services.claims import set_claims, set_meta_skill_tags
from portfolio.services.enrolments import choose_optional_units, edit_enrolment, enrol_apprentice
from portfolio.services.evidence import (
    StaleDraft,
    answer_return,
    save_draft,
    save_page,
    start_evidence,
    submit_evidence,
    withdraw_evidence,
)
from portfolio.services.files import attach_file, remove_file
from portfolio.services.programmes import UnitChoice, create_programme

__all__ = [
    "StaleDraft",
    "UnitChoice",
    "accept_evidence",
    "add_claim_seen",
    "answer_return",
    "attach_file",
    "choose_optional_units",
    "create_programme",
    "edit_enrolment",
    "enrol_apprentice",
    "remove_file",
    "return_evidence",
    "save_draft",
    "save_page",
    "set_claims",
    "set_meta_skill_tags",
    "start_evidence",
    "submit_evidence",
    "take_up_evidence",
    "withdraw_evidence",
]
