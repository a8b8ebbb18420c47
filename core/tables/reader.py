"""Reads an uploaded table from its file, CSV or Excel workbook, and refuses what would harm the machine first."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from core.tables.table import MOST_COLUMNS, MOST_ROWS, Table, UnreadableTable, read_csv, table_of

MOST_MEMBERS = 1_000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 250
LAST_LINE = 3 * MOST_ROWS
_ZIP = b"PK\x03\x04"
_BROKEN = "This workbook cannot be read. Open it, save it as .xlsx or as CSV UTF-8, and choose it again."


def read_table(name: str, file: IO[bytes], sheet: str = "") -> Table:
    """The table in the file; of a workbook the sheet of this name, or else the first."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head == _ZIP:
        return _read_workbook(file, sheet)
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        raise UnreadableTable(
            "This is no Excel workbook (.xlsx). Save it as .xlsx or as CSV UTF-8, and choose it again."
        )
    return read_csv(file.read())


def _read_workbook(file: IO[bytes], sheet: str) -> Table:
    import openpyxl  # noqa: PLC0415 -- it brings numpy, which is loaded when the first workbook comes, not at every start

    try:
        _check_size(file)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            chosen = _chosen(book, sheet)
            return table_of(_lines(chosen), tuple(one.title for one in book.worksheets))
        finally:
            book.close()
    except (
        openpyxl.utils.exceptions.InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        OSError,
    ) as error:
        raise UnreadableTable(_BROKEN) from error


def _check_size(file: IO[bytes]) -> None:
    """What the directory of the ZIP says it unpacks to. Python's reader stops there, even when there would be more."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 4096):
        raise UnreadableTable(
            "This workbook unpacks to far more than a table of this size can hold, so it was not opened. Copy the "
            "table into a new workbook, or save it as CSV UTF-8."
        )
    if any("vbaproject" in one.filename.lower() for one in members):
        raise UnreadableTable("Workbooks with macros are not taken. Save it as .xlsx without macros, or as CSV UTF-8.")


def _chosen(book: Any, sheet: str) -> Any:
    if not book.worksheets:
        raise UnreadableTable("This workbook has no sheet with a table.")
    return next((one for one in book.worksheets if one.title == sheet), book.worksheets[0])


def _lines(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """Its cells as text, with what formulas last gave; one column more than is taken."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=LAST_LINE, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, row in enumerate(rows, 1):
        if number == LAST_LINE:
            raise UnreadableTable(f"This sheet goes on to row {LAST_LINE:,}. Delete the empty rows in it, or split it.")
        if any(value is not None for value in row):
            yield number, [_text(value) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return str(value)
