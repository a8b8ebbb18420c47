"""Reading frameworks. Long lists come as rows, not entities; every list is in document order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.errors import NotFound
from standards.models import Alignment, AlignmentType, Criterion, CriterionKind, Framework, Unit
from standards.rules import search_words

META_SKILLS_KEY = "meta-skills"


class CriterionRow(NamedTuple):
    """What lists show of a criterion. A stem is met through its sub-statements, so it is never judged itself."""

    id: int
    unit_id: int
    parent_id: int | None
    code: str
    kind: CriterionKind
    level: str | None
    heading: str | None
    statement: str
    is_stem: bool


class AlignmentRow(NamedTuple):
    """`to_criterion_id` is the meta-skill's, where it is one that is loaded."""

    from_code: str
    to: str
    title: str | None
    type: AlignmentType
    to_criterion_id: int | None


@dataclass(frozen=True)
class Choices:
    """The kinds and levels a framework has, for filters, and how many criteria in all."""

    kinds: Sequence[CriterionKind]
    levels: Sequence[str]
    total: int


class UnitLink(NamedTuple):
    framework_key: str
    framework_title: str
    code: str
    title: str


class Neighbour(NamedTuple):
    id: int
    code: str
    position: int


@dataclass(frozen=True)
class FrameworkSummary:
    """`counts` has only the kinds that are there."""

    key: str
    title: str
    version: str
    attribution: str
    counts: dict[CriterionKind, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Part:
    """A run of criteria of one kind under one heading."""

    kind: CriterionKind
    heading: str | None
    criteria: Sequence[CriterionRow]


@dataclass(frozen=True)
class UnitTree:
    """A unit with those of its criteria that were asked for."""

    code: str
    title: str
    mandatory: bool | None
    goal: str | None
    outline: str | None
    criteria: Sequence[CriterionRow]
    alignments: Sequence[AlignmentRow]

    @property
    def parts(self) -> list[Part]:
        runs = groupby(self.criteria, key=lambda row: (row.kind, row.heading))
        return [Part(kind, heading, list(rows)) for (kind, heading), rows in runs]


@dataclass(frozen=True)
class FrameworkTree:
    framework: Framework
    units: Sequence[UnitTree]
    alignments: Sequence[AlignmentRow]

    @property
    def shown(self) -> int:
        return sum(len(unit.criteria) for unit in self.units)


def get_framework(key: str) -> Framework:
    """Return the version of it that was loaded last."""
    known = select(Framework).where(Framework.key == key.replace("\0", "")).order_by(Framework.id.desc()).limit(1)
    framework = db.session.scalar(known)
    if framework is None:
        raise NotFound("There is no such framework.")
    return framework


def find_version(key: str, version: str) -> Framework | None:
    return db.session.scalar(select(Framework).where(Framework.key == key, Framework.version == version))


def list_frameworks() -> Sequence[FrameworkSummary]:
    """Return every version of every framework in the order they were loaded, and how much each holds."""
    counted = (
        select(Criterion.framework_id, Criterion.kind, func.count())
        .group_by(Criterion.framework_id, Criterion.kind)
        .order_by(Criterion.framework_id, func.min(Criterion.position))
    )
    counts: dict[int, dict[CriterionKind, int]] = {}
    for framework_id, kind, number in db.session.execute(counted):
        counts.setdefault(framework_id, {})[kind] = number
    return [
        FrameworkSummary(row.key, row.title, row.version, row.attribution, counts.get(row.id, {}))
        for row in db.session.scalars(select(Framework).order_by(Framework.id))
    ]


def get_framework_tree(
    key: str, *, search: str = "", kind: CriterionKind | None = None, level: str | None = None
) -> FrameworkTree:
    """Return a framework with the criteria that match; units with none are left out when something is asked for."""
    framework = get_framework(key)
    criteria: dict[int, list[CriterionRow]] = {}
    for row in list_criteria(framework.id, search=search, kind=kind, level=level):
        criteria.setdefault(row.unit_id, []).append(row)
    alignments = list_alignments(framework.id)
    aligned: dict[str, list[AlignmentRow]] = {}
    for alignment in alignments:
        aligned.setdefault(alignment.from_code, []).append(alignment)
    everything = not (search or kind or level)
    units = [
        UnitTree(
            unit.code,
            unit.title,
            unit.mandatory,
            unit.goal,
            unit.outline,
            criteria.get(unit.id, []),
            aligned.get(unit.code, []),
        )
        for unit in list_units(framework.id)
        if everything or unit.id in criteria
    ]
    return FrameworkTree(framework, units, alignments)


def list_units(framework_id: int) -> Sequence[Unit]:
    return db.session.scalars(select(Unit).where(Unit.framework_id == framework_id).order_by(Unit.position)).all()


def list_criteria(
    framework_id: int, *, search: str = "", kind: CriterionKind | None = None, level: str | None = None
) -> Sequence[CriterionRow]:
    """Return the criteria that match; with a sub-statement comes its stem, without which it cannot be read."""
    conditions = [Criterion.framework_id == framework_id]
    if kind is not None:
        conditions.append(Criterion.kind == kind)
    if level is not None:
        conditions.append(Criterion.level == level.replace("\0", ""))
    conditions += [_mentions(word) for word in search_words(search)]
    if len(conditions) == 1:
        return _read_rows(_select_criteria().where(*conditions))
    matching = and_(*conditions)
    stems = select(Criterion.parent_id).where(matching, Criterion.parent_id.is_not(None))
    return _read_rows(_select_criteria().where(or_(matching, Criterion.id.in_(stems))))


def list_sub_statements(criterion_id: int) -> Sequence[CriterionRow]:
    """Return the sub-statements of a stem."""
    return _read_rows(_select_criteria().where(Criterion.parent_id == criterion_id))


def list_meta_skills() -> Sequence[CriterionRow]:
    """Return the meta-skills of the version that was loaded last, group by group."""
    newest = select(func.max(Framework.id)).where(Framework.key == META_SKILLS_KEY).scalar_subquery()
    return _read_rows(_select_criteria().where(Criterion.framework_id == newest))


def list_choices(framework_id: int) -> Choices:
    """Return the kinds as they first appear, and the levels from the lowest."""
    statement = (
        select(Criterion.kind, Criterion.level, func.count())
        .where(Criterion.framework_id == framework_id)
        .group_by(Criterion.kind, Criterion.level)
        .order_by(func.min(Criterion.position))
    )
    found = db.session.execute(statement).all()
    return Choices(
        kinds=list(dict.fromkeys(kind for kind, _, _ in found)),
        levels=sorted({level for _, level, _ in found if level is not None}),
        total=sum(number for _, _, number in found),
    )


def get_criterion(key: str, criterion_id: int) -> Criterion:
    """Return it with its unit, framework and stem, or NotFound when that framework has no such criterion."""
    criterion = db.session.scalar(
        select(Criterion)
        .where(Criterion.id == criterion_id)
        .options(joinedload(Criterion.unit).joinedload(Unit.framework), joinedload(Criterion.parent))
    )
    if criterion is None or criterion.unit.framework.key != key:
        raise NotFound("There is no such criterion in this framework.")
    return criterion


def list_neighbours(criterion: Criterion) -> Sequence[Neighbour]:
    """Return the criterion before and the one after, as far as there are any."""
    statement = (
        select(Criterion.id, Criterion.code, Criterion.position)
        .where(
            Criterion.framework_id == criterion.framework_id,
            Criterion.position.in_([criterion.position - 1, criterion.position + 1]),
        )
        .order_by(Criterion.position)
    )
    return [Neighbour(*row) for row in db.session.execute(statement)]


def list_alignments(framework_id: int, from_code: str | None = None) -> Sequence[AlignmentRow]:
    """Return what the framework's units align to, or what one unit does."""
    statement = (
        select(Alignment.from_code, Alignment.to, Alignment.title, Alignment.type, Alignment.to_criterion_id)
        .where(Alignment.framework_id == framework_id)
        .order_by(Alignment.position)
    )
    if from_code is not None:
        statement = statement.where(Alignment.from_code == from_code)
    return [AlignmentRow(*row) for row in db.session.execute(statement)]


def list_developing_units(criterion_id: int) -> Sequence[UnitLink]:
    """Return the units, of any framework, that develop this meta-skill."""
    statement = (
        select(Framework.key, Framework.title, Unit.code, Unit.title)
        .select_from(Alignment)
        .join(Unit, and_(Unit.framework_id == Alignment.framework_id, Unit.code == Alignment.from_code))
        .join(Framework, Framework.id == Unit.framework_id)
        .where(Alignment.to_criterion_id == criterion_id)
        .order_by(Framework.id, Unit.position)
    )
    return [UnitLink(*row) for row in db.session.execute(statement)]


def _select_criteria() -> Select[int, int, int | None, str, CriterionKind, str | None, str | None, str, bool]:
    return select(
        Criterion.id,
        Criterion.unit_id,
        Criterion.parent_id,
        Criterion.code,
        Criterion.kind,
        Criterion.level,
        Criterion.heading,
        Criterion.statement,
        Criterion.is_stem,
    ).order_by(Criterion.position)


def _read_rows(
    statement: Select[int, int, int | None, str, CriterionKind, str | None, str | None, str, bool],
) -> list[CriterionRow]:
    return [CriterionRow(*row) for row in db.session.execute(statement)]


def _mentions(word: str) -> ColumnElement[bool]:
    """Match a word anywhere in the statement, the code or the heading, whatever its capitals."""
    columns = (Criterion.statement, Criterion.code, func.coalesce(Criterion.heading, ""))
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
