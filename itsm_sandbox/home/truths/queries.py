"""What was hidden in a workplace, with what members there did about it. For those who watch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules.categories import PARENTS
from itsm_sandbox.desk.tickets.rules.outcomes import Fact, facts_for_assessors
from itsm_sandbox.engine.models import Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.generator.models import PlantedTruth
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.trends.models import Trend

Key = tuple[str, int]  # kind and id of an artefact

BREACHED = "breached_month"
"""Of a truth about a period, a review of the first line is the sign."""

FOUND_BY: Mapping[str, str] = {
    "unknown_devices": "unknown_hardware",
    "missing_assets": "not_found",
    "prohibited_program": "prohibited_software",
}
"""Of truths about what is really there, findings of this class are the sign."""

_MOST_SIGNS = 20
_NO_SIGN = ("log", "note", "confirm", "auto_close", "reply")


@dataclass(frozen=True, slots=True)
class Subject:
    """As much of an artefact as a link to it needs."""

    kind: str
    workplace_id: int
    number: int
    ref: str


@dataclass(frozen=True, slots=True)
class Truth:
    told: str
    subjects: Sequence[Subject]
    signs: Sequence[WorkEvent]  # with who did each, oldest first

    @property
    def is_touched(self) -> bool:
        return bool(self.signs)


@dataclass(frozen=True, slots=True)
class Report:
    """A simulated report that came in since people are at work: what they recorded beside what is true."""

    ticket: Ticket
    facts: Sequence[Fact]

    @property
    def is_classified_right(self) -> bool:
        return all(fact.fits for fact in self.facts if fact.name in {"type", "subcategory"})


def list_reports(workplace: Workplace, *, page: int = 1) -> Page[Any]:
    """The newest first; only those that somebody classified."""
    found = paginate(
        select(Ticket)
        .where(Ticket.workplace_id == workplace.id, Ticket.created_at >= workplace.started_at, Ticket.subcategory != "")
        .order_by(Ticket.created_at.desc(), Ticket.id.desc()),
        page,
    )
    reports = [Report(row.Ticket, facts) for row in found.items if (facts := facts_for_assessors(row.Ticket.values()))]
    return replace(found, items=reports)


def list_truths(workplace: Workplace) -> list[Truth]:
    """In a fixed order. A sign is no proof that somebody understood it; it says where to look."""
    rows = db.session.scalars(
        select(PlantedTruth).where(PlantedTruth.workplace_id == workplace.id).order_by(PlantedTruth.id)
    ).all()
    subjects = _subjects(workplace, rows)
    analyses = _analyses(workplace)
    keys = {row.id: {(kind, row_id) for kind, row_id in row.subjects} | _keys_of(row, analyses) for row in rows}
    signs = _signs(workplace, set().union(*keys.values()))
    return [
        Truth(
            row.told,
            [subjects[kind, row_id] for kind, row_id in row.subjects],
            [sign for sign in signs if (sign.subject_kind, sign.subject_id) in keys[row.id]][:_MOST_SIGNS],
        )
        for row in rows
    ]


def _subjects(workplace: Workplace, rows: Sequence[PlantedTruth]) -> dict[Key, Subject]:
    """By kind and id, in one query."""
    wanted = {(kind, row_id) for row in rows for kind, row_id in row.subjects}
    if not wanted:
        return {}
    every = union_all(
        *(
            select(literal(str(kind)), model.id, model.number, model.prefix_column()).where(
                model.id.in_([row_id for named, row_id in wanted if named == kind])
            )
            for kind in sorted({kind for kind, _ in wanted})
            for model in (get_type(kind).model,)
        )
    )
    return {
        (kind, row_id): Subject(kind, workplace.id, number, f"{prefix}-{number:04d}")
        for kind, row_id, number, prefix in db.session.execute(every)
    }


def _analyses(workplace: Workplace) -> list[tuple[str, int, str]]:
    """Problems and trends with their categories, findings with their classes, and reviews without one."""
    problems = select(literal(str(Problem.kind)), Problem.id, Problem.category)
    trends = select(literal(str(Trend.kind)), Trend.id, Trend.category)
    reviews = select(literal(str(ProcessReview.kind)), ProcessReview.id, literal(""))
    findings = select(literal(str(Finding.kind)), Finding.id, Finding.type)
    every = union_all(
        findings.where(Finding.workplace_id == workplace.id),
        problems.where(Problem.workplace_id == workplace.id),
        trends.where(Trend.workplace_id == workplace.id),
        reviews.where(ProcessReview.workplace_id == workplace.id),
    )
    return [(kind, row_id, category) for kind, row_id, category in db.session.execute(every)]


def _keys_of(truth: PlantedTruth, analyses: Sequence[tuple[str, int, str]]) -> set[Key]:
    """Of a category that rises: problems and analyses of it. Of a bad month: reviews. Of what is there: findings."""
    if truth.name in FOUND_BY:
        wanted = FOUND_BY[truth.name]
        return {(kind, row_id) for kind, row_id, type_ in analyses if kind == Finding.kind and type_ == wanted}
    if truth.category:
        wanted = PARENTS[truth.category]
        return {(kind, row_id) for kind, row_id, category in analyses if category == wanted}
    if truth.name == BREACHED:
        return {(kind, row_id) for kind, row_id, _ in analyses if kind == ProcessReview.kind}
    return set()


def _signs(workplace: Workplace, keys: Collection[Key]) -> Sequence[WorkEvent]:
    """What members did to these since they are at work, oldest first."""
    if not keys:
        return ()
    kinds = {kind for kind, _ in keys}
    about = [
        and_(
            WorkEvent.subject_kind == kind,
            WorkEvent.subject_id.in_([row_id for named, row_id in keys if named == kind]),
        )
        for kind in sorted(kinds)
    ]
    return db.session.scalars(
        select(WorkEvent)
        .join(Colleague, Colleague.id == WorkEvent.actor_id)
        .where(
            WorkEvent.workplace_id == workplace.id,
            WorkEvent.at >= workplace.started_at,
            Colleague.membership_id.is_not(None),
            WorkEvent.verb.not_in(_NO_SIGN) | WorkEvent.subject_kind.in_((Problem.kind, Trend.kind)),
            or_(*about),
        )
        .options(joinedload(WorkEvent.actor))
        .order_by(WorkEvent.seq)
    ).all()
