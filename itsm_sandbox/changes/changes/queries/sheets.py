"""One request for change with all that its page shows: its three steps, who signed what, and what is around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from core.db import db
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.queries.lists import facts_for, get_in, list_assets, list_windows, person_of
from itsm_sandbox.changes.changes.rules.clashes import Clash, Window, clashes_of
from itsm_sandbox.changes.changes.rules.counts import ChangeEvent, Signed, signatures
from itsm_sandbox.changes.changes.rules.deadlines import ends_at
from itsm_sandbox.changes.changes.rules.fields import EMERGENCY, STANDARD
from itsm_sandbox.changes.changes.rules.machine import ON_SCHEDULE
from itsm_sandbox.changes.changes.rules.signers import Person, Signer, Turn, find_turn, list_signers, role_for
from itsm_sandbox.changes.changes.rules.story import Told, tell
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.money.expenditure.models import Expenditure

SignersOf = Callable[[str], Sequence[Signer]]

_LABELS = {
    "approve_proceed": "Approval to proceed",
    "review_ok": "Peer review",
    "approve_implement": "Approval to implement",
    "review_after": "Peer review after the fact",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the form for a signature: signed by somebody, left out, or still to be signed by one of these."""

    event: str
    label: str
    role: str
    step: int
    signed: Signed | None
    by: WorkEvent | None
    is_left_out: bool
    signers: Sequence[Signer]

    @property
    def nobody_may(self) -> bool:
        return not self.signed and not self.is_left_out and not any(one.may for one in self.signers)


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    change: Change
    events: Sequence[WorkEvent]
    facts: Mapping[str, Any]
    colleagues: Mapping[int, Colleague]
    services: Mapping[int, str]
    assets: Sequence[Asset]
    places: Sequence[Place]
    turn: Turn | None
    turn_people: Sequence[Colleague]
    clashes: Sequence[Clash]
    costs: Sequence[Expenditure]
    incidents: Sequence[Ticket]
    template: Change | None

    def told(self, verb: str) -> list[WorkEvent]:
        """Every event of this name, oldest first."""
        return [event for event in self.events if event.verb == verb]

    @property
    def history(self) -> list[tuple[WorkEvent, Told]]:
        return [(event, tell(event.verb, event.from_state, event.data)) for event in self.events]

    @property
    def risk(self) -> int | None:
        change = self.change
        if change.failure_likelihood is None or change.failure_severity is None:
            return None
        return change.failure_likelihood * change.failure_severity

    @property
    def ends_at(self) -> datetime | None:
        return ends_at(self.change.planned_at, self.change.duration_minutes)

    @property
    def current_step(self) -> int:
        """Of the form's three; the page marks it."""
        if self.change.state in {"draft", "awaiting_proceed"}:
            return 1
        return 2 if self.change.state in {"planning", "peer_review", "awaiting_implement"} else 3

    @property
    def has_simulated_signature(self) -> bool:
        return any(place.by and place.by.actor and place.by.actor.is_simulated for place in self.places)


def get_sheet(change: Change, now: datetime) -> ChangeSheet:
    """The page's content in a fixed number of queries, however long the history."""
    events = list_events(Change.kind, change.id)
    logged = [ChangeEvent(event.verb, event.actor_id, event.data) for event in events]
    facts = facts_for(change, logged)
    colleagues = {
        one.id: one
        for one in db.session.scalars(select(Colleague).where(Colleague.workplace_id == change.workplace_id))
    }
    services = _services(change)
    assets = list_assets(change.asset_ids)
    words = {
        "asset_ids": {asset.id: f"{asset.ref} {asset.tag}" for asset in assets},
        "service_ids": services,
        "implementer_id": {colleague.id: colleague.name for colleague in colleagues.values()},
    }
    signed = {one.verb: one for one in signatures(logged, change.values(), words)}
    turn = find_turn(change.state, change.values(), facts)
    people = [person_of(one) for one in colleagues.values() if one.left_at is None]
    signers_of = partial(_signers_among, people, change.values(), facts, now)
    return ChangeSheet(
        change=change,
        events=events,
        facts=facts,
        colleagues=colleagues,
        services=services,
        assets=assets,
        places=_places(change, events, signed, facts, signers_of),
        turn=turn,
        turn_people=[colleagues[one] for one in _ids_of(turn, signers_of) if one in colleagues] if turn else [],
        clashes=_clashes(change),
        costs=_costs(change),
        incidents=_incidents(events),
        template=get_in(change.workplace_id, change.template_id),
    )


def _places(
    change: Change,
    events: Sequence[WorkEvent],
    signed: Mapping[str, Signed],
    facts: Mapping[str, Any],
    signers_of: SignersOf,
) -> list[Place]:
    """The signatures that this kind of change needs, in their order; none for a standard change."""
    found = []
    for event in _needed(change):
        one = signed.get(event)
        left_out = event.startswith("review") and not facts["peer_review_required"] and one is None
        found.append(
            Place(
                event=event,
                label=_LABELS[event],
                role=role_for(event).label,
                step=1 if event == "approve_proceed" else 2,
                signed=one,
                by=events[one.place] if one else None,
                is_left_out=left_out,
                signers=[] if left_out else signers_of(event),
            )
        )
    return found


def _needed(change: Change) -> tuple[str, ...]:
    if change.type == STANDARD:
        return ()
    if change.type == EMERGENCY:
        return ("approve_implement", "review_after")
    return ("approve_proceed", "review_ok", "approve_implement")


def _ids_of(turn: Turn, signers_of: SignersOf) -> list[int]:
    """Of the colleagues whose turn it is: members who may sign, else the simulated one who will."""
    if not turn.event:
        return list(turn.people)
    may = [one.person for one in signers_of(turn.event) if one.may]
    members = [person for person in may if not person.is_simulated]
    return [person.id for person in (members or may[:1])]


def list_turns(
    workplace: Workplace, rows: Sequence[Any], colleagues: Sequence[Colleague], now: datetime
) -> dict[int, tuple[str, list[str]]]:
    """For each listed request that is open, what comes next and the names of those who do it."""
    people = [person_of(one) for one in colleagues]
    names = {one.id: one.name + (" (simulated)" if one.is_simulated else "") for one in colleagues}
    facts = {
        "profile": str(workplace.change_profile),
        "peer_review_required": workplace.peer_review_required,
        "communicated": True,
        "incidents_said": True,
    }
    found = {}
    for row in rows:
        values = row._asdict()
        turn = find_turn(row.state, values, facts)
        if turn is None:
            continue
        ids = _ids_of(turn, partial(_signers_among, people, values, facts, now))
        found[row.id] = (turn.what, [names[one] for one in ids if one in names])
    return found


def _signers_among(
    people: Sequence[Person], values: Mapping[str, Any], facts: Mapping[str, Any], now: datetime, event: str
) -> list[Signer]:
    return list_signers(event, people, values, facts, now)


def window_of(change: Change) -> Window | None:
    """Its planned time; None before there is one."""
    if change.planned_at is None:
        return None
    return Window(
        change.id,
        change.number,
        change.title,
        change.state,
        change.planned_at,
        change.duration_minutes or 0,
        frozenset(change.service_ids),
        frozenset(change.asset_ids),
        change.implementer_id,
    )


def _clashes(change: Change) -> list[Clash]:
    window = window_of(change)
    if window is None or change.state not in ON_SCHEDULE:
        return []
    others = list_windows(change.workplace_id, window.starts_at, window.ends_at)
    return clashes_of(window, [one for one in others if one.state in ON_SCHEDULE])


def _services(change: Change) -> dict[int, str]:
    if not change.service_ids:
        return {}
    rows = db.session.execute(select(Service.id, Service.name).where(Service.id.in_(change.service_ids)))
    return {row.id: row.name for row in rows}


def _costs(change: Change) -> Sequence[Expenditure]:
    """What it cost, without what is restricted to the ICT owner."""
    return db.session.scalars(
        select(Expenditure)
        .where(Expenditure.change_id == change.id, Expenditure.is_restricted.is_(False))
        .order_by(Expenditure.id)
    ).all()


def _incidents(events: Sequence[WorkEvent]) -> Sequence[Ticket]:
    """Those that were named when incidents were last linked, and before."""
    ids = {one for event in events if event.verb == "link_incidents" for one in event.data["given"]["incidents"] or ()}
    if not ids:
        return ()
    return db.session.scalars(select(Ticket).where(Ticket.id.in_(ids)).order_by(Ticket.number)).all()
