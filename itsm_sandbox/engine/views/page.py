"""What each page of a workplace begins with: who is looking, and the frame around what they see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, render_template, request, url_for

from accounts.models import Membership
from accounts.permissions import may, require
from accounts.session import acting
from core.clock import LONDON
from itsm_sandbox.engine.history import Description, describe
from itsm_sandbox.engine.items import RowStep, is_only_on_rows, steps_on_rows
from itsm_sandbox.engine.machine import Machine, Offer, list_offers
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.navigation import find_section, list_sections
from itsm_sandbox.engine.perform import case_of, offers_for
from itsm_sandbox.engine.queries import get_visit, list_events, sim_now
from itsm_sandbox.engine.registry import find_type, find_type_at, type_of
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.views import bp
from itsm_sandbox.permissions import POLICY, Visit


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
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    @property
    def colleague(self) -> Colleague | None:
        return self.visit.colleague

    @property
    def sees_support_work(self) -> bool:
        return may(POLICY, "see_support_work", self.me, self.visit)

    @property
    def is_owner(self) -> bool:
        return self.colleague is not None and WorkRole.ICT_OWNER in self.colleague.roles

    @property
    def sees_restricted(self) -> bool:
        """What is kept for the ICT owner; those who watch from outside the workplace see it too."""
        return self.colleague is None or self.is_owner

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


def enter_to_set_up(workplace_id: int) -> Visitor:
    """Refuse those who may not change people, hours, settings and the clock."""
    visitor = enter(workplace_id)
    require(POLICY, "set_up_workplace", visitor.me, visitor.visit)
    return visitor


def show(template: str, visitor: Visitor, **context: Any) -> str:
    """Draw a page inside the workplace's own frame: its name, its clock, its places."""
    return render_template(
        f"itsm_sandbox/{template}",
        visitor=visitor,
        workplace=visitor.workplace,
        colleague=visitor.colleague,
        sim_now=visitor.now,
        sections=list_sections(sees_support_work=visitor.sees_support_work),
        current_section=_current_section(),
        sets_up=visitor.sets_up,
        **context,
    )


def _current_section() -> str:
    """The one page of a step, and the one that adds to a portfolio, belong where the artefact's own page does."""
    kind = find_type_at((request.view_args or {}).get("path_of_kind", ""))
    endpoint = kind.page if kind else request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    return find_section(endpoint, view.__module__ if view else "")


def offers(visitor: Visitor, artefact: Artefact) -> Any:
    """What this person could do with it now."""
    return offers_for(artefact, visitor.colleague, visitor.now)


def is_hidden(visitor: Visitor, artefact: Artefact) -> bool:
    """Whether it is kept from this person, such as what somebody without the right entered for the ICT owner."""
    return visitor.colleague is not None and type_of(artefact).hides(artefact, visitor.colleague)


def history_of(visitor: Visitor, artefact: Artefact) -> dict[str, Any]:
    """What every artefact's page shows besides itself: what could be done with it, and its events."""
    steps, beside = split_steps(visitor, artefact)
    return {
        "artefact": artefact,
        "offers": steps,
        "row_steps": beside,
        "events": list_events(artefact.kind, artefact.id),
        "machine": type_of(artefact).machine,
    }


def split_steps(visitor: Visitor, artefact: Artefact) -> tuple[list[Offer], dict[tuple[str, int], list[RowStep]]]:
    """What this person could do with it, and what with each of its own rows."""
    kind = type_of(artefact)
    case = case_of(kind, artefact, visitor.colleague, visitor.now, {})
    offered = list_offers(kind.machine, case) if visitor.colleague else ()
    return [one for one in offered if not is_only_on_rows(one)], steps_on_rows(offered, case)


def asked(name: str) -> str:
    """What the address asks for, cut to what anybody would type."""
    return request.args.get(name, "").strip()[:100]


@bp.app_template_global()
def address_of(artefact: Artefact) -> str:
    """Where its page is."""
    return url_for(type_of(artefact).page, workplace_id=artefact.workplace_id, number=artefact.number)


@bp.app_template_global()
def described(event: WorkEvent, machine: Machine) -> Description:
    """The event in words, for a history on screen."""
    return describe(machine, event)


bp.add_app_template_global(find_type, "artefact_type")
