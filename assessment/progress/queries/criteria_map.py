"""The criteria of one enrolment with where each stands: as rows by unit, or beside the evidence for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import String, and_, or_, select, type_coerce

from assessment.judging.models import Countersignature, Decision, Judgement
from assessment.progress.rules.criteria_map import MapFilter, needed_phrase
from assessment.standing.models import CriterionStanding, UnitStanding
from assessment.standing.queries import list_rules
from assessment.standing.rules.states import count_states
from assessment.standing.rules.sufficiency import Layer, check_sufficiency, rule_for
from assessment.vocabulary import CriterionState, UnitState
from core.db import db
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.queries import recorded_by
from portfolio.programmes.queries import ProgrammeCriterion, list_programme_criteria
from portfolio.vocabulary import COUNTS_FOR_NOTHING, Origin


class CriterionRow(NamedTuple):
    """`heading` is set on the first row under it; `needed` says what is missing, nothing when met."""

    id: int
    code: str
    kind: str
    heading: str | None
    statement: str
    state: str
    claims: int
    needed: str


@dataclass(frozen=True, slots=True)
class UnitSection:
    """A unit with the counts of all its criteria, and the rows that the filter keeps."""

    programme_unit_id: int
    code: str
    title: str
    level: str | None
    state: str
    is_stale: bool
    total: int
    met: int
    working: int
    more: int
    rows: Sequence[CriterionRow]


@dataclass(frozen=True, slots=True)
class CriteriaMap:
    sections: Sequence[UnitSection]
    total: int
    met: int
    shown: int


class MatrixRow(NamedTuple):
    """One piece of evidence; `cells` by criterion id: an outcome, or "waiting"."""

    evidence_id: int
    title: str
    is_simulated: bool
    recorded_by: str | None
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class EvidenceMatrix:
    """The evidence for one unit beside its criteria. `more` is the number of pieces past the most that are shown."""

    section: UnitSection
    rows: Sequence[MatrixRow]
    more: int


MOST_IN_MATRIX = 100
_NOTHING: tuple[str, int, tuple[str, ...]] = (CriterionState.NOT_STARTED.value, 0, ())


def get_criteria_map(enrolment: Enrolment, wanted: MapFilter) -> CriteriaMap:
    """Load every criterion that counts for this enrolment, in document order, in four queries."""
    criteria = list_programme_criteria(enrolment.programme_id, enrolment.id)
    standings = _load_standings(enrolment.id)
    units = {
        row.programme_unit_id: (row.state, row.is_stale)
        for row in db.session.execute(
            select(
                UnitStanding.programme_unit_id,
                type_coerce(UnitStanding.state, String).label("state"),
                UnitStanding.is_stale,
            ).where(UnitStanding.enrolment_id == enrolment.id)
        )
    }
    needs = _Needs(list_rules(enrolment.centre_id), enrolment.programme_id)
    by_unit: dict[int, list[ProgrammeCriterion]] = {}
    for criterion in criteria:
        by_unit.setdefault(criterion.programme_unit_id, []).append(criterion)
    sections = [
        _make_section(members, standings, units.get(number, (UnitState.OPEN.value, False)), wanted, needs)
        for number, members in by_unit.items()
        if wanted.unit_id in (None, number)
    ]
    return CriteriaMap(
        sections=sections,
        total=sum(section.total for section in sections),
        met=sum(section.met for section in sections),
        shown=sum(len(section.rows) for section in sections),
    )


def get_evidence_matrix(
    enrolment: Enrolment, programme_unit_id: int | None
) -> tuple[CriteriaMap, EvidenceMatrix | None]:
    """Load the submitted evidence that claims a criterion of this unit (the first if none is named), newest first.

    Without any unit there is no matrix. Two queries more than the map, which comes along.
    """
    whole = get_criteria_map(enrolment, MapFilter())
    named = (section for section in whole.sections if section.programme_unit_id == programme_unit_id)
    section = next(named, whole.sections[0] if whole.sections else None)
    return whole, _load_matrix(enrolment, section) if section else None


def _load_matrix(enrolment: Enrolment, section: UnitSection) -> EvidenceMatrix:
    criterion_ids = [row.id for row in section.rows]
    claims = db.session.execute(
        select(
            Claim.id,
            Claim.criterion_id,
            Evidence.id.label("evidence_id"),
            EvidenceVersion.title,
            EvidenceVersion.origin,
            recorded_by().label("recorded_by"),
        )
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(
            Evidence,
            and_(Evidence.id == EvidenceVersion.evidence_id, Evidence.submitted_number == EvidenceVersion.number),
        )
        .where(
            Evidence.enrolment_id == enrolment.id,
            Evidence.state.not_in(COUNTS_FOR_NOTHING),
            Claim.criterion_id.in_(criterion_ids),
        )
        .order_by(EvidenceVersion.submitted_at.desc(), Evidence.id.desc())
    ).all()
    found: dict[int, MatrixRow] = {}
    for claim in claims:
        found.setdefault(
            claim.evidence_id,
            MatrixRow(claim.evidence_id, claim.title, claim.origin is Origin.SIMULATED, claim.recorded_by, {}),
        )
    rows = list(found.values())[:MOST_IN_MATRIX]
    outcomes = _load_outcomes(claim.id for claim in claims)
    for claim in claims:
        found[claim.evidence_id].cells[claim.criterion_id] = outcomes.get(claim.id, "waiting")
    return EvidenceMatrix(section, rows, more=len(found) - len(rows))


class _Needs:
    """What a criterion without any evidence needs, worked out once for each rule that differs."""

    def __init__(self, layers: Sequence[Layer], programme_id: int) -> None:
        self._layers = layers
        self._programme_id = programme_id
        self._special = {layer.criterion_id for layer in layers if layer.criterion_id}
        self._phrases: dict[tuple[str, int, int], str] = {}

    def phrase(self, criterion: ProgrammeCriterion) -> str:
        key = (criterion.kind.value, criterion.unit_id, criterion.id if criterion.id in self._special else 0)
        if key not in self._phrases:
            rule = rule_for(
                criterion.kind.value,
                self._layers,
                programme_id=self._programme_id,
                unit_id=criterion.unit_id,
                criterion_id=criterion.id,
            )
            self._phrases[key] = needed_phrase(check_sufficiency(rule, ()).reasons)
        return self._phrases[key]


def _load_standings(enrolment_id: int) -> dict[int, tuple[str, int, Sequence[str]]]:
    rows = db.session.execute(
        select(
            CriterionStanding.criterion_id,
            type_coerce(CriterionStanding.state, String),
            CriterionStanding.claims,
            CriterionStanding.reasons,
        ).where(CriterionStanding.enrolment_id == enrolment_id)
    )
    return {criterion_id: (state, claims, reasons) for criterion_id, state, claims, reasons in rows}


def _make_section(
    members: Sequence[ProgrammeCriterion],
    standings: dict[int, tuple[str, int, Sequence[str]]],
    unit: tuple[str, bool],
    wanted: MapFilter,
    needs: _Needs,
) -> UnitSection:
    first = members[0]
    rows: list[CriterionRow] = []
    states: list[str] = []
    heading = None
    for criterion in members:
        state, claims, reasons = standings.get(criterion.id, _NOTHING)
        states.append(state)
        if not wanted.keeps(criterion.kind, state, reasons):
            continue
        if state == CriterionState.NOT_STARTED:
            needed = needs.phrase(criterion)
        else:
            needed = "" if state == CriterionState.MET else needed_phrase(reasons)
        shown = criterion.heading if criterion.heading != heading else None
        heading = criterion.heading
        rows.append(
            CriterionRow(
                criterion.id, criterion.code, criterion.kind.value, shown, criterion.statement, state, claims, needed
            )
        )
    return UnitSection(
        programme_unit_id=first.programme_unit_id,
        code=first.unit_code,
        title=first.unit_title,
        level=first.level,
        state=unit[0],
        is_stale=unit[1],
        total=len(members),
        **count_states(states),
        rows=rows,
    )


def _load_outcomes(claim_ids: Iterable[int]) -> dict[int, str]:
    """Load the last answer to each claim; one that waits, or is not countersigned yet, has none."""
    rows = db.session.execute(
        select(Judgement.claim_id, Judgement.outcome)
        .join(Decision, Decision.id == Judgement.decision_id)
        .outerjoin(Countersignature, Countersignature.decision_id == Decision.id)
        .where(
            Judgement.claim_id.in_(list(claim_ids)),
            or_(Decision.needs_countersignature.is_(False), Countersignature.id.is_not(None)),
        )
        .order_by(Judgement.id)
    )
    return {claim_id: outcome.value for claim_id, outcome in rows}
