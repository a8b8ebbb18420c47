"""Reading programmes, enrolments and evidence. Each query loads everything its caller will touch."""

from portfolio.queries.criteria import (
    ProgrammeCriterion,
    count_claims_by_criterion,
    list_programme_criteria,
)
from portfolio.queries.declarations import get_declarations, list_declarations
from portfolio.queries.enrolments import (
    find_current_enrolment,
    get_current_enrolment,
    get_enrolment,
    list_candidates,
    list_programme_enrolments,
)
from portfolio.queries.evidence import (
    EvidenceFilter,
    get_draft,
    get_evidence,
    get_file,
    get_version,
    list_evidence,
    list_meta_skill_tags,
    recorded_by,
)
from portfolio.queries.programmes import (
    get_programme,
    list_offered_frameworks,
    list_offered_units,
    list_programme_units,
    list_programmes,
)

__all__ = [
    "EvidenceFilter",
    "ProgrammeCriterion",
    "count_claims_by_criterion",
    "find_current_enrolment",
    "get_current_enrolment",
    "get_declarations",
    "get_draft",
    "get_enrolment",
    "get_evidence",
    "get_file",
    "get_programme",
    "get_version",
    "list_candidates",
    "list_declarations",
    "list_evidence",
    "list_meta_skill_tags",
    "list_offered_frameworks",
    "list_offered_units",
    "list_programme_criteria",
    "list_programme_enrolments",
    "list_programme_units",
    "list_programmes",
    "recorded_by",
]
