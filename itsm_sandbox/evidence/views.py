"""From an artefact to one's portfolio: what would be frozen, and the draft that it becomes."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.session import acting, login_required
from core.errors import NotFound
from core.forms import carried_out
from core.web import once_per_form
from itsm_sandbox.engine.registry import find_type_at, get_type
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter, show
from itsm_sandbox.evidence import add_to_portfolio as services
from itsm_sandbox.evidence.evidence_map import survey_evidence
from itsm_sandbox.evidence.forms import PortfolioForm


@bp.route("/<int:workplace_id>/<path_of_kind>/<int:number>/mint", methods=["GET", "POST"])
@login_required
def add_to_portfolio(workplace_id: int, path_of_kind: str, number: int) -> ResponseReturnValue:
    """Show what would be frozen; confirmed, freeze it and go to the draft."""
    visitor = enter(workplace_id)
    kind = _kind(path_of_kind)
    proposal = services.propose_evidence(visitor.visit, kind, number, by=visitor.me)
    form = PortfolioForm.of(proposal)

    def take() -> str:
        evidence_id = services.add_to_portfolio(workplace_id, kind, number, form.choice, by=acting())
        flash(f"{proposal.artefact.ref} is in your portfolio as a draft. Check it and submit it when it is ready.")
        return url_for("portfolio.edit_evidence", evidence_id=evidence_id)

    done = carried_out(form, lambda: once_per_form(take, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "evidence/add_to_portfolio.html",
        visitor,
        proposal=proposal,
        artefact=proposal.artefact,
        form=form,
        statements=proposal.statements,
        address=url_for(get_type(kind).page, workplace_id=workplace_id, number=number),
    )
    return page, form.status


@bp.get("/<int:workplace_id>/evidence")
@login_required
def show_evidence_map(workplace_id: int) -> str:
    """What this workplace can show of each requirement, and what is in one's portfolio already."""
    visitor = enter(workplace_id)
    return show("evidence/evidence_map.html", visitor, survey=survey_evidence(workplace_id, by=visitor.me))


def _kind(path_of_kind: str) -> str:
    kind = find_type_at(path_of_kind)
    if kind is None:
        raise NotFound("There is nothing of that kind in a workplace.")
    return kind.kind
