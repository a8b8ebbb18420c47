"""Tables that leave the workplace as CSV; no cell of theirs becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from core.tables.safe_cells import safe_cell


def csv_of(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read it as what it is."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
