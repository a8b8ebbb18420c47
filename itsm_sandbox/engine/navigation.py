"""The sections of a workplace's own bar, and the tabs that the nouns put on them."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of lists on a section of the bar; `order` is its place among the others there.

    The pages of `package` belong to it, unless they are another tab's own; "" for none but the page itself.
    """

    section: str
    order: int
    label: str
    page: str  # its endpoint in the blueprint
    icon: str
    for_support: bool = False  # not for those who only use what is supported
    package: str = ""

    @property
    def endpoint(self) -> str:
        return f"itsm_sandbox.{self.page}"


@dataclass(frozen=True, slots=True)
class Section:
    """`place`: the folder whose pages belong here where no tab claims them."""

    name: str
    label: str
    icon: str
    place: str = ""
    tabs: tuple[Tab, ...] = ()


_BAR = (
    Section("desk", "Desk", "inbox", place="desk"),
    Section("board", "Board", "layout-kanban"),
    Section("portal", "Portal", "message-circle"),
    Section("problems", "Problems", "bug", place="problems"),
    Section("changes", "Changes", "replace", place="changes"),
    Section("catalogue", "Catalogue", "list-details", place="catalogue"),
    Section("knowledge", "Knowledge", "book", place="knowledge"),
    Section("assets", "Assets", "devices", place="assets"),
    Section("money_and_risk", "Money and risk", "coin"),
    Section("projects", "Projects", "briefcase", place="projects"),
    Section("reports", "Reports", "report-analytics", place="reporting"),
    Section("live_work", "Live work", "building", place="live_work"),
    Section("people", "People", "users", place="workplace"),
)
_tabs: list[Tab] = []


def add_tab(tab: Tab, package: str = "") -> None:
    """Put a tab on a section. The pages of `package`, a noun's folder or module, belong to it."""
    if tab.section not in {section.name for section in _BAR}:
        raise ValueError(f"The bar has no section {tab.section}.")
    _tabs.append(replace(tab, package=package))


def list_sections(*, sees_support_work: bool = True) -> list[Section]:
    """Those that a visitor has something to see in, each with the tabs that they may open."""
    shown = []
    for section in _BAR:
        of_section = [tab for tab in _tabs if tab.section == section.name]
        tabs = [tab for tab in of_section if sees_support_work or not tab.for_support]
        if tabs:
            shown.append(replace(section, tabs=tuple(sorted(tabs, key=lambda tab: tab.order))))
    return shown


def find_section(endpoint: str, module: str) -> str:
    """The name of the section to which a page belongs, by its endpoint and the module of its view; "" for none."""
    on_tab = next((tab for tab in _tabs if tab.endpoint == endpoint), None)
    claimed = on_tab or next((tab for tab in _tabs if tab.package and f"{module}.".startswith(f"{tab.package}.")), None)
    if claimed:
        return claimed.section
    return next((one.name for one in _BAR if one.place and f"{module}.".startswith(f"itsm_sandbox.{one.place}.")), "")
