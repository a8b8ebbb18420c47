"""A cohort as CSV: one line for each apprentice, a column for each criterion."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO

from core.tables.safe_cells import safe_cell
from portfolio.programmes.queries import ProgrammeCriterion
from reports.exporters.summary import COLUMNS, Value, summarise
from reports.queries import CohortPart


def write_csv(target: IO[bytes], criteria: Sequence[ProgrammeCriterion], parts: Iterable[CohortPart]) -> int:
    """Write UTF-8 with a mark that spreadsheets know it by, and return the number of apprentices."""
    import pandas as pd  # noqa: PLC0415 -- loaded when the first file is asked for, not at every start

    header = [*COLUMNS, *(safe_cell(criterion.code) for criterion in criteria)]
    target.write("\ufeff".encode())
    pd.DataFrame(columns=header).to_csv(target, index=False, lineterminator="\r\n")
    count = 0
    for part in parts:
        summary = pd.DataFrame(
            [[_cell(value) for value in summarise(row)] for row in part.rows], columns=list(COLUMNS), dtype=object
        )
        whole = pd.concat([summary, part.states.reset_index(drop=True)], axis=1)
        whole.to_csv(target, index=False, header=False, lineterminator="\r\n")
        count += len(part.rows)
    return count


def _cell(value: Value) -> str | int | None:
    if isinstance(value, date):
        return value.isoformat()
    return safe_cell(value) if isinstance(value, str) else value
