"""Preparing change management in a workplace: one set-up each, whose roles become the workplace's own."""

from accounts.models import Membership
from accounts.permissions import require
from core.db import db, transaction
from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.changes.readiness.queries import find_setup
from itsm_sandbox.engine.log import lock_workplace, record
from itsm_sandbox.engine.perform import Refused, apply_first
from itsm_sandbox.engine.queries import get_visit, list_colleagues, sim_now
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.permissions import POLICY

_ROLE_OF_FIELD = {
    "initial_approver_id": WorkRole.INITIAL_APPROVER,
    "peer_reviewer_id": WorkRole.PEER_REVIEWER,
    "final_approver_id": WorkRole.FINAL_APPROVER,
}


def begin_setup(workplace_id: int, *, by: Membership) -> ChangeSetup:
    """Begin the preparation; a workplace has one."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        if find_setup(workplace_id) is not None:
            raise Refused("Change management is being prepared here already, or is live.")
        setup = ChangeSetup(training=[], materials=[])
        apply_first(workplace, setup, "begin", {}, actor=visit.colleague, at=sim_now(workplace))
        return setup


def assign(deed: Deed) -> None:
    """Give the three roles to those who were chosen, and end them for whoever held them."""
    colleagues = list_colleagues(deed.workplace.id)
    for name, role in _ROLE_OF_FIELD.items():
        for colleague in colleagues:
            is_chosen, holds = colleague.id == deed.given.get(name), role in colleague.roles
            if is_chosen == holds:
                continue
            roles = colleague.roles | {role} if is_chosen else colleague.roles - {role}
            colleague.role_names = sorted(str(one) for one in roles)
            record(
                deed.workplace,
                deed.workplace,
                "role_given" if is_chosen else "role_ended",
                actor=deed.actor,
                role=deed.event.acting_role,
                at=deed.event.at,
                given={"colleague_id": colleague.id, "role": role},
                shown={"colleague_id": colleague.name, "role": role.label},
            )


def link_pilot(deed: Deed) -> None:
    """A request that is raised as the pilot is the set-up's."""
    if not deed.artefact.is_pilot:
        return
    setup = find_setup(deed.workplace.id)
    if setup is not None and setup.state == "preparing":
        given = {"pilot_id": deed.artefact.id}
        role = deed.event.acting_role
        record(
            deed.workplace, setup, "link_pilot", actor=deed.actor, role=role, at=deed.event.at, changes=given,
            given=given, shown={"pilot_id": deed.artefact.ref},
        )  # fmt: skip
        db.session.flush()
