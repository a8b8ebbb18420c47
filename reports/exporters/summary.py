"""The columns that every download of a cohort begins with."""

from collections.abc import Callable
from datetime import date

from assessment.progress.queries.progress import EnrolmentRow

Value = str | int | date | None

COLUMNS: dict[str, Callable[[EnrolmentRow], Value]] = {
    "Apprentice": lambda row: row.apprentice,
    "Employer": lambda row: row.employer,
    "Assessor": lambda row: row.assessor,
    "Starts": lambda row: row.progress.plan.starts_on,
    "Planned end": lambda row: row.progress.plan.planned_end_on,
    "Standing": lambda row: "Finished" if row.progress.is_complete else row.progress.rag.label,
    "Criteria": lambda row: row.progress.total,
    "Met": lambda row: row.progress.met,
    "Working towards": lambda row: row.progress.working,
    "More needed": lambda row: row.progress.more,
    "Not started": lambda row: row.progress.not_started,
    "Percent met": lambda row: row.progress.percent,
    "Percent planned": lambda row: row.progress.planned_percent,
    "Units": lambda row: row.units,
    "Units signed off": lambda row: row.units_signed,
    "Pieces waiting": lambda row: row.waiting,
    "Pieces returned": lambda row: row.returned,
    "Last sent": lambda row: row.progress.last_submitted_on,
}


def summarise(row: EnrolmentRow) -> list[Value]:
    return [value(row) for value in COLUMNS.values()]
