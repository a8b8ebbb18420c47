"""How the first line did in a period and in the one before, and the reviews as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.paging import Page, paginate
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.periods import period_before
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.reviews.rules import METRICS
from itsm_sandbox.reporting.metrics.queries.reading import compute_for_tickets


@dataclass(frozen=True, slots=True)
class Compared:
    """One number of a metric, in the period and in the one before."""

    label: str
    now: str
    now_basis: str
    before: str
    before_basis: str


@dataclass(frozen=True, slots=True)
class ComparedMetric:
    id: str
    name: str
    formula: str
    numbers: Sequence[Compared]


def count_first_line(workplace_id: int, from_on: date, to_on: date, now: datetime) -> dict[str, Any]:
    """M6 to M13 of the period and of the one of the same length before it, as JSON keeps them."""
    earlier = period_before(from_on, to_on)
    return {
        "now": _figures(workplace_id, from_on, to_on, now),
        "before": _figures(workplace_id, *earlier, now),
    }


def compare(figures: dict[str, Any]) -> list[ComparedMetric]:
    """Both periods side by side, metric by metric."""
    earlier = {
        one["id"]: {number["label"]: number for number in one["numbers"]} for one in figures["before"]["metrics"]
    }
    return [
        ComparedMetric(
            one["id"],
            one["name"],
            one["formula"],
            [_compared(number, earlier[one["id"]].get(number["label"])) for number in one["numbers"]],
        )
        for one in figures["now"]["metrics"]
    ]


def list_reviews(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (ProcessReview, author, is_simulated), the newest first."""
    return paginate(
        select(ProcessReview, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == ProcessReview.author_id)
        .where(ProcessReview.workplace_id == workplace_id)
        .order_by(ProcessReview.number.desc()),
        page,
    )


def _figures(workplace_id: int, from_on: date, to_on: date, now: datetime) -> dict[str, Any]:
    metrics = compute_for_tickets(workplace_id, from_on, to_on, now, METRICS)
    return {
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat(),
        "metrics": [
            {
                "id": one.id,
                "name": one.name,
                "formula": one.formula,
                "numbers": [
                    {"label": number.label, "value": number.value, "text": number.text, "basis": number.basis}
                    for number in one.numbers
                ],
            }
            for one in metrics
        ],
    }


def _compared(number: dict[str, Any], earlier: dict[str, Any] | None) -> Compared:
    before = earlier or {"text": "none", "basis": ""}
    return Compared(number["label"], number["text"], number["basis"], before["text"], before["basis"])
