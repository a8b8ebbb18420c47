"""What people do with programmes, enrolments and evidence. One public function for each deed."""

from portfolio.services.assessing import (
    accept_evidence,
    add_claim_seen,
    dispute_evidence,
    return_evidence,
    take_up_evidence,
    void_evidence,
)
from portfolio.services.claims import set_claims, set_meta_skill_tags
from portfolio.services.declarations import StaleDeclarations, edit_declarations
from portfolio.services.enrolments import StaleEnrolment, choose_optional_units, edit_enrolment, enrol_apprentice
from portfolio.services.erasing import erase_files
from portfolio.services.evidence import (
    DraftPage,
    StaleDraft,
    answer_return,
    record_evidence,
    save_draft,
    save_page,
    start_evidence,
    submit_evidence,
    withdraw_evidence,
)
from portfolio.services.files import Upload, attach_file, attach_files, frozen_files, remove_file
from portfolio.services.programmes import UnitChoice, create_programme

__all__ = [
    "DraftPage",
    "StaleDeclarations",
    "StaleDraft",
    "StaleEnrolment",
    "UnitChoice",
    "Upload",
    "accept_evidence",
    "add_claim_seen",
    "answer_return",
    "attach_file",
    "attach_files",
    "choose_optional_units",
    "create_programme",
    "dispute_evidence",
    "edit_declarations",
    "edit_enrolment",
    "enrol_apprentice",
    "erase_files",
    "frozen_files",
    "record_evidence",
    "remove_file",
    "return_evidence",
    "save_draft",
    "save_page",
    "set_claims",
    "set_meta_skill_tags",
    "start_evidence",
    "submit_evidence",
    "take_up_evidence",
    "void_evidence",
    "withdraw_evidence",
]
