"""Telling members that a request for change has come to them."""

from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.queries.lists import facts_for, list_people
from itsm_sandbox.changes.changes.rules.signers import find_turn, list_signers
from itsm_sandbox.engine.notifying import tell_member
from itsm_sandbox.engine.registry import Deed


def tell_next(deed: Deed) -> None:
    """Notify those whose turn it has become; whoever did the step knows already, and others were told before."""
    change: Change = deed.artefact
    if deed.event.from_state == change.state or deed.event.to_state != change.state:
        return
    facts = facts_for(change)
    turn = find_turn(change.state, change.values(), facts)
    if turn is None:
        return
    ids = set(turn.people)
    if turn.event:
        signers = list_signers(turn.event, list_people(change.workplace_id), change.values(), facts, deed.event.at)
        ids = {one.person.id for one in signers if one.may}
    for colleague_id in sorted(ids):
        tell_member(deed, colleague_id, f"{change.ref} {change.title} waits for you.")
