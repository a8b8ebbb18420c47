"""A table as it was uploaded: the names of its columns and its rows, all of it text."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.errors import FieldErrors

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 300
LONGEST_CELL = 32_000
DELIMITERS = ",;\t"
_TEXT_CONTROLS = "\t\n\r"


class UnreadableTable(FieldErrors):
    """The file as a whole cannot be read. The sentence says what is wrong with it and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"file": sentence})


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the one that a spreadsheet shows beside the row; the names of the columns stand in row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sheets: tuple[str, ...] = ()  # of a workbook

    def samples(self, place: int, most: int = 3) -> list[str]:
        """The first different values in a column."""
        found: dict[str, None] = {}
        for row in self.rows:
            if row.cells[place]:
                found.setdefault(row.cells[place])
            if len(found) == most:
                break
        return list(found)


def read_csv(data: bytes) -> Table:
    """Read text with commas, semicolons or tabs between its cells."""
    text = decoded(data)
    delimiter = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return table_of(_numbered(reader))
    except csv.Error as error:
        raise UnreadableTable(
            f"Line {reader.line_num} of the file cannot be read: {error}. Export it again as CSV, and do not edit it "
            "by hand."
        ) from error


def _numbered(lines: Iterable[list[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    yield from enumerate(lines, 1)


def decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 with its mark, UTF-8 without one, or else Windows-1252, which old spreadsheets write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codec = "utf-16"
    elif data[:3] == b"\xef\xbb\xbf" or _is_utf8(data):
        codec = "utf-8-sig"
    else:
        codec = "cp1252"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableTable(
            "This is no text that we can read. Save it as “CSV UTF-8” and choose it again."
        ) from error
    if any(letter < " " and letter not in _TEXT_CONTROLS for letter in set(text)):
        raise UnreadableTable(
            "This file holds characters that no table has. Save it as “CSV UTF-8” and choose it again."
        )
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(text: str) -> str:
    """The sign that stands most often between the names of the columns, outside quotation marks."""
    counted: Counter[str] = Counter()
    quoted = False
    for letter in text:
        if letter == '"':
            quoted = not quoted
        elif letter in "\r\n" and not quoted and counted:
            break
        elif letter in DELIMITERS and not quoted:
            counted[letter] += 1
    return max(DELIMITERS, key=lambda sign: counted[sign])


def table_of(lines: Iterable[tuple[int, Sequence[str]]], sheets: tuple[str, ...] = ()) -> Table:
    """The table of numbered lines of cells; the first that is not empty names the columns, and empty ones are left."""
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in lines:
        cleaned = tuple(clean(cell) for cell in cells)
        if not any(cleaned):
            continue
        if not columns:
            columns = _columns(cleaned)
            continue
        _check_width(number, cleaned, columns)
        if len(rows) == MOST_ROWS:
            raise UnreadableTable(
                f"This file has more than {MOST_ROWS:,} rows. Split it, or export fewer at once. Nothing was imported."
            )
        rows.append(Row(number, (*cleaned, *[""] * len(columns))[: len(columns)]))
    if not columns:
        raise UnreadableTable("This file is empty.")
    if not rows:
        raise UnreadableTable("This file has names of columns and no rows under them.")
    return Table(columns, tuple(rows), sheets)


def clean(cell: str) -> str:
    """The cell without spaces around it and without what no keyboard types."""
    return "".join(letter for letter in cell if letter >= " " or letter in "\t\n").strip()


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells) if cell) + 1
    names = [cell or f"Column {place}" for place, cell in enumerate(cells[:last], 1)]
    if len(names) > MOST_COLUMNS:
        raise UnreadableTable(f"This file has more than {MOST_COLUMNS} columns. Export only those that you need.")
    if not any(letter.isalpha() for cell in cells for letter in cell) or any(_is_value(cell) for cell in cells):
        raise UnreadableTable(
            "The first row holds values, not the names of columns. Add a first row that says what each column holds."
        )
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(unique)


def _is_value(cell: str) -> bool:
    """No column is called by a number, a date or an address."""
    return bool(cell) and (not any(letter.isalpha() or letter == "#" for letter in cell) or "@" in cell)


def _check_width(number: int, cells: Sequence[str], columns: Sequence[str]) -> None:
    if any(cells[len(columns) :]):
        raise UnreadableTable(
            f"Row {number} has {len(cells)} cells, but there are names for {len(columns)} columns only. A cell may "
            "hold a comma or a line break without quotation marks around it: export the file again."
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise UnreadableTable(
            f"A cell in row {number} holds more than {LONGEST_CELL:,} characters. Leave that column out."
        )
