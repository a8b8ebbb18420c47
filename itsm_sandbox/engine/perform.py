"""One way to do anything to anything in a workplace: may I, may it, change, record, and what follows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.models import Membership
from accounts.permissions import require
from core.db import db, transaction
from core.errors import FieldErrors, NotFound, StaleWrite
from core.events import publish
from itsm_sandbox.engine.choices import find_by_ref, words_for
from itsm_sandbox.engine.log import lock_workplace, next_number, record
from itsm_sandbox.engine.machine import (
    START,
    Actor,
    Ask,
    Case,
    Field,
    Offer,
    Transition,
    find_faults,
    list_offers,
    refuse,
)
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.queries import get_visit, list_events, sim_now
from itsm_sandbox.engine.registry import ArtefactType, Deed, get_type, type_of
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.step import fold
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.permissions import POLICY


class Refused(FieldErrors):
    """The event is not possible now. The sentence says why, and what would make it possible; a form keeps it on top."""

    status = 409
    title = "That is not possible now"

    def __init__(self, sentence: str) -> None:
        super().__init__({"": sentence})


class ArtefactChanged(StaleWrite):
    """Somebody did something to it since the page was opened. Nothing was done and nothing typed is lost."""

    def __init__(self, artefact: Artefact) -> None:
        super().__init__(f"{artefact.ref} was changed since you opened it. Nothing was overwritten.")
        self.revision = artefact.revision


def perform(
    workplace_id: int,
    kind: str,
    number: int,
    event: str,
    given: Mapping[str, Any],
    *,
    by: Membership,
    revision: int | None = None,
) -> WorkEvent:
    """Do something to an artefact as the person one is in the workplace.

    Raises `FieldErrors` for what was given, `Refused` for what the artefact's state, role or guards do not allow, and
    `ArtefactChanged` when it has moved on since `revision`, unless the event harms nothing that others did.
    """
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        artefact = get_artefact(workplace_id, kind, number, visitor=visit.colleague)
        transition = get_type(kind).machine.find(event, artefact.state)
        merges = transition is not None and transition.merges
        if revision is not None and not merges and _moved_on_since(revision, artefact):
            raise ArtefactChanged(artefact)
        return apply(workplace, artefact, event, given, actor=visit.colleague, at=sim_now(workplace))


def create(workplace_id: int, kind: str, event: str, given: Mapping[str, Any], *, by: Membership) -> Any:
    """Begin a new artefact as the person one is in the workplace, and answer with it. Raises as `perform` does."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        begun = get_type(kind)
        begun.check_first(workplace_id, given)
        artefact = begun.blank(visit.colleague)
        apply_first(workplace, artefact, event, given, actor=visit.colleague, at=sim_now(workplace))
        return artefact


def apply_first(
    workplace: Workplace,
    artefact: Artefact,
    event: str,
    given: Mapping[str, Any],
    *,
    actor: Colleague | None,
    at: datetime,
) -> WorkEvent:
    """Number and store a new artefact with its first event. The workplace must be locked.

    The artefact comes with its required columns set to empty values; what is given fills them as in any other event.
    """
    artefact.workplace_id = workplace.id
    artefact.number = next_number(type(artefact), workplace.id)
    artefact.state = START
    artefact.created_at = artefact.changed_at = at
    kind = type_of(artefact)
    transition = kind.machine.find(event, START)
    if transition is None:
        raise Refused(f"There is no such step for a {kind.machine.name}.")
    given = _resolved(workplace.id, transition.fields, given)
    for asked in transition.fields:
        if asked.keep and asked.name in given:
            setattr(artefact, asked.name, given[asked.name])
    db.session.add(artefact)
    db.session.flush()
    return apply(workplace, artefact, event, given, actor=actor, at=at)


def apply(
    workplace: Workplace,
    artefact: Artefact,
    event: str,
    given: Mapping[str, Any],
    *,
    actor: Colleague | None,
    at: datetime,
) -> WorkEvent:
    """Let a person, a simulated colleague or the timer (None) do it, by the same table, in a locked workplace."""
    transition, case = _possible(artefact, event, given, actor=actor, at=at)
    return apply_allowed(
        workplace, artefact, transition, case, actor=actor, shown=words_for(transition.fields, case.given)
    )


def apply_following(deed: Deed, artefact: Artefact, event: str, given: Mapping[str, Any]) -> WorkEvent:
    """Let a step that only the workplace takes by itself follow from what somebody did; the log names them for it.

    Who may do the one thing need not hold the roles for the other, and cannot do the other alone.
    """
    transition, case = _possible(artefact, event, given, actor=None, at=deed.event.at)
    shown = words_for(transition.fields, case.given)
    return apply_allowed(
        deed.workplace, artefact, transition, case, actor=deed.actor, shown=shown, role=deed.event.acting_role
    )


def _possible(
    artefact: Artefact, event: str, given: Mapping[str, Any], *, actor: Colleague | None, at: datetime
) -> tuple[Transition, Case]:
    """The row of the table and the case that it was asked about; raises what is in the way."""
    kind = type_of(artefact)
    transition = kind.machine.find(event, artefact.state)
    given = _resolved(artefact.workplace_id, transition.fields if transition else (), given)
    case = case_of(kind, artefact, actor, at, given)
    refusal = refuse(kind.machine, event, case)
    if refusal or transition is None:
        raise Refused(refusal or "This is not possible now.")
    return transition, case


def apply_allowed(
    workplace: Workplace,
    artefact: Artefact,
    transition: Transition,
    case: Case,
    *,
    actor: Colleague | None,
    shown: Mapping[str, str],
    role: str = "",
) -> WorkEvent:
    """Record what nothing forbids, and let follow what follows. `shown` are the words for the ids that were given.

    `role` is the one it is done in, when the table does not tell it.
    """
    kind = type_of(artefact)
    step = fold(transition, case)
    happened = record(
        workplace,
        artefact,
        step.event,
        actor=actor,
        role=role or step.role,
        at=case.now,
        to=step.to,
        changes=step.changes,
        given=step.told,
        shown={**shown, **step.shown},
    )
    deed = Deed(workplace, artefact, happened, actor, dict(case.given))
    for follow in (*kind.effects.get(transition.event, ()), *kind.after):
        follow(deed)
    publish(f"{kind.kind}.{transition.event}", deed=deed)
    return happened


def offers_for(artefact: Artefact, colleague: Colleague | None, at: datetime) -> tuple[Offer, ...]:
    """What this person could do now, and why the rest is not possible. Nothing for somebody who only watches."""
    if colleague is None:
        return ()
    kind = type_of(artefact)
    return list_offers(kind.machine, case_of(kind, artefact, colleague, at, {}))


def case_of(
    kind: ArtefactType, artefact: Artefact, actor: Colleague | None, at: datetime, given: Mapping[str, Any]
) -> Case:
    """All that the guards may look at."""
    held: frozenset[str] = frozenset({Tie.TIMER}) if actor is None else actor.roles | kind.ties(artefact, actor)
    who = Actor(actor.id if actor else None, held, is_simulated=actor is None or actor.is_simulated)
    return Case(artefact.state, artefact.values(), who, at, given, kind.facts(artefact))


def get_artefact(workplace_id: int, kind: str, number: int, *, visitor: Colleague | None = None) -> Any:
    """One artefact by the number it has in its workplace, of the room's model, unless it is hidden from the visitor."""
    model = get_type(kind).model
    found = db.session.scalar(select(model).where(model.workplace_id == workplace_id, model.number == number))
    if found is None or (visitor is not None and get_type(kind).hides(found, visitor)):
        raise NotFound("We could not find that. It may be in another workplace.")
    return found


def _moved_on_since(revision: int, artefact: Artefact) -> bool:
    if revision == artefact.revision:
        return False
    asides = type_of(artefact).machine.asides
    return not asides or bool(list_events(artefact.kind, artefact.id, after=revision, without=asides))


def _resolved(workplace_id: int, fields: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, with every typed reference turned into the id of its row; raises all that is wrong with it."""
    result = dict(given)
    no_such = {}
    for asked in fields:
        typed = result.get(asked.name)
        if asked.ask is Ask.REF and isinstance(typed, str) and typed:
            result[asked.name] = find_by_ref(workplace_id, asked.offers, typed)
            if result[asked.name] is None:
                no_such[asked.name] = f"There is no {_word(asked)} {typed} here. Write it like the one on its page."
        elif asked.ask is Ask.REFS and typed and isinstance(typed[0], str):
            found = {ref: find_by_ref(workplace_id, asked.offers, ref) for ref in typed}
            unknown = [ref for ref, row_id in found.items() if row_id is None]
            if unknown:
                no_such[asked.name] = f"There is no {_word(asked)} {', '.join(unknown)} here."
            result[asked.name] = list(found.values())
        elif asked.ask in {Ask.REF, Ask.ROW} and typed == "":
            result[asked.name] = None
    faults = find_faults(fields, result) | no_such
    if faults:
        raise FieldErrors(faults)
    return result


def _word(asked: Field) -> str:
    """What a typed reference stands for."""
    return asked.offers.replace("_", " ")
