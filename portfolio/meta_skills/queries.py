"""What is known of an apprentice's meta-skills. Every list is ordered by time, then id."""

from sqlalchemy import select

from accounts.models import Membership, Person
from core.db import db
from core.errors import NotFound
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Evidence, EvidenceVersion, MetaSkillTag
from portfolio.meta_skills.models import MetaSkillFeedback, SelfEvaluation
from portfolio.meta_skills.rules import MetaSkill, SkillRating, SkillView, TaggedEvidence, side_by_side
from portfolio.programmes.models import ProgrammeUnit
from portfolio.vocabulary import EvidenceState
from standards.models import Alignment, Criterion, CriterionKind, Unit


def list_skills() -> list[MetaSkill]:
    """The meta-skills in the order of their publication: one query."""
    rows = db.session.execute(
        select(Criterion.id, Criterion.code, Criterion.statement, Unit.title)
        .join(Unit, Unit.id == Criterion.unit_id)
        .where(Criterion.kind == CriterionKind.META_SKILL)
        .order_by(Unit.position, Criterion.position)
    )
    return [MetaSkill(id=row.id, name=row.code, statement=row.statement, group=row.title) for row in rows]


def get_skill_name(skill_id: int) -> str:
    name = db.session.scalar(
        select(Criterion.code).where(Criterion.id == skill_id, Criterion.kind == CriterionKind.META_SKILL)
    )
    if name is None:
        raise NotFound("There is no such meta-skill.")
    return name


def list_own(enrolment_id: int, *, only_shared: bool) -> list[SkillRating]:
    found = select(SelfEvaluation).where(SelfEvaluation.enrolment_id == enrolment_id)
    if only_shared:
        found = found.where(SelfEvaluation.is_shared)
    return [
        SkillRating(
            row.id, row.criterion_id, row.rating, row.reflection, row.next_step, row.at, is_shared=row.is_shared
        )
        for row in db.session.scalars(found.order_by(SelfEvaluation.at, SelfEvaluation.id))
    ]


def list_others(enrolment_id: int) -> list[SkillRating]:
    rows = db.session.execute(
        select(MetaSkillFeedback, Person.name)
        .join(Membership, Membership.id == MetaSkillFeedback.author_id)
        .join(Person, Person.id == Membership.person_id)
        .where(MetaSkillFeedback.enrolment_id == enrolment_id)
        .order_by(MetaSkillFeedback.at, MetaSkillFeedback.id)
    )
    return [
        SkillRating(row.id, row.criterion_id, row.rating, row.comment, "", row.at, author=name) for row, name in rows
    ]


def list_shown(enrolment_id: int) -> list[TaggedEvidence]:
    """Tags on the newest submitted version of each piece of evidence that is not void."""
    rows = db.session.execute(
        select(
            MetaSkillTag.criterion_id,
            Evidence.id,
            EvidenceVersion.title,
            MetaSkillTag.how,
            EvidenceVersion.submitted_at,
        )
        .join(EvidenceVersion, EvidenceVersion.id == MetaSkillTag.version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(
            Evidence.enrolment_id == enrolment_id,
            Evidence.submitted_number == EvidenceVersion.number,
            Evidence.state != EvidenceState.VOID,
        )
        .order_by(EvidenceVersion.submitted_at, Evidence.id)
    )
    return [TaggedEvidence(skill, piece, title, how, at) for skill, piece, title, how, at in rows if at is not None]


def list_invitations(programme_id: int) -> list[tuple[int, str]]:
    """(meta-skill id, unit code) for every unit of the programme whose framework says that it develops the skill."""
    rows = db.session.execute(
        select(Alignment.to_criterion_id, Unit.code)
        .join(Unit, (Unit.framework_id == Alignment.framework_id) & (Unit.code == Alignment.from_code))
        .join(ProgrammeUnit, ProgrammeUnit.unit_id == Unit.id)
        .where(ProgrammeUnit.programme_id == programme_id, Alignment.to_criterion_id.is_not(None))
        .order_by(Unit.position, Alignment.position)
    )
    return [(skill_id, code) for skill_id, code in rows if skill_id is not None]


def get_overview(enrolment: Enrolment, *, only_shared: bool) -> dict[str, list[SkillView]]:
    """The three series of every meta-skill, by group, in five queries."""
    return side_by_side(
        list_skills(),
        own=list_own(enrolment.id, only_shared=only_shared),
        others=list_others(enrolment.id),
        evidence=list_shown(enrolment.id),
        invitations=list_invitations(enrolment.programme_id),
    )


def get_skill(enrolment: Enrolment, skill_id: int, *, only_shared: bool) -> SkillView:
    for views in get_overview(enrolment, only_shared=only_shared).values():
        for view in views:
            if view.skill.id == skill_id:
                return view
    raise NotFound("There is no such meta-skill.")
