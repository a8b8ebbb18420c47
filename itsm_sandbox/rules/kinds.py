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
    ArtefactKind.WORKPLACE: "Workplace",
}
_PATHS = {ArtefactKind.EXPENDITURE: "expenditure", ArtefactKind.SETUP: "set-up"}
