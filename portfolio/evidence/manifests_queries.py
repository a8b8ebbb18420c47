"""Reading everything a version says, as it is hashed at submission and checked ever after."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.rules.manifest import Manifest, ManifestClaim, ManifestFile
from portfolio.meta_skills.models import MetaSkillTag
from standards.models import Criterion, Framework


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
