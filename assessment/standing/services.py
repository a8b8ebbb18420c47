"""Keeps the standings of criteria, units and enrolments equal to what was claimed, judged and signed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from assessment.standing import queries as facts
from assessment.standing.models import CriterionStanding, EnrolmentStanding, UnitStanding
from assessment.standing.queries import ClaimFacts, CriterionPlace, Scope
from assessment.standing.rules.states import derive_criterion
from assessment.standing.rules.sufficiency import rule_for
from assessment.vocabulary import CriterionState, UnitState
from core.db import Base, db, transaction


def refresh_standing(enrolment_id: int, criterion_ids: Collection[int] | None = None) -> int:
    """Derive the standings again, of the units with these criteria or of all; return how many rows changed."""
    with transaction():
        facts.lock_enrolment(enrolment_id)
        scope = facts.get_scope(enrolment_id)
        places = _places_to_derive(scope, criterion_ids)
        claims = facts.load_claims(enrolment_id, None if criterion_ids is None else [place.id for place in places])
        kept = _kept_criteria(enrolment_id)
        changed = _refresh_criteria(scope, places, claims, kept)
        units = _kept_units(enrolment_id)
        changed += _refresh_units(scope, places, claims, kept, units)
        changed += _refresh_enrolment(scope, kept, units)
    return changed


def rebuild_standings() -> int:
    """Derive every standing again, one enrolment after the other; return how many rows were not as they should be."""
    return sum(refresh_standing(enrolment_id) for enrolment_id in facts.list_enrolment_ids())


def _places_to_derive(scope: Scope, criterion_ids: Collection[int] | None) -> list[CriterionPlace]:
    """Return the criteria asked for and the others of their units, on which the unit's signature rests as well."""
    if criterion_ids is None:
        return list(scope.criteria.values())
    units = {scope.criteria[number].programme_unit_id for number in criterion_ids if number in scope.criteria}
    return [place for place in scope.criteria.values() if place.programme_unit_id in units]


def _refresh_criteria(
    scope: Scope, places: Iterable[CriterionPlace], claims: ClaimFacts, kept: dict[int, CriterionStanding]
) -> int:
    layers = facts.list_rules(scope.centre_id)
    changed = 0
    for place in places:
        standing = claims.standing.get(place.id)
        if not standing:
            changed += _remove(kept, place.id)
            continue
        rule = rule_for(
            place.kind, layers, programme_id=scope.programme_id, unit_id=place.unit_id, criterion_id=place.id
        )
        derived = derive_criterion(rule, standing)
        if place.id not in kept:
            kept[place.id] = CriterionStanding(enrolment_id=scope.enrolment_id, criterion_id=place.id)
            db.session.add(kept[place.id])
        changed += _set(
            kept[place.id],
            state=derived.state,
            claims=derived.claims,
            met=derived.met,
            reasons=list(derived.reasons),
        )
    return changed + sum(_remove(kept, number) for number in set(kept) - set(scope.criteria))


def _refresh_units(
    scope: Scope,
    places: Iterable[CriterionPlace],
    claims: ClaimFacts,
    kept: Mapping[int, CriterionStanding],
    units: dict[int, UnitStanding],
) -> int:
    steps = facts.list_last_steps(scope.enrolment_id)
    changed = 0
    for number in dict.fromkeys(place.programme_unit_id for place in places):
        states = [kept[place.id].state for place in scope.criteria_of(number) if place.id in kept]
        found = facts.unit_facts(scope, number, states.count(CriterionState.MET), claims, steps.get(number))
        if number not in units:
            units[number] = UnitStanding(enrolment_id=scope.enrolment_id, programme_unit_id=number)
            db.session.add(units[number])
        changed += _set(units[number], state=found.state, is_stale=found.is_stale, total=found.total, **_counts(states))
    return changed + sum(_remove(units, number) for number in set(units) - set(scope.units))


def _refresh_enrolment(scope: Scope, kept: Mapping[int, CriterionStanding], units: Mapping[int, UnitStanding]) -> int:
    evidence = facts.count_evidence(scope.enrolment_id)
    row = db.session.scalar(select(EnrolmentStanding).where(EnrolmentStanding.enrolment_id == scope.enrolment_id))
    if row is None:
        row = EnrolmentStanding(enrolment_id=scope.enrolment_id)
        db.session.add(row)
    return _set(
        row,
        total=len(scope.criteria),
        **_counts([standing.state for standing in kept.values()]),
        units=len(scope.units),
        units_signed=sum(unit.state in (UnitState.SIGNED, UnitState.CONFIRMED) for unit in units.values()),
        waiting=evidence.waiting,
        waiting_since=evidence.waiting_since,
        returned=evidence.returned,
        last_submitted_at=evidence.last_submitted_at,
    )


def _counts(states: Sequence[CriterionState]) -> dict[str, int]:
    return {
        "met": states.count(CriterionState.MET),
        "working": states.count(CriterionState.WORKING_TOWARDS),
        "more": states.count(CriterionState.MORE_NEEDED) + states.count(CriterionState.CHALLENGED),
    }


def _kept_criteria(enrolment_id: int) -> dict[int, CriterionStanding]:
    rows = db.session.scalars(select(CriterionStanding).where(CriterionStanding.enrolment_id == enrolment_id))
    return {row.criterion_id: row for row in rows}


def _kept_units(enrolment_id: int) -> dict[int, UnitStanding]:
    rows = db.session.scalars(select(UnitStanding).where(UnitStanding.enrolment_id == enrolment_id))
    return {row.programme_unit_id: row for row in rows}


def _set(row: Base, **values: Any) -> int:
    """Give the row these values; return 1 if that changes it, so that an unchanged row is not written."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return int(bool(changed))


def _remove(rows: dict[int, Any], number: int) -> int:
    row = rows.pop(number, None)
    if row is None:
        return 0
    db.session.delete(row)
    return 1
