"""What a unit is assessed on, what a signature on it covers, and where it stands because of that.

A signature covers the judgements that a unit's criteria rested on when it was given. Later ones beside them change
nothing; when one of those it covers no longer counts, the signature is stale. The unit keeps its state and can be
signed again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from assessment.signatures.rules import content_hash
from assessment.standing.rules.claims import ClaimFacts
from assessment.standing.rules.states import StandingClaim
from assessment.vocabulary import UnitEvent, UnitState


@dataclass(frozen=True, slots=True)
class ScopeCriterion:
    id: int
    code: str
    kind: str
    unit_id: int
    programme_unit_id: int


@dataclass(frozen=True, slots=True)
class ScopeUnit:
    programme_unit_id: int
    framework_key: str
    framework_version: str
    code: str
    level: str | None


@dataclass(frozen=True)
class Scope:
    """What an enrolment is assessed on: the units that count for it, and their criteria in document order."""

    enrolment_id: int
    centre_id: int
    programme_id: int
    units: dict[int, ScopeUnit]
    criteria: dict[int, ScopeCriterion]

    def criteria_of(self, programme_unit_id: int) -> list[ScopeCriterion]:
        return [criterion for criterion in self.criteria.values() if criterion.programme_unit_id == programme_unit_id]


class SignedStep(NamedTuple):
    """One step of a unit, as it was signed."""

    programme_unit_id: int
    event: UnitEvent
    content_hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastStep:
    """A unit's last step, with the content of the last one that said what it was put on."""

    event: UnitEvent
    content_hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the state of a unit depends on. `last` is its last step; `is_stale` says that step's content changed."""

    total: int
    met: int
    open_evidence: int
    last: UnitEvent | None
    is_stale: bool

    @property
    def is_ready(self) -> bool:
        return self.total > 0 and self.met == self.total and not self.open_evidence

    @property
    def state(self) -> UnitState:
        if self.last in (UnitEvent.SIGNED, UnitEvent.CONFIRMED):
            return UnitState(self.last.value)
        if not self.is_ready:
            return UnitState.OPEN
        return UnitState.CLAIMED if self.last is UnitEvent.CLAIMED else UnitState.READY


def last_steps(steps: Iterable[SignedStep]) -> dict[int, LastStep]:
    """By programme unit, from its steps, the oldest first. A confirmation repeats what was signed."""
    found: dict[int, LastStep] = {}
    for step in steps:
        before = found.get(step.programme_unit_id)
        covers = before if step.event is UnitEvent.CONFIRMED and before is not None else step
        found[step.programme_unit_id] = LastStep(step.event, covers.content_hash, covers.at)
    return found


def unit_facts(scope: Scope, programme_unit_id: int, met: int, claims: ClaimFacts, last: LastStep | None) -> UnitFacts:
    """Return what the state of one unit depends on."""
    criteria = scope.criteria_of(programme_unit_id)
    is_stale = False
    if last is not None:
        is_stale = unit_hash(scope.units[programme_unit_id], criteria, claims, until=last.at) != last.content_hash
    return UnitFacts(
        total=len(criteria),
        met=met,
        open_evidence=len(set().union(*(claims.open_evidence.get(criterion.id, set()) for criterion in criteria))),
        last=last.event if last else None,
        is_stale=is_stale,
    )


def unit_hash(unit: ScopeUnit, criteria: Iterable[ScopeCriterion], claims: ClaimFacts, *, until: datetime) -> str:
    """Return the hash of what a signature on this unit covers: the judgements that counted until then and still do."""
    rested = {criterion.code: rests_on(claims.standing.get(criterion.id, []), until) for criterion in criteria}
    return content_hash(unit_content(unit.framework_key, unit.framework_version, unit.code, unit.level, rested))


def unit_content(
    framework: str, version: str, unit: str, level: str | None, criteria: Mapping[str, Sequence[int]]
) -> Mapping[str, Any]:
    """Return what is signed of a unit: its criteria by code, each with the ids of the judgements it rests on."""
    return {
        "framework": framework,
        "version": version,
        "unit": unit,
        "level": level,
        "criteria": [
            {"code": code, "judgements": [str(number) for number in sorted(judgements)]}
            for code, judgements in sorted(criteria.items())
        ],
    }


def rests_on(claims: Sequence[StandingClaim], until: datetime) -> list[int]:
    """Return the ids of the judgements of "met" that a criterion rests on now and that counted at that time already."""
    return [
        claim.judgement.judgement_id
        for claim in claims
        if claim.judgement is not None
        and claim.is_met
        and claim.judgement.counts_from is not None
        and claim.judgement.counts_from <= until
    ]
