"""What a draft claims to meet, and the meta-skills it shows."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from core import clock
from core.errors import FieldErrors
from portfolio.evidence.models import Claim, EvidenceVersion, MetaSkillTag
from portfolio.evidence.queries import list_meta_skill_tags
from portfolio.programmes.queries import list_programme_criteria
from standards.queries import list_meta_skills

ClaimChange = tuple[int, str, str]  # criterion, locator, reason
TagChange = tuple[int, str]  # meta-skill, how


def replace_claims(session: Session, draft: EvidenceVersion, claims: Sequence[ClaimChange]) -> None:
    enrolment = draft.evidence.enrolment
    wanted = {criterion_id: (locator, reason) for criterion_id, locator, reason in claims}
    known = {row.id for row in list_programme_criteria(enrolment.programme_id, enrolment.id)}
    if not wanted.keys() <= known:
        raise FieldErrors({"criteria": "Choose criteria of this programme only."})
    kept = {claim.criterion_id: claim for claim in draft.claims}
    for criterion_id in kept.keys() - wanted.keys():
        session.delete(kept[criterion_id])
    for criterion_id, (locator, reason) in wanted.items():
        if claim := kept.get(criterion_id):
            claim.locator, claim.reason = locator, reason
        else:
            session.add(
                Claim(
                    version_id=draft.id,
                    criterion_id=criterion_id,
                    locator=locator,
                    reason=reason,
                    added_at=clock.now(),
                )
            )


def replace_tags(session: Session, draft: EvidenceVersion, tags: Sequence[TagChange]) -> None:
    wanted = dict(tags)
    if not wanted.keys() <= {row.id for row in list_meta_skills()}:
        raise FieldErrors({"meta_skills": "Choose from the meta-skills listed."})
    kept = {tag.criterion_id: tag for tag in list_meta_skill_tags(draft.id)}
    for criterion_id in kept.keys() - wanted.keys():
        session.delete(kept[criterion_id])
    for criterion_id, how in wanted.items():
        if tag := kept.get(criterion_id):
            tag.how = how
        else:
            session.add(MetaSkillTag(version_id=draft.id, criterion_id=criterion_id, how=how))
