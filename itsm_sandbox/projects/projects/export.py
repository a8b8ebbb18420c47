"""A project's plan as a table in CSV; no cell can become a formula."""

import csv
import io
from collections.abc import Sequence

from core.tables.safe_cells import safe_cell
from itsm_sandbox.projects.projects.rules.plan import Task

HEADER = (
    "Number",
    "Task",
    "Milestone",
    "Piece of work",
    "Owner",
    "Follows",
    "Baseline start",
    "Baseline end",
    "Start",
    "End",
    "Per cent done",
    "Done on",
)


def csv_of(tasks: Sequence[Task]) -> bytes:
    """UTF-8 with a mark at its beginning, as spreadsheets want it."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADER)
    for task in tasks:
        days = (task.baseline_starts_on, task.baseline_ends_on, task.starts_on, task.ends_on)
        cells = [
            str(task.number),
            task.name,
            "Yes" if task.is_milestone else "No",
            task.package,
            task.owner,
            " ".join(map(str, task.after)),
            *(day.isoformat() if day else "" for day in days),
            str(task.percent),
            task.done_on.isoformat() if task.done_on else "",
        ]
        writer.writerow([safe_cell(cell) for cell in cells])
    return target.getvalue().encode("utf-8-sig")
