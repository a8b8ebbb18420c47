"""Budgets: what may be spent in a period, what of it is committed, spent and left, and what to look at more closely."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import Reply, authored
from itsm_sandbox.money.expenditure.rules import SPENDERS, SPENDING_CATEGORIES

LONGEST = timedelta(days=2 * 366)
NEARLY = 0.9
"""Of a budget: from here on a category is close to it."""

_BASIS_LETTERS = 60
_LABELS = dict(SPENDING_CATEGORIES)
_SHORT = {"contracts": "Contract", "ad_hoc": "Ad hoc", "miscellaneous": "Other"}
"""For a picture, where long labels would hide one another."""

_OPEN_CATEGORIES = tuple((name, label) for name, label in SPENDING_CATEGORIES if name != "staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFacts:
    """What the steps of a budget look up."""

    name_of: Callable[[int], str]  # of a colleague, by id


def amount_of(category: str) -> str:
    """The column that holds a category's amount."""
    return f"{category}_pence"


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One category of a budget, in pence."""

    category: str
    budget: int
    committed: int
    spent: int

    @property
    def label(self) -> str:
        return _LABELS[self.category]

    @property
    def left(self) -> int:
        return self.budget - self.committed - self.spent

    @property
    def used_percent(self) -> int | None:
        """Of the budget, committed and spent together; None without a budget."""
        return round(100 * (self.committed + self.spent) / self.budget) if self.budget else None

    @property
    def verdict(self) -> str:
        """over, nearly or within; none where nothing was planned or spent."""
        used = self.committed + self.spent
        if used > self.budget:
            return "over"
        if not self.budget:
            return "none"
        return "nearly" if used >= NEARLY * self.budget else "within"


def lines_of(values: Mapping[str, Any], sums: Mapping[tuple[str, bool], int], *, staff: bool) -> list[BudgetLine]:
    """Every category; `sums` by category and whether it is only committed. Staff only where it may be seen."""
    return [
        BudgetLine(name, values.get(amount_of(name)) or 0, sums.get((name, True), 0), sums.get((name, False), 0))
        for name, _ in SPENDING_CATEGORIES
        if staff or name != "staff"
    ]


def total_of(values: Mapping[str, Any]) -> int:
    return sum(values.get(amount_of(name)) or 0 for name, _ in SPENDING_CATEGORIES)


def highest(lines: Sequence[BudgetLine]) -> BudgetLine | None:
    """On which most was spent: the one to split next year, to see what it is made of. None when nothing was spent."""
    top = max(lines, key=lambda line: line.spent, default=None)
    return top if top and top.spent > 0 else None


def chart_of_lines(title: str, lines: Sequence[BudgetLine]) -> Chart:
    """Budget, committed and spent beside one another, in pounds; categories without any are left out."""
    shown = [line for line in lines if line.budget or line.committed or line.spent]
    over = [line.label.lower() for line in shown if line.verdict == "over"]
    told = f"Over budget: {', '.join(over)}." if over else "No category is over its budget."
    top = highest(shown)
    most = f" Most was spent on {top.label.lower()}." if top else ""
    return Chart(
        ChartKind.GROUPED,
        title,
        told + most,
        "Category",
        "Pounds without VAT",
        tuple(_SHORT.get(line.category, line.label) for line in shown),
        (
            Series("Budget", tuple(line.budget / 100 for line in shown)),
            Series("Committed", tuple(line.committed / 100 for line in shown)),
            Series("Spent", tuple(line.spent / 100 for line in shown)),
        ),
    )


def answer_budget(values: Mapping[str, Any]) -> Reply:
    """How a simulated ICT owner answers a proposal: the amounts are set when it is said what they rest on."""
    asks = []
    if not total_of(values):
        asks.append("Give an amount for at least one category.")
    if len(values.get("basis") or "") < _BASIS_LETTERS:
        asks.append("Say more on what the amounts rest on: last year’s spending, contracts, what has to be replaced.")
    if values.get("contracts_pence") == 0 and "contract" not in (values.get("basis") or "").lower():
        asks.append("Say why there is nothing for contract charges.")
    if asks:
        return Reply("return_it", {"comment": " ".join(asks)})
    pounds = total_of(values) / 100
    return Reply("set", {"comment": f"£{pounds:,.2f} in all, on the basis that you gave. Tell me what goes over."})


def answer_revision(values: Mapping[str, Any], asked: Mapping[str, Any], used_pence: int) -> Reply:
    """How they answer who asks for another amount: it covers what is used already, and it is said why."""
    category, pence = asked["category"], asked["wanted_pence"]
    label, pounds = _LABELS[category].lower(), f"£{pence / 100:,.2f}"
    if len(asked["reason"]) < _BASIS_LETTERS:
        said = f"Say more on why {label} needs another amount: what was not foreseen, and what happens without it."
        return Reply("decline_revision", {"comment": said})
    if pence < used_pence:
        said = f"£{used_pence / 100:,.2f} of {label} is committed or spent already; {pounds} would not cover it."
        return Reply("decline_revision", {"comment": said})
    amounts = {amount_of(name): values.get(amount_of(name)) or 0 for name, _ in _OPEN_CATEGORIES}
    return Reply("revise", {**amounts, amount_of(category): pence, "why": f"Asked for: {asked['reason']}"})


def _period_is_sound(case: Case) -> str | None:
    from_on, to_on = case.get("from_on"), case.get("to_on")
    if to_on <= from_on:
        return "The last day comes after the first."
    return None if to_on - from_on <= LONGEST else "Take two years at most."


def _is_for_all(case: Case) -> str | None:
    return "This is the budget for staff; revise that amount." if case.values.get("is_restricted") else None


def _is_for_staff(case: Case) -> str | None:
    return None if case.values.get("is_restricted") else "What staff cost has a budget of its own."


def _something_is_planned(case: Case) -> str | None:
    amounts = (case.get(amount_of(name)) for name, _ in SPENDING_CATEGORIES)
    return None if any(amounts) else "Give an amount for at least one category."


def _is_split(case: Case) -> str | None:
    return None if len(case.given["split_lines"]) > 1 else "Name at least two lines."


def _restricted(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id, "is_restricted": True}


def _revised(case: Case) -> Mapping[str, Any]:
    names = [amount_of(name) for name, _ in SPENDING_CATEGORIES]
    before = {
        name: case.values[name] or 0
        for name in names
        if name in case.given and case.values[name] != (case.given[name] or 0)
    }
    revision = {
        "on": case.now.astimezone(LONDON).date().isoformat(),
        "by": case.of(BudgetFacts).name_of(case.actor.id or 0),
        "why": case.given["why"],
        "before": before,
    }
    amounts = {name: case.given[name] or 0 for name in names if name in case.given}
    return {**amounts, "revisions": [*(case.values["revisions"] or []), revision]}


def _no_gaps(case: Case) -> Mapping[str, Any]:
    """An amount left empty is nothing."""
    return {name: case.given[name] or 0 for name in map(amount_of, _LABELS) if name in case.given}


def _proposed(case: Case) -> Mapping[str, Any]:
    return {**authored(case), **_no_gaps(case)}


_PERIOD = (
    Field("title", "Title", at_least=4, at_most=120, hint="Such as: ICT budget 2026 to 2027."),
    Field("from_on", "From", Ask.DAY),
    Field("to_on", "To", Ask.DAY),
)
_AMOUNTS = tuple(Field(amount_of(name), label, Ask.MONEY, required=False) for name, label in _OPEN_CATEGORIES)
_STAFF = Field("staff_pence", "Staff", Ask.MONEY)
_BASIS = Field(
    "basis",
    "What the amounts rest on",
    Ask.LONG_TEXT,
    at_least=20,
    hint="Spending of the period before, contracts, what has to be replaced, what the risk assessment recommends.",
)
_WHY = Field("why", "Why", Ask.LONG_TEXT, at_least=10, keep=False)
_COMMENT = Field("comment", "Comment", Ask.LONG_TEXT, required=False, keep=False)
_MISSING = Field("comment", "What is missing", Ask.LONG_TEXT, at_least=10, keep=False)
_OWNER = (WorkRole.ICT_OWNER,)

MACHINE = Machine(
    "budget",
    (
        State("proposed", "With the ICT owner", "sub", "hourglass"),
        State("returned", "To be reworked", "more", "arrow-back-up"),
        State("set", "Set", "met", "coin"),
        State("withdrawn", "Withdrawn", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "propose",
            "Propose a budget",
            (START,),
            "proposed",
            who=SPENDERS,
            fields=(*_PERIOD, *_AMOUNTS, _BASIS),
            guards=(_period_is_sound, _something_is_planned),
            sets=_proposed,
        ),
        Transition(
            "set",
            "Set a budget",
            (START,),
            "set",
            who=_OWNER,
            fields=(*_PERIOD, *_AMOUNTS, _BASIS),
            guards=(_period_is_sound, _something_is_planned),
            sets=_proposed,
        ),
        Transition(
            "set_staff",
            "Set the budget for staff",
            (START,),
            "set",
            who=_OWNER,
            fields=(*_PERIOD, _STAFF),
            guards=(_period_is_sound,),
            sets=_restricted,
            hint="Only the ICT owner sees it.",
        ),
        Transition("set", "Set it", ("proposed",), "set", who=_OWNER, fields=(_COMMENT,), tone="primary"),
        Transition("return_it", "Return it", ("proposed",), "returned", who=_OWNER, fields=(_MISSING,)),
        Transition(
            "propose",
            "Propose it again",
            ("returned",),
            "proposed",
            who=(Tie.AUTHOR,),
            fields=(*_AMOUNTS, _BASIS),
            guards=(_something_is_planned,),
            key="p",
            tone="primary",
            sets=_no_gaps,
        ),
        Transition(
            "revise",
            "Revise the amounts",
            ("set",),
            None,
            who=_OWNER,
            fields=(*_AMOUNTS, _WHY),
            early_guards=(_is_for_all,),
            key="r",
            sets=_revised,
            hint="The amounts before stay in its history.",
        ),
        Transition(
            "ask_revision",
            "Ask for another amount",
            ("set",),
            None,
            who=SPENDERS,
            fields=(
                Field("category", "Category", Ask.CHOICE, choices=_OPEN_CATEGORIES, keep=False),
                Field("wanted_pence", "Amount for the whole period", Ask.MONEY, keep=False),
                Field("reason", "Why", Ask.LONG_TEXT, at_least=20, keep=False),
            ),
            early_guards=(_is_for_all,),
            key="a",
            hint="The ICT owner revises the amount, or says why not.",
        ),
        Transition(
            "decline_revision",
            "Leave the amount as it is",
            ("set",),
            None,
            who=_OWNER,
            fields=(Field("comment", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            early_guards=(_is_for_all,),
        ),
        Transition(
            "revise_staff",
            "Revise the amount for staff",
            ("set",),
            None,
            who=_OWNER,
            fields=(_STAFF, _WHY),
            early_guards=(_is_for_staff,),
            sets=_revised,
        ),
        Transition(
            "split",
            "Split a category into lines",
            ("set", "proposed", "returned"),
            None,
            who=(*SPENDERS, Tie.AUTHOR),
            fields=(
                Field("split_category", "Category", Ask.CHOICE, choices=_OPEN_CATEGORIES),
                Field(
                    "split_lines",
                    "Its lines",
                    Ask.LINES,
                    hint="One a line, such as personal computers, network devices, printers, other.",
                ),
            ),
            guards=(_is_split,),
            early_guards=(_is_for_all,),
            key="s",
            hint="Spending is then recorded with its line, so that you see what the category is made of.",
        ),
        Transition(
            "withdraw",
            "Withdraw it",
            ("proposed", "returned"),
            "withdrawn",
            who=(Tie.AUTHOR, WorkRole.ICT_OWNER),
            fields=(_WHY,),
            tone="danger",
        ),
    ),
)


def default_period(today: date) -> tuple[date, date]:
    """The financial year from April that the day lies in."""
    year = today.year if today.month >= 4 else today.year - 1
    return date(year, 4, 1), date(year + 1, 3, 31)
