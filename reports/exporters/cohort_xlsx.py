"""A cohort as a workbook: a summary, every criterion in the colour of its state, and what the codes stand for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from core.tables.safe_cells import plain_text
from portfolio.programmes.queries import ProgrammeCriterion
from reports.exporters.summary import COLUMNS, Value, summarise
from reports.queries import CohortPart
from reports.rules import NOT_CHOSEN, NOT_STARTED, STATE_WORDS

COLOURS = {
    STATE_WORDS["met"]: ("#1B7345", "#E3F4EA"),
    STATE_WORDS["working_towards"]: ("#3F3AA8", "#EBEAFB"),
    STATE_WORDS["more_needed"]: ("#9A4A00", "#FDEFDC"),
    STATE_WORDS["challenged"]: ("#B3261E", "#FDECEB"),
    NOT_STARTED: ("#5A6472", "#E9EDF2"),
    NOT_CHOSEN: ("#8A93A0", "#FFFFFF"),
}
STANDING_COLOURS = {"On track": "met", "Finished": "met", "A little behind": "more_needed", "At risk": "challenged"}
NAME_WIDTH, TEXT_WIDTH, STATE_WIDTH, STATEMENT_WIDTH = 28, 16, 15, 110


def write_xlsx(
    target: IO[bytes], title: str, criteria: Sequence[ProgrammeCriterion], parts: Iterable[CohortPart]
) -> int:
    """Write the workbook row by row, so that memory does not grow with it, and return the number of apprentices."""
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": plain_text(title)})
        pages = _Pages(workbook, criteria)
        for part in parts:
            for row, states in zip(part.rows, part.states.itertuples(index=False, name=None), strict=True):
                pages.add(summarise(row), states)
        pages.add_key(criteria)
    return pages.count


class _Pages:
    """The sheets being written, each from the top down."""

    def __init__(self, workbook: Any, criteria: Sequence[ProgrammeCriterion]) -> None:
        self.count = 0
        self._summary = workbook.add_worksheet("Summary")
        self._states = workbook.add_worksheet("Criteria")
        self._key = workbook.add_worksheet("Key")
        self._head = workbook.add_format({"bold": True, "bg_color": "#2D2A86", "font_color": "#FFFFFF"})
        self._wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._day = workbook.add_format({"num_format": "d mmm yyyy", "align": "left"})
        self._formats = {
            word: workbook.add_format({"font_color": ink, "bg_color": ground})
            for word, (ink, ground) in COLOURS.items()
        }
        self._standing = {word: self._formats[STATE_WORDS[state]] for word, state in STANDING_COLOURS.items()}
        _start(self._summary, self._head, list(COLUMNS), [NAME_WIDTH, *[TEXT_WIDTH] * (len(COLUMNS) - 1)])
        codes = [plain_text(criterion.code) for criterion in criteria]
        _start(self._states, self._head, ["Apprentice", *codes], [NAME_WIDTH, *[STATE_WIDTH] * len(codes)])
        _start(self._key, self._head, ["Code", "Unit", "Kind", "Statement"], [STATE_WIDTH, 40, 14, STATEMENT_WIDTH])

    def add(self, summary: Sequence[Value], states: Sequence[str]) -> None:
        self.count += 1
        for column, value in enumerate(summary):
            self._write(self._summary, column, value)
        self._states.write_string(self.count, 0, plain_text(str(summary[0])))
        formats = self._formats
        for column, word in enumerate(states, start=1):
            self._states.write_string(self.count, column, word, formats[word])

    def add_key(self, criteria: Sequence[ProgrammeCriterion]) -> None:
        for number, criterion in enumerate(criteria, start=1):
            unit = f"{criterion.unit_code} {criterion.unit_title}"
            cells = (criterion.code, unit, criterion.kind.value.capitalize(), criterion.statement)
            for column, text in enumerate(cells):
                self._key.write_string(number, column, plain_text(text), self._wrapped)

    def _write(self, sheet: Any, column: int, value: Value) -> None:
        if isinstance(value, date):
            sheet.write_datetime(self.count, column, value, self._day)
        elif isinstance(value, str):
            sheet.write_string(self.count, column, plain_text(value), self._standing.get(value))
        elif value is not None:
            sheet.write_number(self.count, column, value)


def _start(sheet: Any, head: Any, titles: Sequence[str], widths: Sequence[int]) -> None:
    for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 1)
