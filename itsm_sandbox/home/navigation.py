"""The places in a workplace's own bar, and the tabs of each."""

from dataclasses import dataclass

from flask import current_app, request

from itsm_sandbox.engine.kinds import KINDS_BY_PATH
from itsm_sandbox.engine.registry import ROOMS


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of lists; pages of the same `module` belong to it, unless they are another tab's own.

    The one page on which a step is taken, and the one that adds to a portfolio, belong to the artefact's tab.
    """

    label: str
    page: str  # its endpoint in the blueprint
    icon: str
    module: str | None  # of `views/`; None: nothing but the page itself
    for_support: bool = False  # not for those who only use what is supported

    @property
    def endpoint(self) -> str:
        return f"itsm_sandbox.{self.page}"

    @property
    def is_current(self) -> bool:
        return request.endpoint == self.endpoint


@dataclass(frozen=True, slots=True)
class Corner:
    label: str
    icon: str
    tabs: tuple[Tab, ...]
    also: tuple[str, ...] = ()  # modules whose pages belong here without being on a tab

    @property
    def is_current(self) -> bool:
        if request.endpoint in _ON_TABS:
            return any(tab.is_current for tab in self.tabs)
        kind = KINDS_BY_PATH.get((request.view_args or {}).get("path_of_kind", ""))
        view = current_app.view_functions.get(ROOMS[kind].endpoint if kind else request.endpoint or "")
        here = view.__module__.rpartition(".")[2] if view else ""
        return here in self.also or any(tab.module == here for tab in self.tabs)


def list_corners(*, sees_support_work: bool) -> list[Corner]:
    """Those that a visitor has something to see in, each with the tabs that they may open."""
    return [
        Corner(corner.label, corner.icon, tabs, corner.also)
        for corner in CORNERS
        if (tabs := tuple(tab for tab in corner.tabs if sees_support_work or not tab.for_support))
    ]


CORNERS: tuple[Corner, ...] = (
    Corner("Desk", "inbox", (Tab("Desk", "show_desk", "inbox", "desk", for_support=True),), also=("tickets",)),
    Corner("Board", "layout-kanban", (Tab("Board", "show_board", "layout-kanban", None, for_support=True),)),
    Corner("Portal", "message-circle", (Tab("Portal", "show_portal", "message-circle", "portal"),)),
    Corner(
        "Problems",
        "bug",
        (
            Tab("Problems", "list_problems", "bug", "problems", for_support=True),
            Tab("Analyses", "list_trends", "chart-line", "trends", for_support=True),
            Tab("Process reviews", "list_reviews", "zoom-check", "reviews", for_support=True),
        ),
    ),
    Corner(
        "Changes",
        "replace",
        (
            Tab("Requests for change", "list_changes", "replace", "changes"),
            Tab("Forward schedule", "show_schedule", "calendar-event", "changes"),
        ),
        also=("setups",),
    ),
    Corner(
        "Catalogue",
        "list-details",
        (Tab("Catalogue", "show_catalogue", "list-details", "catalogue"),),
        also=("procedures",),
    ),
    Corner(
        "Knowledge",
        "book",
        (
            Tab("Articles", "list_articles", "book", "articles"),
            Tab("Processes", "list_support_processes", "list-search", "support_processes", for_support=True),
            Tab("Planned procedures", "list_procedure_plans", "calendar-plus", "procedure_plans", for_support=True),
            Tab("Feedback", "list_feedback", "message-2", "procedure_changes", for_support=True),
            Tab("Change requests", "list_procedure_changes", "git-pull-request", "procedure_changes", for_support=True),
            Tab("Checks", "list_asset_checks", "checklist", "asset_checks", for_support=True),
        ),
    ),
    Corner(
        "Assets",
        "devices",
        (
            Tab("Register", "list_assets", "devices", "assets"),
            Tab("Audits", "list_audits", "clipboard-list", "audits", for_support=True),
            Tab("Findings", "list_findings", "alert-triangle", "findings", for_support=True),
            Tab("Software", "list_software", "apps", "software", for_support=True),
            Tab("Licences", "list_licences", "license", "licences", for_support=True),
            Tab("Allocations", "list_allocations", "user-check", "allocations", for_support=True),
            Tab("Licence reviews", "list_licence_reviews", "scale", "licence_reviews", for_support=True),
            Tab("Asset reports", "list_asset_reports", "report-money", "asset_reports", for_support=True),
        ),
        also=("labels",),
    ),
    Corner(
        "Money and risk",
        "coin",
        (
            Tab("Expenditure", "list_expenditure", "coin", "expenditure"),
            Tab("Budgets", "list_budgets", "pig-money", "budgets"),
            Tab("Risk assessments", "list_risk_assessments", "shield-half", "risk_assessments", for_support=True),
            Tab("Contingency", "list_contingency_plans", "lifebuoy", "contingency_plans", for_support=True),
            Tab("Recovery", "list_recovery_plans", "restore", "recovery_plans", for_support=True),
        ),
    ),
    Corner(
        "Projects",
        "briefcase",
        (
            Tab("Projects", "list_projects", "briefcase", "projects", for_support=True),
            Tab("Lessons", "list_lessons", "bulb", "lessons", for_support=True),
        ),
    ),
    Corner(
        "Reports",
        "report-analytics",
        (
            Tab("Monthly service reports", "list_reports", "report-analytics", "reports"),
            Tab("Metrics of tickets", "show_metrics", "chart-bar", "metrics", for_support=True),
            Tab("Metrics of services and changes", "show_metrics_around", "chart-dots", "metrics", for_support=True),
            Tab("Dashboards", "list_dashboards", "layout-dashboard", "dashboards", for_support=True),
            Tab("Custom reports", "list_report_definitions", "report-search", "custom_reports", for_support=True),
            Tab("Meetings", "list_meetings", "calendar-event", "meetings", for_support=True),
            Tab("Monitoring", "list_monitoring_logs", "heart-rate-monitor", "monitoring", for_support=True),
            Tab("Outages and disks", "list_outages", "plug-connected-x", "outages"),
        ),
    ),
    Corner(
        "Live work",
        "building",
        (
            Tab("Live work", "list_live_records", "building", "live_records"),
            Tab("Imports", "list_imports", "file-import", "imports", for_support=True),
        ),
    ),
    Corner("People", "users", (Tab("People", "show_people", "users", "people"),), also=("setting_up",)),
)
_ON_TABS = frozenset(tab.endpoint for corner in CORNERS for tab in corner.tabs)
