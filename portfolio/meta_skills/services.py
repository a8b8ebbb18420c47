"""Saying something of meta-skills, as the apprentice of oneself or as somebody who works with them."""

from accounts.models import Membership
from accounts.permissions import require
from accounts.services import notify
from core import audit, clock
from core.db import transaction
from core.destinations import path_to
from core.errors import FieldErrors
from portfolio.enrolments.queries import get_enrolment
from portfolio.meta_skills.models import MetaSkillFeedback, SelfEvaluation
from portfolio.meta_skills.queries import get_skill_name
from portfolio.permissions import POLICY
from standards.services import read_meta_skill_scale

LONGEST_TEXT = 4000


def evaluate_self(
    enrolment_id: int,
    skill_id: int,
    *,
    by: Membership,
    rating: int,
    reflection: str,
    next_step: str,
    is_shared: bool,
) -> SelfEvaluation:
    """Add a self-evaluation. Earlier ones stay, so that the page can show how it went."""
    with transaction() as session:
        enrolment = get_enrolment(enrolment_id)
        require(POLICY, "evaluate_self", by, enrolment)
        get_skill_name(skill_id)
        texts = {"reflection": reflection, "next_step": next_step}
        _check(
            rating,
            texts,
            {"reflection": "Write a sentence or two about what happened.", "next_step": "Say what you will do next."},
        )
        row = SelfEvaluation(
            enrolment_id=enrolment_id,
            criterion_id=skill_id,
            rating=rating,
            reflection=reflection.strip(),
            next_step=next_step.strip(),
            is_shared=is_shared,
            at=clock.now(),
        )
        session.add(row)
        audit.record("meta_skill.self_evaluated", subject=row, centre_id=by.centre_id, actor_id=by.id)
    return row


def give_meta_skill_feedback(
    enrolment_id: int, skill_id: int, *, by: Membership, rating: int, comment: str
) -> MetaSkillFeedback:
    """Add what somebody else saw, and tell the apprentice."""
    with transaction() as session:
        enrolment = get_enrolment(enrolment_id)
        require(POLICY, "give_meta_skill_feedback", by, enrolment)
        name = get_skill_name(skill_id)
        _check(rating, {"comment": comment}, {"comment": "Say what you saw them do."})
        row = MetaSkillFeedback(
            enrolment_id=enrolment_id,
            criterion_id=skill_id,
            author_id=by.id,
            rating=rating,
            comment=comment.strip(),
            at=clock.now(),
        )
        session.add(row)
        audit.record("meta_skill.feedback_given", subject=row, centre_id=by.centre_id, actor_id=by.id)
        path = path_to("meta_skill", enrolment_id=enrolment_id, skill_id=skill_id)
        notify(enrolment.apprentice, f"{by.person.name} wrote about your {name.lower()}.", path)
    return row


def _check(rating: int, texts: dict[str, str], missing: dict[str, str]) -> None:
    errors = {}
    if rating not in {step.value for step in read_meta_skill_scale()}:
        errors["rating"] = "Choose one of the steps."
    for field, text in texts.items():
        if not text.strip():
            errors[field] = missing[field]
        elif len(text) > LONGEST_TEXT:
            errors[field] = f"Keep this under {LONGEST_TEXT:,} characters; it has {len(text):,}."
    if errors:
        raise FieldErrors(errors)
