"""Reading evidence, its versions and its files."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from accounts.models import Membership, Person
from core.db import db
from core.errors import NotFound
from core.paging import PAGE_SIZE, Page, paginate
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceFile, EvidenceVersion, MetaSkillTag
from portfolio.evidence.rules.manifest import Manifest, ManifestClaim, ManifestFile
from portfolio.programmes.models import ProgrammeUnit
from portfolio.vocabulary import COUNTS_FOR_NOTHING, EvidenceKind, EvidenceState
from standards.models import Criterion, Framework


class NoSuchEvidence(NotFound):
    def __init__(self) -> None:
        super().__init__("We could not find that evidence. It may have been removed, or you may not have access to it.")


class EvidenceRow(NamedTuple):
    """A line of the list of evidence: the version this reader sees, and how much is in it."""

    evidence: Evidence
    version: EvidenceVersion
    claims: int
    files: int
    recorded_by: str | None


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """What a list of evidence is narrowed to; empty values leave it as it is."""

    words: str = ""
    state: EvidenceState | None = None
    kind: EvidenceKind | None = None
    programme_unit_id: int | None = None
    sort: str = "newest"


def list_evidence(
    enrolment_id: int, *, reader_id: int, wanted: EvidenceFilter, page: int = 1, size: int = PAGE_SIZE
) -> Page[EvidenceRow]:
    """One page of rows with the names of EvidenceRow. Drafts are seen by the membership that makes them only."""
    seen = case((Evidence.created_by_id == reader_id, Evidence.latest_number), else_=Evidence.submitted_number)
    claims = select(func.count()).where(Claim.version_id == EvidenceVersion.id).scalar_subquery()
    files = select(func.count()).where(EvidenceFile.version_id == EvidenceVersion.id).scalar_subquery()
    columns: tuple[Any, ...] = (Evidence, EvidenceVersion, claims.label("claims"), files.label("files"))
    columns += (recorded_by().label("recorded_by"),)
    found = (
        select(*columns)
        .join(EvidenceVersion, and_(EvidenceVersion.evidence_id == Evidence.id, EvidenceVersion.number == seen))
        .where(Evidence.enrolment_id == enrolment_id)
        .order_by(*_orders()[wanted.sort if wanted.sort in _orders() else "newest"], Evidence.id.desc())
    )
    for word in wanted.words.split():
        found = found.where(EvidenceVersion.title.icontains(word, autoescape=True))
    if wanted.state is not None:
        found = found.where(Evidence.state == wanted.state)
    if wanted.kind is not None:
        found = found.where(EvidenceVersion.kind == wanted.kind)
    if wanted.programme_unit_id is not None:
        unit_id = select(ProgrammeUnit.unit_id).where(ProgrammeUnit.id == wanted.programme_unit_id).scalar_subquery()
        found = found.where(
            select(Claim.id)
            .join(Criterion, Criterion.id == Claim.criterion_id)
            .where(Claim.version_id == EvidenceVersion.id, Criterion.unit_id == unit_id)
            .exists()
        )
    return paginate(found, page, size=size)


def recorded_by() -> ScalarSelect[str]:
    """The name of the assessor who made a record, as a column beside Evidence; NULL for an apprentice's own work."""
    person, maker, enrolment = aliased(Person), aliased(Membership), aliased(Enrolment)
    return (
        select(person.name)
        .select_from(maker)
        .join(person, person.id == maker.person_id)
        .join(enrolment, enrolment.apprentice_id != maker.id)
        .where(maker.id == Evidence.created_by_id, enrolment.id == Evidence.enrolment_id)
        .correlate(Evidence)
        .scalar_subquery()
    )


def _orders() -> dict[str, tuple[ColumnElement[Any], ...]]:
    return {
        "newest": (Evidence.changed_at.desc(),),
        "oldest": (Evidence.changed_at.asc(),),
        "title": (func.lower(EvidenceVersion.title),),
        "done": (EvidenceVersion.done_on.is_(None), EvidenceVersion.done_on.desc()),
    }


def get_evidence(evidence_id: int) -> Evidence:
    """With its enrolment."""
    evidence = db.session.scalar(
        select(Evidence)
        .where(Evidence.id == evidence_id)
        .options(joinedload(Evidence.enrolment, innerjoin=True), joinedload(Evidence.created_by, innerjoin=True))
    )
    if evidence is None:
        raise NoSuchEvidence
    return evidence


def lock_evidence(session: Session, evidence_id: int) -> Evidence:
    """As `get_evidence`, and nobody else changes it or what is in it before the transaction ends."""
    evidence = session.scalar(
        select(Evidence)
        .where(Evidence.id == evidence_id)
        .options(joinedload(Evidence.enrolment, innerjoin=True))
        .with_for_update(of=Evidence)
    )
    if evidence is None:
        raise NoSuchEvidence
    return evidence


def get_version(evidence_id: int, number: int) -> EvidenceVersion:
    """With its evidence and enrolment, its files, and its claims with their criteria and units."""
    version = db.session.scalar(
        select(EvidenceVersion)
        .where(EvidenceVersion.evidence_id == evidence_id, EvidenceVersion.number == number)
        .options(
            joinedload(EvidenceVersion.evidence, innerjoin=True).joinedload(Evidence.enrolment, innerjoin=True),
            selectinload(EvidenceVersion.files),
            selectinload(EvidenceVersion.claims)
            .joinedload(Claim.criterion, innerjoin=True)
            .joinedload(Criterion.unit, innerjoin=True),
        )
    )
    if version is None:
        raise NoSuchEvidence
    return version


def get_draft(evidence: Evidence) -> EvidenceVersion:
    """The newest version of evidence at hand, loaded as by `get_version`."""
    return get_version(evidence.id, evidence.latest_number)


def list_meta_skill_tags(version_id: int) -> Sequence[MetaSkillTag]:
    """In document order, each with its meta-skill."""
    return db.session.scalars(
        select(MetaSkillTag)
        .join(MetaSkillTag.criterion)
        .where(MetaSkillTag.version_id == version_id)
        .options(contains_eager(MetaSkillTag.criterion))
        .order_by(Criterion.position, MetaSkillTag.id)
    ).all()


def get_file(file_id: int) -> EvidenceFile:
    """With its version, evidence and enrolment, which say who may read it."""
    file = db.session.scalar(
        select(EvidenceFile)
        .where(EvidenceFile.id == file_id)
        .options(
            joinedload(EvidenceFile.version, innerjoin=True)
            .joinedload(EvidenceVersion.evidence, innerjoin=True)
            .joinedload(Evidence.enrolment, innerjoin=True)
            .joinedload(Enrolment.assessor, innerjoin=True)
        )
    )
    if file is None:
        raise NotFound("We could not find that file. It may have been removed, or you may not have access to it.")
    return file


def read_manifests(version_ids: Sequence[int]) -> dict[int, tuple[EvidenceVersion, Manifest]]:
    """By version, each with its evidence, enrolment and submitter. What an assessor added later is not part of it."""
    names = _criterion_names(version_ids)
    tags: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for tag in db.session.scalars(
        select(MetaSkillTag).where(MetaSkillTag.version_id.in_(version_ids)).execution_options(populate_existing=True)
    ):
        tags[tag.version_id].append((names[tag.criterion_id], tag.how))
    versions = db.session.scalars(
        select(EvidenceVersion)
        .where(EvidenceVersion.id.in_(version_ids))
        .options(
            joinedload(EvidenceVersion.evidence, innerjoin=True).joinedload(Evidence.enrolment, innerjoin=True),
            joinedload(EvidenceVersion.submitted_by),
            selectinload(EvidenceVersion.files),
            selectinload(EvidenceVersion.claims),
        )
        .execution_options(populate_existing=True)  # what is stored now, whatever was read before
    )
    return {version.id: (version, _manifest(version, names, tags[version.id])) for version in versions}


def _manifest(version: EvidenceVersion, names: dict[int, str], tags: Sequence[tuple[str, str]]) -> Manifest:
    return Manifest(
        number=version.number,
        title=version.title,
        kind=version.kind.value,
        origin=version.origin.value if version.origin else "",
        assistance=version.assistance.value if version.assistance else None,
        done_on=version.done_on or date.min,
        account=version.account,
        link=version.link,
        work_location=version.work_location,
        answer=version.answer,
        is_authentic=version.is_authentic,
        ai_use=version.ai_use,
        claims=[
            ManifestClaim(names[claim.criterion_id], claim.locator, claim.reason)
            for claim in version.claims
            if claim.added_by_id is None
        ],
        files=[ManifestFile(file.sha256, file.size, file.name, file.media_type) for file in version.files],
        meta_skills=tags,
        declared=version.declared,
        ai_declared=version.ai_declared,
    )


def _criterion_names(version_ids: Sequence[int]) -> dict[int, str]:
    """The framework's key and version and the code of each criterion that these versions name."""
    claimed = select(Claim.criterion_id).where(Claim.version_id.in_(version_ids))
    tagged = select(MetaSkillTag.criterion_id).where(MetaSkillTag.version_id.in_(version_ids))
    rows = db.session.execute(
        select(Criterion.id, Framework.key, Framework.version, Criterion.code)
        .join(Framework, Framework.id == Criterion.framework_id)
        .where(Criterion.id.in_(claimed.union(tagged)))
    )
    return {row_id: f"{key}@{version}:{code}" for row_id, key, version, code in rows}


def count_claims_by_criterion(enrolment_id: int, *, except_evidence_id: int | None = None) -> dict[int, int]:
    """How many pieces of evidence claim each criterion in their newest submitted version; absent means none."""
    found = (
        select(Claim.criterion_id, func.count())
        .join(EvidenceVersion, EvidenceVersion.id == Claim.version_id)
        .join(
            Evidence,
            and_(Evidence.id == EvidenceVersion.evidence_id, Evidence.submitted_number == EvidenceVersion.number),
        )
        .where(Evidence.enrolment_id == enrolment_id, Evidence.state.not_in(COUNTS_FOR_NOTHING))
        .group_by(Claim.criterion_id)
    )
    if except_evidence_id is not None:
        found = found.where(Evidence.id != except_evidence_id)
    return {row[0]: row[1] for row in db.session.execute(found)}


def is_in_evidence(sha256: str) -> bool:
    """Whether evidence whose files were not erased has a file of this content."""
    found = (
        select(EvidenceFile.id)
        .join(EvidenceVersion, EvidenceVersion.id == EvidenceFile.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(EvidenceFile.sha256 == sha256, Evidence.files_erased_at.is_(None))
        .limit(1)
    )
    return db.session.scalar(found) is not None


def list_erased_files() -> Sequence[str]:
    """The SHA-256 of each file of evidence whose files were erased, in order."""
    return db.session.scalars(
        select(EvidenceFile.sha256)
        .join(EvidenceVersion, EvidenceVersion.id == EvidenceFile.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(Evidence.files_erased_at.is_not(None))
        .distinct()
        .order_by(EvidenceFile.sha256)
    ).all()
