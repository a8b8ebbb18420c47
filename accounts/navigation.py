"""The frame of every page: who is acting, what they may switch to, and the sections each role finds in the bar."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from accounts.models import Role
from accounts.session import find_signed_in


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    endpoint: str
    icon: str
    is_add: bool = False
    also: tuple[str, ...] = ()  # endpoints of pages that belong to this section
    package: str = ""  # all of whose pages belong to it

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        package = (request.endpoint or "").partition(".")[0]
        return request.endpoint in {self.endpoint, *self.also} or (bool(self.package) and package == self.package)


_STANDARDS = Section("Standards", "standards.list_frameworks", "book-2")
_ENROLMENTS = Section("Apprentices", "assessment.list_enrolments", "users")
_WORKPLACE = Section("Workplace", "itsm_sandbox.list_workplaces", "building-store", package="itsm_sandbox")

VISITOR_SECTIONS = (_STANDARDS,)

SECTIONS: dict[Role, tuple[Section, ...]] = {
    Role.APPRENTICE: (
        Section("Home", "assessment.show_home", "home"),
        Section(
            "Evidence", "portfolio.my_evidence", "folder", also=("portfolio.list_evidence", "assessment.show_evidence")
        ),
        Section("Add", "portfolio.add_evidence", "camera-plus", is_add=True),
        Section("Criteria", "assessment.my_criteria", "layout-grid", also=("assessment.show_criteria",)),
        _WORKPLACE,
        Section("Meta-skills", "portfolio.my_meta_skills", "bulb", also=("portfolio.show_meta_skills",)),
        _STANDARDS,
    ),
    Role.ASSESSOR: (
        Section("Queue", "assessment.show_queue", "inbox", also=("assessment.show_workbench",)),
        Section("Caseload", "assessment.show_caseload", "users"),
        _WORKPLACE,
        _STANDARDS,
    ),
    Role.LINE_MANAGER: (Section("Team", "assessment.show_team", "users"), _WORKPLACE, _STANDARDS),
    Role.VERIFIER: (_ENROLMENTS, _STANDARDS),
    Role.EXTERNAL_VERIFIER: (_ENROLMENTS, _STANDARDS),
    Role.PROVIDER_ADMIN: (
        Section("Centre", "reports.show_centre", "building"),
        _ENROLMENTS,
        Section("People", "accounts.list_people", "address-book"),
        Section("Programmes", "portfolio.list_programmes", "certificate"),
        _WORKPLACE,
        _STANDARDS,
    ),
}


def frame() -> dict[str, Any]:
    """Return what templates/base.html draws around a page; signing in has read it already, so no query is sent."""
    visitor = find_signed_in()
    if visitor is None:
        return {"me": None, "navigation": VISITOR_SECTIONS, "unread": 0, "other_memberships": ()}
    me = visitor.membership
    return {
        "me": me,
        "navigation": SECTIONS[me.role],
        "unread": visitor.unread,
        "other_memberships": visitor.others,
    }
