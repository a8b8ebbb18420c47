"""Budgets, and what was committed and spent against them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from core.db import db
from core.paging import Page, paginate
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.budgets.rules import BudgetLine, lines_of
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import SPENDING_CATEGORIES


@dataclass(frozen=True, slots=True)
class Standing:
    """A budget beside what was committed and spent in its period, as far as the reader may see it."""

    lines: Sequence[BudgetLine]
    finer: Sequence[tuple[str, int, int]]  # of the category that is split: line, committed, spent
    hidden: int  # rows of the period that are restricted to the ICT owner
    shows_staff: bool

    @property
    def total(self) -> BudgetLine:
        """All categories together; its category is that of the first."""
        return BudgetLine(
            self.lines[0].category,
            sum(line.budget for line in self.lines),
            sum(line.committed for line in self.lines),
            sum(line.spent for line in self.lines),
        )

    @property
    def warnings(self) -> Sequence[BudgetLine]:
        """Categories that are over their budget, or close to it; the worst first."""
        close = [line for line in self.lines if line.verdict in {"over", "nearly"}]
        return sorted(close, key=lambda line: line.left)


def list_budgets(workplace_id: int, *, sees_restricted: bool, page: int = 1) -> Page[Any]:
    """Rows of (Budget, author, is_simulated), the newest period first."""
    found = (
        select(Budget, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .outerjoin(Colleague, Colleague.id == Budget.author_id)
        .where(Budget.workplace_id == workplace_id)
        .order_by(Budget.from_on.desc(), Budget.number.desc())
    )
    return paginate(found if sees_restricted else found.where(Budget.is_restricted.is_(False)), page)


def find_overlapping(workplace_id: int, from_on: date, to_on: date, *, is_restricted: bool) -> Budget | None:
    """A budget of the same kind, not withdrawn, that covers some of these days."""
    return db.session.scalars(
        select(Budget)
        .where(
            Budget.workplace_id == workplace_id,
            Budget.state != "withdrawn",
            Budget.is_restricted.is_(is_restricted),
            Budget.from_on <= to_on,
            Budget.to_on >= from_on,
        )
        .order_by(Budget.from_on.desc())
        .limit(1)
    ).first()


def find_budget_in_force(workplace_id: int, on: date) -> Budget | None:
    """The one that was set for this day, leaving aside the one for staff."""
    found = find_overlapping(workplace_id, on, on, is_restricted=False)
    return found if found is not None and found.state == "set" else None


def read_standing(budget: Budget, *, sees_restricted: bool) -> Standing:
    """What of the budget is committed, spent and left. What staff cost is in it only for those who may see it."""
    rows, hidden = _sums(budget, sees_restricted=sees_restricted)
    sums: dict[tuple[str, bool], int] = Counter()
    finer: dict[str, list[int]] = {line: [0, 0] for line in budget.split_lines}
    for category, line, state, pence in rows:
        is_committed = state == "committed"
        sums[category, is_committed] += pence
        if category == budget.split_category:
            finer.setdefault(line or "No line", [0, 0])[not is_committed] += pence
    amounts = dict(budget.values())
    if sees_restricted and not budget.is_restricted:
        amounts["staff_pence"] = _staff_budget(budget)
    return Standing(
        lines_of(amounts, sums, staff=sees_restricted),
        [(line, committed, spent) for line, (committed, spent) in finer.items()],
        hidden,
        sees_restricted,
    )


def find_line(workplace_id: int, category: str, on: date) -> tuple[Budget, BudgetLine] | None:
    """How a category stands in the budget of this day; nothing where none was set, or for staff."""
    budget = find_budget_in_force(workplace_id, on)
    if budget is None or category == "staff":
        return None
    lines = read_standing(budget, sees_restricted=False).lines
    return budget, next(line for line in lines if line.category == category)


def spent_before(workplace_id: int, from_on: date, to_on: date) -> Mapping[str, int]:
    """What was spent in a period by category, without what is restricted: a basis for the next budget."""
    rows = db.session.execute(
        select(Expenditure.category, func.sum(Expenditure.amount_pence))
        .where(
            Expenditure.workplace_id == workplace_id,
            Expenditure.on >= from_on,
            Expenditure.on <= to_on,
            Expenditure.state.in_(("actual", "corrected")),
            Expenditure.is_restricted.is_(False),
        )
        .group_by(Expenditure.category)
    )
    found = dict(rows.all())
    return {name: found.get(name, 0) for name, _ in SPENDING_CATEGORIES if name != "staff"}


def _sums(budget: Budget, *, sees_restricted: bool) -> tuple[Sequence[Any], int]:
    """Rows of (category, line, state, pence), and how many rows are hidden."""
    within: tuple[ColumnElement[bool], ...] = (
        Expenditure.workplace_id == budget.workplace_id,
        Expenditure.on >= budget.from_on,
        Expenditure.on <= budget.to_on,
        Expenditure.state != "released",
    )
    if budget.is_restricted:
        within = (*within, Expenditure.category == "staff")
    seen = within if sees_restricted else (*within, Expenditure.is_restricted.is_(False))
    rows = db.session.execute(
        select(Expenditure.category, Expenditure.budget_line, Expenditure.state, func.sum(Expenditure.amount_pence))
        .where(*seen)
        .group_by(Expenditure.category, Expenditure.budget_line, Expenditure.state)
        .order_by(Expenditure.category, Expenditure.budget_line)
    ).all()
    if sees_restricted:
        return rows, 0
    hidden = db.session.scalar(select(func.count()).where(*within, Expenditure.is_restricted.is_(True))) or 0
    return rows, hidden


def _staff_budget(budget: Budget) -> int:
    """What was set for staff in a period that begins within this one."""
    found = select(func.sum(Budget.staff_pence)).where(
        Budget.workplace_id == budget.workplace_id,
        Budget.is_restricted.is_(True),
        Budget.state == "set",
        Budget.from_on >= budget.from_on,
        Budget.from_on <= budget.to_on,
    )
    return db.session.scalar(found) or 0
