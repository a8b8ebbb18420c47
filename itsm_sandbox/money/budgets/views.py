"""Budgets: the list, a new one, and one beside what was committed and spent against it."""

from datetime import date, timedelta

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter, history_of, show
from itsm_sandbox.money.budgets import queries
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.budgets.rules import MACHINE, amount_of, chart_of_lines, default_period, highest, total_of
from itsm_sandbox.money.expenditure.rules import SPENDING_CATEGORIES
from itsm_sandbox.risk.assessments.queries import find_latest
from itsm_sandbox.risk.assessments.rules.scores import cost_of_open


@bp.get("/<int:workplace_id>/budgets")
@login_required
def list_budgets(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    return show(
        "budgets/list_budgets.html",
        visitor,
        page=queries.list_budgets(workplace_id, sees_restricted=visitor.sees_restricted, page=requested_page()),
        machine=MACHINE,
        total_of=total_of,
    )


@bp.route("/<int:workplace_id>/budgets/add", methods=["GET", "POST"])
@login_required
def add_budget(workplace_id: int) -> ResponseReturnValue:
    """The ICT owner sets one; others propose it."""
    visitor = enter(workplace_id)
    return _begin_budget(workplace_id, "set" if visitor.is_owner else "propose")


@bp.route("/<int:workplace_id>/budgets/add-staff", methods=["GET", "POST"])
@login_required
def add_staff_budget(workplace_id: int) -> ResponseReturnValue:
    return _begin_budget(workplace_id, "set_staff")


@bp.get("/<int:workplace_id>/budgets/<int:number>")
@login_required
def show_budget(workplace_id: int, number: int) -> str:
    """Spending against budget."""
    visitor = enter(workplace_id)
    budget: Budget = get_artefact(workplace_id, Budget.kind, number, visitor=visitor.colleague)
    standing = queries.read_standing(budget, sees_restricted=visitor.sees_restricted)
    assessment = find_latest(workplace_id)
    return show(
        "budgets/show_budget.html",
        visitor,
        standing=standing,
        figure=chart_of_lines(f"Spending against {budget.title}", standing.lines),
        highest=highest(standing.lines),
        author=get_colleague(budget.author_id) if budget.author_id else None,
        categories=dict(SPENDING_CATEGORIES),
        columns={amount_of(name): label for name, label in SPENDING_CATEGORIES},
        assessment=assessment if visitor.sees_support_work else None,
        recommended=cost_of_open(assessment.risks) if assessment else 0,
        is_over=visitor.today > budget.to_on,
        **history_of(visitor, budget),
    )


def _begin_budget(workplace_id: int, event: str) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    from_on, to_on = default_period(visitor.today)
    before = {} if event == "set_staff" else queries.spent_before(workplace_id, *_year_before(from_on))
    return begin_page(
        visitor,
        Budget.kind,
        event,
        heading=MACHINE.get(event, START).label,
        intro=_INTROS[event],
        back=("Budgets", "list_budgets"),
        said="is on the way" if event == "propose" else "is set",
        values={
            "from_on": from_on,
            "to_on": to_on,
            **{amount_of(category): pence for category, pence in before.items() if pence > 0},
        },
    )


def _year_before(from_on: date) -> tuple[date, date]:
    return from_on.replace(year=from_on.year - 1), from_on - timedelta(days=1)


_INTROS = {
    "propose": "The ICT owner sets it. Where something was spent in the year before, its amount is filled in.",
    "set": "Where something was spent in the year before, its amount is filled in.",
    "set_staff": "What staff cost has a budget of its own. Only the ICT owner sees it.",
}
