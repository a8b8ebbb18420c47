"""What a workplace can show of each requirement, what somebody has of it already, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import Membership
from accounts.permissions import require
from itsm_sandbox.engine.queries import get_visit
from itsm_sandbox.engine.registry import find_type, get_type
from itsm_sandbox.evidence.queries import Done, find_numbers, list_added, list_done
from itsm_sandbox.evidence.suggestions import REQUIREMENTS, UNITS, Requirement, Source
from itsm_sandbox.permissions import POLICY
from portfolio import intake


@dataclass(frozen=True, slots=True)
class Piece:
    """The latest artefact of one's own that could serve."""

    kind: str
    number: int

    @property
    def path(self) -> str:
        return get_type(self.kind).path


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. `steps` are what to do for it here: a kind of artefact with the names of its steps."""

    requirement: Requirement
    statement: str
    steps: Sequence[tuple[str, str]]
    artefacts: int  # of one's own that could serve
    evidence: Sequence[int]  # taken into the portfolio that could serve
    latest: Piece | None

    @property
    def is_possible(self) -> bool:
        return bool(self.steps)


@dataclass(frozen=True, slots=True)
class Survey:
    """`is_own` False: for somebody who watches, without anyone's work in it."""

    is_own: bool
    units: Mapping[str, Sequence[Row]] = field(default_factory=dict)  # by the unit's name

    @property
    def possible(self) -> int:
        return sum(row.is_possible for rows in self.units.values() for row in rows)

    @property
    def in_portfolio(self) -> int:
        return sum(bool(row.evidence) for rows in self.units.values() for row in rows)


def survey_evidence(workplace_id: int, *, by: Membership) -> Survey:
    """Every requirement of one's programme that this workplace knows of; all of them for somebody without one."""
    visit = get_visit(workplace_id, by)
    require(POLICY, "see_workplace", by, visit)
    statements = intake.known_criteria(by) if visit.colleague else {}
    asked = [one for one in REQUIREMENTS if one.code in statements] or list(REQUIREMENTS)
    done = list_done(workplace_id, visit.colleague.id) if visit.colleague else []
    added = list_added(workplace_id, visit.colleague.id) if visit.colleague else []
    numbers = find_numbers(workplace_id, {one.last_seq for one in done})
    units: dict[str, list[Row]] = {}
    for one in asked:
        row = _row(one, statements.get(one.code, one.task), done, added, numbers)
        units.setdefault(f"{one.unit} {UNITS[one.unit]}", []).append(row)
    return Survey(visit.colleague is not None, units)


def _row(
    requirement: Requirement,
    statement: str,
    done: Sequence[Done],
    added: Sequence[tuple[int, str, str]],
    numbers: Mapping[int, int],
) -> Row:
    serving = {(source.kind, event) for source in requirement.sources for event in source.events}
    mine = [one for one in done if (one.kind, one.verb) in serving]
    latest = max(mine, key=lambda one: one.last_seq, default=None)
    return Row(
        requirement,
        statement,
        [(get_type(source.kind).label, words) for source in requirement.sources if (words := _steps(source))],
        max((one.artefacts for one in mine), default=0),
        sorted({evidence_id for evidence_id, kind, verb in added if (kind, verb) in serving}),
        Piece(latest.kind, numbers[latest.last_seq]) if latest and latest.last_seq in numbers else None,
    )


def _steps(source: Source) -> str:
    """The names of the steps as their buttons have them; empty when the workplace has no such thing yet."""
    kind = find_type(source.kind)
    if kind is None:
        return ""
    labels = {transition.event: transition.label for transition in reversed(kind.machine.transitions)}
    return ", ".join(f"“{labels[event]}”" for event in source.events if event in labels)
