"""The preparation of change management: its record, and what its guards ask about people and the pilot."""

from sqlalchemy import select

from core.db import db
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.changes.readiness.rules import CHANGE_ROLES, SetupFacts
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.queries import list_colleagues


def find_setup(workplace_id: int) -> ChangeSetup | None:
    """The one of this workplace."""
    return db.session.scalar(
        select(ChangeSetup).where(ChangeSetup.workplace_id == workplace_id).order_by(ChangeSetup.id)
    )


def facts_for(setup: ChangeSetup) -> SetupFacts:
    workplace = db.session.get_one(Workplace, setup.workplace_id)
    people = list_colleagues(workplace.id)
    needed = [role for role in CHANGE_ROLES if workplace.peer_review_required or role is not role.PEER_REVIEWER]
    trained = {one for entry in setup.training or () for one in entry["people"]}
    pilot = db.session.get(Change, setup.pilot_id) if setup.pilot_id else None
    return SetupFacts(
        profile=str(workplace.change_profile),
        peer_review_required=workplace.peer_review_required,
        roles={one.id: frozenset(one.role_names) for one in people},
        unfilled=[role for role in needed if not any(role in one.roles for one in people)],
        untrained=[one.name for one in people if one.roles & set(CHANGE_ROLES) and one.id not in trained],
        pilot_state=pilot.state if pilot else None,
    )


def list_holders(workplace_id: int) -> dict[str, list[Colleague]]:
    """For each change role, who holds it now."""
    people = list_colleagues(workplace_id)
    return {str(role): [one for one in people if role in one.roles] for role in CHANGE_ROLES}


def list_names(workplace_id: int) -> dict[int, str]:
    rows = db.session.execute(select(Colleague.id, Colleague.name).where(Colleague.workplace_id == workplace_id))
    return {row.id: row.name for row in rows}
