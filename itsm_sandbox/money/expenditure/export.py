"""The expenditure record as a file: one row for each amount, in the ten columns of FITS, with their totals."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import xlsxwriter

from core.tables.safe_cells import plain_text, safe_cell
from itsm_sandbox.money.expenditure.rules import EXPENDITURE, SPENDING_CATEGORIES

_BEFORE = ("Date", "Row", "What for", "Supplier", "State")
_AFTER = ("VAT", "Budget line", "Request for change")
HEADINGS = (*_BEFORE, *(label for _, label in SPENDING_CATEGORIES), *_AFTER)
_WIDTHS = (12, 11, 40, 24, 14, *[15] * len(SPENDING_CATEGORIES), 12, 18, 18)


class Spent(NamedTuple):
    """One row of the record."""

    on: date
    number: int
    description: str
    supplier: str
    state: str
    category: str
    amount_pence: int
    vat_pence: int | None
    budget_line: str
    change_number: int | None


Value = date | str | int | None
"""Whole numbers are pence."""


def write_csv(rows: Iterable[Spent]) -> bytes:
    """UTF-8 with a mark that spreadsheets know it by."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for values in (*map(_values, kept := list(rows)), _totals(kept)):
        writer.writerow([_csv_cell(value) for value in values])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[Spent], title: str) -> bytes:
    """One sheet; every text is written as text, every total as a number."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": plain_text(title)})
        sheet = workbook.add_worksheet("Expenditure record")
        head = workbook.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        money, day = workbook.add_format({"num_format": "#,##0.00"}), workbook.add_format({"num_format": "d mmm yyyy"})
        all_money = workbook.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, head)
        sheet.freeze_panes(1, 2)
        kept = list(rows)
        for line, values in enumerate((*map(_values, kept), _totals(kept)), start=1):
            for column, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(line, column, plain_text(value))
                elif value is not None:
                    sheet.write_number(line, column, value / 100, all_money if line > len(kept) else money)
    return out.getvalue()


def _values(row: Spent) -> Sequence[Value]:
    amounts = [row.amount_pence if name == row.category else None for name, _ in SPENDING_CATEGORIES]
    change = f"RFC-{row.change_number:04d}" if row.change_number else ""
    state = EXPENDITURE.state(row.state).label
    about = (row.on, f"EXP-{row.number:04d}", row.description, row.supplier, state)
    return (*about, *amounts, row.vat_pence, row.budget_line, change)


def _totals(rows: Sequence[Spent]) -> Sequence[Value]:
    sums = [sum(row.amount_pence for row in rows if row.category == name) for name, _ in SPENDING_CATEGORIES]
    return ("", "", "All", "", "", *sums, sum(row.vat_pence or 0 for row in rows), "", "")


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return safe_cell(value) if isinstance(value, str) else f"{value / 100:.2f}"
