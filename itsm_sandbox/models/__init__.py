"""The tables of the practice workplace, one module for each noun."""

from itsm_sandbox.models.article import Article
from itsm_sandbox.models.asset import Asset
from itsm_sandbox.models.asset_report import AssetReport
from itsm_sandbox.models.base import Artefact
from itsm_sandbox.models.change import Change, ChangeSetup
from itsm_sandbox.models.event import Errand, WorkEvent
from itsm_sandbox.models.expenditure import Expenditure
from itsm_sandbox.models.licence_position import LicencePosition
from itsm_sandbox.models.outage import DiskReading, Outage
from itsm_sandbox.models.problem import Problem
from itsm_sandbox.models.report import ServiceReport, Snapshot
from itsm_sandbox.models.review import ProcessReview
from itsm_sandbox.models.service import Procedure, ProcedureIssue, ProcedureVersion, Service, ServiceVersion
from itsm_sandbox.models.software import Allocation, ConcurrentUse, Entitlement, Installation, SoftwareProduct
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
    "Asset",
    "AssetReport",
    "Change",
    "ChangeProfile",
    "ChangeSetup",
    "Colleague",
    "ConcurrentUse",
    "DiskReading",
    "Entitlement",
    "Errand",
    "Expenditure",
    "GroupMember",
    "Installation",
    "LicencePosition",
    "OpeningHours",
    "Outage",
    "PlantedTruth",
    "Problem",
    "Procedure",
    "ProcedureIssue",
    "ProcedureVersion",
    "ProcessReview",
    "Service",
    "ServiceReport",
    "ServiceVersion",
    "Site",
    "Snapshot",
    "SoftwareProduct",
    "SupportGroup",
    "Ticket",
    "TicketText",
    "Trend",
    "WorkEvent",
    "Workplace",
    "WorkplaceKind",
]
