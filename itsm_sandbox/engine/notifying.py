"""Telling a member, with a notification, of what was done in a workplace and concerns them."""

from accounts.models import Membership
from accounts.services import notify
from core.db import db
from itsm_sandbox.engine.models import Artefact, Colleague
from itsm_sandbox.engine.registry import Deed, type_of


def tell_member(deed: Deed, colleague_id: int, words: str) -> None:
    """Nothing for who did it, who has left, or who is simulated. It leads to what the deed was done to."""
    colleague = db.session.get_one(Colleague, colleague_id)
    is_there = colleague.membership_id is not None and colleague.left_at is None
    if is_there and (deed.actor is None or deed.actor.id != colleague_id):
        artefact: Artefact = deed.artefact
        path = f"/workplaces/{artefact.workplace_id}/{type_of(artefact).path}/{artefact.number}"
        member = db.session.get_one(Membership, colleague.membership_id)
        notify(member, f"{deed.workplace.name}: {words}", path)
