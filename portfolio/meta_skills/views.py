"""Meta-skills: what I say, what others say and what the evidence shows, side by side and never averaged."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.models import Role
from accounts.permissions import may, require
from accounts.session import acting, login_required
from core.forms import carried_out
from core.web import once_per_form
from portfolio.blueprint import bp
from portfolio.enrolments.queries import get_current_enrolment, get_enrolment
from portfolio.meta_skills.forms import FeedbackForm, SelfEvaluationForm
from portfolio.meta_skills.queries import get_overview, get_skill
from portfolio.meta_skills.services import evaluate_self, give_meta_skill_feedback
from portfolio.permissions import POLICY
from standards.services import read_meta_skill_scale


@bp.get("/meta-skills")
@login_required
def my_meta_skills() -> ResponseReturnValue:
    enrolment = get_current_enrolment(acting())
    return redirect(url_for(".show_meta_skills", enrolment_id=enrolment.id))


@bp.get("/enrolments/<int:enrolment_id>/meta-skills")
@login_required
def show_meta_skills(enrolment_id: int) -> ResponseReturnValue:
    enrolment = get_enrolment(enrolment_id)
    require(POLICY, "see_enrolment", acting(), enrolment)
    groups = get_overview(enrolment, only_shared=acting().id != enrolment.apprentice_id)
    return render_template(
        "portfolio/meta_skills/meta_skills.html",
        enrolment=enrolment,
        groups=groups,
        is_own=acting().id == enrolment.apprentice_id,
        scale=read_meta_skill_scale(),
    )


@bp.route("/enrolments/<int:enrolment_id>/meta-skills/<int:skill_id>", methods=["GET", "POST"])
@login_required
def show_meta_skill(enrolment_id: int, skill_id: int) -> ResponseReturnValue:
    """One skill with its history; the apprentice and the people around them add to it here."""
    me = acting()
    enrolment = get_enrolment(enrolment_id)
    require(POLICY, "see_enrolment", me, enrolment)
    is_own = me.id == enrolment.apprentice_id
    view = get_skill(enrolment, skill_id, only_shared=not is_own)
    form = SelfEvaluationForm() if is_own else FeedbackForm()
    form.offer(read_meta_skill_scale())

    def add() -> str:
        if isinstance(form, SelfEvaluationForm):
            evaluate_self(enrolment_id, skill_id, by=me, **form.content())
        else:
            give_meta_skill_feedback(enrolment_id, skill_id, by=me, **form.content())
        return url_for(".show_meta_skill", enrolment_id=enrolment_id, skill_id=skill_id)

    if form.is_submitted() and (path := carried_out(form, lambda: once_per_form(add, actor_id=me.id))):
        flash(f"Saved. It stands beside what was said about {view.skill.name.lower()} before.")
        return redirect(path)
    page = render_template(
        "portfolio/meta_skills/meta_skill.html",
        enrolment=enrolment,
        view=view,
        form=form,
        is_own=is_own,
        may_add=may(POLICY, "evaluate_self" if is_own else "give_meta_skill_feedback", me, enrolment),
        may_read_evidence=me.role is not Role.LINE_MANAGER,
        scale=read_meta_skill_scale(),
    )
    return page, form.status
