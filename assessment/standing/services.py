"""Keeps the standings of criteria, units and enrolments equal to what was claimed, judged and signed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from assessment.standing.models import CriterionStanding, EnrolmentStanding, UnitStanding
from assessment.standing.queries import (
    count_evidence,
    find_enrolment_standing,
    get_scope,
    list_criterion_standings,
    list_enrolment_ids,
    list_last_steps,
    list_rules,
    list_unit_standings,
    load_claims,
    lock_enrolment,
)
from assessment.standing.rules.claims import ClaimFacts
from assessment.standing.rules.states import count_states, derive_criterion
from assessment.standing.rules.sufficiency import rule_for
from assessment.standing.rules.units import Scope, ScopeCriterion, unit_facts
from assessment.vocabulary import CriterionState, UnitState
from core.db import Base, db, transaction


def refresh_standing(enrolment_id: int, criterion_ids: Collection[int] | None = None) -> int:
    """Derive the standings again, of the units with these criteria or of all; return how many rows changed."""
    with transaction():
        lock_enrolment(enrolment_id)
        scope = get_scope(enrolment_id)
        criteria = _criteria_to_derive(scope, criterion_ids)
        claims = load_claims(enrolment_id, None if criterion_ids is None else [criterion.id for criterion in criteria])
        kept = list_criterion_standings(enrolment_id)
        changed = _refresh_criteria(scope, criteria, claims, kept)
        units = list_unit_standings(enrolment_id)
        changed += _refresh_units(scope, criteria, claims, kept, units)
        changed += _refresh_enrolment(scope, kept, units)
    return changed


def rebuild_standings() -> int:
    """Derive every standing again, one enrolment after the other; return how many rows were not as they should be."""
    return sum(refresh_standing(enrolment_id) for enrolment_id in list_enrolment_ids())


def _criteria_to_derive(scope: Scope, criterion_ids: Collection[int] | None) -> list[ScopeCriterion]:
    """Return the criteria asked for and the others of their units, on which the unit's signature rests as well."""
    if criterion_ids is None:
        return list(scope.criteria.values())
    units = {scope.criteria[number].programme_unit_id for number in criterion_ids if number in scope.criteria}
    return [criterion for criterion in scope.criteria.values() if criterion.programme_unit_id in units]


def _refresh_criteria(
    scope: Scope, criteria: Iterable[ScopeCriterion], claims: ClaimFacts, kept: dict[int, CriterionStanding]
) -> int:
    layers = list_rules(scope.centre_id)
    changed = 0
    for criterion in criteria:
        standing = claims.standing.get(criterion.id)
        if not standing:
            changed += _remove(kept, criterion.id)
            continue
        rule = rule_for(
            criterion.kind,
            layers,
            programme_id=scope.programme_id,
            unit_id=criterion.unit_id,
            criterion_id=criterion.id,
        )
        derived = derive_criterion(rule, standing)
        if criterion.id not in kept:
            kept[criterion.id] = CriterionStanding(enrolment_id=scope.enrolment_id, criterion_id=criterion.id)
            db.session.add(kept[criterion.id])
        changed += _set(
            kept[criterion.id],
            state=derived.state,
            claims=derived.claims,
            met=derived.met,
            reasons=list(derived.reasons),
        )
    return changed + sum(_remove(kept, number) for number in set(kept) - set(scope.criteria))


def _refresh_units(
    scope: Scope,
    criteria: Iterable[ScopeCriterion],
    claims: ClaimFacts,
    kept: Mapping[int, CriterionStanding],
    units: dict[int, UnitStanding],
) -> int:
    steps = list_last_steps(scope.enrolment_id)
    changed = 0
    for number in dict.fromkeys(criterion.programme_unit_id for criterion in criteria):
        states = [kept[criterion.id].state for criterion in scope.criteria_of(number) if criterion.id in kept]
        found = unit_facts(scope, number, states.count(CriterionState.MET), claims, steps.get(number))
        if number not in units:
            units[number] = UnitStanding(enrolment_id=scope.enrolment_id, programme_unit_id=number)
            db.session.add(units[number])
        changed += _set(
            units[number], state=found.state, is_stale=found.is_stale, total=found.total, **count_states(states)
        )
    return changed + sum(_remove(units, number) for number in set(units) - set(scope.units))


def _refresh_enrolment(scope: Scope, kept: Mapping[int, CriterionStanding], units: Mapping[int, UnitStanding]) -> int:
    evidence = count_evidence(scope.enrolment_id)
    row = find_enrolment_standing(scope.enrolment_id)
    if row is None:
        row = EnrolmentStanding(enrolment_id=scope.enrolment_id)
        db.session.add(row)
    return _set(
        row,
        total=len(scope.criteria),
        **count_states([standing.state for standing in kept.values()]),
        units=len(scope.units),
        units_signed=sum(unit.state in (UnitState.SIGNED, UnitState.CONFIRMED) for unit in units.values()),
        waiting=evidence.waiting,
        waiting_since=evidence.waiting_since,
        returned=evidence.returned,
        last_submitted_at=evidence.last_submitted_at,
    )


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
