"""Claiming, signing and confirming a whole unit."""

from dataclasses import dataclass

from accounts.models import Membership, Standing
from accounts.permissions import require
from accounts.services import notify
from assessment.permissions import POLICY
from assessment.separation import OwnWork, why_not_sign
from assessment.signatures.services import signature_in_role, signing_time
from assessment.standing.queries import get_scope, list_last_steps, load_claims, lock_enrolment
from assessment.standing.rules.units import unit_facts, unit_hash
from assessment.standing.services import refresh_standing
from assessment.units.models import UnitStep
from assessment.units.queries import count_met
from assessment.units.rules import why_not
from assessment.vocabulary import UnitEvent
from core.db import transaction
from core.destinations import path_to
from core.errors import DomainError, NotFound, StaleWrite
from core.ledger import append_described
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.queries import get_enrolment


class UnitNotReady(DomainError):
    """The unit cannot take this step now; the message says why."""


class UnitChanged(StaleWrite):
    """What the page showed is not what would be signed."""


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    content_hash: str
    criterion_ids: list[int]


def claim_unit(enrolment_id: int, programme_unit_id: int, *, by: Membership) -> UnitStep:
    """Ask for a ready unit to be signed off."""
    with transaction():
        enrolment = _allowed(enrolment_id, "claim_unit", by)
        name, assessor = enrolment.apprentice.person.name, enrolment.assessor
        unit = _check(enrolment, programme_unit_id, UnitEvent.CLAIMED)
        step = _take(enrolment, programme_unit_id, UnitEvent.CLAIMED, unit, by=by)
        notify(assessor, f"{name} claims unit {unit.code}.", _path(enrolment_id, programme_unit_id))
    return step


def sign_unit(enrolment_id: int, programme_unit_id: int, *, seen: str = "", by: Membership) -> UnitStep:
    """Sign a unit off. `seen` is the hash of what the page showed; when it has changed since, nothing is signed."""
    with transaction():
        enrolment = _allowed(enrolment_id, "sign_unit", by)
        refusal = why_not_sign(
            person_id=by.person_id,
            apprentice_person_id=enrolment.apprentice.person_id,
            is_qualified=by.standing is Standing.QUALIFIED,
        )
        if refusal:
            raise OwnWork(refusal)
        unit = _check(enrolment, programme_unit_id, UnitEvent.SIGNED)
        if seen and seen != unit.content_hash:
            raise UnitChanged(
                "The judgements on this unit changed since you opened the page. Read it again, then sign."
            )
        step = _take(enrolment, programme_unit_id, UnitEvent.SIGNED, unit, by=by)
        text = f"Unit {unit.code} is signed off. Read it and confirm."
        notify(enrolment.apprentice, text, _path(enrolment_id, programme_unit_id))
    return step


def confirm_unit(enrolment_id: int, programme_unit_id: int, *, by: Membership) -> UnitStep:
    """Confirm what the assessor signed."""
    with transaction():
        enrolment = _allowed(enrolment_id, "confirm_unit", by)
        name, assessor = enrolment.apprentice.person.name, enrolment.assessor
        unit = _check(enrolment, programme_unit_id, UnitEvent.CONFIRMED)
        step = _take(enrolment, programme_unit_id, UnitEvent.CONFIRMED, unit, by=by)
        notify(assessor, f"{name} confirmed unit {unit.code}.", _path(enrolment_id, programme_unit_id))
    return step


def _allowed(enrolment_id: int, action: str, by: Membership) -> Enrolment:
    lock_enrolment(enrolment_id)
    enrolment = get_enrolment(enrolment_id)
    require(POLICY, action, by, enrolment)
    return enrolment


def _check(enrolment: Enrolment, programme_unit_id: int, event: UnitEvent) -> _Unit:
    """Return what the step covers; a confirmation covers what was signed. Raises UnitNotReady with the reason."""
    scope = get_scope(enrolment.id)
    if programme_unit_id not in scope.units:
        raise NotFound("This unit is not part of the enrolment.")
    criteria = scope.criteria_of(programme_unit_id)
    ids = [criterion.id for criterion in criteria]
    claims = load_claims(enrolment.id, ids)
    last = list_last_steps(enrolment.id).get(programme_unit_id)
    found = unit_facts(scope, programme_unit_id, count_met(enrolment.id, ids), claims, last)
    if sentence := why_not(event, found):
        raise UnitNotReady(sentence)
    unit = scope.units[programme_unit_id]
    covered = unit_hash(unit, criteria, claims, until=signing_time())
    if event is UnitEvent.CONFIRMED and last is not None:
        covered = last.content_hash
    return _Unit(unit.code, covered, ids)


def _take(enrolment: Enrolment, programme_unit_id: int, event: UnitEvent, unit: _Unit, *, by: Membership) -> UnitStep:
    with transaction() as session:
        step = UnitStep(
            enrolment_id=enrolment.id,
            programme_unit_id=programme_unit_id,
            event=event,
            **signature_in_role(f"unit.{event.value}", unit.content_hash, by),
        )
        session.add(step)
        session.flush()
        refresh_standing(enrolment.id, unit.criterion_ids)
        append_described(f"unit.{event.value}", log_id=enrolment.centre_id, subject_id=step.id)
    return step


def _path(enrolment_id: int, programme_unit_id: int) -> str:
    return path_to("unit", enrolment_id=enrolment_id, programme_unit_id=programme_unit_id)
