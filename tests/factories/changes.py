"""Requests for change in any state, taken there by the people and steps that lead to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Membership
from core.db import db, transaction
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.rules.fields import CHECKLIST
from itsm_sandbox.changes.changes.services import raise_in
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.perform import apply, apply_first
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.workplace.opening import add_colleague
from tests.factories import MembershipFactory
from tests.factories.workplaces import MONDAY, Workroom, make_workroom

STEP_1: Mapping[str, Any] = {
    "type": "normal",
    "title": "Replace the switch in the library",
    "source": "problem",
    "items": ["Library switch"],
    "description": "Replace the old 24-port switch in the library cupboard with the managed one from stock.",
    "reason": "It drops the library's computers twice a week; classes lose up to ten minutes each time.",
    "cost_pence": 0,
}
PLANNED = MONDAY + timedelta(days=3, hours=8, minutes=30)
"""Thursday at 17.30, when the school is closed."""
STEP_2: Mapping[str, Any] = {
    "plan": [
        "Save the configuration of the old switch and photograph its cables",
        "Mount the new switch and move the cables port by port",
        "Test that each computer in the library signs in and prints",
    ],
    "impact": "The library's computers and printer are off the network for half an hour, after lessons have ended.",
    "failure_impact": "The library would have no network the next morning; two classes are booked there.",
    "failure_likelihood": 2,
    "failure_severity": 3,
    "fallback": "Put the old switch back in its place, reconnect the cables as photographed, test two computers.",
    "fallback_trigger": "Fewer than all computers sign in after the second attempt.",
    "fallback_minutes": 30,
    "planned_at": PLANNED,
    "duration_minutes": 60,
    "test_plan": "Sign in on each computer, print one page from two of them.",
    "communication_plan": "E-mail to the librarian and the two class teachers two days before.",
}
CONSULTATION: Mapping[str, Any] = {
    "with_whom": "Morag Sinclair, for the teachers",
    "how": "meeting",
    "told": "The library is off the network on Thursday from 17.30 to 18.30.",
    "objections": "",
    "reschedule": False,
}
MESSAGE: Mapping[str, Any] = {
    "audience": "Teachers who use the library",
    "how": "email",
    "text": "The library has no network on Thursday from 17.30 to 18.30.",
    "sent_at": None,
}


@dataclass(frozen=True)
class Board:
    """A cohort of five members of one workplace, each with their part in a change."""

    workroom: Workroom
    originator: Membership
    initial: Membership
    peer: Membership
    final: Membership
    implementer: Membership
    seats: Mapping[str, Colleague]

    @property
    def workplace(self) -> Workplace:
        return self.workroom.workplace

    @property
    def step_2(self) -> dict[str, Any]:
        return {**STEP_2, "implementer_id": self.seats["implementer"].id}


def make_board(**plan: Any) -> Board:
    """Five members; the simulated colleagues of the workplace hold no part in changes."""
    originator = MembershipFactory.create()
    workroom = make_workroom(originator, **{"is_solo": False, **plan})
    initial, peer, final, implementer = (MembershipFactory.create(centre=originator.centre) for _ in range(4))
    roles = {
        "initial": {WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER},
        "peer": {WorkRole.SECOND_LEVEL, WorkRole.PEER_REVIEWER},
        "final": {WorkRole.FINAL_APPROVER, WorkRole.USER},
        "implementer": {WorkRole.IMPLEMENTATION},
    }
    seats = {"originator": workroom.desk}
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        workroom.head.role_names, workroom.engineer.role_names = [], [str(WorkRole.SECOND_LEVEL)]  # members decide
        for member, (name, held) in zip((initial, peer, final, implementer), roles.items(), strict=True):
            seats[name] = add_colleague(workplace, member.person.name, roles=held, membership=member, at=MONDAY)
    return Board(workroom, originator, initial, peer, final, implementer, seats)


TO_STATE: Mapping[str, tuple[str, ...]] = {
    "draft": (),
    "awaiting_proceed": ("submit_1",),
    "planning": ("submit_1", "approve_proceed"),
    "peer_review": ("submit_1", "approve_proceed", "submit_2"),
    "awaiting_implement": ("submit_1", "approve_proceed", "submit_2", "review_ok"),
    "scheduled": (
        *("submit_1", "approve_proceed", "submit_2", "review_ok"),
        *("record_consultation", "approve_implement"),
    ),
    "implementing": (
        *("submit_1", "approve_proceed", "submit_2", "review_ok"),
        *("record_consultation", "approve_implement", "communicate", "start"),
    ),
    "implemented": (
        *("submit_1", "approve_proceed", "submit_2", "review_ok"),
        *("record_consultation", "approve_implement", "communicate", "start", "finish"),
    ),
    "closed": (
        *("submit_1", "approve_proceed", "submit_2", "review_ok"),
        *("record_consultation", "approve_implement", "communicate", "start", "finish"),
        *("update_records", "link_incidents", "write_review", "close"),
    ),
    "rejected": ("submit_1", "refuse_proceed"),
    "cancelled": ("withdraw",),
}


def make_change(board: Board, state: str = "draft", **over: Any) -> Change:
    """A normal change taken to this state by everybody's own hands, at the times that its plan gives."""
    step_1 = {**STEP_1, **{name: value for name, value in over.items() if name not in STEP_2}}
    step_2 = {**board.step_2, **{name: value for name, value in over.items() if name in board.step_2}}
    with transaction():
        workplace = lock_workplace(board.workplace.id)
        at = board.workplace.started_at
        change = raise_in(workplace, step_1, actor=board.seats["originator"], at=at)
        for event in TO_STATE[state]:
            who, given = told(event, {**change.values(), **step_1}, step_2)
            when = at if event not in AFTER_START else step_2["planned_at"] + timedelta(minutes=AFTER_START[event])
            apply(workplace, change, event, given, actor=board.seats[who], at=when)
    return change


AFTER_START = {
    "start": 5, "finish": 40, "update_records": 41, "link_incidents": 42, "write_review": 43, "close": 50
}  # fmt: skip


def told(event: str, step_1: Mapping[str, Any], step_2: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Who does it on the board, and what is told with it."""
    everything: dict[str, tuple[str, Mapping[str, Any]]] = {
        "submit_1": (
            "originator",
            {k: v for k, v in step_1.items() if k in STEP_1 or k in {"asset_ids", "service_ids"}},
        ),
        "approve_proceed": ("initial", {"comment": ""}),
        "refuse_proceed": ("initial", {"comment": "Not this year: the building is to be renewed."}),
        "submit_2": ("originator", step_2),
        "review_ok": ("peer", {"checklist": [name for name, _ in CHECKLIST], "comment": ""}),
        "record_consultation": ("final", CONSULTATION),
        "approve_implement": ("final", {"comment": ""}),
        "communicate": ("implementer", MESSAGE),
        "start": ("implementer", {"deviation": ""}),
        "finish": (
            "implementer",
            {"outcome": "successful", "tested": "All computers sign in and print.", "differences": ""},
        ),
        "update_records": ("implementer", {"note": "The register shows the new switch."}),
        "link_incidents": ("implementer", {"incidents": [], "none_caused": True}),
        "write_review": ("originator", {"review": "It went as planned; photographs of the cables saved time."}),
        "close": ("initial", {"comment": ""}),
        "withdraw": ("originator", {"reason": "The supplier took it back."}),
    }
    who, given = everything[event]
    return who, dict(given)


def make_asset(workroom: Workroom, tag: str = "SW-1", at: datetime = MONDAY) -> Asset:
    """A switch in stock."""
    asset = Asset(tag="", type="")
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        given = {"tag": tag, "type": "switch", "model": "Netgear GS724"}
        apply_first(workplace, asset, "add", given, actor=workroom.desk, at=at)
    return asset


def set_time(workplace: Workplace, at: datetime) -> None:
    """Let the workplace's clock, which stands still, show this moment."""
    with transaction():
        locked = lock_workplace(workplace.id)
        locked.clock_sim_at = at
    db.session.refresh(workplace)


def hold(colleague: Colleague, *roles: WorkRole) -> None:
    """Let them hold these functions and no others."""
    with transaction():
        colleague.role_names = sorted(str(role) for role in roles)
