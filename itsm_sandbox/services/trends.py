"""Analyses of the tickets: keeping one, and what is counted for it."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core.db import transaction
from itsm_sandbox.models import Colleague, Trend
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries.choices import list_refs
from itsm_sandbox.queries.trends import count_tickets, view_of
from itsm_sandbox.queries.workplaces import get_visit, sim_now
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.roles import Tie
from itsm_sandbox.rules.trends import MACHINE
from itsm_sandbox.services.acting import begin
from itsm_sandbox.services.errands import catch_up
from itsm_sandbox.services.log import lock_workplace
from itsm_sandbox.services.problems import hides_from_users
from itsm_sandbox.services.rooms import ROOMS, Room


def start_trend(workplace_id: int, given: Mapping[str, Any], *, by: Membership) -> Trend:
    """Keep a question with the view of the tickets that is to answer it."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        trend = new_trend(visit.colleague)
        begin(workplace, trend, "start", given, actor=visit.colleague, at=sim_now(workplace))
        return trend


def new_trend(author: Colleague | None) -> Trend:
    """An empty one for `begin`."""
    return Trend(title="", grouping="", figures={}, preventions=[], author_id=author.id if author else None)


def _facts(trend: Trend) -> Mapping[str, Any]:
    return {
        "figures": lambda: count_tickets(trend.workplace_id, view_of(trend)).plain(),
        "ref_of": lambda kind, row_id: list_refs(trend.workplace_id, kind, [row_id])[0],
    }


def _ties(trend: Trend, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if trend.author_id == colleague.id else {Tie.ANYONE})


ROOMS[ArtefactKind.TREND] = Room(
    Trend, MACHINE, "itsm_sandbox.show_trend", ties=_ties, facts=_facts, hides=hides_from_users
)
