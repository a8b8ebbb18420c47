"""The expenditure record, on screen and as a file, and one of its rows."""

import io

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.forms import PeriodForm
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import Visitor, enter, history_of, show
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.budgets.queries import find_budget_in_force, find_line
from itsm_sandbox.money.budgets.rules import BudgetLine
from itsm_sandbox.money.expenditure import queries
from itsm_sandbox.money.expenditure.export import Spent, write_csv, write_xlsx
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import EXPENDITURE, SPENDING_CATEGORIES


@bp.get("/<int:workplace_id>/expenditure")
@login_required
def list_expenditure(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    form = PeriodForm.of_year(request.args, visitor.today)
    found = queries.list_expenditure(
        workplace_id, *form.period, sees_restricted=visitor.sees_restricted, page=requested_page()
    )
    today = visitor.today
    return show(
        "expenditure/list_expenditure.html",
        visitor,
        found=found,
        form=form,
        budget=find_budget_in_force(workplace_id, today),
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
    row: Expenditure = get_artefact(workplace_id, Expenditure.kind, number, visitor=visitor.colleague)
    return show(
        "expenditure/show_expenditure.html",
        visitor,
        **queries.list_tied(row),
        over=_find_overspent(row),
        categories=dict(SPENDING_CATEGORIES),
        **history_of(visitor, row),
    )


@bp.get("/<int:workplace_id>/expenditure/record.csv")
@login_required
def download_expenditure_csv(workplace_id: int) -> Response:
    rows, name, _title = _read_record(enter(workplace_id))
    return _send(write_csv(rows), "text/csv; charset=utf-8", f"{name}.csv")


@bp.get("/<int:workplace_id>/expenditure/record.xlsx")
@login_required
def download_expenditure_xlsx(workplace_id: int) -> Response:
    rows, name, title = _read_record(enter(workplace_id))
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _send(write_xlsx(rows, title), media_type, f"{name}.xlsx")


def _send(data: bytes, media_type: str, name: str) -> Response:
    return send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)


def _read_record(visitor: Visitor) -> tuple[list[Spent], str, str]:
    """The rows of the period that the page shows, as far as the visitor may see them, with a file's name and title."""
    form = PeriodForm.of_year(request.args, visitor.today)
    from_on, to_on = form.period
    rows = queries.list_record(visitor.workplace.id, from_on, to_on, sees_restricted=visitor.sees_restricted)
    title = f"Expenditure record of {visitor.workplace.name}"
    return [Spent(*row) for row in rows], f"expenditure-{from_on.isoformat()}-to-{to_on.isoformat()}", title


def _find_overspent(row: Expenditure) -> tuple[Budget, BudgetLine] | None:
    """The budget of the row's day with its category, when that is over it."""
    found = None if row.is_restricted else find_line(row.workplace_id, row.category, row.on)
    return found if found and found[1].verdict == "over" else None


def _begin_expenditure(workplace_id: int, event: str) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    return begin_page(
        visitor,
        Expenditure.kind,
        event,
        heading=EXPENDITURE.get(event, START).label,
        intro="One row in the expenditure record, in one of its ten columns.",
        back=("Expenditure", "list_expenditure"),
        values={"on": visitor.today},
    )
