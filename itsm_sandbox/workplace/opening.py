"""Opening a workplace, and the people, groups and hours in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core import audit, clock
from core.db import db, transaction
from itsm_sandbox.engine.clock import ClockMode
from itsm_sandbox.engine.log import record
from itsm_sandbox.engine.models import (
    ChangeProfile,
    Colleague,
    GroupMember,
    OpeningHours,
    Site,
    SupportGroup,
    Workplace,
    WorkplaceKind,
)
from itsm_sandbox.engine.priority import DEFAULT_MATRIX
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.permissions import POLICY

SCHOOL_WEEK = [[[480, 1020]]] * 5 + [[], []]
"""Monday to Friday, 8.00 to 17.00, in minutes from midnight."""

LOGGED = (
    "name",
    "kind",
    "is_solo",
    "change_profile",
    "peer_review_required",
    "matrix",
    "reminders",
    "seed",
    "clock_mode",
    "clock_rate",
    "clock_real_at",
    "clock_sim_at",
    "started_at",
)
"""What the first event of a workplace says of it; each later change is in an event too."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a workplace begins as. `starts_at` is the moment its own clock shows when people enter."""

    name: str
    kind: WorkplaceKind
    starts_at: datetime
    seed: int = 1
    is_solo: bool = True
    change_profile: ChangeProfile = ChangeProfile.FITS
    peer_review_required: bool = True
    clock_mode: ClockMode = ClockMode.PAUSED
    clock_rate: int = 1
    subdivision: str = "SCT"
    sites: Sequence[str] = ("Main building",)
    matrix: Mapping[str, str] = field(
        default_factory=lambda: {f"{impact} {urgency}": p for (impact, urgency), p in DEFAULT_MATRIX.items()}
    )


def open_workplace(plan: Plan, *, by: Membership, history_from: date | None = None) -> Workplace:
    """An empty workplace with its sites and opening hours, which serve every day from `history_from` on."""
    with transaction() as session:
        require(POLICY, "add_workplace", by, by.centre_id)
        now = clock.now()
        workplace = Workplace(
            centre_id=by.centre_id,
            name=plan.name,
            kind=plan.kind,
            is_solo=plan.is_solo,
            change_profile=plan.change_profile,
            peer_review_required=plan.peer_review_required,
            matrix=dict(plan.matrix),
            seed=plan.seed,
            clock_mode=plan.clock_mode,
            clock_rate=plan.clock_rate,
            clock_real_at=now,
            clock_sim_at=plan.starts_at,
            started_at=plan.starts_at,
            last_seq=0,
            last_hash="",
            created_by_id=by.id,
            created_at=now,
        )
        session.add(workplace)
        session.flush()
        session.add_all(Site(workplace_id=workplace.id, name=name) for name in plan.sites)
        from_on = history_from or plan.starts_at.date()
        hours: dict[str, Any] = {"week": SCHOOL_WEEK, "subdivision": plan.subdivision, "closures": []}
        session.add(
            OpeningHours(workplace_id=workplace.id, number=1, from_on=from_on, made_by_id=None, made_at=now, **hours)
        )
        begun = {name: getattr(workplace, name) for name in LOGGED}
        begun["hours"] = {"from_on": from_on.isoformat(), **hours}
        record(workplace, workplace, "opened", actor=None, role="", at=plan.starts_at, given=begun)
        audit.record("workplace.opened", subject=workplace, centre_id=by.centre_id, actor_id=by.id)
        return workplace


def add_colleague(
    workplace: Workplace,
    name: str,
    *,
    roles: Collection[WorkRole] = (),
    membership: Membership | None = None,
    at: datetime,
    **about: Any,
) -> Colleague:
    """Somebody new in the workplace, simulated unless they are a member. The workplace must be locked."""
    login = about.pop("login", "") or _free_login(workplace, name)
    colleague = Colleague(
        workplace_id=workplace.id,
        membership_id=membership.id if membership else None,
        name=name,
        login=login,
        role_names=sorted(str(role) for role in roles),
        **about,
    )
    db.session.add(colleague)
    db.session.flush()
    given = {"colleague_id": colleague.id, "roles": colleague.role_names}
    record(workplace, workplace, "joined", actor=None, role="", at=at, given=given, shown={"colleague_id": name})
    return colleague


def add_group(
    workplace: Workplace, name: str, level: int, members: Collection[Colleague] = (), *, is_supplier: bool = False
) -> SupportGroup:
    group = SupportGroup(workplace_id=workplace.id, name=name, level=level, is_supplier=is_supplier)
    db.session.add(group)
    db.session.flush()
    db.session.add_all(GroupMember(group_id=group.id, colleague_id=member.id) for member in members)
    return group


def _free_login(workplace: Workplace, name: str) -> str:
    """The first letter and the family name, with a number when somebody has it already."""
    words = [word for word in "".join(c if c.isalnum() else " " for c in name.lower()).split() if word]
    wanted = (words[0][0] + words[-1]) if len(words) > 1 else (words or ["user"])[0]
    taken = set(
        db.session.scalars(
            db.select(Colleague.login).where(
                Colleague.workplace_id == workplace.id, Colleague.login.startswith(wanted, autoescape=True)
            )
        )
    )
    number = 1
    login = wanted
    while login in taken:
        number += 1
        login = f"{wanted}{number}"
    return login
