"""The places in a workplace's own bar, and the tabs of each."""

from dataclasses import dataclass

from flask import current_app, request


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of lists; pages of the same `module` belong to it, unless they are another tab's own."""

    label: str
    page: str  # its endpoint in the blueprint
    icon: str
    module: str  # of `views/`
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
        view = current_app.view_functions.get(request.endpoint or "")
        here = view.__module__.rpartition(".")[2] if view else ""
        return here in self.also or any(tab.module == here for tab in self.tabs)


def list_corners(*, sees_support_work: bool) -> list[Corner]:
    """Those that a visitor has something to see in, each with the tabs that they may open."""
    return [
        Corner(corner.label, corner.icon, tabs, corner.also)
        for corner in CORNERS
        if (tabs := tuple(tab for tab in corner.tabs if sees_support_work or not tab.for_support))
    ]


# icons: inbox layout-kanban message-circle bug chart-line zoom-check replace calendar-event list-details book devices
# icons: coin plug-connected-x report-analytics chart-bar chart-dots users
CORNERS: tuple[Corner, ...] = (
    Corner("Desk", "inbox", (Tab("Desk", "show_desk", "inbox", "desk", for_support=True),), also=("tickets",)),
    Corner("Board", "layout-kanban", (Tab("Board", "show_board", "layout-kanban", "desk", for_support=True),)),
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
    Corner("Knowledge", "book", (Tab("Articles", "list_articles", "book", "articles"),)),
    Corner("Assets", "devices", (Tab("Register", "list_assets", "devices", "assets"),)),
    Corner("Money", "coin", (Tab("Expenditure", "list_expenditure", "coin", "expenditure"),)),
    Corner(
        "Reports",
        "report-analytics",
        (
            Tab("Monthly service reports", "list_reports", "report-analytics", "reports"),
            Tab("Metrics of tickets", "show_metrics", "chart-bar", "metrics", for_support=True),
            Tab("Metrics of services and changes", "show_metrics_around", "chart-dots", "metrics", for_support=True),
            Tab("Outages and disks", "list_outages", "plug-connected-x", "outages"),
        ),
    ),
    Corner("People", "users", (Tab("People", "show_people", "users", "people"),), also=("setting_up",)),
)
_ON_TABS = frozenset(tab.endpoint for corner in CORNERS for tab in corner.tabs)
