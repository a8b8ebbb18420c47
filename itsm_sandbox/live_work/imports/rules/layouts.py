"""What service desk tools call the columns of their exports, read from the data files of their layouts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from core.tables.cells import name_of
from core.tables.mapping import Role

OTHER = "other"
TOOLS = (("glpi", "GLPI"), ("jira", "Jira Service Management"), ("servicenow", "ServiceNow"), (OTHER, "Another tool"))
RECORD_KINDS = (("ticket", "Tickets"), ("change", "Changes"), ("asset", "Assets"))
PERSON, KEEP, ASSIGNEE = "person", "keep", "assignee"

_ROLES = (
    Role("external_id", "Number", "The number or key that the tool gave it. Each is in the file once.", required=True),
    Role("title", "Title", "One line that says what it is about.", required=True),
    Role("opened_at", "Opened", "A date, with a time or without."),
    Role("resolved_at", "Resolved", "A date, with a time or without. Empty while it is open."),
    Role("tool_state", "State", "The tool’s own word."),
    Role("priority", "Priority", "The tool’s own word."),
    Role("category", "Category", "The tool’s own word."),
    Role(ASSIGNEE, "Assigned to", "A name, which is masked unless it is yours. It says which records are yours."),
    Role(PERSON, "Names of people", "Masked as Person 1, Person 2 and so on; your own name becomes “me”.", once=False),
    Role(
        KEEP,
        "Other, kept masked",
        "Kept under its own name. Names, e-mails and phone numbers in it are masked.",
        once=False,
    ),
    Role("leave", "Leave it out", "It does not come in.", once=False),
)
_OFTEN = {
    "external_id": ("id", "ref", "reference", "number", "ticket", "ticket number", "ticket id", "key", "asset tag"),
    "title": ("subject", "summary", "short description", "name", "display name"),
    "opened_at": ("created", "created at", "created on", "opened at", "opening date", "date opened", "date created"),
    "resolved_at": ("resolved at", "solved", "closed", "closed at", "resolution date", "date resolved"),
    "tool_state": ("status",),
    "category": ("type", "kind"),
    ASSIGNEE: ("assignee", "agent", "technician", "owner"),
    PERSON: (
        "requester",
        "reporter",
        "caller",
        "user",
        "customer",
        "opened by",
        "created by",
        "e-mail",
        "email",
        "phone",
        "contact",
        "author",
        "creator",
    ),
}
DATES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d %b %Y %H:%M",
    "%d %b %Y",
)


@dataclass(frozen=True, slots=True)
class Source:
    address: str
    says: str


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of record of one tool. `stages` are by the tool's own word for a state, as `name_of` compares it."""

    tool: str
    label: str
    how: str
    roles: tuple[Role, ...]
    dates: tuple[str, ...]
    stages: Mapping[str, str]
    sources: tuple[Source, ...] = ()
    not_sourced: tuple[str, ...] = ()
    people: frozenset[str] = frozenset()  # columns that can only be masked or left out, as `name_of` compares them

    def stage_of(self, tool_state: str) -> str:
        return self.stages.get(name_of(tool_state), "")


@cache
def layout_of(tool: str, record_kind: str) -> Layout:
    """The layout of a tool's tickets, changes or assets; for another tool one with the names that are often used."""
    if tool == OTHER:
        roles = tuple(_named(role, _OFTEN.get(role.name, ())) for role in _ROLES)
        return Layout(OTHER, "Another tool", "Export a list as CSV or as an Excel workbook.", roles, DATES, {})
    text = (resources.files("itsm_sandbox.live_work.imports.data") / "layouts" / f"{tool}.json").read_text(
        encoding="utf-8"
    )
    data = json.loads(text)
    kind = data["kinds"][record_kind]
    names: dict[str, list[str]] = {}
    for column in kind["columns"]:
        names.setdefault(column["as"], []).extend([column["name"], *column.get("also", ())])
    return Layout(
        tool,
        data["label"],
        data["how"],
        tuple(_named(role, names.get(role.name, ())) for role in _ROLES),
        tuple(data["dates"]),
        {name_of(word): stage for word, stage in kind["states"].items()},
        tuple(Source(one["address"], one["says"]) for one in data["sources"]),
        tuple(data["not_sourced"]),
        frozenset(name_of(name) for role in (PERSON, ASSIGNEE) for name in names.get(role, ())),
    )


def _named(role: Role, names: Sequence[str]) -> Role:
    return Role(role.name, role.label, role.rule, required=role.required, once=role.once, names=tuple(names))
