"""The kinds of things a workplace keeps. Each has a room of its own name in models, services, queries and views."""

from enum import StrEnum


class ArtefactKind(StrEnum):
    """What events are about, and what can be frozen into evidence."""

    TICKET = "ticket"
    PROBLEM = "problem"
    CHANGE = "change"
    SERVICE = "service"
    PROCEDURE = "procedure"  # the support procedure with its covering memo
    TREND = "trend"
    REVIEW = "review"  # of the first-line process against its service levels
    REPORT = "report"  # a month's service report
    SETUP = "setup"  # the change roles' prepare-to-implement list
    ARTICLE = "article"
    ASSET = "asset"
    EXPENDITURE = "expenditure"
    SUPPORT_PROCESS = "support_process"
    PROCEDURE_PLAN = "procedure_plan"
    FEEDBACK = "feedback"
    PROCEDURE_CHANGE = "procedure_change_request"
    ASSET_CHECK = "asset_check"
    AUDIT = "audit"
    FINDING = "finding"
    SOFTWARE_PRODUCT = "software_product"
    ENTITLEMENT = "entitlement"
    ALLOCATION = "allocation"
    LICENCE_POSITION = "licence_position"
    ASSET_REPORT = "asset_report"
    BUDGET = "budget"
    RISK_ASSESSMENT = "risk_assessment"
    CONTINGENCY_PLAN = "contingency_plan"
    RECOVERY_PLAN = "recovery_plan"
    PROJECT = "project"
    LESSON = "lesson"
    DASHBOARD = "dashboard"
    REPORT_DEFINITION = "report_definition"
    MEETING = "meeting"
    MONITORING_LOG = "monitoring_log"
    LIVE_RECORD = "live_record"
    WORKPLACE = "workplace"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def path(self) -> str:
        """The word in addresses."""
        return _PATHS.get(self, f"{self.value}s")


_LABELS = {
    ArtefactKind.TICKET: "Ticket",
    ArtefactKind.PROBLEM: "Problem",
    ArtefactKind.CHANGE: "Request for change",
    ArtefactKind.SERVICE: "Service",
    ArtefactKind.PROCEDURE: "Support procedure",
    ArtefactKind.TREND: "Trend analysis",
    ArtefactKind.REVIEW: "Process review",
    ArtefactKind.REPORT: "Service report",
    ArtefactKind.SETUP: "Change management set-up",
    ArtefactKind.ARTICLE: "Article",
    ArtefactKind.ASSET: "Asset",
    ArtefactKind.EXPENDITURE: "Expenditure",
    ArtefactKind.SUPPORT_PROCESS: "Support process",
    ArtefactKind.PROCEDURE_PLAN: "Planned procedure",
    ArtefactKind.FEEDBACK: "Feedback on an article",
    ArtefactKind.PROCEDURE_CHANGE: "Request to change a procedure",
    ArtefactKind.ASSET_CHECK: "Check of linked things",
    ArtefactKind.AUDIT: "Audit",
    ArtefactKind.FINDING: "Finding",
    ArtefactKind.SOFTWARE_PRODUCT: "Software product",
    ArtefactKind.ENTITLEMENT: "Licence",
    ArtefactKind.ALLOCATION: "Allocation of a licence",
    ArtefactKind.LICENCE_POSITION: "Review of licence positions",
    ArtefactKind.ASSET_REPORT: "Asset report",
    ArtefactKind.BUDGET: "Budget",
    ArtefactKind.RISK_ASSESSMENT: "Risk assessment",
    ArtefactKind.CONTINGENCY_PLAN: "Contingency plan",
    ArtefactKind.RECOVERY_PLAN: "Recovery plan",
    ArtefactKind.PROJECT: "Project",
    ArtefactKind.LESSON: "Lesson learned",
    ArtefactKind.DASHBOARD: "Dashboard",
    ArtefactKind.REPORT_DEFINITION: "Custom report",
    ArtefactKind.MEETING: "Meeting",
    ArtefactKind.MONITORING_LOG: "Monitoring log",
    ArtefactKind.LIVE_RECORD: "Live record",
    ArtefactKind.WORKPLACE: "Workplace",
}
_PATHS = {
    ArtefactKind.EXPENDITURE: "expenditure",
    ArtefactKind.SETUP: "set-up",
    ArtefactKind.SUPPORT_PROCESS: "processes",
    ArtefactKind.PROCEDURE_PLAN: "planned-procedures",
    ArtefactKind.FEEDBACK: "feedback",
    ArtefactKind.PROCEDURE_CHANGE: "procedure-changes",
    ArtefactKind.ASSET_CHECK: "checks",
    ArtefactKind.SOFTWARE_PRODUCT: "software",
    ArtefactKind.ENTITLEMENT: "licences",
    ArtefactKind.ALLOCATION: "allocations",
    ArtefactKind.LICENCE_POSITION: "licence-reviews",
    ArtefactKind.ASSET_REPORT: "asset-reports",
    ArtefactKind.RISK_ASSESSMENT: "risk-assessments",
    ArtefactKind.CONTINGENCY_PLAN: "contingency-plans",
    ArtefactKind.RECOVERY_PLAN: "recovery-plans",
    ArtefactKind.REPORT_DEFINITION: "custom-reports",
    ArtefactKind.MONITORING_LOG: "monitoring",
    ArtefactKind.LIVE_RECORD: "live-records",
}


KINDS_BY_PATH = {kind.path: kind for kind in ArtefactKind}
