"""The tables of the practice workplace, one module for each noun."""

from itsm_sandbox.models.article import Article, ArticleVersion
from itsm_sandbox.models.asset import Asset
from itsm_sandbox.models.asset_check import AssetCheck
from itsm_sandbox.models.asset_report import AssetReport
from itsm_sandbox.models.audit import Audit, Sighting
from itsm_sandbox.models.base import Artefact
from itsm_sandbox.models.budget import Budget
from itsm_sandbox.models.change import Change, ChangeSetup
from itsm_sandbox.models.continuity import ContingencyPlan, PlanVersion, RecoveryPlan
from itsm_sandbox.models.dashboard import Dashboard
from itsm_sandbox.models.event import Errand, WorkEvent
from itsm_sandbox.models.expenditure import Expenditure
from itsm_sandbox.models.finding import Finding
from itsm_sandbox.models.import_batch import ImportBatch
from itsm_sandbox.models.lesson import Lesson
from itsm_sandbox.models.licence_position import LicencePosition
from itsm_sandbox.models.live_record import LiveRecord
from itsm_sandbox.models.meeting import Meeting
from itsm_sandbox.models.monitoring import Collection, MonitoringLog
from itsm_sandbox.models.network import NetworkDevice
from itsm_sandbox.models.outage import DiskReading, Outage
from itsm_sandbox.models.problem import Problem
from itsm_sandbox.models.procedure_change import Feedback, ProcedureChange
from itsm_sandbox.models.procedure_plan import ProcedurePlan
from itsm_sandbox.models.project import Project, StatusReport
from itsm_sandbox.models.report import ServiceReport, Snapshot
from itsm_sandbox.models.report_definition import ReportDefinition, ReportIssue
from itsm_sandbox.models.review import ProcessReview
from itsm_sandbox.models.risk import RiskAssessment
from itsm_sandbox.models.service import Procedure, ProcedureIssue, ProcedureVersion, Service, ServiceVersion
from itsm_sandbox.models.software import Allocation, ConcurrentUse, Entitlement, Installation, SoftwareProduct
from itsm_sandbox.models.support_process import SupportProcess
from itsm_sandbox.models.ticket import Ticket, TicketText
from itsm_sandbox.models.trend import Trend
from itsm_sandbox.models.truth import PlantedTruth
from itsm_sandbox.models.workplace import (
    ChangeProfile,
    Colleague,
    GroupMember,
    OpeningHours,
    Site,
    SupportGroup,
    Workplace,
    WorkplaceKind,
)

__all__ = [
    "Allocation",
    "Artefact",
    "Article",
    "ArticleVersion",
    "Asset",
    "AssetCheck",
    "AssetReport",
    "Audit",
    "Budget",
    "Change",
    "ChangeProfile",
    "ChangeSetup",
    "Colleague",
    "Collection",
    "ConcurrentUse",
    "ContingencyPlan",
    "Dashboard",
    "DiskReading",
    "Entitlement",
    "Errand",
    "Expenditure",
    "Feedback",
    "Finding",
    "GroupMember",
    "ImportBatch",
    "Installation",
    "Lesson",
    "LicencePosition",
    "LiveRecord",
    "Meeting",
    "MonitoringLog",
    "NetworkDevice",
    "OpeningHours",
    "Outage",
    "PlanVersion",
    "PlantedTruth",
    "Problem",
    "Procedure",
    "ProcedureChange",
    "ProcedureIssue",
    "ProcedurePlan",
    "ProcedureVersion",
    "ProcessReview",
    "Project",
    "RecoveryPlan",
    "ReportDefinition",
    "ReportIssue",
    "RiskAssessment",
    "Service",
    "ServiceReport",
    "ServiceVersion",
    "Sighting",
    "Site",
    "Snapshot",
    "SoftwareProduct",
    "StatusReport",
    "SupportGroup",
    "SupportProcess",
    "Ticket",
    "TicketText",
    "Trend",
    "WorkEvent",
    "Workplace",
    "WorkplaceKind",
]
