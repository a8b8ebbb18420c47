"""What each page of a workplace begins with: who is looking, and the frame around what they see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from accounts.models import Membership
from accounts.permissions import may, require
from accounts.session import acting
from itsm_sandbox.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.permissions import POLICY, Visit
from itsm_sandbox.queries.workplaces import get_visit, sim_now
from itsm_sandbox.rules.machine import Machine
from itsm_sandbox.rules.passing import Step
from itsm_sandbox.rules.telling import Told, tell
from itsm_sandbox.services.acting import offers_for
from itsm_sandbox.services.rooms import room_of
from itsm_sandbox.views import bp


@dataclass(frozen=True, slots=True)
class Corner:
    """A place in the workplace's own bar."""

    label: str
    endpoint: str
    icon: str
    also: tuple[str, ...] = ()  # endpoints of pages that belong to it
    for_support: bool = False  # not for those who only use what is supported

    @property
    def is_current(self) -> bool:
        return request.endpoint in {self.endpoint, *self.also}


# icons: inbox layout-kanban message-circle
CORNERS: tuple[Corner, ...] = (
    Corner(
        "Desk",
        "itsm_sandbox.show_desk",
        "inbox",
        also=(
            "itsm_sandbox.show_ticket",
            "itsm_sandbox.add_ticket",
            "itsm_sandbox.triage_at_once",
            "itsm_sandbox.order_queue",
        ),
        for_support=True,
    ),
    Corner("Board", "itsm_sandbox.show_board", "layout-kanban", for_support=True),
    Corner("Portal", "itsm_sandbox.show_portal", "message-circle", also=("itsm_sandbox.report_ticket",)),
    Corner(
        "Problems",
        "itsm_sandbox.list_problems",
        "bug",
        also=(
            "itsm_sandbox.add_problem",
            "itsm_sandbox.show_problem",
            "itsm_sandbox.resolve_linked",
            "itsm_sandbox.list_trends",
            "itsm_sandbox.add_trend",
            "itsm_sandbox.show_trend",
            "itsm_sandbox.list_reviews",
            "itsm_sandbox.add_review",
            "itsm_sandbox.show_review",
        ),
    ),
    Corner(
        "Changes",
        "itsm_sandbox.list_changes",
        "replace",
        also=(
            "itsm_sandbox.show_change",
            "itsm_sandbox.new_change",
            "itsm_sandbox.show_schedule",
            "itsm_sandbox.show_setup",
        ),
    ),
    Corner(
        "Catalogue",
        "itsm_sandbox.show_catalogue",
        "list-details",
        also=(
            "itsm_sandbox.show_service",
            "itsm_sandbox.show_service_version",
            "itsm_sandbox.add_service",
            "itsm_sandbox.show_procedure",
            "itsm_sandbox.show_procedure_version",
            "itsm_sandbox.add_procedure",
        ),
    ),
    Corner(
        "Assets",
        "itsm_sandbox.list_assets",
        "devices",
        also=(
            "itsm_sandbox.show_asset",
            "itsm_sandbox.add_asset",
            "itsm_sandbox.list_expenditure",
            "itsm_sandbox.show_expenditure",
            "itsm_sandbox.add_expenditure",
            "itsm_sandbox.commit_expenditure",
            "itsm_sandbox.list_articles",
            "itsm_sandbox.show_article",
            "itsm_sandbox.write_article",
            "itsm_sandbox.list_outages",
        ),
    ),
    Corner(
        "Reports",
        "itsm_sandbox.list_reports",
        "report-analytics",
        also=(
            "itsm_sandbox.add_report",
            "itsm_sandbox.show_report",
            "itsm_sandbox.show_metrics",
            "itsm_sandbox.show_metrics_around",
        ),
    ),
    Corner(
        "People",
        "itsm_sandbox.show_people",
        "users",
        also=(
            "itsm_sandbox.show_colleague",
            "itsm_sandbox.add_colleague",
            "itsm_sandbox.add_group",
            "itsm_sandbox.edit_group",
            "itsm_sandbox.show_hours",
            "itsm_sandbox.edit_hours",
            "itsm_sandbox.edit_clock",
            "itsm_sandbox.edit_settings",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person in a workplace they may see. `colleague` is None for those who only watch."""

    me: Membership
    visit: Visit
    now: datetime  # the workplace's

    @property
    def workplace(self) -> Workplace:
        return self.visit.workplace

    @property
    def colleague(self) -> Colleague | None:
        return self.visit.colleague

    @property
    def sees_support_work(self) -> bool:
        return may(POLICY, "see_support_work", self.me, self.visit)

    @property
    def sets_up(self) -> bool:
        """Whether they may change people, hours, settings and the clock."""
        return may(POLICY, "set_up_workplace", self.me, self.visit)


def enter(workplace_id: int) -> Visitor:
    """Refuse those who may not see the workplace."""
    me = acting()
    visit = get_visit(workplace_id, me)
    require(POLICY, "see_workplace", me, visit)
    return Visitor(me, visit, sim_now(visit.workplace))


def enter_support(workplace_id: int) -> Visitor:
    """Refuse those who only use what support looks after, too."""
    visitor = enter(workplace_id)
    require(POLICY, "see_support_work", visitor.me, visitor.visit)
    return visitor


def show(template: str, visitor: Visitor, **context: Any) -> str:
    """Draw a page inside the workplace's own frame: its name, its clock, its places."""
    return render_template(
        f"itsm_sandbox/{template}",
        visitor=visitor,
        workplace=visitor.workplace,
        colleague=visitor.colleague,
        sim_now=visitor.now,
        corners=[corner for corner in CORNERS if not corner.for_support or visitor.sees_support_work],
        sets_up=visitor.sets_up,
        steps=tuple(Step),
        **context,
    )


def offers(visitor: Visitor, artefact: Artefact) -> Any:
    """What this person could do with it now."""
    return offers_for(artefact, visitor.colleague, visitor.now)


@bp.app_template_global()
def address_of(artefact: Artefact) -> str:
    """Where its page is."""
    return url_for(room_of(artefact).endpoint, workplace_id=artefact.workplace_id, number=artefact.number)


@bp.app_template_global()
def telling(event: WorkEvent, machine: Machine) -> Told:
    """The event in words, for a history on screen."""
    return tell(machine, event)
