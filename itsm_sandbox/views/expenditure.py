"""The expenditure record, and one of its rows."""

from flask import request
from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.clock import LONDON
from core.paging import requested_page
from itsm_sandbox.forms.periods import PeriodForm
from itsm_sandbox.models import Expenditure
from itsm_sandbox.queries import expenditure as queries
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.machine import START
from itsm_sandbox.rules.roles import WorkRole
from itsm_sandbox.rules.spending import EXPENDITURE, SPENDING_CATEGORIES
from itsm_sandbox.services.acting import get_artefact
from itsm_sandbox.views import bp
from itsm_sandbox.views.beginning import begin_page
from itsm_sandbox.views.visiting import Visitor, enter, history_of, show


@bp.get("/<int:workplace_id>/expenditure")
@login_required
def list_expenditure(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    form = PeriodForm.of_year(request.args, visitor.now.astimezone(LONDON).date())
    found = queries.list_expenditure(
        workplace_id, *form.period, sees_restricted=_sees_restricted(visitor), page=requested_page()
    )
    return show(
        "list_expenditure.html",
        visitor,
        found=found,
        form=form,
        machine=EXPENDITURE,
        categories=dict(SPENDING_CATEGORIES),
    )


@bp.route("/<int:workplace_id>/expenditure/add", methods=["GET", "POST"])
@login_required
def add_expenditure(workplace_id: int) -> ResponseReturnValue:
    return _begin_expenditure(workplace_id, "pay")


@bp.route("/<int:workplace_id>/expenditure/commit", methods=["GET", "POST"])
@login_required
def commit_expenditure(workplace_id: int) -> ResponseReturnValue:
    return _begin_expenditure(workplace_id, "commit")


@bp.get("/<int:workplace_id>/expenditure/<int:number>")
@login_required
def show_expenditure(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    row: Expenditure = get_artefact(workplace_id, ArtefactKind.EXPENDITURE, number, visitor=visitor.colleague)
    return show(
        "show_expenditure.html",
        visitor,
        change=queries.find_change_of(row),
        categories=dict(SPENDING_CATEGORIES),
        **history_of(visitor, row),
    )


def _sees_restricted(visitor: Visitor) -> bool:
    """The ICT owner, and those who watch from outside the workplace."""
    return visitor.colleague is None or WorkRole.ICT_OWNER in visitor.colleague.roles


def _begin_expenditure(workplace_id: int, event: str) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    return begin_page(
        visitor,
        ArtefactKind.EXPENDITURE,
        event,
        heading=EXPENDITURE.get(event, START).label,
        intro="One row in the expenditure record, in one of its ten columns.",
        back=("Expenditure", "list_expenditure"),
        values={"on": visitor.now.astimezone(LONDON).date()},
    )
