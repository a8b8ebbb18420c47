"""What was hidden in a workplace, with what members there did about it. For those who watch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.models import (
    Artefact,
    Article,
    Asset,
    Change,
    Colleague,
    PlantedTruth,
    Problem,
    ProcessReview,
    Ticket,
    Trend,
    WorkEvent,
    Workplace,
)
from itsm_sandbox.rules.categories import PARENTS
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.outcomes import Fact, facts_for_assessors

BREACHED = "breached_month"
"""Of a truth about a period, a review of the first line is the sign."""

_MODELS: Mapping[ArtefactKind, type[Artefact]] = {model.kind: model for model in (Ticket, Asset, Article, Change)}
_NO_SIGN = ("log", "note", "confirm", "auto_close", "reply")


@dataclass(frozen=True, slots=True)
class Truth:
    told: str
    subjects: Sequence[Artefact]
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
    subjects = _subjects(rows)
    return [
        Truth(row.told, [subjects[kind, row_id] for kind, row_id in row.subjects], _signs(workplace, row))
        for row in rows
    ]


def _subjects(rows: Sequence[PlantedTruth]) -> dict[tuple[str, int], Artefact]:
    found: dict[tuple[str, int], Artefact] = {}
    for kind, model in _MODELS.items():
        ids = [row_id for row in rows for named, row_id in row.subjects if named == kind]
        for artefact in db.session.scalars(select(model).where(model.id.in_(ids))) if ids else ():
            found[kind, artefact.id] = artefact
    return found


def _signs(workplace: Workplace, truth: PlantedTruth) -> Sequence[WorkEvent]:
    about = [and_(WorkEvent.subject_kind == kind, WorkEvent.subject_id == row_id) for kind, row_id in truth.subjects]
    about += _about_tickets(workplace, truth)
    if not about:
        return ()
    return db.session.scalars(
        select(WorkEvent)
        .join(Colleague, Colleague.id == WorkEvent.actor_id)
        .where(
            WorkEvent.workplace_id == workplace.id,
            WorkEvent.at >= workplace.started_at,
            Colleague.membership_id.is_not(None),
            WorkEvent.verb.not_in(_NO_SIGN) | WorkEvent.subject_kind.in_((ArtefactKind.PROBLEM, ArtefactKind.TREND)),
            or_(*about),
        )
        .options(joinedload(WorkEvent.actor))
        .order_by(WorkEvent.seq)
        .limit(20)
    ).all()


def _about_tickets(workplace: Workplace, truth: PlantedTruth) -> list[ColumnElement[bool]]:
    """Of a category that rises: problems and analyses of it. Of a bad month: reviews."""
    found: list[tuple[ArtefactKind, Any]] = []
    if truth.category:
        problems = select(Problem.id).where(Problem.workplace_id == workplace.id, Problem.subcategory == truth.category)
        trends = select(Trend.id).where(Trend.workplace_id == workplace.id, Trend.category == PARENTS[truth.category])
        found = [(ArtefactKind.PROBLEM, problems), (ArtefactKind.TREND, trends)]
    elif truth.name == BREACHED:
        reviews = select(ProcessReview.id).where(ProcessReview.workplace_id == workplace.id)
        found = [(ArtefactKind.REVIEW, reviews)]
    return [and_(WorkEvent.subject_kind == kind, WorkEvent.subject_id.in_(ids)) for kind, ids in found]
