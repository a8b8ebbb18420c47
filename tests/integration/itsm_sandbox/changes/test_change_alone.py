"""An apprentice alone in a generated workplace takes a change to its end; simulated colleagues do the others' parts."""

from datetime import timedelta

import pytest

from core.clock import LONDON
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.services import raise_change
from itsm_sandbox.engine.models import WorkplaceKind
from itsm_sandbox.engine.perform import perform
from itsm_sandbox.engine.queries import find_colleague, list_events
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.generator.world import build_world
from itsm_sandbox.workplace.opening import Plan
from tests.factories import MembershipFactory
from tests.factories.changes import MESSAGE, STEP_1, STEP_2, set_time, told
from tests.factories.workplaces import DESK, MONDAY

pytestmark = pytest.mark.usefixtures("database")


def test_alone_a_change_comes_to_its_end_and_every_other_signature_is_simulated() -> None:
    me = MembershipFactory.create()
    workplace = build_world(Plan("Glenbrae Academy", WorkplaceKind.SCHOOL, MONDAY), [(me, DESK)], by=me)
    seat = find_colleague(workplace.id, me)
    assert seat
    change = raise_change(workplace.id, STEP_1, by=me)

    def do(event: str, **given: object) -> None:
        perform(workplace.id, Change.kind, change.number, event, given, by=me)

    do("submit_1", **told("submit_1", STEP_1, {})[1])
    set_time(workplace, MONDAY + timedelta(days=2))
    catch_up(workplace.id)
    assert change.state == "planning"
    planned = (MONDAY + timedelta(days=9)).astimezone(LONDON).replace(hour=18)
    do("submit_2", **{**STEP_2, "planned_at": planned, "implementer_id": seat.id})
    set_time(workplace, MONDAY + timedelta(days=7))
    catch_up(workplace.id)
    assert change.state == "scheduled"
    do("communicate", **MESSAGE)
    set_time(workplace, planned)
    do("start", deviation="")
    set_time(workplace, planned + timedelta(minutes=40))
    for event in ("finish", "update_records", "link_incidents", "write_review"):
        do(event, **told(event, {}, {})[1])
    set_time(workplace, planned + timedelta(days=4))
    catch_up(workplace.id)
    assert change.state == "closed"
    by_others = [event for event in list_events(Change.kind, change.id) if event.actor_id != seat.id]
    signed = ["approve_proceed", "review_ok", "record_consultation", "approve_implement", "close"]
    assert [event.verb for event in by_others] == signed
    assert all(event.actor and event.actor.is_simulated for event in by_others)
    assert change.proceed_by_id != change.implement_by_id
