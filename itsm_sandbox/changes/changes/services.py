"""Raising a request for change, and what follows from its steps: money, reviews left out, answers of colleagues."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core.db import transaction
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.rules.deadlines import review_due_at
from itsm_sandbox.changes.changes.rules.fields import EMERGENCY
from itsm_sandbox.changes.changes.simulation import REVIEW_DUE
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.perform import apply, apply_first
from itsm_sandbox.engine.queries import get_calendar, get_visit, sim_now
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.timers import catch_up, forget, schedule
from itsm_sandbox.money.expenditure.services import commit_cost, release_cost, settle_cost
from itsm_sandbox.permissions import POLICY


def raise_change(workplace_id: int, given: Mapping[str, Any], *, by: Membership) -> Change:
    """Begin a request as its originator, in step 1."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        return raise_in(workplace, given, actor=visit.colleague, at=sim_now(workplace))


def raise_in(workplace: Workplace, given: Mapping[str, Any], *, actor: Colleague | None, at: datetime) -> Change:
    """Begin a request in a locked workplace."""
    change = Change(title="", type="", asset_ids=[], items=[], service_ids=[], plan=[])
    apply_first(workplace, change, "raise", given, actor=actor, at=at)
    return change


def ties_to(change: Change, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if change.originator_id == colleague.id:
        ties.add(Tie.ORIGINATOR)
    if change.implementer_id == colleague.id:
        ties.add(Tie.IMPLEMENTER)
    return frozenset(ties)


def commit(deed: Deed) -> None:
    """What was approved with a cost is committed; an emergency's two steps are approved together."""
    change: Change = deed.artefact
    if deed.event.verb != "approve_implement" or change.type == EMERGENCY:
        commit_cost(deed.workplace, change, deed.actor, deed.event.at)


def settle(deed: Deed) -> None:
    settle_cost(deed.workplace, deed.artefact, deed.event.at)


def release(deed: Deed) -> None:
    release_cost(deed.workplace, deed.artefact, deed.event.at)


def wait_for_review(deed: Deed) -> None:
    """An emergency is reviewed after the fact; that nobody did in time is itself an event."""
    change: Change = deed.artefact
    if change.type == EMERGENCY and deed.workplace.peer_review_required and not change.reviewed_by_id:
        schedule(change, REVIEW_DUE, review_due_at(get_calendar(deed.workplace.id), deed.event.at))


def note_review(deed: Deed) -> None:
    forget(deed.artefact, REVIEW_DUE)


def leave_out_review(deed: Deed) -> None:
    """Where peer review is left out, or comes after the fact, the plan goes on at once."""
    change: Change = deed.artefact
    if change.state == "peer_review" and (change.type == EMERGENCY or not deed.workplace.peer_review_required):
        apply(deed.workplace, change, "omit_review", {}, actor=None, at=deed.event.at)
