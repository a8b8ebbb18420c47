"""The frame of every page: who is acting, what they may switch to, and the places each role finds in the bar."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Membership, Notification, Role
from accounts.session import find_acting
from core import clock
from core.db import db


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    endpoint: str
    icon: str
    is_add: bool = False

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        return request.endpoint == self.endpoint


_STANDARDS = Place("Standards", "standards.list_frameworks", "book-2")
_ENROLMENTS = Place("Apprentices", "assessment.list_enrolments", "users")

PLACES: dict[Role, tuple[Place, ...]] = {
    Role.APPRENTICE: (
        Place("Home", "assessment.show_home", "home"),
        Place("Evidence", "portfolio.my_evidence", "folder"),
        Place("Add", "portfolio.add_evidence", "camera-plus", is_add=True),
        Place("Criteria", "assessment.my_criteria", "layout-grid"),
        Place("Meta-skills", "portfolio.my_meta_skills", "bulb"),
        _STANDARDS,
    ),
    Role.ASSESSOR: (
        Place("Queue", "assessment.show_queue", "inbox"),
        Place("Caseload", "assessment.show_caseload", "users"),
        _STANDARDS,
    ),
    Role.LINE_MANAGER: (Place("Team", "assessment.show_team", "users"), _STANDARDS),
    Role.VERIFIER: (_ENROLMENTS, _STANDARDS),
    Role.EXTERNAL_VERIFIER: (_ENROLMENTS, _STANDARDS),
    Role.PROVIDER_ADMIN: (
        Place("Centre", "reports.show_centre", "building"),
        _ENROLMENTS,
        Place("People", "accounts.list_people", "address-book"),
        Place("Programmes", "portfolio.list_programmes", "certificate"),
        _STANDARDS,
    ),
}


def frame() -> dict[str, Any]:
    """What templates/base.html draws around a page; two queries for a person, none for a visitor."""
    me = find_acting()
    if me is None:
        return {"me": None, "navigation": (_STANDARDS,), "unread": 0, "other_memberships": ()}
    return {
        "me": me,
        "navigation": PLACES[me.role],
        "unread": _count_unread(me),
        "other_memberships": _list_other_memberships(me),
    }


def _count_unread(me: Membership) -> int:
    found = select(func.count()).where(Notification.membership_id == me.id, Notification.read_at.is_(None))
    return db.session.scalar(found) or 0


def _list_other_memberships(me: Membership) -> list[Membership]:
    today = clock.today()
    return list(
        db.session.scalars(
            select(Membership)
            .where(
                Membership.person_id == me.person_id,
                Membership.id != me.id,
                Membership.from_on <= today,
                or_(Membership.to_on.is_(None), Membership.to_on >= today),
            )
            .options(joinedload(Membership.centre))
            .order_by(Membership.id)
        )
    )
