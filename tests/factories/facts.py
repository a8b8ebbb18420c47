"""What guards look up, for tests of rules: of each kind of artefact the dataclass of its facts, with what is usual."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any, get_origin

from itsm_sandbox.assets.allocations.rules import AllocationFacts
from itsm_sandbox.assets.asset_reports.rules.facts import AssetReportFacts
from itsm_sandbox.assets.assets.rules.facts import AssetFacts
from itsm_sandbox.assets.audits.rules.facts import AuditFacts
from itsm_sandbox.assets.findings.rules import FindingFacts
from itsm_sandbox.assets.licences.rules import LicenceFacts, LicenceTerms
from itsm_sandbox.assets.positions.rules.counting import Depending
from itsm_sandbox.assets.positions.rules.facts import PositionFacts
from itsm_sandbox.assets.software.rules import ProductTerms, SoftwareFacts
from itsm_sandbox.catalogue.procedures.rules import ProcedureFacts
from itsm_sandbox.catalogue.services.rules import ServiceFacts
from itsm_sandbox.changes.changes.rules.facts import ChangeFacts
from itsm_sandbox.changes.readiness.rules import SetupFacts
from itsm_sandbox.desk.tickets.rules.facts import TicketFacts
from itsm_sandbox.knowledge.articles.rules.facts import ArticleFacts
from itsm_sandbox.knowledge.checks.rules import CheckFacts
from itsm_sandbox.knowledge.feedback.rules import FeedbackFacts
from itsm_sandbox.knowledge.planned_procedures.rules import ProcedurePlanFacts
from itsm_sandbox.knowledge.procedure_changes.rules import ProcedureChangeFacts
from itsm_sandbox.money.budgets.rules import BudgetFacts
from itsm_sandbox.problems.problems.rules.facts import CarriedOut, ProblemFacts
from itsm_sandbox.problems.reviews.rules import ReviewFacts
from itsm_sandbox.problems.trends.rules.facts import TrendFacts
from itsm_sandbox.projects.lessons.rules import LessonFacts
from itsm_sandbox.projects.projects.rules.facts import ProjectFacts
from itsm_sandbox.reporting.custom_reports.rules.facts import CustomReportFacts
from itsm_sandbox.reporting.dashboards.rules import DashboardFacts
from itsm_sandbox.reporting.meetings.rules import MeetingFacts
from itsm_sandbox.reporting.monitoring.rules import MonitoringFacts
from itsm_sandbox.reporting.service_reports.rules.facts import ServiceReportFacts
from itsm_sandbox.risk.assessments.rules.facts import AssessmentFacts
from itsm_sandbox.risk.contingency.rules import ContingencyFacts
from itsm_sandbox.risk.continuity.rules import PlanFacts
from tests.factories.change_cases import FACTS as CHANGE

_PRODUCT = ProductTerms(name="Drawing Suite", metric="per_user", authorisation="allowed", remote_use_allowed=True)
_LICENCE = LicenceTerms(quantity=None, starts_on=date.min, ends_on=None, site_id=None)
_NAMES: Mapping[str, Any] = MappingProxyType({"name_of": str})
_COUNTED: Mapping[str, Any] = MappingProxyType({"figures": {}})
_USUAL: Mapping[str, tuple[type[Any], Mapping[str, Any]]] = {
    "allocation": (
        AllocationFacts,
        {"licence": _LICENCE, "product": _PRODUCT, "taken": 0, "other": "", "last_used_on": None},
    ),
    "article": (ArticleFacts, {"in_force": {}}),
    "asset": (AssetFacts, {"seats": 0}),
    "asset_check": (CheckFacts, {"version": 1, "title": "What KB-0001 points to", "items": []}),
    "asset_report": (AssetReportFacts, _COUNTED),
    "audit": (AuditFacts, {"sightings": 1, "undecided": 0, **_COUNTED}),
    "budget": (BudgetFacts, _NAMES),
    "change": (ChangeFacts, {"template": None, **CHANGE}),
    "contingency_plan": (ContingencyFacts, {**_NAMES, "service_name": str}),
    "dashboard": (DashboardFacts, _COUNTED),
    "entitlement": (LicenceFacts, {"product": _PRODUCT, "taken": 0}),
    "feedback": (FeedbackFacts, {"about": ("KB-0001 Printing", 1), "is_open_request": True}),
    "finding": (FindingFacts, {"missing_in_register": None, "registered": None}),
    "lesson": (LessonFacts, {"changed_since": None}),
    "licence_position": (PositionFacts, {"positions": []}),
    "meeting": (MeetingFacts, _NAMES),
    "monitoring_log": (MonitoringFacts, {"readings": [], "next_due": None}),
    "problem": (
        ProblemFacts,
        {
            "change": None,
            "hypotheses": (),
            "investigators": frozenset(),
            "is_solo": False,
            "recurrences_since": 0,
        },
    ),
    "procedure": (ProcedureFacts, {"users": [1], "sent_to": []}),
    "procedure_change_request": (ProcedureChangeFacts, {"why_not_planned": None}),
    "procedure_plan": (ProcedurePlanFacts, {"is_published": True}),
    "project": (
        ProjectFacts,
        {
            **_NAMES,
            "is_open": True,
            "change_of": str,
            "lessons": 1,
            "writers": frozenset(),
            "is_owner_s_own": False,
            "leaders": (),
            "leader_left": False,
            "handing_over": (),
        },
    ),
    "recovery_plan": (PlanFacts, _NAMES),
    "report": (ServiceReportFacts, {**_NAMES, **_COUNTED}),
    "report_definition": (
        CustomReportFacts,
        {**_NAMES, **_COUNTED, "list_issues": (), "to_comment": [], "is_simulated": False},
    ),
    "review": (ReviewFacts, {**_NAMES, **_COUNTED}),
    "risk_assessment": (
        AssessmentFacts,
        {**_NAMES, "carried": {"risks": [], "previous_id": None}, "service": ("Printing", "medium")},
    ),
    "service": (ServiceFacts, {"suppliers": (), "users": (), "open_tickets": 0, "name_taken": False}),
    "setup": (
        SetupFacts,
        {
            "profile": "fits",
            "peer_review_required": True,
            "roles": {},
            "unfilled": (),
            "untrained": (),
            "pilot_state": None,
        },
    ),
    "software_product": (SoftwareFacts, {"depending": Depending(0, 0, 0), "is_taken": False}),
    "ticket": (
        TicketFacts,
        {
            "matrix": {},
            "group_levels": {},
            "suppliers": (),
            "services": {},
            "most_reminders": 3,
            "reopen_until": None,
        },
    ),
    "trend": (TrendFacts, {**_COUNTED, "ref_of": "KB-0001"}),
}


def facts_for(kind: str, **told: Any) -> Any:
    """The facts of this kind, other than usual as told; None for a kind that has none.

    Where a fact is a function, what is told may also be what it always answers.
    """
    if kind not in _USUAL:
        if told:
            raise TypeError(f"A {kind} has no facts.")
        return None
    facts, usual = _USUAL[kind]
    functions = {one.name for one in fields(facts) if get_origin(one.type) is Callable}
    values = {**usual, **told}
    if kind == "problem" and isinstance(values["change"], tuple):
        values["change"] = CarriedOut(*values["change"])
    return facts(**{name: _answering(value) if name in functions else value for name, value in values.items()})


def _answering(value: Any) -> Callable[..., Any]:
    return value if callable(value) else lambda *_asked: value
